/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "report/aa.h"
#include "report/caption.h"
#include "report/comparisons.h"
#include "report/matrix.h"
#include "report/plotdata.h"
#include "report/plots.h"
#include "report/summary.h"
#include "report/table.h"
#include "report/verdict.h"
#include "report/external.h"

static int print_top(FILE *out, const struct run *r, const struct report_style *style)
{
    int result = 0;
    if (style->format == REPORT_MARKDOWN)
        result = page_heading(out, 1, "mapread", style);
    return result == 0 ? caption_print(out, r, style) : result;
}

static int print_answer(FILE *out, const struct summary *s, const struct report_style *style)
{
    struct matrix m;
    int r = matrix_build(&m, s);
    if (r < 0)
        return r;
    if (m.count > 0)
        r = page_heading(out, 2, "Should you mmap?", style);
    if (m.count > 0 && r == 0)
        r = page_printf(out, style,
                        "the best mmap method against the best read method; in brackets where "
                        "the factor lies, with a confidence of at least 95 %%");
    fputs(m.count > 0 ? "\n" : "", out);
    if (r == 0)
        r = matrix_print(out, &m, style);
    matrix_free(&m);
    return r;
}

static int print_tables(FILE *out, const struct summary *s, const struct run *r,
                        const struct report_style *style)
{
    int result = 0;
    for (size_t i = 0; i < s->group_count && result == 0; i++)
        result = table_print(out, &s->groups[i], r->rounds, style);
    if (s->group_count == 0)
        result = page_printf(out, style, "This run has no cases.");
    return result;
}

static int print_verdicts(FILE *out, const struct summary *s, const struct report_style *style)
{
    if (s->group_count == 0)
        return 0;
    int r = page_heading(out, 2, "In words", style);
    if (r == 0)
        r = page_printf(
            out, style,
            "in brackets: where the ratio lies with a confidence of at least 95 %%, "
            "paired by round; where no difference is shown, that of the times, first / "
            "second method");
    fputc('\n', out);
    if (r == 0)
        r = verdict_print(out, s, style);
    return r == 0 ? comparisons_print(out, s, style) : r;
}

static int print_external(FILE *out, const struct summary *s, const char *path,
                          const struct report_style *style, struct run_error *error)
{
    struct external external;
    int r = external_read_beside(&external, path, error);
    if (r == -ENOENT)
        return 0;
    if (r < 0) {
        fputc('\n', out);
        page_printf(out, style, "Whole processes are left out: %s", error->message);
        return r;
    }
    r = external_print(out, &external, s, style);
    external_free(&external);
    return r;
}

static void explain(struct run_error *error, const char *what, int r)
{
    snprintf(error->message, sizeof error->message, "%s: %s", what, strerror(-r));
}

int report_print(FILE *out, const struct run *r, const char *path,
                 const struct report_style *style, struct run_error *error)
{
    struct summary s;
    error->message[0] = '\0';
    int result = summary_build(&s, r);
    if (result < 0)
        goto done;
    if (style->aa)
        result = aa_widen(&s, style->aa);
    if (result == -ENODATA)
        snprintf(error->message, sizeof error->message,
                 "the run of --aa has no copies to compare; make one by mapread aa");
    if (result == 0)
        result = print_top(out, r, style);
    if (result == 0)
        result = print_answer(out, &s, style);
    if (result == 0)
        result = print_tables(out, &s, r, style);
    if (result == 0)
        result = print_verdicts(out, &s, style);
    if (result == 0 && path)
        result = print_external(out, &s, path, style, error);
    if (result == 0 && (fflush(out) != 0 || ferror(out)))
        result = -EIO;
    summary_free(&s);
done:
    if (result < 0 && error->message[0] == '\0')
        explain(error, "cannot print the report", result);
    return result;
}

/* ---- the files ---- */

static int write_plots(const struct run *r, const char *folder, const char *scripts,
                       struct run_error *error)
{
    struct summary s;
    int result = summary_build(&s, r);
    if (result == 0) {
        result = plotdata_write(r, &s, folder);
        summary_free(&s);
    }
    if (result == -ENODATA)
        snprintf(error->message, sizeof error->message,
                 "nothing to plot: the run has no cases");
    else if (result < 0)
        explain(error, "cannot write the data of the plots", result);
    else if (scripts)
        result = plots_draw(folder, scripts, error);
    return result;
}

static int write_page(const struct run *r, const char *path, const char *folder,
                      const struct report_style *style, bool with_pictures,
                      struct run_error *error)
{
    struct atomic_file file;
    int result = atomic_file_begin(&file, folder, "table.md");
    if (result < 0) {
        explain(error, "cannot write table.md", result);
        return result;
    }
    int printed = report_print(file.stream, r, path, style, error);
    if (with_pictures)
        fputs("\n![Time per pass](plots/time.svg)\n\n![Peak memory](plots/rss.svg)\n",
              file.stream);
    result = atomic_file_end(&file, printed == -EBADMSG ? 0 : printed);
    if (result < 0 && printed == 0)
        explain(error, "cannot write table.md", result);
    return result < 0 ? result : printed;
}

int report_write(const struct run *r, const char *path, const char *folder, const char *scripts,
                 const struct run *aa, struct run_error *error)
{
    struct run_error page_error;
    const struct report_style style = { .format = REPORT_MARKDOWN, .aa = aa };
    int plots = write_plots(r, folder, scripts, error);
    int page = write_page(r, path, folder, &style, plots == 0 && scripts, &page_error);
    if (plots == 0 && page < 0)
        *error = page_error;
    return plots < 0 ? plots : page;
}
