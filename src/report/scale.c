/* SPDX-License-Identifier: MIT */
#include "report/scale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double scale_at(const struct scale *s, double value)
{
    double share = s->log ? log(value / s->low) / log(s->high / s->low)
                          : (value - s->low) / (s->high - s->low);
    return s->from + share * (s->to - s->from);
}

void scale_spread(struct scale *s, double ratio)
{
    if (!(s->low > 0) || !(s->high >= s->low))
        s->low = s->high = 1;
    double missing = sqrt(fmax(ratio / (s->high / s->low), 1.1 * 1.1));
    s->low /= missing;
    s->high *= missing;
}

/* 1, 2, 5, 10 … at or above the value. */
static double round_up(double value)
{
    double power = pow(10, floor(log10(value)));
    for (double digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3)
        if (digit * power >= value * (1 - 1e-9))
            return digit * power;
    return 10 * power;
}

static size_t linear_ticks(const struct scale *s, size_t wanted, double *values)
{
    double step = round_up((s->high - s->low) / (double)wanted);
    size_t count = 0;
    for (double i = ceil(s->low / step - 1e-9); i * step <= s->high * (1 + 1e-9); i++)
        if (count < SCALE_TICKS_MAX)
            values[count++] = i * step + 0.0; /* no -0 */
    return count;
}

/* Powers of ten with these digits, every `stride`-th power. */
static size_t log_ticks_of(const struct scale *s, const char *digits, int stride,
                           double *values)
{
    size_t count = 0;
    int from = (int)floor(log10(s->low)), to = (int)ceil(log10(s->high));
    for (int exponent = from; exponent <= to; exponent++)
        for (const char *digit = digits; *digit && exponent % stride == 0; digit++) {
            double value = (*digit - '0') * pow(10, exponent);
            if (value < s->low || value > s->high)
                continue;
            if (count < SCALE_TICKS_MAX)
                values[count] = value;
            count++;
        }
    return count;
}

enum { LEAST = 4 };

/* Of a range of hardly anything: `count` of a log scale are there already. */
static size_t closer_ticks(const struct scale *s, size_t wanted, size_t count, double *values)
{
    for (size_t more = wanted; more <= 2 * wanted; more += wanted) {
        double linear[SCALE_TICKS_MAX];
        size_t found = linear_ticks(s, more, linear);
        if (found > count && found <= wanted + 1) {
            memcpy(values, linear, found * sizeof *values);
            count = found;
        }
    }
    return count;
}

size_t scale_ticks(const struct scale *s, size_t wanted, double values[SCALE_TICKS_MAX])
{
    if (!s->log)
        return linear_ticks(s, wanted, values);
    size_t count = log_ticks_of(s, "125", 1, values);
    if (count < LEAST)
        return closer_ticks(s, wanted, count, values);
    if (count > wanted)
        count = log_ticks_of(s, "13", 1, values);
    for (int stride = 1; count > wanted && stride < 16; stride++)
        count = log_ticks_of(s, "1", stride, values);
    return count < SCALE_TICKS_MAX ? count : SCALE_TICKS_MAX;
}

const char *scale_label_ns(double ns, char text[TEXT_MAX])
{
    static const char *const unit[] = { "ns", "us", "ms", "s" };
    size_t i = 0;
    for (; ns > 999.5 && i + 1 < sizeof unit / sizeof unit[0]; i++)
        ns /= 1000;
    snprintf(text, TEXT_MAX, "%.3g %s", ns, unit[i]);
    return text;
}

const char *scale_label_mib(double mib, char text[TEXT_MAX])
{
    snprintf(text, TEXT_MAX, mib == 0 ? "0" : "%.4g MiB", mib);
    return text;
}
