/* SPDX-License-Identifier: MIT */
#include "sample/timer.h"

#include <math.h>
#include <sys/time.h>

#include "base/clock.h"

void timer_limit(double seconds)
{
    struct itimerval t = { .it_value = { .tv_sec = (time_t)seconds } };
    t.it_value.tv_usec = (suseconds_t)((seconds - floor(seconds)) * 1e6);
    if (seconds > 0 && t.it_value.tv_sec == 0 && t.it_value.tv_usec == 0)
        t.it_value.tv_usec = 1; /* zero would be no limit */
    setitimer(ITIMER_REAL, &t, NULL);
}

uint64_t timer_delay(double share, uint64_t pass_ns)
{
    uint64_t begun = clock_now_ns(), now = begun;
    while ((double)(now - begun) < share * (double)pass_ns)
        now = clock_now_ns();
    return now - begun;
}
