/* SPDX-License-Identifier: MIT */
#include "tutorial/trial-results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/json.h"

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

static size_t count_numbers(const struct trial *c)
{
    size_t count = 0;
    while (c->numbers[count])
        count++;
    return count;
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
