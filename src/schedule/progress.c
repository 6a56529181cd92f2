/* SPDX-License-Identifier: MIT */
#include "schedule/progress.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/clock.h"

enum { BAR_COLUMNS = 24, REDRAW_NS = 100000000 };

void progress_begin(struct progress *p, FILE *out)
{
    *p = (struct progress){ .out = out, .terminal = out && isatty(fileno(out)) };
}

void progress_expect(struct progress *p, size_t steps, double weight)
{
    p->total_steps = steps;
    p->done_steps = 0;
    p->total = weight;
    p->done = 0;
    p->begun_ns = clock_now_ns();
    p->shown_ns = 0;
}

static void draw(struct progress *p, uint64_t now_ns, const char *now)
{
    char bar[BAR_COLUMNS + 1], left[TEXT_MAX] = "", steps[TEXT_MAX] = "";
    double share = p->total > 0 ? p->done / p->total : 0;
    share = share > 1 ? 1 : share;
    memset(bar, '.', BAR_COLUMNS);
    memset(bar, '#', (size_t)(share * BAR_COLUMNS));
    bar[BAR_COLUMNS] = '\0';
    if (share > 0)
        text_format_seconds((double)(now_ns - p->begun_ns) / 1e9 / share * (1 - share), left);
    if (p->total_steps > 0)
        snprintf(steps, sizeof steps, "%zu/%zu  ", p->done_steps, p->total_steps);
    fprintf(p->out, "\r\033[K[%s] %s%s%s  %.44s", bar, steps, left, left[0] ? " left" : "",
            now);
    fflush(p->out);
}

static void draw_now_and_then(struct progress *p, const char *now)
{
    uint64_t now_ns = clock_now_ns();
    if (!p->terminal || now_ns - p->shown_ns < REDRAW_NS)
        return;
    p->shown_ns = now_ns;
    draw(p, now_ns, now);
}

void progress_step(struct progress *p, double weight, const char *now)
{
    p->done += weight;
    p->done_steps++;
    draw_now_and_then(p, now);
}

void progress_share(struct progress *p, double share, const char *now)
{
    p->total = 1;
    p->done = share;
    p->total_steps = 0;
    draw_now_and_then(p, now);
}

void progress_line(struct progress *p, const char *line)
{
    if (!p->out)
        return;
    fprintf(p->out, "%s%s\n", p->terminal ? "\r\033[K" : "", line);
    fflush(p->out);
}

void progress_end(struct progress *p)
{
    if (p->terminal)
        fputs("\r\033[K", p->out);
}
