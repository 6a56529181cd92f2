/* SPDX-License-Identifier: MIT */
#include "measure/facts.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* A raw text this long holds every character that can reach a field, and the one
   that it cuts in two cannot. */
enum { RAW_MAX = FIELD_TEXT_MAX + 5 };

static const char blanks[] = " \t\r";

/* Behind `len` bytes comes none that could end a character: an ASCII character, or the end. */
static void take(char ret[FIELD_TEXT_MAX], const char *text, size_t len)
{
    size_t out = 0, step;
    uint32_t point;
    for (size_t in = 0; in < len; in += step) {
        unsigned char c = (unsigned char)text[in];
        size_t size = text_decode_utf8(text + in, &point);
        step = size > 0 ? size : 1;
        if (out + step >= FIELD_TEXT_MAX)
            break;
        if (size == 0 || c < 0x20 || c == 0x7f)
            ret[out] = '?';
        else
            memcpy(ret + out, text + in, step);
        out += step;
    }
    ret[out] = '\0';
}

void facts_text(char ret[FIELD_TEXT_MAX], const char *text)
{
    take(ret, text, strlen(text));
}

void facts_line(char ret[FIELD_TEXT_MAX], const char *text)
{
    text += strspn(text, blanks);
    size_t len = strcspn(text, "\n");
    while (len > 0 && strchr(blanks, text[len - 1]))
        len--;
    take(ret, text, len);
}

/* The start of the next line, or NULL. */
static const char *next_line(const char *line)
{
    line = strchr(line, '\n');
    return line ? line + 1 : NULL;
}

static const char *value_of(const char *text, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = text; line; line = next_line(line)) {
        if (strncmp(line, name, len) != 0)
            continue;
        const char *colon = line + len + strspn(line + len, blanks);
        if (*colon == ':')
            return colon + 1;
    }
    return NULL;
}

void facts_entry(char ret[FIELD_TEXT_MAX], const char *text, const char *name)
{
    const char *value = value_of(text, name);
    facts_line(ret, value ? value : "");
}

void facts_chosen(char ret[FIELD_TEXT_MAX], const char *text)
{
    const char *open = strchr(text, '[');
    const char *close = open ? strchr(open, ']') : NULL;
    if (close)
        take(ret, open + 1, (size_t)(close - open - 1));
    else
        facts_line(ret, strpbrk(text, " [") ? "" : text);
}

static void unquote(char ret[FIELD_TEXT_MAX], const char *value)
{
    char raw[RAW_MAX];
    size_t len = 0;
    char quote = *value == '"' || *value == '\'' ? *value++ : '\0';
    for (; *value != '\0' && *value != '\n' && *value != quote && len < sizeof raw - 1;
         value++) {
        if (*value == '\\' && quote != '\'' && value[1] != '\0')
            value++;
        raw[len++] = *value;
    }
    raw[len] = '\0';
    take(ret, raw, len);
}

void facts_os_release(char ret[FIELD_TEXT_MAX], const char *text)
{
    static const char name[] = "PRETTY_NAME=";
    ret[0] = '\0';
    for (const char *line = text; line; line = next_line(line))
        if (strncmp(line, name, strlen(name)) == 0)
            unquote(ret, line + strlen(name));
}

void facts_cpu(char ret[FIELD_TEXT_MAX], const char *cpuinfo)
{
    /* x86, LoongArch, 32-bit ARM, POWER. */
    static const char *const name[] = { "model name", "Model Name", "Hardware", "cpu" };
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        facts_entry(ret, cpuinfo, name[i]);
        if (ret[0] != '\0')
            return;
    }
    char part[FIELD_TEXT_MAX], maker[FIELD_TEXT_MAX];
    facts_entry(part, cpuinfo, "CPU part");
    facts_entry(maker, cpuinfo, "CPU implementer");
    if (part[0] != '\0')
        snprintf(ret, FIELD_TEXT_MAX, "CPU part %.32s, implementer %.32s", part, maker);
}

/* mountinfo writes blanks, newlines, '#' and '\' as three octal digits. */
static const char *decode(char *text)
{
    char *out = text;
    for (const char *in = text; *in != '\0'; out++) {
        if (in[0] == '\\' && in[1] >= '0' && in[1] <= '3' && in[2] >= '0' && in[2] <= '7' &&
            in[3] >= '0' && in[3] <= '7') {
            *out = (char)((in[1] - '0') << 6 | (in[2] - '0') << 3 | (in[3] - '0'));
            in += 4;
        } else {
            *out = *in++;
        }
    }
    *out = '\0';
    return text;
}

/* "36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/sda1 rw,errors=continue",
   with any number of fields before the dash. */
static bool parse_mount(struct facts_mount *ret, char *line)
{
    char *first[6], *rest = line;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (!(first[i] = strsep(&rest, " ")))
            return false;
    struct facts_device device;
    if (sscanf(first[2], "%u:%u", &device.major, &device.minor) != 2)
        return false;
    char *field;
    do
        field = strsep(&rest, " ");
    while (field && strcmp(field, "-") != 0);
    char *filesystem = strsep(&rest, " ");
    char *source = strsep(&rest, " ");
    if (!filesystem || !source)
        return false;
    *ret = (struct facts_mount){
        .device = device,
        .point = decode(first[4]),
        .options = decode(first[5]),
        .filesystem = decode(filesystem),
        .source = decode(source),
        .super_options = rest ? decode(rest) : "",
    };
    return true;
}

static bool holds(const char *point, const char *path)
{
    size_t len = strlen(point);
    if (len == 0 || strncmp(point, path, len) != 0)
        return false;
    return path[len] == '\0' || path[len] == '/' || point[len - 1] == '/';
}

bool facts_find_mount(struct facts_mount *ret, char *mountinfo, struct facts_device device,
                      const char *path)
{
    size_t best = 0;
    for (char *line; (line = strsep(&mountinfo, "\n"));) {
        struct facts_mount m;
        if (!parse_mount(&m, line) || !holds(m.point, path))
            continue;
        bool same = m.device.major == device.major && m.device.minor == device.minor;
        size_t rank = strlen(m.point) + (same ? SIZE_MAX / 2 : 0);
        if (rank < best)
            continue;
        best = rank;
        *ret = m;
    }
    return best > 0;
}

static bool has_option(const char *list, const char *option, size_t len)
{
    while (*list != '\0') {
        size_t size = strcspn(list, ",");
        if (size == len && memcmp(list, option, len) == 0)
            return true;
        list += size + (list[size] == ',');
    }
    return false;
}

static void add_options(char raw[RAW_MAX], const char *list, bool read_only)
{
    for (size_t len; *list != '\0'; list += len + (list[len] == ',')) {
        len = strcspn(list, ",");
        bool wrong = read_only && len == 2 && memcmp(list, "rw", 2) == 0;
        size_t end = strlen(raw);
        if (len > 0 && !wrong && !has_option(raw, list, len))
            snprintf(raw + end, RAW_MAX - end, "%s%.*s", end ? "," : "", (int)len, list);
    }
}

void facts_mount_options(char ret[FIELD_TEXT_MAX], const struct facts_mount *mount)
{
    char raw[RAW_MAX] = "";
    bool read_only =
        has_option(mount->options, "ro", 2) || has_option(mount->super_options, "ro", 2);
    add_options(raw, mount->options, read_only);
    add_options(raw, mount->super_options, read_only);
    facts_text(ret, raw);
}

void facts_mount_source(char ret[FIELD_TEXT_MAX], const struct facts_mount *mount)
{
    static const char *const memory[] = { "tmpfs", "ramfs", "devtmpfs", "overlay" };
    bool none =
        strcmp(mount->source, "none") == 0 || strcmp(mount->source, mount->filesystem) == 0;
    for (size_t i = 0; i < sizeof memory / sizeof memory[0]; i++)
        none = none || strcmp(mount->filesystem, memory[i]) == 0;
    facts_text(ret, none ? "" : mount->source);
}
