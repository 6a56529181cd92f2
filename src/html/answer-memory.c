/* SPDX-License-Identifier: MIT */
/* What counts as memory, limits, and files larger than memory. */
#include <math.h>
#include <string.h>

#include "html/answer.h"
#include "state/state.h"

static void put_parts(struct html *h, const struct summary_cell *cell)
{
    char peak[TEXT_MAX], file[TEXT_MAX], anon[TEXT_MAX];
    const struct sample *m = &cell->median;
    html_textf(h, "%s peaks at %s (file pages %s, its own %s)", summary_method(cell),
               known_bytes(m->peak_rss_bytes, peak), known_bytes(m->rss_file_bytes, file),
               known_bytes(m->rss_anon_bytes, anon));
}

/* The first row of the group in which both are timed: full-read, where there is one. */
static const struct summary_row *find_row(const struct summary_group *g)
{
    for (size_t i = 0; i < g->row_count; i++)
        if (summary_cell_timed(summary_find_cell(g, &g->rows[i], "mmap")) &&
            summary_cell_timed(summary_find_cell(g, &g->rows[i], g->rows[i].baseline)))
            return &g->rows[i];
    return NULL;
}

/* Returns the number of items. */
static size_t list_parts(const struct view *v)
{
    size_t count = 0;
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        const struct summary_row *row = find_row(g);
        if (!row)
            continue;
        answer_begin_item(v->html, &count);
        view_name_row(v, g, row);
        html_text(v->html, ": ");
        put_parts(v->html, summary_find_cell(g, row, "mmap"));
        html_text(v->html, "; ");
        put_parts(v->html, summary_find_cell(g, row, row->baseline));
        html_mark(v->html, ".</li>\n");
    }
    answer_end_list(v->html, count);
    return count;
}

void answer_memory(const struct view *v)
{
    html_element(
        v->html, "p",
        "The resident set counts every page that the process has mapped, so mmap's peak "
        "grows with the part of the file that it has touched. These file pages are the "
        "page cache's: they are there once for all processes, and the kernel may drop "
        "them. A buffer is the process's own, beside the page cache's copy of the file.");
    if (list_parts(v) == 0)
        answer_put_missing(v->html, "the memory of mmap beside that of read",
                           "mapread run -w full-read -m read -m chunk -m mmap -s warm");
}

/* ---- limits ---- */

static bool has_state(const struct view *v, const char *state)
{
    for (size_t i = 0; i < v->summary->group_count; i++)
        if (strcmp(v->summary->groups[i].state, state) == 0)
            return true;
    return false;
}

static void put_limited(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row, void *context)
{
    (void)context;
    if (strcmp(g->state, "limited") != 0)
        return;
    for (size_t i = 0; i < g->column_count; i++) {
        const struct run_case *c = row->cells[i].source;
        char time[TEXT_MAX];
        if (!c)
            continue;
        html_textf(v->html, "%s, %s: ", row->workload, g->columns[i].method);
        if (summary_cell_timed(&row->cells[i]))
            html_textf(v->html, "survived, %s. ", known_ns(row->cells[i].wall_ns.value, time));
        else
            html_textf(v->html, "%s (%s). ", case_status_names[c->status],
                       c->reason ? c->reason : "no reason is given");
    }
}

void answer_container(const struct view *v)
{
    html_element(
        v->html, "p",
        "A memory limit counts both kinds of pages, but the kernel takes back file pages "
        "before it kills; a process's own pages can only go to swap. So what may get a "
        "container killed is the figure \u201cits own\u201d above, not the peak.");
    if (has_state(v, "limited")) {
        html_mark(v->html, "<p>");
        view_rows(v, put_limited, NULL);
        html_mark(v->html, "</p>\n");
        return;
    }
    answer_put_missing(
        v->html, "anything under a memory limit",
        state_find("limited")
            ? "mapread run -w full-read -m read -m chunk -m mmap -s limited"
            : "systemd-run --scope -p MemoryMax=64M -p MemorySwapMax=0 mapread run "
              "-w full-read -m read -m chunk -m mmap -s cold --size 256M");
}

/* ---- larger than memory ---- */

static double largest_bytes(const struct run *r)
{
    double largest = NAN;
    for (size_t i = 0; i < r->dataset_count; i++)
        largest = fmax(largest, (double)r->datasets[i].bytes);
    return largest;
}

static void put_larger(const struct view *v, const struct summary_group *g,
                       const struct summary_row *row, void *context)
{
    const struct summary_cell *mmap = summary_find_cell(g, row, "mmap");
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    (void)context;
    if (!(g->bytes > v->run->machine.memory_bytes) || !summary_cell_timed(mmap) ||
        !summary_cell_timed(baseline))
        return;
    html_mark(v->html, "<p>");
    view_name_row(v, g, row);
    html_text(v->html, ": ");
    answer_put_comparison(v->html, mmap, baseline, &mmap->against);
    html_mark(v->html, ".</p>\n");
}

void answer_larger_than_memory(const struct view *v)
{
    char largest[TEXT_MAX], memory[TEXT_MAX], command[160];
    double bytes = largest_bytes(v->run), room = v->run->machine.memory_bytes;
    html_elementf(
        v->html, "p",
        "Then pages must be fetched again and again, and what the hints say about "
        "read-ahead decides how much is fetched for nothing. The largest file of this "
        "run has %s, the machine %s of memory.",
        known_bytes(bytes, largest), known_bytes(room, memory));
    view_rows(v, put_larger, NULL);
    if (bytes > room)
        return;
    snprintf(command, sizeof command,
             "mapread run -w full-read -w random -m chunk -m pread -m mmap -m mmap-random -s "
             "cold --limit 600 --size %.0fG",
             isnan(room) ? 64 : ceil(1.5 * room / (1024.0 * 1024 * 1024)));
    answer_put_missing(v->html, "a file larger than memory", command);
}
