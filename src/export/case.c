/* SPDX-License-Identifier: MIT */
#include "export/case.h"

#include <math.h>
#include <stdio.h>

const char *export_case_status(const struct run_case *c)
{
    return c->status == CASE_OK ? "unmeasured" : case_status_names[c->status];
}

const char *export_text(const char *text)
{
    return text ? text : "?";
}

const char *export_number(double value, char buffer[TEXT_MAX])
{
    const char *format = value == floor(value) && fabs(value) < 9e15 ? "%.0f" : "%.12g";
    buffer[0] = '\0';
    if (isfinite(value))
        snprintf(buffer, TEXT_MAX, format, value);
    return buffer;
}
