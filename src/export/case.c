/* SPDX-License-Identifier: MIT */
#include "export/case.h"

#include <math.h>
#include <stdio.h>

const char *export_case_status(const struct run_case *c)
{
    return c->status == CASE_OK ? "unmeasured" : case_status_names[c->status];
}

const char *export_case_reason(const struct run_case *c)
{
    if (c->reason)
        return c->reason;
    return c->status == CASE_OK ? "the run ended before it was measured" : "no reason is known";
}

const char *export_text(const char *text)
{
    return text ? text : "?";
}

char *export_case_name(const struct run_case *c)
{
    char threads[TEXT_MAX];
    return text_printf("%s/%s/%s/%s%s", export_text(c->workload), export_text(c->method),
                       export_text(c->state), export_text(c->dataset),
                       text_threads_suffix(c->threads, threads));
}

const char *export_number(double value, char buffer[TEXT_MAX])
{
    const char *format = value == floor(value) && fabs(value) < 9e15 ? "%.0f" : "%.12g";
    buffer[0] = '\0';
    if (isfinite(value))
        snprintf(buffer, TEXT_MAX, format, value);
    return buffer;
}
