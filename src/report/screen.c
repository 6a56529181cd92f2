/* SPDX-License-Identifier: MIT */
#include "report/screen.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "doctor/doctor.h"
#include "report/aa.h"
#include "report/cold.h"
#include "report/external-pair.h"
#include "report/matrix.h"

enum { CAUTIONS_MAX = 4 };

struct screen {
    FILE *out;
    const struct run *run;
    const struct summary *summary;
    const char *path;
    const struct report_style *style;
};

/* Prints and frees; NULL: memory is short. */
static int print_text(const struct screen *s, const char *bullet, char *text)
{
    int r = text ? page_paragraph(s->out, bullet, text, s->style) : -ENOMEM;
    free(text);
    return r;
}

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
            fprintf(out, "%s%s: %s", count++ ? "; " : words,
                    matrix_label(g, &g->rows[j], label), matrix_cell(&g->rows[j], cell));
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static int print_lines(const struct screen *s)
{
    int r = 0;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0] && r == 0; i++) {
        char *text = describe_state(s, lines[i].state, lines[i].words);
        bool is_empty = text && !text[0];
        r = is_empty ? 0 : print_text(s, "", text);
        if (is_empty)
            free(text);
    }
    return r;
}

static bool has_lines(const struct screen *s)
{
    for (size_t i = 0; i < s->summary->group_count; i++)
        for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
            if (strcmp(s->summary->groups[i].key.state, lines[k].state) == 0)
                return true;
    return false;
}

static int print_matrix(const struct screen *s)
{
    struct matrix m;
    int r = matrix_build(&m, s->summary);
    if (r < 0)
        return r;
    if (m.count == 0 && !has_lines(s)) {
        r = page_printf(s->out, s->style,
                        "This run compares no mmap method with a read method; mapread show "
                        "prints what it compares.");
    } else {
        r = page_printf(s->out, s->style,
                        "Should you mmap?   the best mmap method against the best read "
                        "method; 95 %% intervals");
        fputc('\n', s->out);
        r = r == 0 ? matrix_print(s->out, &m, s->style) : r;
    }
    fputs(m.count > 0 ? "\n" : "", s->out);
    matrix_free(&m);
    return r;
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
static int print_memory(const struct screen *s)
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
    return text[0] ? page_printf(s->out, s->style, "%s", text) : 0;
}

/* ---- cautions ---- */

static bool has_verdict(const struct run_finding *f, enum verdict v)
{
    return strcmp(f->verdict, verdict_names[v]) == 0;
}

static int print_finding(const struct screen *s, const struct run_finding *f)
{
    return print_text(s, "CAUTION  ",
                      text_printf("%s: %.*s%s%s", f->probe, (int)strcspn(f->found, ";\n"),
                                  f->found, f->fix[0] ? "; fix: " : "", f->fix));
}

/* What is bad, and then what can be fixed; for the rest there is the doctor. */
static int print_findings(const struct screen *s)
{
    size_t said = 0, all = 0;
    int r = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->run->finding_count && r == 0; i++) {
            const struct run_finding *f = &s->run->findings[i];
            bool is_bad = has_verdict(f, VERDICT_BAD);
            if (pass == 0 ? !is_bad : is_bad || !has_verdict(f, VERDICT_WARNING))
                continue;
            all++;
            if (said == CAUTIONS_MAX || (!is_bad && !f->fix[0]))
                continue;
            said++;
            r = print_finding(s, f);
        }
    if (r == 0 && all > said)
        r = page_printf(s->out, s->style, "%zu more warning%s: mapread doctor", all - said,
                        all - said == 1 ? "" : "s");
    return r;
}

static int print_cautions(const struct screen *s)
{
    char noise[INTERFERENCE_TEXT_MAX];
    int r = 0;
    if (run_interference_verdict(s->run, noise, sizeof noise))
        r = print_text(s, "CAUTION  ", strdup(noise));
    char *host = cold_host_sentence(s->run);
    if (r == 0 && host && host[0])
        r = print_text(s, "CAUTION  ", strdup(host));
    free(host);
    return r == 0 ? print_findings(s) : r;
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

static int print_counts(const struct screen *s)
{
    char *external = describe_external(s);
    int r = external
                ? print_text(s, "",
                             text_printf("%zu cases, %zu failed, %zu skipped; %zu "
                                         "decisions undecided%s",
                                         s->run->case_count, count_status(s->run, CASE_FAILED),
                                         count_status(s->run, CASE_SKIPPED), count_undecided(s),
                                         external))
                : -ENOMEM;
    free(external);
    return r;
}

static int print_paths(const struct screen *s)
{
    char *page = text_printf("%s/report.html", s->path);
    if (!page)
        return -ENOMEM;
    if (access(page, F_OK) == 0)
        fprintf(s->out, "page     %s\n", page);
    fprintf(s->out, "details  mapread show %s\n", s->path);
    free(page);
    return 0;
}

static int print_all(const struct screen *s)
{
    static int (*const parts[])(const struct screen *s) = {
        print_matrix, print_memory, print_lines, print_cautions, print_counts, print_paths,
    };
    int r = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && r == 0; i++)
        r = parts[i](s);
    return r;
}

int screen_print(FILE *out, const struct run *r, const char *path,
                 const struct report_style *style, struct run_error *error)
{
    struct summary s;
    int result = summary_build(&s, r);
    if (result == 0) {
        if (style->aa)
            result = aa_widen(&s, style->aa);
        if (result == 0)
            result = print_all(&(struct screen){ out, r, &s, path, style });
        summary_free(&s);
    }
    if (result == 0 && (fflush(out) != 0 || ferror(out)))
        result = -EIO;
    if (result < 0)
        snprintf(error->message, sizeof error->message, "cannot print the answer: %s",
                 strerror(-result));
    return result;
}
