/* SPDX-License-Identifier: MIT */
#include "html/page.h"

#include <errno.h>
#include <string.h>

#include "base/atomic_file.h"
#include "html/figures.h"
#include "html/runs.h"
#include "report/caption.h"
#include "report/comparisons.h"
#include "report/costs.h"
#include "report/external-print.h"
#include "report/limits-table.h"
#include "report/machine.h"
#include "report/questions.h"
#include "report/screen.h"
#include "report/table.h"
#include "report/terms.h"

static const char *known(const char *text)
{
    return text && text[0] ? text : "not known";
}

/* ---- what is folded ---- */

typedef void part(struct document *d, const struct page_input *p);

static void add_tables(struct document *d, const struct page_input *p)
{
    table_add_all(d, p->of->summary, p->of->run->rounds);
}

static void add_comparisons(struct document *d, const struct page_input *p)
{
    comparisons_add(d, p->of->summary);
}

static void add_terms(struct document *d, const struct page_input *p)
{
    terms_add(d, p->of->summary);
}

static void add_costs(struct document *d, const struct page_input *p)
{
    costs_add_section(d, &p->of->run->costs);
}

static void add_samples(struct document *d, const struct page_input *p)
{
    figures_samples(d, p->of->summary);
}

static void add_order(struct document *d, const struct page_input *p)
{
    figures_order(d, p->of->summary);
}

static void add_external(struct document *d, const struct page_input *p)
{
    if (p->external && p->external->case_count > 0)
        external_add(d, p->external, p->of->summary);
    else if (p->external_error)
        document_paragraph(d, "Whole processes are left out: %s", p->external_error);
    else
        document_paragraph(d,
                           "Whole processes were not timed beside this run. make bench does, "
                           "where hyperfine is installed.");
}

static void add_machine(struct document *d, const struct page_input *p)
{
    machine_add(d, p->of->run);
}

static void add_warnings(struct document *d, const struct page_input *p)
{
    if (machine_add_warnings(d, p->of->run, p->of->summary) == 0)
        document_paragraph(d, "None but those above.");
}

static const struct {
    const char *title;
    part *add;
} details[] = {
    { "Every method against the baseline", add_tables },
    { "Every comparison, and what the counters say", add_comparisons },
    { "Where the time goes", add_terms },
    { "What a call, a fault, a page and a byte cost here", add_costs },
    { "Every sample", add_samples },
    { "The order of the samples", add_order },
    { "Whole processes, timed by hyperfine", add_external },
    { "The machine", add_machine },
    { "Warnings", add_warnings },
};

/* ---- the page ---- */

static question *const questions[] = { question_cached, question_curves, question_durable,
                                       question_limit };

void page_build(struct document *d, const struct page_input *p)
{
    document_title(d, "mmap or read? %s, %.10s", known(p->of->run->machine.host),
                   known(p->of->run->started_at));
    for (size_t i = 0; i < CAPTION_WHERE; i++)
        document_paragraph(d, "%s", document_take(d, caption_part(p->of->run, i)));
    document_heading(d, 2, "answer", "Should you mmap?");
    document_paragraph(
        d, "The best mmap method against the best read method: the winner, how many "
           "times faster it is, and where that lies with a confidence of at least "
           "95 %%. Blue: mmap wins; orange: read wins.");
    screen_add_answer(d, p->of);
    document_heading(d, 2, "time", "Which methods win, and by how much?");
    figures_time(d, p->of->summary);
    question_hints(d, p->of->summary);
    document_heading(d, 2, "memory", "How much memory does it take?");
    figures_memory(d, p->of->summary);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        questions[i](d, p->of->summary);
    if (p->limits || p->limits_error)
        limits_add_section(d, p->limits, p->limits_error);
    document_heading(d, 2, "details", "Details");
    for (size_t i = 0; i < sizeof details / sizeof details[0]; i++) {
        document_details(d, "%s", details[i].title);
        details[i].add(d, p);
        document_details_end(d);
    }
    document_footer(d, "Made by mapread %s (%s) from the samples of one run.",
                    known(p->of->run->mapread_version), known(p->of->run->revision));
}

/* ---- the file ---- */

static int explain(struct run_error *error, int r)
{
    if (r < 0)
        snprintf(error->message, sizeof error->message, "cannot write report.html: %s",
                 strerror(-r));
    return r;
}

static int write_page(const struct document *d, const char *folder)
{
    struct atomic_file file;
    int r = atomic_file_begin(&file, folder, "report.html");
    return r < 0 ? r
                 : atomic_file_end(&file, document_print(file.stream, d, DOCUMENT_HTML, false));
}

/* What lies beside a run, read for its page. */
struct beside {
    struct external external;
    struct limits limits;
    struct run_error external_error, limits_error;
};

/* What was measured by other means, or why it is left out; a page without it is a page all the
   same. 0 or the first -errno. */
static int read_beside(struct beside *b, struct page_input *p, struct run_error *error)
{
    const char *path = p->of->path;
    int external =
        path ? external_read_beside(&b->external, path, &b->external_error) : -ENOENT;
    int limits = path ? limits_read_beside(&b->limits, path, &b->limits_error) : -ENOENT;
    if (external == 0)
        p->external = &b->external;
    else if (external != -ENOENT)
        p->external_error = b->external_error.message;
    if (limits == 0)
        p->limits = &b->limits;
    else if (limits != -ENOENT)
        p->limits_error = b->limits_error.message;
    *error = p->external_error ? b->external_error : b->limits_error;
    return p->external_error ? external : p->limits_error ? limits : 0;
}

int html_write(const struct report_source *of, const char *folder, struct run_error *error)
{
    struct document d = { 0 };
    struct beside beside = { .external = { 0 } };
    struct page_input p = { .of = of };
    int left_out = read_beside(&beside, &p, error);
    page_build(&d, &p);
    int r = write_page(&d, folder);
    document_free(&d);
    external_free(&beside.external);
    limits_free(&beside.limits);
    return r == 0 ? left_out : explain(error, r);
}

int html_write_runs(const struct compare *c, const char *folder, struct run_error *error)
{
    struct document d = { 0 };
    runs_build(&d, c);
    int r = write_page(&d, folder);
    document_free(&d);
    return explain(error, r);
}
