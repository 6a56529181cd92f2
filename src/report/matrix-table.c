/* SPDX-License-Identifier: MIT */
#include "report/matrix-table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dataset/dataset.h"
#include "report/ratio.h"
#include "workload/workload.h"

const char *const matrix_titles[MATRIX_STATES] = { "in the page cache", "from storage (cold)" };

/* ---- what is said ---- */

/* " @ 1 MiB": where the first hit lies, of a data set whose name tells it, and for who stops
   there or would like to; ", a match per 512 B": how common they are. */
static void write_depth(FILE *out, const struct case_key *k)
{
    static const struct {
        uint64_t needle;
        const char *words;
    } depths[] = { { GEN_NEEDLE_EARLY, " @ start" },
                   { GEN_NEEDLE_MIDDLE, " @ middle" },
                   { GEN_NEEDLE_LAST, " @ end" },
                   { GEN_NEEDLE_ABSENT, ", no match" } };
    struct dataset d;
    char depth[TEXT_MAX];
    const struct workload *w = workload_find_by_name(k->workload);
    if (!w || !(w->flags & WORKLOAD_PATTERN) || dataset_parse(&d, k->dataset, 0) < 0)
        return;
    uint64_t every = gen_needle_every_bytes(d.spec.needle);
    if (every > 0)
        fprintf(out, ", a match per %s", text_format_bytes((double)every, depth));
    if (every > 0 || !w->useful)
        return;
    for (size_t i = 0; i < sizeof depths / sizeof depths[0]; i++)
        if (d.spec.needle == depths[i].needle) {
            fputs(depths[i].words, out);
            return;
        }
    fprintf(out, " @ %s", text_format_bytes((double)d.spec.needle, depth));
}

/* ", 64 MiB"; of blocks ", 25 % of 64 MiB", and what size they are, unless they are the usual
   4 KiB. */
static void write_size(FILE *out, const struct case_key *k, double bytes)
{
    const double usual = 4096;
    char size[TEXT_MAX];
    double percent = 100 * (double)k->blocks * (double)k->block_bytes / bytes;
    if (isnan(bytes))
        return;
    if (percent > 0 && (double)k->block_bytes != usual)
        fprintf(out, " of %s", text_format_bytes((double)k->block_bytes, size));
    if (percent > 0)
        fprintf(out, percent < 1 ? ", %.1g %% of" : ", %.0f %% of", percent);
    fprintf(out, "%s %s", percent > 0 ? "" : ",", text_format_bytes(bytes, size));
}

const char *matrix_label(const struct summary_group *g, const struct summary_row *row,
                         char text[MATRIX_TEXT_MAX])
{
    char threads[TEXT_MAX];
    FILE *out = fmemopen(text, MATRIX_TEXT_MAX, "w");
    text[0] = '\0';
    if (!out)
        return text;
    fputs(row->key.workload, out);
    write_depth(out, &row->key);
    write_size(out, &row->key, g->bytes);
    fputs(text_format_threads(row->key.threads, threads), out);
    fclose(out);
    return text;
}

/* "chunk/buffer:4KiB" is "chunk 4KiB" here, where room is short. */
static const char *short_name(const struct summary_cell *c, char text[MATRIX_TEXT_MAX])
{
    const char *name = summary_method(c), *buffer = strstr(name, "/buffer:");
    int len = buffer ? (int)(buffer - name) : (int)strlen(name);
    snprintf(text, MATRIX_TEXT_MAX, "%.*s%s%s", len, name, buffer ? " " : "",
             buffer ? buffer + strlen("/buffer:") : "");
    return text;
}

static bool is_shown(const struct summary_decision *d)
{
    return d->against.verdict == STATS_FASTER || d->against.verdict == STATS_SLOWER;
}

/* "mmap 1.29x", and its interval. */
static const char *shown(const struct summary_decision *d, bool with_interval,
                         char text[MATRIX_TEXT_MAX])
{
    char name[MATRIX_TEXT_MAX], factor[RATIO_TEXT_MAX], interval[RATIO_TEXT_MAX] = "";
    bool by_mmap = d->against.verdict == STATS_FASTER;
    struct stats_estimate e = by_mmap ? ratio_inverse(d->against.ratio) : d->against.ratio;
    if (with_interval)
        ratio_interval(e, interval);
    snprintf(text, MATRIX_TEXT_MAX, "%.90s %s%s%s",
             short_name(by_mmap ? d->mmap : d->read, name), ratio_factor(e, factor),
             interval[0] ? " " : "", interval);
    return text;
}

static const char *without_decision(const struct summary_row *row, char text[MATRIX_TEXT_MAX])
{
    const struct summary_decision *d = &row->best;
    const bool read_skipped = !d->read && row->skipped[SUMMARY_FAMILY_READ];
    const bool mmap_skipped = !d->mmap && row->skipped[SUMMARY_FAMILY_MMAP];
    if (read_skipped && mmap_skipped)
        return strcpy(text, "skipped");
    if (read_skipped || mmap_skipped)
        return strcpy(text, read_skipped ? "read methods skipped" : "mmap methods skipped");
    if (!d->mmap && !d->read)
        snprintf(text, MATRIX_TEXT_MAX, "no method got through");
    else
        snprintf(text, MATRIX_TEXT_MAX, "no %s method got through", d->mmap ? "read" : "mmap");
    return text;
}

static const char *undecided(const struct stats_comparison *c, char text[MATRIX_TEXT_MAX])
{
    const char *word = stats_verdict_names[STATS_UNDECIDED];
    if (isnan(c->ratio.low))
        snprintf(text, MATRIX_TEXT_MAX, "%s, too few rounds", word);
    else if (isnan(c->price))
        strcpy(text, word);
    else
        snprintf(text, MATRIX_TEXT_MAX, "%s, about %.0f rounds", word, c->price);
    return text;
}

static const char *say(const struct summary_row *row, bool briefly, char text[MATRIX_TEXT_MAX])
{
    const struct summary_decision *d = row ? &row->best : NULL;
    if (!d)
        return strcpy(text, briefly ? "-" : "not measured");
    if (!d->mmap || !d->read)
        return without_decision(row, text);
    if (is_shown(d))
        return shown(d, !briefly, text);
    if (d->against.verdict == STATS_SAME)
        return strcpy(text, briefly ? "the same" : stats_verdict_names[STATS_SAME]);
    return briefly ? strcpy(text, stats_verdict_names[STATS_UNDECIDED])
                   : undecided(&d->against, text);
}

const char *matrix_cell(const struct summary_row *row, char text[MATRIX_TEXT_MAX])
{
    return say(row, false, text);
}

const char *matrix_winner(const struct summary_row *row, char text[MATRIX_TEXT_MAX])
{
    return say(row, true, text);
}

/* ---- as a table ---- */

static void shade(const struct summary_decision *decision, struct document_cell *cell)
{
    ratio_shade(&decision->against, cell);
    if (is_shown(decision))
        cell->hidden = decision->against.verdict == STATS_FASTER ? "mmap wins" : "read wins";
}

static struct proof proof_of_column(const struct matrix *m, size_t state)
{
    struct proof p = { 0 };
    for (size_t i = 0; i < m->count; i++)
        proof_add(&p, m->rows[i].cells[state]);
    return p;
}

/* "mmap wins 5 of 12 in the page cache, 1 of 7 from storage (cold)". The caller frees. */
static char *describe_wins(const struct matrix *m)
{
    char *text = NULL, title[PROOF_TEXT_MAX];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t k = 0, said = 0; out && k < MATRIX_STATES; k++) {
        size_t wins = 0, all = 0;
        for (size_t i = 0; i < m->count; i++) {
            const struct summary_row *row = m->rows[i].cells[k];
            all += row != NULL;
            wins += row && row->best.against.verdict == STATS_FASTER;
        }
        if (all > 0)
            fprintf(out, "%s %zu of %zu %s", said++ ? "," : "mmap wins", wins, all,
                    proof_name(matrix_titles[k], proof_of_column(m, k), title));
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

void matrix_fill(struct document *d, struct document_row *to, size_t column,
                 const struct summary_row *row, struct proof all)
{
    char text[MATRIX_TEXT_MAX];
    struct document_cell *cell = document_cell(d, to, column, "%s%s", matrix_cell(row, text),
                                               all.proved > 0 ? proof_mark(row) : "");
    if (row && row->best.mmap && row->best.read)
        shade(&row->best, cell);
}

void matrix_add(struct document *d, const struct matrix *m)
{
    char label[MATRIX_TEXT_MAX], titles[MATRIX_STATES][PROOF_TEXT_MAX];
    struct document_column columns[MATRIX_STATES];
    struct proof proofs[MATRIX_STATES];
    size_t states[MATRIX_STATES], count = 0;
    for (size_t i = 0; i < MATRIX_STATES; i++) {
        if (!matrix_has(m, i))
            continue;
        states[count] = i;
        proofs[count] = proof_of_column(m, i);
        proof_name(matrix_titles[i], proofs[count], titles[count]);
        columns[count] = (struct document_column){ .title = titles[count], .text = true };
        count++;
    }
    if (m->count == 0)
        return;
    struct document_table *t =
        document_table(d, &(struct document_table){
                              .caption = document_take(d, describe_wins(m)),
                              .class = "heat matrix",
                              .columns = columns,
                              .column_count = count,
                              .plain = true,
                          });
    for (size_t i = 0; i < m->count; i++) {
        const struct matrix_row *from = &m->rows[i];
        struct document_row *row =
            document_row(d, t, matrix_label(from->group, from->first, label), "");
        for (size_t k = 0; k < count; k++)
            matrix_fill(d, row, k, from->cells[states[k]], proofs[k]);
    }
}
