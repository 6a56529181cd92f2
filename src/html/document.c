/* SPDX-License-Identifier: MIT */
#include "html/document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "config.h"
#include "document/style.h"
#include "report/aa.h"
#include "report/caption.h"

/* What pages of one run and of several have of their own. */
struct page {
    const char *heading;
    const struct section *const *sections;
    void (*write_title)(const struct view *v);
    void (*write_captions)(const struct view *v);
    void (*write_origin)(const struct view *v); /* "Made by …" */
};

/* ---- of one run ---- */

static void write_title(const struct view *v)
{
    html_textf(v->html, "mapread: %s, %s", known_text(v->run->machine.host),
               known_text(v->run->started_at));
}

/* The captions of every report, each a paragraph. */
static void write_captions(const struct view *v)
{
    for (size_t i = 0; i < CAPTION_PARTS; i++) {
        char *text = caption_part(v->run, i);
        if (!text)
            v->html->error = -ENOMEM;
        else if (text[0] != '\0')
            html_elementf(v->html, "p class=\"caption\"", "%s", text);
        free(text);
    }
    html_mark(v->html, "\n");
}

static void write_origin(const struct view *v)
{
    html_textf(v->html, "Made by mapread %s (%s) from the samples of one run.",
               known_text(v->run->mapread_version), known_text(v->run->revision));
}

static const struct page page_of_one = {
    .heading = "mmap or read?",
    .sections = sections,
    .write_title = write_title,
    .write_captions = write_captions,
    .write_origin = write_origin,
};

/* ---- of several ---- */

static void write_labels(const struct view *v)
{
    html_text(v->html, "mapread:");
    for (size_t i = 0; i < v->compare->run_count; i++)
        html_textf(v->html, "%s %s", i > 0 ? "," : "", v->compare->runs[i].label);
}

static void write_runs(const struct view *v)
{
    html_mark(v->html, "<ul class=\"caption\">\n");
    for (size_t i = 0; i < v->compare->run_count; i++) {
        char *text = compare_describe_run(&v->compare->runs[i]);
        if (!text)
            v->html->error = -ENOMEM;
        html_mark(v->html, "<li>");
        html_element(v->html, "strong", v->compare->runs[i].label);
        html_textf(v->html, ": %s", text ? text : "");
        html_mark(v->html, "</li>\n");
        free(text);
    }
    html_mark(v->html, "</ul>\n");
}

static void write_origin_of_runs(const struct view *v)
{
    html_textf(v->html, "Made by mapread %s (%s) from the samples of %zu runs.",
               MAPREAD_VERSION, MAPREAD_REVISION, v->compare->run_count);
}

static const struct page page_of_runs = {
    .heading = "mmap or read, side by side",
    .sections = sections_of_runs,
    .write_title = write_labels,
    .write_captions = write_runs,
    .write_origin = write_origin_of_runs,
};

static const struct page *page_of(const struct view *v)
{
    return v->compare ? &page_of_runs : &page_of_one;
}

/* ---- both ---- */

/* The policy forbids whatever a page could fetch or run, should an escape ever be missing. */
static void write_head(const struct view *v)
{
    struct html *h = v->html;
    html_mark(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src 'unsafe-inline'; img-src data:\"/>\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                 "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
                 "<link rel=\"icon\" href=\"data:,\"/>\n");
    html_mark(h, "<title>");
    page_of(v)->write_title(v);
    html_mark(h, "</title>");
    html_mark(h, "\n<style>\n%s</style>\n</head>\n", html_style);
}

static void write_banner(const struct view *v)
{
    struct html *h = v->html;
    const struct section *const *list = page_of(v)->sections;
    html_mark(h, "<a class=\"skip\" href=\"#main\">Skip to the verdict</a>\n<header>\n");
    html_element(h, "h1", page_of(v)->heading);
    html_mark(h, "\n");
    page_of(v)->write_captions(v);
    html_mark(h, "<nav aria-label=\"Sections\"><ul>\n");
    for (size_t i = 0; list[i]; i++) {
        html_mark(h, "<li><a href=\"#%s\">", list[i]->id);
        html_text(h, list[i]->title);
        html_mark(h, "</a></li>\n");
    }
    html_mark(h, "</ul></nav>\n</header>\n");
}

static void write_section(const struct view *v, const struct section *s)
{
    html_mark(v->html, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n", s->id, s->id);
    html_mark(v->html, "<h2 id=\"%s-title\">", s->id);
    html_text(v->html, s->title);
    html_mark(v->html, "</h2>\n");
    s->write(v);
    html_mark(v->html, "</section>\n");
}

/* Patterns that pictures refer to: file pages are hatched, not only coloured. */
static void write_patterns(struct html *h)
{
    html_mark(h,
              "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
              "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
              "patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"5\" "
              "height=\"5\"/><rect class=\"hatch-line\" width=\"2\" height=\"5\"/></pattern>"
              "</defs></svg>\n");
}

int html_print(FILE *out, struct view v)
{
    struct html h = { .out = out };
    v.html = &h;
    write_head(&v);
    html_mark(&h, "<body>\n");
    write_patterns(&h);
    write_banner(&v);
    html_mark(&h, "<main id=\"main\">\n");
    for (size_t i = 0; page_of(&v)->sections[i]; i++)
        write_section(&v, page_of(&v)->sections[i]);
    html_mark(&h, "</main>\n<footer><p>");
    page_of(&v)->write_origin(&v);
    html_mark(&h, "</p></footer>\n</body>\n</html>\n");
    return h.error;
}

static int explain(struct run_error *error, int r)
{
    if (r == -ENODATA)
        snprintf(error->message, sizeof error->message,
                 "the run of --aa has no copies to compare; make one by mapread aa");
    else if (r < 0)
        snprintf(error->message, sizeof error->message, "cannot write report.html: %s",
                 strerror(-r));
    return r;
}

/* What hyperfine timed, or why it is left out; a page without it is a page all the same. */
static int read_external(struct external *ret, struct view *v, const char *path,
                         struct run_error *error)
{
    int r = path ? external_read_beside(ret, path, error) : -ENOENT;
    if (r == 0)
        v->external = ret;
    else if (r != -ENOENT)
        v->external_error = error->message;
    return r == -ENOENT ? 0 : r;
}

static int write_page(const struct view *v, const char *folder)
{
    struct atomic_file file;
    int r = atomic_file_begin(&file, folder, "report.html");
    return r < 0 ? r : atomic_file_end(&file, html_print(file.stream, *v));
}

int html_write(const struct run *r, const char *path, const char *folder, const struct run *aa,
               struct run_error *error)
{
    struct summary s;
    struct external external = { 0 };
    struct view v = { .run = r, .summary = &s };
    int result = summary_build(&s, r);
    if (result < 0)
        return explain(error, result);
    if (aa)
        result = aa_widen(&s, aa);
    int external_result = result == 0 ? read_external(&external, &v, path, error) : 0;
    if (result == 0)
        result = write_page(&v, folder);
    external_free(&external);
    summary_free(&s);
    return result == 0 ? external_result : explain(error, result);
}

int html_write_runs(const struct compare *c, const char *folder, struct run_error *error)
{
    const struct view v = { .compare = c };
    return explain(error, write_page(&v, folder));
}
