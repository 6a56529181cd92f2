/* SPDX-License-Identifier: MIT */
#include "case/reason.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define NAME(identifier, name, sentence) [CAUSE_##identifier] = name,
#define SENTENCE(identifier, name, sentence) [CAUSE_##identifier] = sentence,

const char *const cause_names[CAUSES + 1] = { CAUSE_TABLE(NAME) };
static const char *const sentences[CAUSES] = { CAUSE_TABLE(SENTENCE) };

bool cause_is_disturbance(enum cause c)
{
    return c == CAUSE_NOT_VERIFIED || c == CAUSE_NOT_KEPT || c == CAUSE_LIMIT_NOT_VERIFIED;
}

const char *reason_sentence(const struct reason *r, char buffer[CAUSE_SENTENCE_MAX])
{
    size_t len = 0, next = 0;
    for (const char *at = sentences[r->cause]; *at && len < CAUSE_SENTENCE_MAX - 1; at++) {
        char text[TEXT_MAX];
        const char *piece = text;
        if (*at == '@')
            piece = r->words;
        else if (*at == '$')
            text_format_bytes(r->numbers[next++], text);
        else if (*at == '#')
            snprintf(text, sizeof text, "%.7g", r->numbers[next++]);
        else
            snprintf(text, sizeof text, "%c", *at);
        len += (size_t)snprintf(buffer + len, CAUSE_SENTENCE_MAX - len, "%s", piece);
    }
    buffer[len < CAUSE_SENTENCE_MAX ? len : CAUSE_SENTENCE_MAX - 1] = '\0';
    return buffer;
}

static const struct field reason_fields[] = {
    { .name = "cause",
      .kind = FIELD_CHOICE,
      .offset = offsetof(struct reason, cause),
      .size = sizeof(enum cause),
      .choices = cause_names },
    { .name = "cause_words",
      .kind = FIELD_TEXT,
      .offset = offsetof(struct reason, words),
      .size = CAUSE_WORDS_MAX,
      .optional = true },
};
enum { REASON_FIELDS = sizeof reason_fields / sizeof reason_fields[0] };
static const struct field numbers_field = { .name = "cause_numbers", .kind = FIELD_NUMBER };

/* As many as the sentence says. */
static size_t number_count(enum cause c)
{
    size_t count = 0;
    for (const char *at = sentences[c]; *at; at++)
        count += *at == '#' || *at == '$';
    return count;
}

int reason_set_json(json_t *object, const struct reason *r)
{
    int failed =
        json_object_set_new(object, numbers_field.name,
                            json_of_column(r->numbers, sizeof r->numbers[0],
                                           number_count(r->cause), &numbers_field, false));
    for (size_t i = 0; i < REASON_FIELDS && !failed; i++)
        failed = json_object_set_new(object, reason_fields[i].name,
                                     json_of_field(r, &reason_fields[i]));
    return failed ? -ENOMEM : 0;
}

const char *reason_read_json(struct reason *ret, const json_t *object)
{
    struct reason r = { 0 };
    const json_t *numbers = json_object_get(object, numbers_field.name);
    const char *what = NULL;
    for (size_t i = 0; i < REASON_FIELDS && !what; i++)
        what = json_to_field(object, &r, &reason_fields[i]);
    if (!what && numbers && !json_is_null(numbers))
        what = json_to_column(numbers, r.numbers, sizeof r.numbers[0], number_count(r.cause),
                              &numbers_field, false);
    if (!what)
        *ret = r;
    return what;
}

const char *const unproved_names[UNPROVED_CAUSES + 1] = {
    [UNPROVED_NO] = "no",
    [UNPROVED_UNTOLD] = "untold",
    [UNPROVED_WITHHELD] = "withheld",
};

const char *const unproved_sentences[UNPROVED_CAUSES] = {
    [UNPROVED_NO] = "",
    [UNPROVED_UNTOLD] = "this system has no way to tell which pages are cached",
    [UNPROVED_WITHHELD] = ("the kernel tells which pages are cached only to who owns the file "
                           "or may write it"),
};
