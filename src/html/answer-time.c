/* SPDX-License-Identifier: MIT */
/* One pass, the second run, random blocks, sizes. */
#include <math.h>
#include <string.h>

#include "html/answer.h"

void answer_one_pass(const struct view *v)
{
    struct tally t = tally_of_headlines(v, answer_reads_through);
    html_mark(v->html, "<p>");
    tally_write(v->html, &t);
    html_text(v->html, " read fills a fresh buffer of the file's size and pays for its pages; "
                       "a method that reuses a small buffer does not.");
    html_mark(v->html, "</p>\n");
    if (answer_list_rows(v, answer_reads_through) == 0)
        answer_write_missing(
            v->html, "mmap and read in one pass",
            "mapread run -w full-read -m read -m chunk -m mmap -s warm -s cold");
}

/* ---- the second run ---- */

static void write_state(struct html *h, const struct summary_group *g,
                        const struct summary_cell *cell)
{
    char time[TEXT_MAX], storage[TEXT_MAX];
    html_textf(h, "%s %s (%s from storage)", g->key.state, known_ns(cell->wall_ns.value, time),
               known_bytes(cell->median.storage_read_bytes, storage));
}

/* The warm twin of a cold row: the same work on the same data. */
static const struct summary_group *
find_warm(const struct view *v, const struct summary_group *cold, const char *workload)
{
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        if (strcmp(g->key.state, "warm") == 0 && summary_same_but_state(g, cold) &&
            summary_find_row(g, workload))
            return g;
    }
    return NULL;
}

static void write_both_states(const struct view *v, const struct summary_group *cold,
                              const struct summary_row *row, void *context)
{
    size_t *count = context;
    if (strcmp(cold->key.state, "cold") != 0)
        return;
    const struct summary_group *warm = find_warm(v, cold, row->workload);
    const struct summary_cell *before = summary_find_cell(cold, row, row->baseline);
    const struct summary_cell *after =
        warm ? summary_find_cell(warm, summary_find_row(warm, row->workload), row->baseline)
             : NULL;
    if (!summary_cell_timed(before) || !summary_cell_timed(after))
        return;
    answer_begin_item(v->html, count);
    html_textf(v->html, "%s with %s, %s: ", row->label, row->baseline, cold->place);
    write_state(v->html, cold, before);
    html_text(v->html, ", ");
    write_state(v->html, warm, after);
    html_mark(v->html, ".</li>\n");
}

void answer_second_run(const struct view *v)
{
    html_element(
        v->html, "p",
        "Because the first run left the file in memory, in the page cache: the second "
        "reads it from there and waits for no storage. That is warm; cold is the first "
        "run.");
    answer_list(v, write_both_states, "the same work on the same file in both states",
                "mapread run -w full-read -m read -m mmap -s cold -s warm "
                "--size 64M");
}

/* ---- random blocks ---- */

static void write_pread(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row, void *context)
{
    size_t *count = context;
    const struct summary_cell *pread = summary_find_cell(g, row, "pread");
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    if (!answer_draws_blocks(row) || pread == baseline || !summary_cell_timed(pread) ||
        !summary_cell_timed(baseline))
        return;
    answer_begin_item(v->html, count);
    view_name_row(v, g, row);
    html_text(v->html, ": ");
    answer_write_comparison(v->html, pread, baseline, &pread->against);
    html_mark(v->html, ".</li>\n");
}

void answer_random(const struct view *v)
{
    struct tally t = tally_of_headlines(v, answer_draws_blocks);
    html_mark(v->html, "<p>");
    tally_write(v->html, &t);
    html_text(v->html, " seek is lseek and read, two calls a block; pread is one.");
    html_mark(v->html, "</p>\n");
    if (answer_list_rows(v, answer_draws_blocks) == 0) {
        answer_write_missing(v->html, "random blocks",
                             "mapread run -w random -m seek -m pread -m mmap -m mmap-random "
                             "-s warm -s cold");
        return;
    }
    answer_list(v, write_pread, NULL, NULL);
}

/* ---- sizes ---- */

/* Apart from the size the same. */
static bool is_of_sweep(const struct summary_group *a, const struct summary_group *b)
{
    return summary_same_but_data(a, b);
}

static bool is_earlier(const struct view *v, const struct summary_group *g,
                       const struct summary_row *row)
{
    for (const struct summary_group *o = v->summary->groups; o != g; o++)
        if (is_of_sweep(o, g) && summary_find_row(o, row->workload))
            return true;
    return false;
}

static bool has_other_size(const struct view *v, const struct summary_group *g,
                           const struct summary_row *row)
{
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *o = &v->summary->groups[i];
        if (is_of_sweep(o, g) && o->bytes != g->bytes && summary_find_row(o, row->workload))
            return true;
    }
    return false;
}

/* One size's part of the sentence: "64 MiB 0.16x (faster)". */
static bool write_size(const struct view *v, const struct summary_group *g,
                       const char *workload, const char *before)
{
    char bytes[TEXT_MAX], ratio[TEXT_MAX];
    const struct summary_row *row = summary_find_row(g, workload);
    const struct summary_cell *mmap = row ? summary_find_cell(g, row, "mmap") : NULL;
    if (!summary_cell_timed(mmap) || isnan(mmap->against.ratio.value))
        return false;
    html_textf(v->html, "%s%s %s (%s)", before, known_bytes(g->bytes, bytes),
               text_format_ratio(mmap->against.ratio.value, ratio),
               stats_verdict_names[mmap->against.verdict]);
    return true;
}

static void write_sizes(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row, void *context)
{
    size_t *count = context;
    const char *before = "";
    if (!answer_reads_through(row) || is_earlier(v, g, row) || !has_other_size(v, g, row))
        return;
    answer_begin_item(v->html, count);
    html_textf(v->html, "%s, %s, mmap's time / %s's: ", row->workload, g->key.state,
               row->baseline);
    for (size_t i = 0; i < v->summary->group_count; i++)
        if (is_of_sweep(&v->summary->groups[i], g) &&
            write_size(v, &v->summary->groups[i], row->workload, before))
            before = ", ";
    html_mark(v->html, ".</li>\n");
}

void answer_sizes(const struct view *v)
{
    answer_list(
        v, write_sizes, "one work on files of several sizes",
        "mapread run -w full-read -m read -m chunk -m mmap -s warm --size 4K --size 64K "
        "--size 1M --size 16M --size 256M");
    answer_write_missing(v->html,
                         "more than one buffer size (64 KiB, unless --buffer was given)",
                         "for buffer in 4K 16K 64K 1M; do mapread run -w full-read -m read -m "
                         "chunk -m pread -s warm --buffer $buffer; done");
}
