/* SPDX-License-Identifier: MIT */
#include "report/rate.h"

#include <math.h>
#include <stdio.h>

#include "workload/workload.h"

/* A hit this far down is at the end: what is left out is within the noise. */
#define NEARLY_ALL 0.95

static bool draws_blocks(const struct workload *w)
{
    return w && w->flags & WORKLOAD_BLOCKS;
}

/* What the pass went through; NAN: a part of the file. */
static double bytes_of(const struct workload *w, const struct run_case *c, double file_bytes)
{
    if (w && w->flags & WORKLOAD_WHOLE)
        return file_bytes;
    if (!w || !w->useful || c->answer.text[0] == '\0')
        return NAN;
    double bytes = w->useful(file_bytes, &c->key, c->answer.text);
    return bytes >= NEARLY_ALL * file_bytes ? bytes : NAN;
}

static double per_second(const struct summary_group *g, const struct summary_cell *c)
{
    if (!summary_cell_timed(c))
        return NAN;
    const struct workload *w = workload_find_by_name(c->source->key.workload);
    double seconds = c->wall_ns.value / 1e9;
    return draws_blocks(w) ? (double)c->source->key.blocks / seconds
                           : bytes_of(w, c->source, g->bytes) / 1e9 / seconds;
}

const char *rate_unit(const struct summary_group *g, const struct summary_row *row)
{
    for (size_t i = 0; i < g->column_count; i++)
        if (per_second(g, &row->cells[i]) > 0)
            return draws_blocks(workload_find_by_name(row->key.workload)) ? "IOPS" : "GB/s";
    return NULL;
}

const char *rate_text(const struct summary_group *g, const struct summary_cell *c,
                      char text[TEXT_MAX])
{
    static const char *const prefixes[] = { "", "k", "M", "G" };
    double rate = per_second(g, c);
    size_t i = 0;
    for (; rate >= 999.5 && i + 1 < sizeof prefixes / sizeof prefixes[0]; i++)
        rate /= 1000;
    int decimals = rate < 9.995 ? 2 : rate < 99.95 ? 1 : 0;
    if (isnan(rate))
        snprintf(text, TEXT_MAX, "-");
    else
        snprintf(text, TEXT_MAX, "%.*f%s", rate < 0.0995 ? 3 : decimals, rate, prefixes[i]);
    return text;
}

const char *rate_time(const struct summary_group *g, const struct summary_row *row,
                      const struct summary_cell *c, char text[RATE_TIME_MAX])
{
    char time[TEXT_MAX], rate[TEXT_MAX];
    const char *unit = rate_unit(g, row);
    text_format_ns(c->wall_ns.value, time);
    if (unit)
        snprintf(text, RATE_TIME_MAX, "%s, %s %s", time, rate_text(g, c, rate), unit);
    else
        snprintf(text, RATE_TIME_MAX, "%s", time);
    return text;
}
