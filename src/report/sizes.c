/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/matrix-table.h"
#include "report/questions.h"
#include "workload/workload.h"

struct size {
    double bytes;
    const struct summary_row *row;
};

/* Where a pass goes through all of the file, and so its size decides. */
static bool reads_through(const struct summary_row *row)
{
    const struct workload *w = workload_find_by_name(row->key.workload);
    return w && !w->useful &&
           !(w->flags & (WORKLOAD_WRITES | WORKLOAD_BLOCKS | WORKLOAD_IN_MEMORY)) &&
           row->best.mmap && row->best.read;
}

static int by_bytes(const void *a, const void *b)
{
    const struct size *x = a, *y = b;
    return x->bytes < y->bytes ? -1 : x->bytes > y->bytes;
}

/* The row on every size that the run has, ascending; 0 where an earlier group has it too. */
static size_t collect(const struct summary *s, const struct summary_group *g,
                      const struct summary_row *row, struct size *sizes)
{
    size_t count = 0;
    for (const struct summary_group *o = s->groups; o < s->groups + s->group_count; o++) {
        const struct summary_row *twin = summary_find_row(o, row->workload);
        if (!twin || !summary_same_but_data(o, g) || !reads_through(twin))
            continue;
        if (o < g)
            return 0;
        sizes[count++] = (struct size){ o->bytes, twin };
    }
    qsort(sizes, count, sizeof *sizes, by_bytes);
    return count;
}

static bool mmap_wins(const struct size *size)
{
    return size->row->best.against.verdict == STATS_FASTER;
}

/* "mmap wins from 1 MiB on: 4 KiB chunk 2.0x, 1 MiB mmap 1.2x, 64 MiB mmap 1.3x" */
static void add_item(struct document *d, const struct summary_row *row,
                     const struct size *sizes, size_t count)
{
    char bytes[TEXT_MAX], winner[MATRIX_TEXT_MAX], *list = NULL;
    size_t from = count, size;
    while (from > 0 && mmap_wins(&sizes[from - 1]))
        from--;
    FILE *out = open_memstream(&list, &size);
    for (size_t i = 0; out && i < count; i++)
        fprintf(out, "%s%s %s", i ? ", " : "", text_format_bytes(sizes[i].bytes, bytes),
                matrix_winner(sizes[i].row, winner));
    if (!out || fclose(out) != 0)
        document_fail(d, -ENOMEM);
    else if (from == count)
        document_item(d, "%s, %s: mmap does not win at the largest: %s.", row->key.workload,
                      row->key.state, list);
    else
        document_item(d, "%s, %s: mmap wins from %s on: %s.", row->key.workload, row->key.state,
                      text_format_bytes(sizes[from].bytes, bytes), list);
    free(list);
}

void question_sizes(struct document *d, const struct summary *s)
{
    size_t found = 0;
    struct size *sizes = calloc(s->group_count + 1, sizeof *sizes);
    document_fail(d, sizes ? 0 : -ENOMEM);
    document_heading(d, 2, "sizes", "From which file size does mmap win?");
    for (size_t i = 0; sizes && i < s->group_count; i++)
        for (size_t j = 0; j < s->groups[i].row_count; j++) {
            const struct summary_row *row = &s->groups[i].rows[j];
            size_t count = reads_through(row) ? collect(s, &s->groups[i], row, sizes) : 0;
            if (count < 2 || sizes[0].bytes == sizes[count - 1].bytes)
                continue;
            add_item(d, row, sizes, count);
            found++;
        }
    if (found == 0)
        question_missing(
            d, "one work on files of several sizes",
            "mapread run -w full-read -m chunk -m mmap -s warm --size 4K --size 64K "
            "--size 1M --size 16M --size 256M");
    free(sizes);
}
