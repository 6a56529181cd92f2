/* SPDX-License-Identifier: MIT */
#include "report/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void proof_add(struct proof *p, const struct summary_row *row)
{
    p->proved += row && row->timed && !row->unproved;
    p->unproved += row && row->unproved;
}

struct proof proof_of_group(const struct summary_group *g)
{
    struct proof p = { 0 };
    for (size_t i = 0; i < g->row_count; i++)
        proof_add(&p, &g->rows[i]);
    return p;
}

struct proof proof_of_state(const struct summary *s, const char *state)
{
    struct proof all = { 0 };
    for (size_t i = 0; i < s->group_count; i++) {
        struct proof p = proof_of_group(&s->groups[i]);
        bool counts = strcmp(s->groups[i].key.state, state) == 0;
        all.proved += counts ? p.proved : 0;
        all.unproved += counts ? p.unproved : 0;
    }
    return all;
}

const char *proof_mark(const struct summary_row *row)
{
    return row && row->unproved ? " (unproved)" : "";
}

const char *proof_name(const char *state, struct proof p, char text[PROOF_TEXT_MAX])
{
    size_t len = strlen(state);
    bool goes_on = len > 0 && state[len - 1] == ')';
    if (p.unproved == 0)
        snprintf(text, PROOF_TEXT_MAX, "%s", state);
    else
        snprintf(text, PROOF_TEXT_MAX, "%.*s%s%sunproved)", (int)(len - goes_on), state,
                 goes_on ? ", " : " (", p.proved ? "partly " : "");
    return text;
}

static bool is_first_of_state(const struct run *r, const struct run_case *c)
{
    for (const struct run_case *o = r->cases; o < c; o++)
        if (o->unproved && strcmp(o->key.state, c->key.state) == 0)
            return false;
    return true;
}

char *proof_sentence(const struct run *r)
{
    char *text = NULL;
    size_t size;
    const char *before = "unproved: ";
    enum unproved cause = UNPROVED_NO;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; out && i < r->case_count; i++) {
        const struct run_case *c = &r->cases[i];
        if (!c->unproved || !is_first_of_state(r, c))
            continue;
        cause = cause ? cause : c->unproved;
        fprintf(out, "%s%s", before, c->key.state);
        before = ", ";
    }
    if (cause)
        fprintf(out, ": prepared but not verified, for %s", unproved_sentences[cause]);
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
