/* SPDX-License-Identifier: MIT */
#include "result/read.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/text.h"
#include "result/json.h"
#include "result/samples.h"
#include "result/status.h"

/* What is being read, for the message when it is wrong. */
struct reader {
    struct run_error *error;
    const char *path;
    struct samples *samples; /* NULL: they are in the JSON like all else */
    char place[160];         /* "cases[3].samples[0]" */
};

static int complain(struct reader *r, const char *name, const char *what)
{
    const char *dot = r->place[0] && name[0] ? "." : "";
    snprintf(r->error->message, sizeof r->error->message, "%s: %s%s%s: %s", r->path, r->place,
             dot, name, what);
    return -EBADMSG;
}

static int read_text(struct reader *r, const json_t *json, const char *name, bool nullable,
                     char **ret)
{
    const json_t *value = json_object_get(json, name);
    if (nullable && json_is_null(value)) {
        *ret = NULL;
        return 0;
    }
    if (!json_is_string(value))
        return complain(r, name, value ? "is not a text" : "is missing");
    *ret = strdup(json_string_value(value));
    return *ret ? 0 : -ENOMEM;
}

/* The texts that a structure owns, by name. */
struct text_member {
    const char *name;
    bool nullable;
    size_t offset; /* of a char * */
};

static int read_texts(struct reader *r, const json_t *json, void *object,
                      const struct text_member *members, size_t count)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = read_text(r, json, members[i].name, members[i].nullable,
                           (char **)((char *)object + members[i].offset));
    return result;
}

static int read_count(struct reader *r, const json_t *json, const char *name, uint64_t *ret)
{
    const json_t *value = json_object_get(json, name);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return complain(r, name, value ? "is not a whole number from 0" : "is missing");
    *ret = (uint64_t)json_integer_value(value);
    return 0;
}

static int read_small_count(struct reader *r, const json_t *json, const char *name,
                            unsigned *ret)
{
    uint64_t count = 0;
    int result = read_count(r, json, name, &count);
    if (result == 0 && count > INT_MAX)
        result = complain(r, name, "is too large");
    *ret = (unsigned)count;
    return result;
}

static int read_fields(struct reader *r, const json_t *json, void *object,
                       const struct field *fields, size_t count)
{
    const char *bad;
    if (!json_is_object(json))
        return complain(r, "", "is missing or not an object");
    if (json_to_fields(json, object, fields, count, &bad) < 0)
        return complain(r, bad, "is missing or of the wrong type");
    return 0;
}

/* Numbers, none of which can be below 0. */
static int read_amounts(struct reader *r, const json_t *json, void *object,
                        const struct field *fields, size_t count)
{
    int result = read_fields(r, json, object, fields, count);
    for (size_t i = 0; result == 0 && i < count; i++)
        if (*field_number(object, &fields[i]) < 0)
            result = complain(r, fields[i].name, "is negative");
    return result;
}

static int read_sample(struct reader *r, const json_t *json, struct run_case *c)
{
    struct sample s;
    int result = read_amounts(r, json, &s, sample_fields, SAMPLE_FIELDS);
    if (result == 0 && !(s.wall_ns > 0))
        result = complain(r, "wall_ns", "is not a time");
    return result < 0 ? result : case_add_sample(c, &s);
}

static int read_samples(struct reader *r, const json_t *json, size_t index, struct run_case *c)
{
    if (!json_is_array(json))
        return complain(r, "samples", "is missing or not an array");
    if (r->samples)
        return samples_take(r->samples, c);
    for (size_t i = 0; i < json_array_size(json); i++) {
        snprintf(r->place, sizeof r->place, "cases[%zu].samples[%zu]", index, i);
        int result = read_sample(r, json_array_get(json, i), c);
        if (result < 0)
            return result;
    }
    return 0;
}

static const struct text_member case_texts[] = {
    { "workload", false, offsetof(struct run_case, workload) },
    { "method", false, offsetof(struct run_case, method) },
    { "state", false, offsetof(struct run_case, state) },
    { "fill", true, offsetof(struct run_case, fill) },
    { "dataset", false, offsetof(struct run_case, dataset) },
    { "reason", true, offsetof(struct run_case, reason) },
    { "check", true, offsetof(struct run_case, check) },
};

static int read_case(struct reader *r, const json_t *json, size_t index, struct run *run)
{
    struct run_case *c = run_add_case(run);
    if (!c)
        return -ENOMEM;
    snprintf(r->place, sizeof r->place, "cases[%zu]", index);
    int result = read_texts(r, json, c, case_texts, sizeof case_texts / sizeof case_texts[0]);
    if (result == 0)
        result = read_small_count(r, json, "threads", &c->threads);
    if (result == 0 && case_status_of(json_object_get(json, "status"), &c->status) < 0)
        result = complain(r, "status", "is missing or not a known one");
    return result < 0 ? result : read_samples(r, json_object_get(json, "samples"), index, c);
}

static int check_unique(struct reader *r, const struct run *run)
{
    size_t index;
    int found = run_find_repeated(run, &index);
    if (found <= 0)
        return found;
    snprintf(r->place, sizeof r->place, "cases[%zu]", index);
    return complain(r, "", "the same case as an earlier one");
}

static int read_dataset(struct reader *r, const json_t *json, size_t index, struct run *run)
{
    struct run_dataset *d = run_add_dataset(run);
    char *sha256 = NULL;
    if (!d)
        return -ENOMEM;
    snprintf(r->place, sizeof r->place, "datasets[%zu]", index);
    int result = read_text(r, json, "name", false, &d->name);
    if (result == 0)
        result = read_text(r, json, "kind", false, &d->kind);
    if (result == 0)
        result = read_count(r, json, "bytes", &d->bytes);
    if (result == 0)
        result = read_count(r, json, "seed", &d->seed);
    if (result == 0)
        result = read_text(r, json, "sha256", false, &sha256);
    if (result == 0)
        snprintf(d->sha256, sizeof d->sha256, "%s", sha256);
    free(sha256);
    return result;
}

typedef int read_entry(struct reader *r, const json_t *json, size_t index, struct run *run);

static int read_array(struct reader *r, const json_t *json, const char *name, struct run *run,
                      read_entry *entry)
{
    const json_t *array = json_object_get(json, name);
    r->place[0] = '\0';
    if (!json_is_array(array))
        return complain(r, name, "is missing or not an array");
    int result = 0;
    for (size_t i = 0; i < json_array_size(array) && result == 0; i++)
        result = entry(r, json_array_get(array, i), i, run);
    return result;
}

static const struct text_member run_texts[] = {
    { "mapread_version", true, offsetof(struct run, mapread_version) },
    { "revision", true, offsetof(struct run, revision) },
    { "started_at", false, offsetof(struct run, started_at) },
    { "suite", true, offsetof(struct run, suite) },
};

static int read_head(struct reader *r, const json_t *json, struct run *run)
{
    uint64_t schema;
    int result = read_count(r, json, "schema_version", &schema);
    if (result == 0 && schema != RUN_SCHEMA_VERSION)
        result = complain(r, "schema_version", "is of another mapread: this one reads 1");
    if (result == 0)
        result = read_texts(r, json, run, run_texts, sizeof run_texts / sizeof run_texts[0]);
    if (result == 0)
        result = read_count(r, json, "seed", &run->seed);
    if (result == 0)
        result = read_small_count(r, json, "rounds", &run->rounds);
    if (result == 0 && !json_is_boolean(json_object_get(json, "complete")))
        result = complain(r, "complete", "is missing or not true or false");
    run->complete = json_is_true(json_object_get(json, "complete"));
    const json_t *planted = json_object_get(json, "planted"); /* earlier versions lack it */
    if (result == 0 && planted && !(json_number_value(planted) >= 0))
        result = complain(r, "planted", "is not a share from 0");
    if (result == 0 && planted && !json_is_number(planted))
        result = complain(r, "planted", "is not a number");
    run->planted = json_number_value(planted);
    return result;
}

static int read_place(struct reader *r, const json_t *json, struct run *run)
{
    snprintf(r->place, sizeof r->place, "machine");
    int result = read_fields(r, json_object_get(json, "machine"), &run->machine, machine_fields,
                             MACHINE_FIELDS);
    if (result < 0)
        return result;
    snprintf(r->place, sizeof r->place, "storage");
    result = read_fields(r, json_object_get(json, "storage"), &run->storage, storage_fields,
                         STORAGE_FIELDS);
    if (result < 0)
        return result;
    snprintf(r->place, sizeof r->place, "toolchain");
    return read_fields(r, json_object_get(json, "toolchain"), &run->toolchain, toolchain_fields,
                       TOOLCHAIN_FIELDS);
}

/* Files of before the monitor have no such member. The verdict in it is only for people:
   the report makes its own of the figures. */
static int read_noise(struct reader *r, const json_t *json, struct run *run)
{
    char *verdict = NULL;
    const json_t *noise = json_object_get(json, "noise");
    if (!noise || json_is_null(noise))
        return 0;
    snprintf(r->place, sizeof r->place, "noise");
    int result =
        read_amounts(r, noise, &run->interference, interference_fields, INTERFERENCE_FIELDS);
    if (result == 0)
        result = read_text(r, noise, "verdict", true, &verdict);
    free(verdict);
    run->watched = result == 0;
    return result;
}

static const struct text_member finding_texts[] = {
    { "check", false, offsetof(struct run_finding, check) },
    { "verdict", false, offsetof(struct run_finding, verdict) },
    { "found", false, offsetof(struct run_finding, found) },
    { "mend", true, offsetof(struct run_finding, fix) },
};

static int read_finding(struct reader *r, const json_t *json, size_t index, struct run *run)
{
    struct run_finding *f = run_add_finding(run);
    if (!f)
        return -ENOMEM;
    snprintf(r->place, sizeof r->place, "doctor[%zu]", index);
    return read_texts(r, json, f, finding_texts,
                      sizeof finding_texts / sizeof finding_texts[0]);
}

static int read_findings(struct reader *r, const json_t *json, struct run *run)
{
    const json_t *findings = json_object_get(json, "doctor");
    if (!findings || json_is_null(findings))
        return 0;
    return read_array(r, json, "doctor", run, read_finding);
}

static int read_run(struct reader *r, const json_t *json, struct run *run)
{
    int result = json_is_object(json) ? 0 : complain(r, "", "is not a JSON object");
    if (result == 0)
        result = read_head(r, json, run);
    if (result == 0)
        result = read_place(r, json, run);
    if (result == 0)
        result = read_noise(r, json, run);
    if (result == 0)
        result = read_findings(r, json, run);
    if (result == 0)
        result = read_array(r, json, "datasets", run, read_dataset);
    if (result == 0)
        result = read_array(r, json, "cases", run, read_case);
    return result < 0 ? result : check_unique(r, run);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *run_file(const char *path)
{
    return is_folder(path) ? text_printf("%s/run.json", path) : strdup(path);
}

char *run_folder(const char *path)
{
    return is_folder(path) ? strdup(path) : io_directory_of(path);
}

int run_read_quickly(struct run *run, const char *file)
{
    struct run_error unused;
    struct samples samples = { 0 };
    char *text = NULL;
    size_t len = 0;
    json_t *json = NULL;
    int result = json_read_text(&text, &len, file);
    if (result == 0)
        result = samples_part(&samples, text, len);
    if (result == 0 &&
        !(json = json_loadb(samples.rest, samples.rest_len, JSON_REJECT_DUPLICATES, NULL)))
        result = -EBADMSG;
    struct reader r = { .error = &unused, .path = file, .samples = &samples };
    if (result == 0)
        result = read_run(&r, json, run);
    if (result == 0 && !samples_are_taken(&samples))
        result = -EBADMSG;
    json_decref(json);
    samples_free(&samples);
    free(text);
    return result;
}

int run_read_plainly(struct run *run, const char *file, struct run_error *error)
{
    json_error_t at;
    json_t *json = NULL;
    int result = json_read(&json, file, JSON_REJECT_DUPLICATES, &at);
    struct reader r = { .error = error, .path = file };
    if (json)
        result = read_run(&r, json, run);
    if (!json && result == -EBADMSG)
        snprintf(error->message, sizeof error->message, "%s: line %d, column %d: %s", file,
                 at.line, at.column, at.text);
    else if (result < 0 && result != -EBADMSG)
        snprintf(error->message, sizeof error->message, "%s: %s", file, strerror(-result));
    json_decref(json);
    return result;
}

int run_read(struct run *ret, const char *path, struct run_error *error)
{
    struct run run = { 0 };
    char *file = run_file(path);
    if (!file)
        return -ENOMEM;
    int result = run_read_quickly(&run, file);
    if (result < 0) {
        run_free(&run);
        result = run_read_plainly(&run, file, error);
    }
    free(file);
    if (result < 0)
        run_free(&run);
    else
        *ret = run;
    return result;
}
