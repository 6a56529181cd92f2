/* SPDX-License-Identifier: MIT */
#include "html/section.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "report/caption.h"

const struct section *const sections[] = {
    &section_answer,      &section_verdict,
    &section_heat,        &section_questions,
    &section_time,        &section_trade,
    &section_memory,      &section_ecdf,
    &section_order,       &section_external,
    &section_machine,     &section_warnings,
    &section_comparisons, NULL,
};

const struct section *const sections_of_runs[] = {
    &section_runs_answer,      &section_runs_verdict,
    &section_runs_differences, &section_runs_heat,
    &section_runs_table,       &section_runs_time,
    &section_runs_questions,   &section_runs_machines,
    &section_runs_warnings,    NULL,
};

void view_rows(const struct view *v, row_writer *writer, void *context)
{
    for (size_t i = 0; i < v->summary->group_count; i++) {
        const struct summary_group *g = &v->summary->groups[i];
        for (size_t j = 0; j < g->row_count; j++)
            writer(v, g, &g->rows[j], context);
    }
}

bool view_row_timed(const struct summary_group *g, const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (summary_cell_timed(&row->cells[i]) && row->cells[i].wall_ns.value > 0)
            return true;
    return false;
}

void view_name_group(const struct view *v, const struct summary_group *g)
{
    char *caption = caption_of_group(v->summary, g);
    if (caption)
        html_text(v->html, caption);
    else
        v->html->error = -ENOMEM;
    free(caption);
}

void view_name_row(const struct view *v, const struct summary_group *g,
                   const struct summary_row *row)
{
    html_textf(v->html, "%s, ", row->label);
    view_name_group(v, g);
}

/* One figure, and its name below it. */
static void write_figure(const struct view *v, const struct summary_group *g,
                         const struct summary_row *row, void *context)
{
    row_writer *const *writer = context;
    if (!view_row_timed(g, row))
        return;
    html_mark(v->html, "<figure>\n<figcaption>");
    view_name_row(v, g, row);
    html_mark(v->html, "</figcaption>\n");
    (*writer)(v, g, row, NULL);
    html_mark(v->html, "</figure>\n");
}

void view_figures(const struct view *v, const char *explanation, row_writer *writer)
{
    html_element(v->html, "p", explanation);
    html_mark(v->html, "\n<div class=\"figures\">\n");
    view_rows(v, write_figure, &writer);
    html_mark(v->html, "</div>\n");
}

const char *known_text(const char *text)
{
    return text && text[0] ? text : "not known";
}

const char *known_ns(double ns, char text[TEXT_MAX])
{
    return isnan(ns) ? known_text("") : ns == 0 ? "0 ns" : text_format_ns(ns, text);
}

const char *known_bytes(double bytes, char text[TEXT_MAX])
{
    return isnan(bytes) ? known_text("") : text_format_bytes(bytes, text);
}
