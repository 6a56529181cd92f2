/* SPDX-License-Identifier: MIT */
#include "report/screen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "doctor/doctor.h"
#include "report/caption.h"
#include "report/costs.h"
#include "report/external-print.h"
#include "report/machine.h"
#include "report/matrix-table.h"

enum { CAUTIONS_MAX = 4 };

struct screen {
    struct document *d;
    const struct run *run;
    const struct summary *summary;
    const char *path;
};

/* ---- one line each ---- */

/* What the states are that have no column. */
static const struct {
    const char *state, *words;
} lines[] = { { "hot", "hot (pass after pass in one process): " },
              { "limited", "limited (memory for half of the file): " } };

/* "hot (pass after pass in one process): full-read, 64 MiB: mmap 2.4x [2.0, 2.6]; ..." */
static char *describe_state(const struct screen *s, const char *state, const char *words)
{
    char label[MATRIX_TEXT_MAX], cell[MATRIX_TEXT_MAX], *text = NULL;
    size_t size, count = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; out && i < s->summary->group_count; i++) {
        const struct summary_group *g = &s->summary->groups[i];
        for (size_t j = 0; j < g->row_count && strcmp(g->key.state, state) == 0; j++)
            fprintf(out, "%s%s: %s%s", count++ ? "; " : words,
                    matrix_label(g, &g->rows[j], label), matrix_cell(&g->rows[j], cell),
                    proof_mark(&g->rows[j]));
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void add_lines(const struct screen *s)
{
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const char *text =
            document_take(s->d, describe_state(s, lines[i].state, lines[i].words));
        if (text[0] != '\0')
            document_paragraph(s->d, "%s", text);
    }
}

static bool has_lines(const struct screen *s)
{
    for (size_t i = 0; i < s->summary->group_count; i++)
        for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
            if (strcmp(s->summary->groups[i].key.state, lines[k].state) == 0)
                return true;
    return false;
}

/* `heading` stands above it, unless NULL. */
static void add_matrix(const struct screen *s, const char *heading)
{
    struct matrix m = { 0 };
    document_fail(s->d, matrix_build(&m, s->summary));
    if (m.count == 0 && !has_lines(s))
        document_paragraph(s->d, "This run compares no mmap method with a read method; mapread "
                                 "show prints what it compares.");
    else if (heading)
        document_heading(s->d, 2, "answer", "%s", heading);
    matrix_add(s->d, &m);
    matrix_free(&m);
}

/* The first row of that workload in that state, and its group. */
static const struct summary_row *find_row(const struct screen *s, const char *workload,
                                          const char *state,
                                          const struct summary_group **ret_group)
{
    for (size_t i = 0; i < s->summary->group_count; i++) {
        const struct summary_group *g = &s->summary->groups[i];
        const struct summary_row *row = summary_find_row(g, workload);
        if (row && strcmp(g->key.state, state) == 0) {
            *ret_group = g;
            return row;
        }
    }
    return NULL;
}

/* "own memory, full-read: read 64 MiB, chunk 476 KiB, mmap 412 KiB (64 MiB of the page cache
   mapped beside it, reclaimable)" */
static void add_memory(const struct screen *s)
{
    static const char *const methods[] = { "read", "chunk", "mmap" };
    const struct summary_group *g = NULL;
    const struct summary_row *row = find_row(s, "full-read", "warm", &g);
    char own[TEXT_MAX], mapped[TEXT_MAX], text[4 * TEXT_MAX + 256] = "";
    for (size_t i = 0; row && i < sizeof methods / sizeof methods[0]; i++) {
        const struct summary_cell *c = summary_find_cell(g, row, methods[i]);
        size_t len = strlen(text);
        if (!summary_cell_timed(c) || isnan(c->own_bytes))
            continue;
        snprintf(text + len, sizeof text - len, "%s%s %s",
                 len ? ", " : "own memory, full-read: ", methods[i],
                 text_format_bytes(c->own_bytes, own));
        len = strlen(text);
        if (c->mapped_bytes > 0)
            snprintf(text + len, sizeof text - len,
                     " (%s of the page cache mapped beside it, reclaimable)",
                     text_format_bytes(c->mapped_bytes, mapped));
    }
    if (text[0])
        document_paragraph(s->d, "%s", text);
}

/* ---- cautions ---- */

static bool has_verdict(const struct run_finding *f, enum verdict v)
{
    return strcmp(f->verdict, verdict_names[v]) == 0;
}

static void add_finding(const struct screen *s, const struct run_finding *f)
{
    document_labelled(s->d, "CAUTION", "%s: %.*s%s%s", f->probe, (int)strcspn(f->found, ";\n"),
                      f->found, f->fix[0] ? "; fix: " : "", f->fix);
}

/* What is bad, and then what can be fixed; for the rest there is the doctor. */
static void add_findings(const struct screen *s)
{
    size_t said = 0, all = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->run->finding_count; i++) {
            const struct run_finding *f = &s->run->findings[i];
            bool is_bad = has_verdict(f, VERDICT_BAD);
            if (pass == 0 ? !is_bad : is_bad || !has_verdict(f, VERDICT_WARNING))
                continue;
            all++;
            if (said == CAUTIONS_MAX || (!is_bad && !f->fix[0]))
                continue;
            said++;
            add_finding(s, f);
        }
    if (all > said)
        document_paragraph(s->d, "%zu more warning%s: mapread doctor", all - said,
                           all - said == 1 ? "" : "s");
}

static void add_cautions(const struct screen *s)
{
    char noise[INTERFERENCE_TEXT_MAX];
    static const size_t parts[] = { CAPTION_UNPROVED, CAPTION_HOST };
    if (run_interference_verdict(s->run, noise, sizeof noise))
        document_labelled(s->d, "CAUTION", "%s", noise);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *part = document_take(s->d, caption_part(s->run, parts[i]));
        if (part[0])
            document_labelled(s->d, "CAUTION", "%s", part);
    }
    add_findings(s);
}

/* ---- the end ---- */

static size_t count_undecided(const struct screen *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->summary->group_count; i++)
        for (size_t j = 0; j < s->summary->groups[i].row_count; j++)
            count += s->summary->groups[i].rows[j].best.against.verdict == STATS_UNDECIDED;
    return count;
}

static size_t count_status(const struct run *r, enum case_status status)
{
    size_t count = 0;
    for (size_t i = 0; i < r->case_count; i++)
        count += r->cases[i].status == status;
    return count;
}

/* "; hyperfine agrees in 27 of 28 within 20 %"; "" where it timed nothing. */
static char *describe_external(const struct screen *s)
{
    struct external w;
    struct run_error error;
    if (external_read_beside(&w, s->path, &error) < 0)
        return strdup("");
    char *agreement = external_agreement(&w, s->summary);
    char *text = agreement ? text_printf("; %s", agreement) : NULL;
    free(agreement);
    external_free(&w);
    return text;
}

static void add_counts(const struct screen *s)
{
    document_paragraph(s->d, "%zu cases, %zu failed, %zu skipped; %zu decisions undecided%s",
                       s->run->case_count, count_status(s->run, CASE_FAILED),
                       count_status(s->run, CASE_SKIPPED), count_undecided(s),
                       document_take(s->d, describe_external(s)));
}

static void add_paths(const struct screen *s)
{
    const char *page = document_take(s->d, text_printf("%s/report.html", s->path));
    if (access(page, F_OK) == 0)
        document_command(s->d, "page", "%s", page);
    document_command(s->d, "details", "mapread show %s", s->path);
}

void screen_add_answer(struct document *d, const struct report_source *of)
{
    const struct screen s = { d, of->run, of->summary, of->path };
    machine_add_emulated(d, of->run);
    add_matrix(&s, NULL);
    add_lines(&s);
    costs_add_sentence(d, &of->run->costs);
    add_cautions(&s);
}

void screen_build(struct document *d, const struct report_source *of)
{
    const struct screen s = { d, of->run, of->summary, of->path };
    machine_add_emulated(d, of->run);
    add_matrix(&s, "Should you mmap?   the best mmap method against the best read method; 95 % "
                   "intervals");
    add_memory(&s);
    add_lines(&s);
    costs_add_sentence(d, &of->run->costs);
    add_cautions(&s);
    add_counts(&s);
    add_paths(&s);
}
