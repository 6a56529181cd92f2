/* SPDX-License-Identifier: MIT */
/* Failures, writing, and what the work itself costs. */
#include <math.h>
#include <string.h>

#include "html/answer.h"

void answer_failure(const struct view *v)
{
    size_t failed = 0;
    for (size_t i = 0; i < v->run->case_count; i++)
        failed += v->run->cases[i].status == CASE_FAILED;
    html_elementf(
        v->html, "p",
        "read and pread return fewer bytes or an error (EIO), which a program can "
        "handle where it called. With mmap the access itself fails: beyond the new end "
        "of a truncated file, or where the disk cannot be read, the process gets "
        "SIGBUS and dies unless it has a handler. In this run %zu of %zu cases failed, "
        "for whatever reason.",
        failed, v->run->case_count);
    answer_write_missing(
        v->html, "a truncated file under a mapping",
        "python3 -c 'import mmap, tempfile; f = tempfile.TemporaryFile(); "
        "f.truncate(8192); m = mmap.mmap(f.fileno(), 8192); f.truncate(0); m[0]'");
}

/* ---- durability ---- */

static void write_flush(const struct view *v, const struct summary_group *g,
                        const struct summary_row *row, void *context)
{
    size_t *count = context;
    const struct summary_row *durable = summary_find_row(g, "replace-durable");
    if (strcmp(row->key.workload, "replace") != 0 || !durable)
        return;
    const char *const methods[] = { row->baseline, "mmap" };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        char without[TEXT_MAX], with[TEXT_MAX];
        const struct summary_cell *a = summary_find_cell(g, row, methods[i]);
        const struct summary_cell *b = summary_find_cell(g, durable, methods[i]);
        if (!summary_cell_timed(a) || !summary_cell_timed(b))
            continue;
        answer_begin_item(v->html, count);
        html_textf(v->html, "%s, ", methods[i]);
        view_name_group(v, g);
        html_textf(v->html, ": %s without the flush, %s with it.",
                   known_ns(a->wall_ns.value, without), known_ns(b->wall_ns.value, with));
        html_mark(v->html, "</li>\n");
    }
}

static void answer_durable(const struct view *v)
{
    html_element(v->html, "p",
                 "Neither is durable by itself: what was written lies in the page cache until "
                 "fsync, or msync for a mapping, has returned. replace-durable has that inside "
                 "the clock.");
    answer_list(v, write_flush, "writing with and without a flush",
                "mapread run -w replace -w replace-durable -m pread -m mmap -s warm");
}

/* ---- what binds find and regex ---- */

static const char *bound_by(const struct sample *m)
{
    double waiting = m->wall_ns - m->user_ns - m->system_ns;
    if (isnan(waiting))
        return "what binds it is not known";
    if (waiting > 0.5 * m->wall_ns)
        return "bound by storage";
    return m->user_ns >= m->system_ns ? "bound by the work in the program"
                                      : "bound by the kernel (copies and faults)";
}

static void write_binding(const struct view *v, const struct summary_group *g,
                          const struct summary_row *row, void *context)
{
    char wall[TEXT_MAX], user[TEXT_MAX], kernel[TEXT_MAX];
    size_t *count = context;
    const struct summary_cell *cell = summary_find_cell(g, row, row->baseline);
    if ((strcmp(row->key.workload, "find") != 0 && strcmp(row->key.workload, "regex") != 0) ||
        !summary_cell_timed(cell))
        return;
    answer_begin_item(v->html, count);
    view_name_row(v, g, row);
    html_textf(v->html, ", %s: %s a pass, of it %s in the program and %s in the kernel: %s.",
               row->baseline, known_ns(cell->median.wall_ns, wall),
               known_ns(cell->median.user_ns, user), known_ns(cell->median.system_ns, kernel),
               bound_by(&cell->median));
    html_mark(v->html, "</li>\n");
}

static void answer_bound(const struct view *v)
{
    answer_list(v, write_binding, "find and regex",
                "mapread run -w find -w regex -m read -m mmap -s warm -s cold");
}

void answer_writing(const struct view *v)
{
    struct tally t = tally_of_headlines(v, answer_writes);
    html_mark(v->html, "<p>");
    tally_write(v->html, &t);
    html_mark(v->html, "</p>\n");
    answer_list_rows(v, answer_writes);
    answer_durable(v);
    html_element(v->html, "p", "Whether a search is I/O-bound depends on where its time goes:");
    answer_bound(v);
}
