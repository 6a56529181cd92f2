/* SPDX-License-Identifier: MIT */
#include "report/advice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/matrix-table.h"
#include "report/ratio.h"

/* Further from what was measured than this is a guess. */
static const double far = 4;

enum { TIME, INTERVAL, COLUMNS };

static const struct advise_answer *best_of(const struct advise *a, bool is_mmap)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->answers[i].is_mmap == is_mmap)
            return &a->answers[i];
    return NULL;
}

static bool is_same(const struct advise_near *n)
{
    return n->row && n->size_factor < 1.05 && n->share_factor < 1.05;
}

/* The costs are not to be believed where they missed by more than what they predict. */
static const char *doubt_of(const struct advise *a, const struct advise_answer *other)
{
    const struct advise_answer *best = &a->answers[0];
    const double missed = a->near.row ? a->near.missed : 1;
    return !(missed < other->ns / best->ns)   ? "; but at the nearest measured case the costs "
                                                "missed by more than that: measure it"
           : !(best->high_ns < other->low_ns) ? "; their intervals meet: take either"
                                              : "";
}

static void add_answer(struct document *d, const struct advise *a)
{
    const struct advise_answer *best = &a->answers[0], *other = best_of(a, !best->is_mmap);
    char name[CASE_TEXT_MAX], rival[CASE_TEXT_MAX], factor[TEXT_MAX], cell[MATRIX_TEXT_MAX];
    if (is_same(&a->near))
        document_paragraph(d, "Measured, of this size and share: %s.",
                           matrix_cell(a->near.row, cell));
    if (!other) {
        document_paragraph(d, "%s is the only one that can be predicted.",
                           case_key_column(&best->key, name));
        return;
    }
    double ratio = other->ns / best->ns;
    document_paragraph(d, "By the costs %s is %s faster than %s%s.",
                       case_key_column(&best->key, name),
                       ratio_factor((struct stats_estimate){ ratio, ratio, ratio, 1 }, factor),
                       case_key_column(&other->key, rival), doubt_of(a, other));
}

static void add_table(struct document *d, const struct advise *a)
{
    static const struct document_column columns[COLUMNS] = {
        [TIME] = { .title = "predicted" },
        [INTERVAL] = { .title = "by the intervals of the costs", .text = true },
    };
    char name[CASE_TEXT_MAX], ns[TEXT_MAX], low[TEXT_MAX], high[TEXT_MAX];
    struct document_table *t = document_table(
        d, &(struct document_table){
               .corner = "method", .columns = columns, .column_count = COLUMNS });
    for (size_t i = 0; i < a->count; i++) {
        const struct advise_answer *one = &a->answers[i];
        struct document_row *row = document_row(d, t, case_key_column(&one->key, name), "");
        document_cell(d, row, TIME, "%s", text_format_ns(one->ns, ns));
        if (!isnan(one->low_ns))
            document_cell(d, row, INTERVAL, "[%s, %s]", text_format_ns(one->low_ns, low),
                          text_format_ns(one->high_ns, high));
    }
}

static void add_near(struct document *d, const struct advise_near *n)
{
    char label[MATRIX_TEXT_MAX], cell[MATRIX_TEXT_MAX];
    if (!n->row) {
        document_paragraph(d, "The run measured nothing of the kind in that state: this is a "
                              "prediction alone.");
        return;
    }
    document_paragraph(
        d,
        "Nearest measured: %s, %s%s: %s. The question's size is %.3g times and its share %.3g "
        "times from that%s; there the costs miss the ratio of the two by a factor of %.2g.",
        matrix_label(n->group, n->row, label), n->group->key.state, proof_mark(n->row),
        matrix_cell(n->row, cell), n->size_factor, n->share_factor,
        n->size_factor * n->share_factor > far ? " (far outside: measure it)" : "", n->missed);
}

static void add_memory(struct document *d, const struct advise_question *q, const struct run *r)
{
    char bytes[TEXT_MAX];
    if (q->file_bytes > r->machine.memory_bytes)
        document_labelled(d, "CAUTION",
                          "the file is larger than this machine's memory (%s), of which the "
                          "constants know nothing: mapread run --suite limited",
                          text_format_bytes(r->machine.memory_bytes, bytes));
}

/* " -m chunk -m mmap": each method once. */
static const char *methods_of(const struct advise *a, char text[MATRIX_TEXT_MAX])
{
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < a->count && len < MATRIX_TEXT_MAX; i++) {
        const char *method = a->answers[i].key.method;
        bool repeated = false;
        for (size_t k = 0; k < i; k++)
            repeated |= strcmp(a->answers[k].key.method, method) == 0;
        if (!repeated)
            len += (size_t)snprintf(text + len, MATRIX_TEXT_MAX - len, " -m %s", method);
    }
    return text;
}

static void add_commands(struct document *d, const struct advise *a,
                         const struct advise_question *q)
{
    char size[TEXT_MAX], options[CASE_TEXT_MAX], methods[MATRIX_TEXT_MAX];
    struct case_key k = a->answers[0].key;
    k.buffer_bytes = 0;
    document_command(d, "measure", "mapread run -w %s%s -s %s --size %s%s", k.workload,
                     methods_of(a, methods), q->state,
                     text_exact_size((uint64_t)q->file_bytes, size),
                     case_key_options(&k, options));
}

void advice_build(struct document *d, const struct advise *a, const struct advise_question *q,
                  const struct run *r, const char *path)
{
    char size[TEXT_MAX], block[TEXT_MAX];
    if (q->touched >= 1)
        document_paragraph(d, "All of a file of %s, %s, by the constants of %s:",
                           text_format_bytes(q->file_bytes, size), q->state, path);
    else
        document_paragraph(d,
                           "%.3g %% of a file of %s in pieces of %s, %s, by the constants of "
                           "%s:",
                           100 * q->touched, text_format_bytes(q->file_bytes, size),
                           text_format_bytes(q->block_bytes, block), q->state, path);
    add_answer(d, a);
    add_table(d, a);
    add_near(d, &a->near);
    add_memory(d, q, r);
    add_commands(d, a, q);
}
