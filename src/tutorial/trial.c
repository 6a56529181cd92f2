/* SPDX-License-Identifier: MIT */
#include "tutorial/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/endian.h"
#include "base/io.h"
#include "base/scratch.h"
#include "base/text.h"
#include "result/json.h"
#include "tutorial/trial-table.h"

/* The one table of trials. Adding one: its structure, a line in trial-table.h and here. */
const struct trial *const trials[] = {
    &trial_slice,
    &trial_offset,
    &trial_read_only,
    &trial_write_through,
    &trial_private,
    &trial_empty,
    &trial_random,
    &trial_willneed,
    &trial_dontneed,
    &trial_rows,
    &trial_truncated,
    &trial_handler,
    &trial_flock,
    &trial_copy_on_write,
    &trial_zero_copy,
    &trial_crash,
    &trial_bounded,
    &trial_paged_out,
    &trial_shootdowns,
    NULL,
};

bool trial_find(const char *name, size_t *ret_place)
{
    for (size_t i = 0; trials[i]; i++)
        if (strcmp(trials[i]->name, name) == 0) {
            *ret_place = i;
            return true;
        }
    return false;
}

static size_t count_numbers(const struct trial *c)
{
    size_t count = 0;
    while (c->numbers[count])
        count++;
    return count;
}

/* ---- doing ---- */

static int write_words(int fd, uint64_t bytes)
{
    unsigned char words[4096];
    int r = 0;
    for (uint64_t at = 0; at < bytes && r == 0; at += sizeof words) {
        for (uint64_t i = 0; i < sizeof words; i += 8)
            store_le64(words + i, at + i + 1);
        r = io_write(fd, words,
                     bytes - at < sizeof words ? (size_t)(bytes - at) : sizeof words);
    }
    return r < 0 ? r : fdatasync(fd) == 0 ? 0 : -errno;
}

static int make_file(const struct trial_file *f)
{
    int fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return -errno;
    int r = write_words(fd, f->bytes);
    return close(fd) == 0 || r < 0 ? r : -errno;
}

static int do_in(const struct trial *c, const char *scratch, double *numbers)
{
    struct trial_file f = { .bytes = c->file_bytes };
    char *path = text_printf("%s/trial", scratch);
    int r = path ? 0 : -ENOMEM;
    f.path = path;
    if (r == 0)
        r = make_file(&f);
    if (r == 0)
        r = c->observe(&f, numbers);
    free(path);
    return r;
}

void trial_do(const struct trial *c, const char *folder, struct trial_result *ret)
{
    struct trial_result result = { .done = true };
    char *scratch = NULL;
    int r = scratch_make(&scratch, folder);
    if (r == 0)
        r = do_in(c, scratch, result.numbers);
    scratch_remove(scratch);
    free(scratch);
    if (r == -EOPNOTSUPP)
        snprintf(result.note, sizeof result.note, "this system does not offer it here");
    else if (r < 0)
        snprintf(result.note, sizeof result.note, "%s", strerror(-r));
    *ret = result;
}

/* ---- keeping ---- */

static json_t *json_of_numbers(const struct trial *c, const double *numbers)
{
    json_t *json = json_object();
    for (size_t i = 0; json && c->numbers[i]; i++)
        if (json_object_set_new(json, c->numbers[i], json_number(numbers[i])) != 0) {
            json_decref(json);
            json = NULL;
        }
    return json;
}

static json_t *json_of_result(const struct trial *c, const struct trial_result *r)
{
    json_t *numbers = r->note[0] ? json_null() : json_of_numbers(c, r->numbers);
    return json_pack("{s:s, s:o, s:o}", "trial", c->name, "note",
                     json_text(r->note[0] ? r->note : NULL), "numbers", numbers);
}

static json_t *json_of_results(const struct trial_results *r)
{
    json_t *list = json_array();
    int failed = !list;
    for (size_t i = 0; trials[i] && !failed; i++)
        if (r->of[i].done)
            failed = json_array_append_new(list, json_of_result(trials[i], &r->of[i]));
    json_t *json = failed ? NULL : json_pack("{s:O}", "trials", list);
    json_decref(list);
    return json;
}

int trial_results_save(const struct trial_results *r, const char *folder)
{
    char *path = text_printf("%s/tutorial.json", folder);
    json_t *json = json_of_results(r);
    int result = path && json ? json_save(json, path, JSON_INDENT(2)) : -ENOMEM;
    json_decref(json);
    free(path);
    return result;
}

static int read_numbers(const struct trial *c, const json_t *json, double *ret)
{
    for (size_t i = 0; i < count_numbers(c); i++) {
        const json_t *number = json_object_get(json, c->numbers[i]);
        if (!json_is_number(number))
            return -EBADMSG;
        ret[i] = json_number_value(number);
    }
    return 0;
}

static int read_result(const struct trial *c, const json_t *json, struct trial_result *ret)
{
    const json_t *note = json_object_get(json, "note");
    *ret = (struct trial_result){ .done = true };
    if (json_is_string(note)) {
        snprintf(ret->note, sizeof ret->note, "%s", json_string_value(note));
        return ret->note[0] ? 0 : -EBADMSG;
    }
    return read_numbers(c, json_object_get(json, "numbers"), ret->numbers);
}

static int read_results(struct trial_results *ret, const json_t *json, const char **ret_bad)
{
    size_t at;
    const json_t *item, *list = json_object_get(json, "trials");
    *ret_bad = "";
    if (!json_is_array(list))
        return -EBADMSG;
    json_array_foreach(list, at, item)
    {
        const char *name = json_string_value(json_object_get(item, "trial"));
        size_t place;
        if (!name)
            return -EBADMSG;
        if (!trial_find(name, &place) || read_result(trials[place], item, &ret->of[place]) == 0)
            continue;
        *ret_bad = trials[place]->name;
        return -EBADMSG;
    }
    return 0;
}

int trial_results_read(struct trial_results *ret, const char *folder, const char **ret_bad)
{
    json_error_t at;
    json_t *json = NULL;
    struct trial_results results = { 0 };
    char *path = text_printf("%s/tutorial.json", folder);
    *ret_bad = "";
    int r = path ? json_read(&json, path, JSON_REJECT_DUPLICATES, &at) : -ENOMEM;
    if (r == 0)
        r = read_results(&results, json, ret_bad);
    if (r == 0)
        *ret = results;
    json_decref(json);
    free(path);
    return r;
}
