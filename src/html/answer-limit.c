/* SPDX-License-Identifier: MIT */
/* Memory limits, and files larger than memory: what the state limited has shown. */
#include <math.h>
#include <string.h>

#include "html/answer.h"

static const char command[] = "mapread run --suite limited";

static bool is_limited(const struct summary_group *g)
{
    return strcmp(g->key.state, "limited") == 0;
}

/* ---- who survives ---- */

typedef bool wanted_cell(const struct summary_cell *c);

static bool was_too_slow(const struct summary_cell *c)
{
    return c->source && c->source->status == CASE_OVER_LIMIT && !summary_cell_killed(c);
}

static const struct {
    wanted_cell *wanted;
    const char *words;
} fates[] = {
    { summary_cell_killed, "killed for want of memory: " },
    { summary_cell_timed, "got through: " },
    { was_too_slow, "too slow to see it: " },
};

static void write_fated(struct html *h, const char *method, const char *words, size_t *said)
{
    if (words)
        html_textf(h, "%s%s%s", (*said)++ ? "; " : "", words, method);
    else
        html_textf(h, ", %s", method);
}

/* "killed for want of memory: read, mmap-private; got through: ..." */
static void write_fates(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row)
{
    size_t said = 0;
    for (size_t i = 0; i < sizeof fates / sizeof fates[0]; i++) {
        size_t count = 0;
        for (size_t k = 0; k < g->column_count; k++)
            if (fates[i].wanted(&row->cells[k]))
                write_fated(v->html, g->columns[k].method, count++ ? NULL : fates[i].words,
                            &said);
    }
}

static void write_survivors(const struct view *v, const struct summary_group *g,
                            const struct summary_row *row, void *context)
{
    char limit[TEXT_MAX];
    if (!is_limited(g))
        return;
    answer_begin_item(v->html, context);
    view_name_row(v, g, row);
    html_textf(v->html, " (%s of memory): ", known_bytes(summary_limit_bytes(g), limit));
    write_fates(v, g, row);
    html_mark(v->html, ".</li>\n");
}

void answer_container(const struct view *v)
{
    html_element(
        v->html, "p",
        "A memory limit counts both kinds of pages, but the kernel takes back file pages "
        "before it kills; a process's own pages can only go to swap. So what may get a "
        "container killed is the figure \u201cown memory\u201d above, not the peak.");
    answer_list(v, write_survivors, "anything under a memory limit", command);
}

/* ---- what it costs ---- */

static double largest_bytes(const struct run *r)
{
    double largest = NAN;
    for (size_t i = 0; i < r->dataset_count; i++)
        largest = fmax(largest, (double)r->datasets[i].bytes);
    return largest;
}

static double memory_of(const struct view *v, const struct summary_group *g)
{
    double limit = summary_limit_bytes(g);
    return isnan(limit) ? v->run->machine.memory_bytes : limit;
}

/* "From storage: mmap 88 MiB, chunk 64 MiB." */
static void write_fetched(const struct view *v, const struct summary_cell *mmap,
                          const struct summary_cell *baseline)
{
    char subject_text[TEXT_MAX], baseline_text[TEXT_MAX];
    html_textf(v->html, ". From storage: %s %s, %s %s.", summary_method(mmap),
               known_bytes(mmap->median.storage_read_bytes, subject_text),
               summary_method(baseline),
               known_bytes(baseline->median.storage_read_bytes, baseline_text));
}

static void write_larger(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    const struct summary_cell *mmap = summary_find_cell(g, row, "mmap");
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    if (!(g->bytes > memory_of(v, g)) || !summary_cell_timed(mmap) ||
        !summary_cell_timed(baseline))
        return;
    answer_begin_item(v->html, context);
    view_name_row(v, g, row);
    html_text(v->html, ": ");
    if (answer_write_decision(v->html, &row->best))
        html_text(v->html, " ");
    answer_write_comparison(v->html, mmap, baseline, &mmap->against);
    write_fetched(v, mmap, baseline);
    html_mark(v->html, "</li>\n");
}

void answer_larger_than_memory(const struct view *v)
{
    char largest[TEXT_MAX], memory[TEXT_MAX];
    html_elementf(
        v->html, "p",
        "Then pages must be fetched again and again, and what the hints say about "
        "read-ahead decides how much is fetched for nothing. The largest file of this "
        "run has %s, the machine %s of memory.",
        known_bytes(largest_bytes(v->run), largest),
        known_bytes(v->run->machine.memory_bytes, memory));
    answer_list(v, write_larger, "a file larger than the memory it might have", command);
}
