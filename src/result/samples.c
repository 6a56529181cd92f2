/* SPDX-License-Identifier: MIT */
#include "result/samples.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers ---- */

enum { NUMBER_MAX = 18 /* characters: 10^18 fits into 64 bits */, POWERS = 23 };

/* All powers of ten that a double holds exactly. */
static const double powers[POWERS] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/*
 * digits * 10^exponent, rounded as strtod does: both factors are exact, so one operation
 * rounds once. Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990,
 * section 4. False: they are not, or the processor computes in a wider type.
 */
static bool to_double(uint64_t digits, int exponent, double *ret)
{
    double value = (double)(int64_t)digits;
    if (exponent == 0)
        *ret = value;
    else if (FLT_EVAL_METHOD != 0 || digits > 1ull << DBL_MANT_DIG || abs(exponent) >= POWERS)
        return false;
    else
        *ret = exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
    return true;
}

static const char *read_digits(const char *at, uint64_t *digits)
{
    for (; *at >= '0' && *at <= '9'; at++)
        *digits = *digits * 10 + (uint64_t)(*at - '0');
    return at;
}

/* Behind the 'e'. Three digits are more than to_double takes. */
static const char *read_exponent(const char *at, int *exponent)
{
    uint64_t digits = 0;
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    const char *end = read_digits(at, &digits);
    if (end == at || end - at > 3)
        return NULL;
    *exponent += negative ? -(int)digits : (int)digits;
    return end;
}

/* As all that follow: returns the end of what was read, or NULL. */
static const char *read_number(const char *at, double *ret)
{
    uint64_t digits = 0;
    int exponent = 0;
    const char *end = read_digits(at, &digits), *point = end;
    if (end == at || (*at == '0' && end - at > 1))
        return NULL;
    if (*point == '.')
        end = read_digits(point + 1, &digits);
    if (end == point + 1 || end - at > NUMBER_MAX)
        return NULL;
    if (*point == '.')
        exponent = -(int)(end - point - 1);
    if (*end == 'e' || *end == 'E')
        end = read_exponent(end + 1, &exponent);
    return end && to_double(digits, exponent, ret) ? end : NULL;
}

/* ---- samples ---- */

/* What JSON takes for space. */
static const char *skip_space(const char *at)
{
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
        at++;
    return at;
}

static const char *read_mark(const char *at, char mark)
{
    at = skip_space(at);
    return *at == mark ? at + 1 : NULL;
}

/* `before`, "name", and the colon. */
static const char *read_name(const char *at, char before, const char *name)
{
    at = read_mark(at, before);
    at = at ? read_mark(at, '"') : NULL;
    if (!at)
        return NULL;
    while (*name && *at == *name) {
        at++;
        name++;
    }
    return *name || *at != '"' ? NULL : read_mark(at + 1, ':');
}

static const char *read_value(const char *at, double *ret)
{
    at = skip_space(at);
    if (*at != 'n')
        return read_number(at, ret);
    *ret = NAN;
    return strncmp(at, "null", 4) == 0 ? at + 4 : NULL;
}

static const char *read_sample(const char *at, struct sample *ret)
{
    char before = '{';
    for (size_t i = 0; i < SAMPLE_FIELDS; i++) {
        const struct field *f = &sample_fields[i];
        const char *value = read_name(at, before, f->name);
        if (value && !(value = read_value(value, field_number(ret, f))))
            return NULL;
        if (!value && !f->later)
            return NULL;
        if (!value)
            *field_number(ret, f) = NAN;
        at = value ? value : at;
        before = ',';
    }
    return ret->wall_ns > 0 ? read_mark(at, '}') : NULL;
}

/* Behind the '['. */
static int read_samples(const char *at, struct run_case *c)
{
    if (read_mark(at, ']'))
        return 0;
    for (;;) {
        struct sample s;
        at = read_sample(at, &s);
        if (!at)
            return -EBADMSG;
        if (case_add_sample(c, &s) < 0)
            return -ENOMEM;
        if (read_mark(at, ']'))
            return 0;
        at = read_mark(at, ',');
        if (!at)
            return -EBADMSG;
    }
}

int samples_take(struct samples *s, struct run_case *c)
{
    return s->taken < s->count ? read_samples(s->arrays[s->taken++].begin, c) : -EBADMSG;
}

bool samples_are_taken(const struct samples *s)
{
    return s->taken == s->count;
}

/* ---- the rest ---- */

/* Behind the opening quote. Without escapes by number a name is "samples" or is not, to the
   byte. NULL: there is one, or no end. */
static const char *end_of_string(const char *at, const char *end)
{
    for (; at < end && *at != '"'; at++)
        if (*at == '\\' && *++at == 'u')
            return NULL;
    return at < end ? at + 1 : NULL;
}

/* Behind a member of that name: where its array begins, behind the '['. Or NULL. */
static const char *find_array(const char *name, const char *end)
{
    static const char wanted[] = "\"samples\"";
    if (end - name != sizeof wanted - 1 || memcmp(name, wanted, sizeof wanted - 1) != 0)
        return NULL;
    end = read_mark(end, ':');
    return end ? read_mark(end, '[') : NULL;
}

static int add_array(struct samples *s, const char *begin, const char *end)
{
    if ((s->count & (s->count - 1)) == 0) {
        size_t room = s->count ? 2 * s->count : 1;
        void *grown = realloc(s->arrays, room * sizeof *s->arrays);
        if (!grown)
            return -ENOMEM;
        s->arrays = grown;
    }
    s->arrays[s->count++] = (struct samples_array){ .begin = begin, .end = end };
    return 0;
}

/* String by string, for only outside of them a bracket is one. Samples that can be read hold
   no ']', so the first one ends the array. */
static int find_arrays(struct samples *s, const char *at, const char *end)
{
    int r = 0;
    while (r == 0 && (at = memchr(at, '"', (size_t)(end - at)))) {
        const char *string = at;
        at = end_of_string(string + 1, end);
        const char *begin = at ? find_array(string, at) : NULL;
        if (begin)
            at = memchr(begin, ']', (size_t)(end - begin));
        if (!at)
            return -EBADMSG;
        if (begin)
            r = add_array(s, begin, at);
    }
    return r;
}

/* What lies between the arrays. The room is exact: as large as the text, it would be given
   back to the system and fetched anew for every run. */
static int copy_rest(struct samples *s, const char *text, size_t len)
{
    size_t rest_len = len;
    for (size_t i = 0; i < s->count; i++)
        rest_len -= (size_t)(s->arrays[i].end - s->arrays[i].begin);
    char *to = s->rest = malloc(rest_len + 1);
    if (!to)
        return -ENOMEM;
    const char *from = text;
    for (size_t i = 0; i < s->count; i++) {
        size_t between = (size_t)(s->arrays[i].begin - from);
        memcpy(to, from, between);
        to += between;
        from = s->arrays[i].end;
    }
    memcpy(to, from, (size_t)(text + len - from));
    s->rest_len = rest_len;
    return 0;
}

int samples_part(struct samples *ret, const char *text, size_t len)
{
    struct samples s = { 0 };
    int r = find_arrays(&s, text, text + len);
    if (r == 0)
        r = copy_rest(&s, text, len);
    if (r < 0)
        samples_free(&s);
    else
        *ret = s;
    return r;
}

void samples_free(struct samples *s)
{
    free(s->rest);
    free(s->arrays);
    *s = (struct samples){ 0 };
}
