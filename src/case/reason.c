/* SPDX-License-Identifier: MIT */
#include "case/reason.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Name and sentence. In a sentence '@' stands for the words, '#' for the next number, '$' for
   the next one as an amount of bytes. */
#define CAUSE_TABLE(X)                                                                         \
    X(NONE, "none", "")                                                                        \
    X(FRONT_TO_BACK, "front-to-back", "the method reads from front to back only")              \
    X(NOT_IN_PLACE, "not-in-place", "the method cannot change a file in place")                \
    X(ONLY_LOOKS, "only-looks", "the method can only look")                                    \
    X(NO_SCRIPT, "no-script", "the script of this method does not do this")                    \
    X(NO_SCRIPTS, "no-scripts", "where the scripts of such methods lie is not known")          \
    X(GIVES_MEMORY, "gives-memory", "the method gives memory and reaches no file")             \
    X(REACHES_PROCESS, "reaches-process", "the method reaches another process and no file")    \
    X(GIVES_NO_MEMORY, "gives-no-memory", "the method reaches a file and gives no memory")     \
    X(REACHES_NO_PROCESS, "reaches-no-process",                                                \
      "the method reaches a file and no other process")                                        \
    X(WORK_OF_ONE_THREAD, "work-of-one-thread", "one thread does this work")                   \
    X(METHOD_OF_ONE_THREAD, "method-of-one-thread", "the method serves one thread at a time")  \
    X(WORK_IN_MEMORY, "work-in-memory",                                                        \
      "the work is done in memory: where the file's bytes are does not matter")                \
    X(NO_DIRECT, "no-direct",                                                                  \
      "the file cannot be read past the page cache: this system, or its file system, has no "  \
      "O_DIRECT")                                                                              \
    X(NO_EVICTION, "no-eviction", "this system has no posix_fadvise to evict pages with")      \
    X(FILE_SYSTEM_IS_MEMORY, "file-system-is-memory",                                          \
      "the file system is memory: its pages cannot be evicted")                                \
    X(FILE_TOO_SMALL, "file-too-small",                                                        \
      "the file is too small to be limited to half of it: take one of at least 16 MiB")        \
    X(FILE_LARGER_THAN_MEMORY, "file-larger-than-memory",                                      \
      "the file is larger than the memory that is free here, which is all that limited is "    \
      "about: measure it cold")                                                                \
    X(NO_MEMORY_CONTROLLER, "no-memory-controller",                                            \
      "this system shows no memory controller: cgroup v1 or v2 is needed to limit memory")     \
    X(CGROUPS_READ_ONLY, "cgroups-read-only",                                                  \
      "the cgroups are read-only here, as in most containers: run it outside, or in a "        \
      "container with --privileged")                                                           \
    X(NO_CONTROLLER_HANDED_DOWN, "no-controller-handed-down",                                  \
      "no cgroup here hands its memory controller down: run it by systemd-run --scope, or as " \
      "root outside the container")                                                            \
    X(NO_CGROUP, "no-cgroup",                                                                  \
      "a memory cgroup cannot be made: run it as root, or by systemd-run --user --scope")      \
    X(READ_ONLY, "read-only", "@ is read-only: no private copy or file can be made there")     \
    X(NOT_OFFERED, "not-offered", "@")                                                         \
    X(NO_PYTHON, "no-python", "@ cannot be run: Python 3.8 or later is needed")                \
    X(PYTHON_SKIPS, "python-skips", "@")                                                       \
    X(OVER_TIME, "over-time", "one pass takes at least # s")                                   \
    X(OVER_MEMORY, "over-memory", "killed: wants more memory than its limit of $")             \
    X(NOT_VERIFIED, "not-verified",                                                            \
      "the state could not be verified: a share of # of the file is resident")                 \
    X(NOT_KEPT, "not-kept",                                                                    \
      "the state could not be verified afterwards: a share of # of the file is resident")      \
    X(LIMIT_NOT_VERIFIED, "limit-not-verified",                                                \
      "the limit could not be verified afterwards: a share of # of the file is resident, $ "   \
      "of $ in use")                                                                           \
    X(NOT_PREPARED, "not-prepared", "the state could not be prepared: @")                      \
    X(OUTSIDE_GROUP, "outside-group", "the pass was not made in the memory cgroup")            \
    X(NO_COPY, "no-copy", "cannot make @; name a folder with --dir")                           \
    X(WRONG_ANSWER, "wrong-answer", "wrong answer: @")                                         \
    X(SYSTEM_ERROR, "system-error", "@")                                                       \
    X(INTERRUPTED, "interrupted", "interrupted")                                               \
    X(PEER_ENDED, "peer-ended", "the other process ended before it was done")                  \
    X(BUS_ERROR, "bus-error", "@")                                                             \
    X(SIGNAL, "signal", "killed by signal #")                                                  \
    X(NO_RESULT, "no-result", "no result, exit status #")                                      \
    X(NO_END, "no-end", "no end after preparing for # s")                                      \
    X(PYTHON_FAILED, "python-failed", "@")                                                     \
    X(PYTHON_SIGNAL, "python-signal", "@ was killed by signal #")                              \
    X(PYTHON_ENDED, "python-ended", "@ ended with status # before it answered")                \
    X(NO_OUTCOME, "no-outcome", "@")

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
    int failed = json_object_set_new(object, numbers_field.name,
                                     json_of_column(r->numbers, sizeof r->numbers[0],
                                                    number_count(r->cause), &numbers_field));
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
                              &numbers_field);
    if (!what)
        *ret = r;
    return what;
}
