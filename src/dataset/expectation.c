/* SPDX-License-Identifier: MIT */
#include "dataset/expectation.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/json.h"

static char *expectation_path(const char *path)
{
    return text_printf("%s.expect.json", path);
}

const char *expectation_answer(const struct expectation *e, const struct workload *w)
{
    for (size_t i = 0; workloads[i] && i < EXPECTATION_ANSWERS_MAX; i++)
        if (workloads[i] == w)
            return e->answers[i].text[0] ? e->answers[i].text : NULL;
    return NULL;
}

bool expectation_is_whole(const struct expectation *e)
{
    for (size_t i = 0; workloads[i] && i < EXPECTATION_ANSWERS_MAX; i++)
        if (!e->answers[i].text[0])
            return false;
    return true;
}

static void read_answers(const json_t *json, struct expectation *e)
{
    for (size_t i = 0; workloads[i] && i < EXPECTATION_ANSWERS_MAX; i++) {
        const char *text = json_string_value(json_object_get(json, workloads[i]->name));
        snprintf(e->answers[i].text, sizeof e->answers[i].text, "%s", text ? text : "");
    }
}

static int from_json(json_t *json, struct expectation *e)
{
    const char *kind, *needle, *sha256;
    json_int_t bytes, seed;
    json_t *answers;
    if (json_unpack(json, "{s:s, s:s, s:I, s:I, s:s, s:o}", "kind", &kind, "needle", &needle,
                    "bytes", &bytes, "seed", &seed, "sha256", &sha256, "answers",
                    &answers) != 0)
        return -EBADMSG;
    snprintf(e->kind, sizeof e->kind, "%s", kind);
    snprintf(e->needle, sizeof e->needle, "%s", needle);
    snprintf(e->sha256, sizeof e->sha256, "%s", sha256);
    e->bytes = (uint64_t)bytes;
    e->seed = (uint64_t)seed;
    read_answers(answers, e);
    return 0;
}

int expectation_read(struct expectation *ret, const char *path)
{
    char *file = expectation_path(path);
    if (!file)
        return -ENOMEM;
    int r = access(file, R_OK) == 0 ? 0 : -errno;
    json_t *json = r == 0 ? json_load_file(file, 0, NULL) : NULL;
    if (r == 0)
        r = json ? from_json(json, ret) : -EBADMSG;
    json_decref(json);
    free(file);
    return r;
}

int expectation_write(const struct expectation *e, const char *path)
{
    char *file = expectation_path(path);
    json_t *answers = json_object();
    for (size_t i = 0; workloads[i] && i < EXPECTATION_ANSWERS_MAX; i++)
        json_object_set_new(answers, workloads[i]->name, json_string(e->answers[i].text));
    json_t *json = json_pack("{s:s, s:s, s:I, s:I, s:s, s:o}", "kind", e->kind, "needle",
                             e->needle, "bytes", (json_int_t)e->bytes, "seed",
                             (json_int_t)e->seed, "sha256", e->sha256, "answers", answers);
    int r = file && json ? json_save(json, file, JSON_INDENT(1)) : -ENOMEM;
    json_decref(json);
    free(file);
    return r;
}

void expectation_remove(const char *path)
{
    char *file = expectation_path(path);
    if (file)
        unlink(file);
    free(file);
}
