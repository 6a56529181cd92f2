/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *suffix;
    uint64_t factor;
} size_units[] = {
    { "", 1 },
    { "B", 1 },
    { "K", 1ull << 10 },
    { "KiB", 1ull << 10 },
    { "KB", 1000ull },
    { "M", 1ull << 20 },
    { "MiB", 1ull << 20 },
    { "MB", 1000000ull },
    { "G", 1ull << 30 },
    { "GiB", 1ull << 30 },
    { "GB", 1000000000ull },
    { "T", 1ull << 40 },
    { "TiB", 1ull << 40 },
    { "TB", 1000000000000ull },
};

static uint64_t unit_factor(const char *suffix)
{
    for (size_t i = 0; i < sizeof size_units / sizeof size_units[0]; i++)
        if (strcasecmp(suffix, size_units[i].suffix) == 0)
            return size_units[i].factor;
    return 0;
}

/* Decimal digits with an optional fraction, without floating point: 2.4 is 24 / 10. What
   lies beyond the 15th decimal is less than a byte of any size. */
int text_parse_size(const char *text, uint64_t *ret_bytes)
{
    uint64_t digits = 0, divisor = 1;
    bool any = false, fraction = false;
    const char *at = text;
    for (; isdigit((unsigned char)*at) || (*at == '.' && !fraction); at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        any = true;
        if (divisor == 1000000000000000)
            continue;
        if (digits > (UINT64_MAX - 9) / 10)
            return -ERANGE;
        digits = digits * 10 + (uint64_t)(*at - '0');
        divisor *= fraction ? 10 : 1;
    }
    uint64_t factor = unit_factor(at);
    if (!any || factor == 0)
        return -EINVAL;
    unsigned __int128 bytes = (unsigned __int128)digits * factor / divisor;
    if (bytes > INT64_MAX)
        return -ERANGE;
    *ret_bytes = (uint64_t)bytes;
    return 0;
}

int text_parse_sizes(const char *text, uint64_t *ret, size_t room)
{
    const char *dots = strstr(text, "..");
    char first[TEXT_MAX];
    uint64_t size, last;
    size_t count = 0;
    if (!dots || (size_t)(dots - text) >= sizeof first)
        return -EINVAL;
    snprintf(first, sizeof first, "%.*s", (int)(dots - text), text);
    int r = text_parse_size(first, &size);
    if (r == 0)
        r = text_parse_size(dots + 2, &last);
    if (r < 0 || size == 0 || size > last)
        return r < 0 ? r : -EINVAL;
    for (; count < room && size<last; size = size> last / 4 ? last : 4 * size)
        ret[count++] = size;
    if (count == room)
        return -ERANGE;
    ret[count++] = last;
    return (int)count;
}

int text_parse_count(const char *text, uint64_t *ret_count)
{
    if (!isdigit((unsigned char)text[0]))
        return -EINVAL;
    char *end;
    errno = 0;
    unsigned long long count = strtoull(text, &end, 10);
    if (*end != '\0')
        return -EINVAL;
    if (errno != 0)
        return -ERANGE;
    *ret_count = count;
    return 0;
}

/* A number above 0 without exponent, and what may stand behind it. */
static int parse_positive(const char *text, const char *unit, double *ret)
{
    size_t len = strspn(text, "0123456789.");
    char *end;
    double number = strtod(text, &end);
    if (end != text + len || len == 0 || (*end != '\0' && strcmp(end, unit) != 0) ||
        !isfinite(number) || number <= 0)
        return -EINVAL;
    *ret = number;
    return 0;
}

int text_parse_seconds(const char *text, double *ret_seconds)
{
    return parse_positive(text, "", ret_seconds);
}

int text_parse_percent(const char *text, double *ret_percent)
{
    return parse_positive(text, "%", ret_percent);
}

/* Three significant digits, never in exponents. */
static const char *format_scaled(double value, const char *unit, char buffer[TEXT_MAX])
{
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    snprintf(buffer, TEXT_MAX, "%.*f%s%s", decimals, value, *unit ? " " : "", unit);
    return buffer;
}

static const char *format_nothing(char buffer[TEXT_MAX])
{
    return strcpy(buffer, "-");
}

const char *text_format_bytes(double bytes, char buffer[TEXT_MAX])
{
    static const char *const unit[] = { "B", "KiB", "MiB", "GiB", "TiB" };
    size_t i = 0;
    if (isnan(bytes))
        return format_nothing(buffer);
    for (; fabs(bytes) >= 1023.5 && i + 1 < sizeof unit / sizeof unit[0]; i++)
        bytes /= 1024;
    int decimals = i == 0 || fabs(bytes) >= 9.95 || bytes == floor(bytes) ? 0 : 1;
    snprintf(buffer, TEXT_MAX, "%.*f %s", decimals, bytes, unit[i]);
    return buffer;
}

const char *text_format_ns(double ns, char buffer[TEXT_MAX])
{
    static const char *const unit[] = { "ns", "us", "ms", "s" };
    size_t i = 0;
    if (isnan(ns))
        return format_nothing(buffer);
    for (; ns >= 999.5 && i + 1 < sizeof unit / sizeof unit[0]; i++)
        ns /= 1000;
    return format_scaled(ns, unit[i], buffer);
}

int text_ratio_decimals(double ratio)
{
    return ratio < 0.00995 ? 4 : ratio < 0.0995 ? 3 : ratio < 9.95 ? 2 : ratio < 99.5 ? 1 : 0;
}

const char *text_format_ratio(double ratio, char buffer[TEXT_MAX])
{
    if (isnan(ratio))
        return format_nothing(buffer);
    if (ratio >= 1e-4 && ratio < 1e6)
        snprintf(buffer, TEXT_MAX, "%.*fx", text_ratio_decimals(ratio), ratio);
    else
        snprintf(buffer, TEXT_MAX, "%s", ratio < 1 ? "<0.0001x" : ">1e6x");
    return buffer;
}

const char *text_format_seconds(double s, char buffer[TEXT_MAX])
{
    if (isnan(s))
        return format_nothing(buffer);
    long whole = lround(s);
    if (whole < 60)
        snprintf(buffer, TEXT_MAX, "%ld s", whole);
    else
        snprintf(buffer, TEXT_MAX, "%ld:%02ld min", whole / 60, whole % 60);
    return buffer;
}

const char *text_format_threads(uint64_t threads, char buffer[TEXT_MAX])
{
    buffer[0] = '\0';
    if (threads > 1)
        snprintf(buffer, TEXT_MAX, ", %" PRIu64 " threads", threads);
    return buffer;
}

const char *text_format_count(double count, char buffer[TEXT_MAX])
{
    if (isnan(count))
        return format_nothing(buffer);
    char digits[TEXT_MAX];
    snprintf(digits, sizeof digits, "%.0f", count);
    size_t len = strlen(digits), out = 0;
    for (size_t i = 0; i < len && out + 2 < TEXT_MAX; i++) {
        if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
            buffer[out++] = ',';
        buffer[out++] = digits[i];
    }
    buffer[out] = '\0';
    return buffer;
}

const char *text_exact_size(uint64_t bytes, char buffer[TEXT_MAX])
{
    static const char *const unit[] = { "", "KiB", "MiB", "GiB", "TiB" };
    size_t i = 0;
    for (; bytes != 0 && bytes % 1024 == 0 && i + 1 < sizeof unit / sizeof unit[0]; i++)
        bytes /= 1024;
    snprintf(buffer, TEXT_MAX, "%llu%s", (unsigned long long)bytes, unit[i]);
    return buffer;
}

/* Levenshtein distance; names are short, so one row is enough. */
static size_t edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t row[LONGEST + 1], len = strlen(b);
    if (len > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= len; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < len; j++) {
            size_t change = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            size_t shift = (row[j] < diagonal ? row[j] : diagonal) + 1;
            row[j + 1] = change < shift ? change : shift;
        }
    }
    return row[len];
}

const char *text_nearest(const char *wanted, size_t count,
                         const char *(*name_at)(const void *names, size_t i), const void *names)
{
    enum { SHORT = 3 }; /* everything is near to less */
    const char *best = NULL;
    size_t best_distance = strlen(wanted) / 2 + 2;
    for (size_t i = 0; i < count && strlen(wanted) >= SHORT; i++) {
        size_t distance = edit_distance(wanted, name_at(names, i));
        if (distance < best_distance) {
            best = name_at(names, i);
            best_distance = distance;
        }
    }
    return best;
}

size_t text_decode_utf8(const char *bytes, uint32_t *ret_point)
{
    const unsigned char *text = (const unsigned char *)bytes;
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len = text[0] < 0x80           ? 1
                 : (text[0] >> 5) == 0x6  ? 2
                 : (text[0] >> 4) == 0xe  ? 3
                 : (text[0] >> 3) == 0x1e ? 4
                                          : 0;
    uint32_t point = len < 2 ? text[0] : text[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (text[i] & 0x3fu);
    }
    if (len == 0 || point < smallest[len] || point > 0x10ffff || (point >> 11) == 0x1b)
        return 0;
    *ret_point = point;
    return len;
}

bool text_escape(const char *from, const char *also, char *to, size_t size)
{
    size_t out = 0;
    while (*from) {
        uint32_t point;
        size_t len = text_decode_utf8(from, &point);
        bool plain = len > 0 && point >= ' ' && point != 0x7f && point != '%' &&
                     !(len == 1 && strchr(also, *from));
        len = plain ? len : 1;
        if (out + (plain ? len : 3) >= size)
            break;
        if (plain)
            memcpy(to + out, from, len);
        else
            sprintf(to + out, "%%%02X", (unsigned char)*from);
        out += plain ? len : 3;
        from += len;
    }
    to[out] = '\0';
    return *from == '\0';
}

bool text_unescape(const char *from, char *to, size_t size)
{
    size_t out = 0;
    for (; *from && out + 1 < size; from++) {
        unsigned byte = (unsigned char)*from;
        if (*from == '%') {
            if (!isxdigit((unsigned char)from[1]) || !isxdigit((unsigned char)from[2]) ||
                sscanf(from + 1, "%2x", &byte) != 1 || byte == 0)
                break;
            from += 2;
        }
        to[out++] = (char)byte;
    }
    to[out] = '\0';
    return *from == '\0';
}

const char *text_quote(const char *text, char *ret, size_t size)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789/._-+:,=@%";
    size_t out = 0;
    bool quoted = text[0] == '\0' || text[strspn(text, plain)] != '\0';
    if (quoted && out < size)
        ret[out++] = '\'';
    for (; *text != '\0' && out < size; text++) {
        bool mark = *text == '\'';
        int len = snprintf(ret + out, size - out, mark ? "'\\''" : "%c", *text);
        out += (size_t)len;
    }
    if (quoted && out < size)
        ret[out++] = '\'';
    ret[out < size ? out : 0] = '\0';
    return ret;
}

char *text_printf(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int len = vasprintf(&text, format, arguments);
    va_end(arguments);
    return len < 0 ? NULL : text;
}
