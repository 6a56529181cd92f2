/* SPDX-License-Identifier: MIT */
#include "case/key.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define KEY(member, its_kind) FIELD_OF(struct case_key, member, its_kind, .optional = false)

enum { IS_SIZE = 1u << 8 };

/* In the order of the text. The first three have no word: they stand at their places. */
static const struct key_field {
    struct field field;
    const char *word;
    uint64_t standard;
    unsigned flags; /* its enum case_part, IS_SIZE */
} key_fields[] = {
    { KEY(workload, FIELD_TEXT), NULL, 0, CASE_WORKLOAD },
    { KEY(method, FIELD_TEXT), NULL, 0, CASE_METHOD },
    { KEY(state, FIELD_TEXT), NULL, 0, CASE_STATE },
    { FIELD_OF(struct case_key, pattern, FIELD_TEXT, .optional = true), "pattern", 0,
      CASE_WORKLOAD },
    { FIELD_OF(struct case_key, regex, FIELD_TEXT, .optional = true), "regex", 0,
      CASE_WORKLOAD },
    { KEY(blocks, FIELD_COUNT), "blocks", 4096, CASE_WORKLOAD },
    { KEY(block_bytes, FIELD_COUNT), "block", 4096, IS_SIZE | CASE_WORKLOAD },
    { KEY(buffer_bytes, FIELD_COUNT), "buffer", 64 * 1024, IS_SIZE | CASE_METHOD },
    { KEY(threads, FIELD_COUNT), "threads", 1, 0 },
    { KEY(dataset, FIELD_PATH), "data", 0, CASE_DATA },
};

enum { KEY_FIELDS = sizeof key_fields / sizeof key_fields[0] };

static bool is_number(const struct key_field *k)
{
    return k->field.kind == FIELD_COUNT;
}

static bool is_parameter(const struct key_field *k)
{
    return k->word && !(k->flags & CASE_DATA);
}

struct case_key case_key_standard(void)
{
    struct case_key k = { 0 };
    for (size_t i = 0; i < KEY_FIELDS; i++)
        if (is_number(&key_fields[i]))
            *field_count(&k, &key_fields[i].field) = key_fields[i].standard;
    return k;
}

/* ---- equality and order ---- */

static int order_of_field(const struct key_field *f, const struct case_key *a,
                          const struct case_key *b)
{
    if (!is_number(f))
        return strcmp(field_text(a, &f->field), field_text(b, &f->field));
    uint64_t x = *field_count(a, &f->field), y = *field_count(b, &f->field);
    return (x > y) - (x < y);
}

static int order_without(const struct case_key *a, const struct case_key *b, unsigned parts)
{
    int order = 0;
    for (size_t i = 0; i < KEY_FIELDS && order == 0; i++)
        if (!(key_fields[i].flags & parts))
            order = order_of_field(&key_fields[i], a, b);
    return order;
}

int case_key_order(const struct case_key *a, const struct case_key *b)
{
    return order_without(a, b, 0);
}

bool case_key_equal(const struct case_key *a, const struct case_key *b)
{
    return order_without(a, b, 0) == 0;
}

bool case_key_same_but(const struct case_key *a, const struct case_key *b, unsigned parts)
{
    return order_without(a, b, parts) == 0;
}

/* ---- as text ---- */

/* "" where nothing is written. */
static void print_value(const struct key_field *f, const struct case_key *k, char *to,
                        size_t size)
{
    char exact[TEXT_MAX];
    to[0] = '\0';
    if (!is_number(f)) {
        text_escape(field_text(k, &f->field), "/", to, size);
        return;
    }
    uint64_t value = *field_count(k, &f->field);
    if (value == 0 || value == f->standard)
        return;
    if (f->flags & IS_SIZE)
        snprintf(to, size, "%s", text_exact_size(value, exact));
    else
        snprintf(to, size, "%" PRIu64, value);
}

/* The fields of these parts and, with 0 among them, those of none. Those that have a place
   stand there whatever they are. */
static const char *print(const struct case_key *k, bool (*wanted)(const struct key_field *f),
                         char buffer[CASE_TEXT_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < KEY_FIELDS; i++) {
        const struct key_field *f = &key_fields[i];
        char value[3 * CASE_DATASET_MAX];
        print_value(f, k, value, sizeof value);
        if (!wanted(f) || (f->word && !value[0]))
            continue;
        len += (size_t)snprintf(buffer + len, CASE_TEXT_MAX - len, "%s%s%s%s", len ? "/" : "",
                                f->word ? f->word : "", f->word ? ":" : "", value);
    }
    return buffer;
}

static bool is_any(const struct key_field *f)
{
    (void)f;
    return true;
}

static bool is_no_data(const struct key_field *f)
{
    return !(f->flags & CASE_DATA);
}

static bool is_of_workload(const struct key_field *f)
{
    return f->flags & CASE_WORKLOAD;
}

static bool is_of_method(const struct key_field *f)
{
    return f->flags & CASE_METHOD;
}

const char *case_key_text(const struct case_key *k, char buffer[CASE_TEXT_MAX])
{
    return print(k, is_any, buffer);
}

const char *case_key_name(const struct case_key *k, char buffer[CASE_TEXT_MAX])
{
    return print(k, is_no_data, buffer);
}

const char *case_key_row(const struct case_key *k, char buffer[CASE_TEXT_MAX])
{
    return print(k, is_of_workload, buffer);
}

const char *case_key_column(const struct case_key *k, char buffer[CASE_TEXT_MAX])
{
    return print(k, is_of_method, buffer);
}

struct case_parameter case_key_parameter(const struct case_key *k, size_t i)
{
    const struct key_field *f = key_fields;
    for (; !is_parameter(f) || i > 0; f++)
        i -= is_parameter(f);
    struct case_parameter p = { .name = f->field.name, .word = f->word };
    if (is_number(f)) {
        p.value = *field_count(k, &f->field);
        p.is_written = p.value > 0 && p.value != f->standard;
    } else {
        p.text = field_text(k, &f->field);
        p.is_written = p.text[0];
    }
    return p;
}

const char *case_key_options(const struct case_key *k, char buffer[CASE_TEXT_MAX])
{
    size_t len = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < KEY_FIELDS; i++) {
        char value[4 * CASE_DATASET_MAX];
        print_value(&key_fields[i], k, value, sizeof value);
        if (!is_parameter(&key_fields[i]) || !value[0])
            continue;
        if (!is_number(&key_fields[i]))
            text_quote(field_text(k, &key_fields[i].field), value, sizeof value);
        len += (size_t)snprintf(buffer + len, CASE_TEXT_MAX - len, " --%s %s",
                                key_fields[i].word, value);
    }
    return buffer;
}

/* ---- and back ---- */

/* That of the place, else of "WORD:" at the begin of the part. */
static const struct key_field *field_of_part(const char *part, size_t place)
{
    if (place < KEY_FIELDS && !key_fields[place].word)
        return &key_fields[place];
    for (size_t i = 0; i < KEY_FIELDS; i++) {
        const char *word = key_fields[i].word;
        if (word && strncmp(part, word, strlen(word)) == 0 && part[strlen(word)] == ':')
            return &key_fields[i];
    }
    return NULL;
}

static bool read_part(struct case_key *k, const struct key_field *f, const char *part)
{
    const char *value = f->word ? part + strlen(f->word) + 1 : part;
    if (!is_number(f))
        return value[0] && text_unescape(value, field_text(k, &f->field), f->field.size);
    uint64_t *number = field_count(k, &f->field);
    return (f->flags & IS_SIZE ? text_parse_size(value, number)
                               : text_parse_count(value, number)) == 0 &&
           *number > 0;
}

int case_key_parse(struct case_key *ret, const char *text)
{
    struct case_key k = case_key_standard();
    bool seen[KEY_FIELDS] = { false };
    size_t place = 0;
    for (; text; place++) {
        char part[3 * CASE_DATASET_MAX + 16];
        size_t len = strcspn(text, "/");
        const struct key_field *f = NULL;
        if (len < sizeof part) {
            snprintf(part, sizeof part, "%.*s", (int)len, text);
            f = field_of_part(part, place);
        }
        if (!f || seen[f - key_fields] || !read_part(&k, f, part))
            return -EINVAL;
        seen[f - key_fields] = true;
        text = text[len] ? text + len + 1 : NULL;
    }
    if (!k.state[0])
        return -EINVAL;
    *ret = k;
    return 0;
}

/* ---- as JSON ---- */

json_t *case_key_json(const struct case_key *k)
{
    json_t *json = json_object();
    for (size_t i = 0; json && i < KEY_FIELDS; i++) {
        const struct field *f = &key_fields[i].field;
        if (json_object_set_new(json, f->name, json_of_field(k, f)) != 0) {
            json_decref(json);
            json = NULL;
        }
    }
    return json;
}

const char *case_key_read(struct case_key *ret, const json_t *json, const char **ret_name)
{
    struct case_key k = { 0 };
    const char *what = json_is_object(json) ? NULL : "is missing or not an object";
    *ret_name = "";
    for (size_t i = 0; i < KEY_FIELDS && !what; i++) {
        what = json_to_field(json, &k, &key_fields[i].field);
        if (!what && !key_fields[i].word && !field_text(&k, &key_fields[i].field)[0])
            what = "is empty";
        *ret_name = key_fields[i].field.name;
    }
    if (!what)
        *ret = k;
    return what;
}
