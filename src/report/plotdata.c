/* SPDX-License-Identifier: MIT */
#include "report/plotdata.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/glyph.h"
#include "base/io.h"
#include "base/text.h"
#include "report/caption.h"
#include "report/plotblock.h"

/* The space between two families, in rows. */
#define FAMILY_GAP 0.6

void plot_begin_block(const struct plot *p, const char *name, const char *legend)
{
    fprintf(p->out, "\n\n# %s\n# columns: %s\n", name, legend);
}

/* gnuplot reads backslash escapes in a quoted field, and writes "]]>" into an SVG as it is,
   which no XML may have: a space keeps it apart. */
static void write_quoted(FILE *out, const char *text, size_t len)
{
    fputc('"', out);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            fputs("\\042", out);
        else if (text[i] == '\\')
            fputs("\\\\", out);
        else if (text[i] == '>' && i >= 2 && strncmp(text + i - 2, "]]", 2) == 0)
            fputs(" >", out);
        else
            fputc(text[i], out);
    }
    fputc('"', out);
}

void plot_write_text(const struct plot *p, const char *text)
{
    char *clean = glyph_clean(text);
    write_quoted(p->out, clean ? clean : "", clean ? strlen(clean) : 0);
    free(clean);
}

/* The captions as lines of GLYPH_PAGE columns at most. The caller frees. */
static char *wrapped_captions(const struct run *r)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    struct document d = { 0 };
    caption_add(&d, r);
    int result = document_print(out, &d, DOCUMENT_TERMINAL, false);
    document_free(&d);
    if (fclose(out) == 0 && result == 0)
        return text;
    free(text);
    return NULL;
}

int plot_count_titles(const struct plot *p, size_t *ret)
{
    size_t lines = 1;
    char *captions = wrapped_captions(p->run);
    if (!captions)
        return -ENOMEM;
    for (const char *at = captions; *at != '\0'; at++)
        lines += *at == '\n';
    free(captions);
    *ret = lines;
    return 0;
}

int plot_write_titles(const struct plot *p, const char *heading)
{
    char *captions = wrapped_captions(p->run);
    if (!captions)
        return -ENOMEM;
    plot_begin_block(p, "titles", "line, text");
    fprintf(p->out, "0\t");
    write_quoted(p->out, heading, strlen(heading));
    size_t line = 1;
    for (const char *at = captions; *at != '\0'; line++) {
        size_t len = strcspn(at, "\n");
        fprintf(p->out, "\n%zu\t", line);
        write_quoted(p->out, at, len);
        at += len + (at[len] == '\n');
    }
    fputc('\n', p->out);
    free(captions);
    return 0;
}

void plot_write_methods(const struct plot *p)
{
    const struct summary *s = p->summary;
    plot_begin_block(p, "methods", "y, name");
    for (size_t i = 0; i < s->column_count; i++) {
        fprintf(p->out, "%g\t", p->rows[i]);
        plot_write_text(p, s->columns[i].method);
        fputc('\n', p->out);
    }
    plot_begin_block(p, "mmap band", "y of its upper and lower edge, row by row");
    fprintf(p->out, "-1000\t-1000\n");
    for (size_t i = 0; i < s->column_count; i++)
        if (s->columns[i].family == SUMMARY_FAMILY_MMAP)
            fprintf(p->out, "%g\t%g\n", p->rows[i] - 0.5, p->rows[i] + 0.5);
}

const char *plot_note(const struct summary_cell *cell, char *buffer)
{
    char seconds[TEXT_MAX];
    if (!cell || !cell->source || summary_cell_timed(cell))
        return NULL;
    if (!isnan(cell->limit_ns)) {
        snprintf(buffer, TEXT_MAX + 1, ">%s",
                 text_format_seconds(cell->limit_ns / 1e9, seconds));
        return buffer;
    }
    return summary_untimed(cell->source);
}

static void lay_out(struct plot *p)
{
    const struct summary_column *columns = p->summary->columns;
    double y = 0;
    for (size_t i = 0; i < p->summary->column_count; i++) {
        if (i > 0)
            y += columns[i].family == columns[i - 1].family ? 1 : 1 + FAMILY_GAP;
        p->rows[i] = y;
    }
    p->bottom = y + 1;
}

static int write_file(struct plot *p, const char *folder, const char *name,
                      int (*writer)(const struct plot *p))
{
    struct atomic_file file;
    int r = atomic_file_begin(&file, folder, name);
    if (r < 0)
        return r;
    p->out = file.stream;
    fprintf(p->out,
            "# Written by mapread, read by gnuplot: blocks by name, columns by tabs.\n");
    return atomic_file_end(&file, writer(p));
}

int plotdata_write(const struct run *r, const struct summary *s, const char *folder)
{
    if (s->column_count == 0)
        return -ENODATA;
    struct plot p = {
        .run = r,
        .summary = s,
        .rows = calloc(s->column_count, sizeof *p.rows),
    };
    char *plots = text_printf("%s/plots", folder);
    int result = p.rows && plots ? io_make_directory(plots) : -ENOMEM;
    if (p.rows)
        lay_out(&p);
    if (result == 0)
        result = write_file(&p, plots, "time.dat", plot_write_time);
    if (result == 0)
        result = write_file(&p, plots, "rss.dat", plot_write_rss);
    free(plots);
    free(p.rows);
    return result;
}
