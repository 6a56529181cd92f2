/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "report/caption.h"
#include "report/comparisons.h"
#include "report/costs.h"
#include "report/curves.h"
#include "report/external-print.h"
#include "report/limits-table.h"
#include "report/machine.h"
#include "report/matrix-table.h"
#include "report/plotdata.h"
#include "report/plots.h"
#include "report/table.h"
#include "report/terms.h"
#include "report/verdict.h"

static void add_answer(struct document *d, const struct summary *s)
{
    struct matrix m = { 0 };
    document_fail(d, matrix_build(&m, s));
    if (m.count > 0) {
        document_heading(d, 2, "answer", "Should you mmap?");
        document_paragraph(d, "The best mmap method against the best read method. In brackets: "
                              "where the factor lies, with a confidence of at least 95 %%.");
    }
    matrix_add(d, &m);
    matrix_free(&m);
}

static void add_sentences(struct document *d, const struct summary *s)
{
    document_heading(d, 2, "words", "In words");
    document_paragraph(
        d, "in brackets: where the ratio lies with a confidence of at least 95 %%, "
           "paired by round; where no difference is shown, that of the times, first / "
           "second method");
    verdict_add(d, s);
}

static void add_run(struct document *d, const struct run *r, const struct summary *s)
{
    document_title(d, "mapread");
    caption_add(d, r);
    machine_add_emulated(d, r);
    add_answer(d, s);
    curves_add(d, s);
    if (s->group_count == 0) {
        document_paragraph(d, "This run has no cases.");
        return;
    }
    document_heading(d, 2, "methods", "Every method");
    table_add_all(d, s, r->rounds);
    add_sentences(d, s);
    document_heading(d, 2, NULL, "Comparisons");
    comparisons_add(d, s);
    if (r->costs.count > 0) {
        document_heading(d, 2, "terms", "Where does the time go?");
        terms_add(d, s);
        document_heading(d, 2, "costs", "What does it cost here?");
        costs_add_section(d, &r->costs);
    }
}

static int add_external(struct document *d, const struct summary *s, const char *path,
                        struct run_error *error)
{
    struct external external = { 0 };
    int r = external_read_beside(&external, path, error);
    if (r == -ENOENT)
        return 0;
    if (r < 0 || external.case_count > 0)
        document_heading(d, 2, "external", EXTERNAL_TITLE);
    if (r < 0)
        document_paragraph(d, "Whole processes are left out: %s", error->message);
    else
        external_add(d, &external, s);
    external_free(&external);
    return r;
}

static int add_limits(struct document *d, const char *path, struct run_error *error)
{
    struct limits limits = { .row_count = 0 };
    int r = limits_read_beside(&limits, path, error);
    if (r == 0)
        limits_add_section(d, &limits, NULL);
    else if (r != -ENOENT)
        limits_add_section(d, NULL, error->message);
    limits_free(&limits);
    return r == -ENOENT ? 0 : r;
}

/* Of what lies beside the run; what is damaged costs nothing else. 0 or the first -errno. */
static int add_beside(struct document *d, const struct report_source *of,
                      struct run_error *error)
{
    struct run_error of_limits;
    if (!of->path)
        return 0;
    int external = add_external(d, of->summary, of->path, error);
    int limits = add_limits(d, of->path, &of_limits);
    if (external == 0 && limits < 0)
        *error = of_limits;
    return external < 0 ? external : limits;
}

static void explain(struct run_error *error, const char *what, int r)
{
    snprintf(error->message, sizeof error->message, "%s: %s", what, strerror(-r));
}

int report_build(struct document *d, const struct report_source *of, struct run_error *error)
{
    error->message[0] = '\0';
    add_run(d, of->run, of->summary);
    int r = add_beside(d, of, error);
    if (r == 0)
        r = d->error;
    if (r < 0 && error->message[0] == '\0')
        report_explain(error, r);
    return r;
}

void report_explain(struct run_error *error, int r)
{
    explain(error, "cannot print the report", r);
}

/* ---- the files ---- */

static int write_plots(const struct report_source *of, const char *folder, const char *scripts,
                       struct run_error *error)
{
    int result = plotdata_write(of->run, of->summary, folder);
    if (result == -ENODATA)
        snprintf(error->message, sizeof error->message,
                 "nothing to plot: the run has no cases");
    else if (result < 0)
        explain(error, "cannot write the data of the plots", result);
    else if (scripts)
        result = plots_draw(folder, scripts, error);
    return result;
}

/* 1: there is such a picture; 0: the run has no curve. -errno as above. */
static int write_flips(const struct report_source *of, const char *folder, const char *scripts,
                       struct run_error *error)
{
    int r = plotdata_write_flips(of->run, of->summary, folder);
    if (r == -ENODATA)
        return 0;
    if (r < 0)
        explain(error, "cannot write the data of the curves", r);
    else if (scripts)
        r = plots_draw_flips(folder, scripts, error);
    return r < 0 ? r : 1;
}

static void add_pictures(struct document *d, bool has_flips)
{
    document_figure(
        d, &(struct document_figure){ .title = "Time per pass", .path = "plots/time.svg" });
    document_figure(
        d, &(struct document_figure){ .title = "Peak memory", .path = "plots/rss.svg" });
    if (has_flips)
        document_figure(d, &(struct document_figure){ .title = "Where the answer changes",
                                                      .path = "plots/flips.svg" });
}

/* `built`: 0, or why the document lacks a part. */
static int write_page(const struct document *d, int built, const char *folder,
                      struct run_error *error)
{
    struct atomic_file file;
    int r = atomic_file_begin(&file, folder, "table.md");
    if (r == 0)
        r = atomic_file_end(&file, document_print(file.stream, d, DOCUMENT_MARKDOWN, false));
    if (r < 0)
        explain(error, "cannot write table.md", r);
    return r < 0 ? r : built;
}

int report_write(const struct report_source *of, const char *folder, const char *scripts,
                 struct run_error *error)
{
    struct run_error page_error;
    struct document d = { 0 };
    int plots = write_plots(of, folder, scripts, error);
    int flips = plots == 0 ? write_flips(of, folder, scripts, error) : 0;
    if (flips < 0)
        plots = flips;
    int page = report_build(&d, of, &page_error);
    if (plots == 0 && scripts)
        add_pictures(&d, flips > 0);
    if (page == 0 || page == -EBADMSG)
        page = write_page(&d, page, folder, &page_error);
    document_free(&d);
    if (plots == 0 && page < 0)
        *error = page_error;
    return plots < 0 ? plots : page;
}
