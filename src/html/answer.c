/* SPDX-License-Identifier: MIT */
#include "html/answer.h"

#include <string.h>

#include "report/comparisons.h"
#include "workload/workload.h"

static unsigned flags_of(const struct summary_row *row)
{
    const struct workload *w = workload_find_by_name(row->key.workload);
    return w ? w->flags : 0;
}

/* Where memory is limited nobody reads the whole file, and the comparison is another one. */
bool answer_reads_through(const struct summary_row *row)
{
    return (flags_of(row) & (WORKLOAD_WRITES | WORKLOAD_BLOCKS | WORKLOAD_IN_MEMORY)) == 0 &&
           strcmp(row->baseline, "chunk") != 0;
}

bool answer_draws_blocks(const struct summary_row *row)
{
    return flags_of(row) & WORKLOAD_BLOCKS;
}

bool answer_writes(const struct summary_row *row)
{
    return flags_of(row) & WORKLOAD_WRITES;
}

void answer_write_comparison(struct html *h, const struct summary_cell *subject,
                             const struct summary_cell *other, const struct stats_comparison *c)
{
    char ratio[COMPARISONS_RATIO_MAX], subject_text[TEXT_MAX], baseline_text[TEXT_MAX];
    html_textf(h, "%s takes %s of %s's time, %s instead of %s: %s", summary_method(subject),
               comparisons_ratio(c->ratio, ratio), summary_method(other),
               known_ns(subject->wall_ns.value, subject_text),
               known_ns(other->wall_ns.value, baseline_text), stats_verdict_names[c->verdict]);
}

bool answer_write_decision(struct html *h, const struct summary_decision *c)
{
    if (!c->mmap || !c->read)
        return false;
    html_text(h, c->chose ? "the best of each family: " : "");
    answer_write_comparison(h, c->mmap, c->read, &c->against);
    html_text(h, ".");
    return true;
}

void answer_begin_item(struct html *h, size_t *count)
{
    html_mark(h, (*count)++ == 0 ? "<ul>\n<li>" : "<li>");
}

void answer_end_list(struct html *h, size_t count)
{
    if (count > 0)
        html_mark(h, "</ul>\n");
}

void answer_list(const struct view *v, row_writer *writer, const char *what,
                 const char *command)
{
    size_t count = 0;
    view_rows(v, writer, &count);
    answer_end_list(v->html, count);
    if (count == 0 && what)
        answer_write_missing(v->html, what, command);
}

struct listing {
    wanted_row *wanted;
    size_t count;
};

static void write_item(const struct view *v, const struct summary_group *g,
                       const struct summary_row *row, void *context)
{
    struct listing *l = context;
    const struct summary_cell *mmap = summary_find_cell(g, row, "mmap");
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    if (!l->wanted(row) || !summary_cell_timed(mmap) || !summary_cell_timed(baseline))
        return;
    answer_begin_item(v->html, &l->count);
    view_name_row(v, g, row);
    html_text(v->html, ": ");
    bool decided = answer_write_decision(v->html, &row->best);
    if (row->best.mmap != mmap || row->best.read != baseline) {
        html_text(v->html, decided ? " " : "");
        answer_write_comparison(v->html, mmap, baseline, &mmap->against);
        html_text(v->html, ".");
    }
    html_mark(v->html, "</li>\n");
}

size_t answer_list_rows(const struct view *v, wanted_row *wanted)
{
    struct listing l = { .wanted = wanted };
    view_rows(v, write_item, &l);
    answer_end_list(v->html, l.count);
    return l.count;
}

void answer_write_missing(struct html *h, const char *what, const char *command)
{
    html_elementf(h, "p", "This run did not measure %s. This command does:", what);
    html_mark(h, "<pre tabindex=\"0\">");
    html_element(h, "code", command);
    html_mark(h, "</pre>\n");
}
