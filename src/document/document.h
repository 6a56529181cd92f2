/* SPDX-License-Identifier: MIT */
/*
 * What a report says, said once: headings, paragraphs, lists, tables and figures, which a
 * terminal, Markdown and HTML each render in their way.
 *
 * The document copies every text it is given and frees them all in document_free. Texts are
 * not trusted: each renderer cleans and escapes them. The first failure sticks in `error`:
 * from then on nothing is added, no call crashes, and document_print returns it, so callers
 * need not ask after each block.
 *
 *     struct document d = { 0 };
 *     document_heading(&d, 2, "memory", "How much memory?");
 *     document_paragraph(&d, "%zu methods", count);
 *     struct document_table *t = document_table(&d, &(struct document_table){
 *         .corner = "workload", .columns = columns, .column_count = count });
 *     struct document_row *row = document_row(&d, t, "find", "time");
 *     document_cell(&d, row, 0, "%s", text)->strong = true;
 *     int r = document_print(out, &d, DOCUMENT_MARKDOWN, false);
 *     document_free(&d);
 */
#ifndef MAPREAD_DOCUMENT_H
#define MAPREAD_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct html; /* document/writer.h */

/* ---- tables ---- */

struct document_column {
    const char *title;
    bool text;  /* words: on the left; else figures: on the right, below a title that is broken
                   at its '-' */
    bool wraps; /* sentences that are broken at the end of the page; of the last column only */
    int group;  /* a table too wide for the page is cut where this changes, on a terminal also
                   between columns of one group */
};

/* Starts as zeros; change it through document_cell. */
struct document_cell {
    const char *text;   /* "": nothing; blanks at its end align it with its neighbours */
    const char *detail; /* behind the text, in HTML smaller and below it; "": none */
    const char *hidden; /* HTML, for who does not see the shade: "faster"; "": nothing */
    bool strong;        /* bold; where there is no bold, a star before the text */
    double
        ratio; /* HTML's shade: below 1 blue, above 1 orange, by factors of 1.5; 0, NAN: none */
    bool open; /* a frame of that colour in its stead: not decided */
};

/* A line of a table. A row is one line or several, of which only the first has a name. */
struct document_row {
    const char *name;            /* of the row; "": a further line of the row above */
    const char *line;            /* what this line of the row holds: "ratio"; "" */
    struct document_cell *cells; /* column_count */
    struct document_row *next;
};

struct document_table {
    const char
        *caption; /* HTML's, and for who hears it; elsewhere the heading says it. NULL: none */
    const char *corner; /* heading of the rows' names; NULL: none */
    const char *class;  /* HTML: classes of style.c, a literal; NULL: none */
    const struct document_column *columns;
    size_t column_count;
    bool plain;  /* on a terminal without a rule, and indented */
    bool apart;  /* on a terminal the row's name stands in a line of its own, above its lines;
                    else in place of the first line's */
    bool legend; /* HTML: what the shades stand for, below the table */
    /* Set by the document. */
    struct document_row *rows, **rows_end;
    struct document_note *notes;
};

/* What a cell cannot show stands below the table, numbered from 1. */
struct document_note {
    const char *text;
    struct document_note *next;
};

/* ---- figures ---- */

struct document_figure {
    const char *title, *explanation; /* NULL: none */
    const char *words; /* the picture for who cannot see it; printed where nothing is drawn */
    const char *path;  /* of an image beside the document, for Markdown and HTML without draw;
                          one  of ours, without blanks and brackets; NULL: none */
    /* HTML: writes the picture, as SVG. `data` must live until the document is printed: see
       document_keep. NULL: none. */
    void (*draw)(struct html *h, const void *data);
    const void *data;
};

/* ---- the document ---- */

enum document_kind {
    DOCUMENT_TITLE,
    DOCUMENT_HEADING,
    DOCUMENT_PARAGRAPH,
    DOCUMENT_ITEM,
    DOCUMENT_LABELLED,
    DOCUMENT_COMMAND,
    DOCUMENT_TABLE,
    DOCUMENT_FIGURE,
    DOCUMENT_DETAILS,
    DOCUMENT_DETAILS_END,
    DOCUMENT_FOOTER,
};

/* For renderers; what a kind does not have is 0, "" or NULL. */
struct document_block {
    enum document_kind kind;
    int level;         /* of a heading */
    const char *id;    /* of a heading, in HTML; "": none */
    const char *label; /* of a labelled paragraph or command */
    const char *text;
    struct document_table *table;
    struct document_figure *figure;
    struct document_block *next;
};

/* Starts as { 0 }. Never copied while it has blocks. */
struct document {
    int error; /* 0 or the first -errno */
    struct document_block *blocks, **blocks_end;
    struct document_kept *kept;   /* all memory of it */
    struct document_cell nowhere; /* where cells go after an error */
};

void document_free(struct document *d);

/* Makes an error of the caller's the document's, unless it has one. `r`: 0 or -errno. */
void document_fail(struct document *d, int r);

/* `size` bytes of zeros that live as long as the document: data of figures, for instance. NULL:
   memory is short, and that is the document's error. */
void *document_keep(struct document *d, size_t size);
/* A copy that lives as long; "" of NULL and after an error. */
const char *document_copy(struct document *d, const char *text);

/* The same of a text that the caller allocated, which it frees. NULL: the caller's memory was
   short, and that is the document's error. */
const char *document_take(struct document *d, char *text);

/* What the whole is called: HTML's and Markdown's first heading. A terminal leaves it out: who
   typed the command knows it. */
void document_title(struct document *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* `level` 2 or 3. `id`: HTML's anchor; a heading of level 2 that has one begins a section of
   the page and stands in its navigation. NULL: none. */
void document_heading(struct document *d, int level, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void document_paragraph(struct document *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* One of a list; items in a row are one list. */
void document_item(struct document *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A paragraph that hangs below its label: "CAUTION". Labels in a row are equally wide. */
void document_labelled(struct document *d, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* To be copied, and never broken or escaped by hand: a command or a path. `label`: as above;
   NULL: it stands alone. */
void document_command(struct document *d, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* HTML: a part that opens when asked, up to document_details_end; they do not nest, and no
   heading of level 2 stands in one. Elsewhere a heading of level 3. */
void document_details(struct document *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void document_details_end(struct document *d);
/* Who made it, at the end of an HTML page; left out elsewhere. */
void document_footer(struct document *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void document_figure(struct document *d, const struct document_figure *f);

/* A copy of the table in the document, without rows, to be filled; it belongs to the document.
   NULL after an error, which the functions below take as well. */
struct document_table *document_table(struct document *d, const struct document_table *t);
/* A new line: the first of a row called `name`, or with "" a further one of the row above.
   Where a table is cut into blocks, a row stands in those for which it has texts; one that is
   a name alone stands in all. */
struct document_row *document_row(struct document *d, struct document_table *t,
                                  const char *name, const char *line);
/* Sets the text of a cell and returns the cell, never NULL, for what else it has; texts that
   are put in there come from document_copy or are literals. */
struct document_cell *document_cell(struct document *d, struct document_row *row, size_t column,
                                    const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The number of the note, which is a new one unless the table has that text. */
size_t document_note(struct document *d, struct document_table *t, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- rendering ---- */

/* DOCUMENT_TEXT72: as on a terminal, but no line is above 72 columns and all is ASCII, for a
   letter; the rest becomes '?'. */
enum document_format { DOCUMENT_TERMINAL, DOCUMENT_MARKDOWN, DOCUMENT_HTML, DOCUMENT_TEXT72 };
enum { DOCUMENT_TEXT72_COLUMNS = 72 };

/* `bold`: a terminal that understands ANSI escapes. 0, or the document's error, of which
   nothing is printed; -ENOMEM; -EIO: `out` has one. */
int document_print(FILE *out, const struct document *d, enum document_format format, bool bold);

/* ---- for those who write HTML of their own ---- */

enum { DOCUMENT_SHADES = 5 };
#define DOCUMENT_SHADE_FACTOR 1.5
/* The class of that shade: "f3", "s5 open"; "" where there is none. Returns `text`. */
const char *document_shade(double ratio, bool open, char text[16]);

#endif
