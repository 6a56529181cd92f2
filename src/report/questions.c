/* SPDX-License-Identifier: MIT */
#include "report/questions.h"

struct question_lines {
    struct document *document;
    const struct question_table *question;
    struct document_table *table; /* NULL before the first line */
};

void question_missing(struct document *d, const char *what, const char *command)
{
    document_paragraph(d, "This run did not measure %s. This does:", what);
    document_command(d, NULL, "%s", command);
}

struct document *question_document(const struct question_lines *l)
{
    return l->document;
}

struct document_row *question_line(struct question_lines *l, const char *label)
{
    if (!l->table) {
        document_paragraph(l->document, "%s", l->question->words);
        l->table = document_table(l->document, &l->question->table);
    }
    return document_row(l->document, l->table, label, "");
}

void question_add(struct document *d, const struct summary *s, const struct question_table *q)
{
    struct question_lines l = { .document = d, .question = q };
    document_heading(d, 2, q->id, "%s", q->title);
    q->add_lines(&l, s);
    if (!l.table)
        question_missing(d, q->missing, q->command);
}
