/* SPDX-License-Identifier: MIT */
/* One file of published figures: what is read, and what is refused. */
#include "tutorial/source.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dataset/dataset.h"
#include "stats/stats.h"

enum { PLACE_MAX = 160, DRAWS_MAX = 10000000 };

struct reader {
    const char *file;
    char place[PLACE_MAX]; /* "tables[0].rows[1]" */
    struct published_error *error;
};

static int complain(const struct reader *r, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static int complain(const struct reader *r, const char *name, const char *format, ...)
{
    char what[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(r->error->message, sizeof r->error->message, "%s: %s%s%s: %s", r->file, r->place,
             r->place[0] && name[0] ? "." : "", name, what);
    return -EBADMSG;
}

/* The reader of what lies at `name`, or at its i-th entry, in what r reads. */
static struct reader inner(const struct reader *r, const char *name, size_t i)
{
    struct reader in = { .file = r->file, .error = r->error };
    const char *dot = r->place[0] ? "." : "";
    if (i == SIZE_MAX)
        snprintf(in.place, sizeof in.place, "%.120s%s%.20s", r->place, dot, name);
    else
        snprintf(in.place, sizeof in.place, "%.110s%s%.20s[%zu]", r->place, dot, name, i);
    return in;
}

static bool is_member(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* An object with exactly these members. */
static int check_members(const struct reader *r, json_t *json, const char *const *names)
{
    const char *name;
    json_t *value;
    if (!json_is_object(json))
        return complain(r, "", "is not an object");
    json_object_foreach(json, name, value) if (!is_member(names, name)) return complain(
        r, name, "is not a member that belongs here");
    for (; *names; names++)
        if (!json_object_get(json, *names))
            return complain(r, *names, "is missing");
    return 0;
}

#define CHECK_MEMBERS(r, json, ...)                                                            \
    check_members(r, json, (const char *const[]){ __VA_ARGS__, NULL })

static int read_text(const struct reader *r, json_t *json, const char *name, bool nullable,
                     const char **ret)
{
    json_t *value = json_object_get(json, name);
    if (nullable && json_is_null(value)) {
        *ret = NULL;
        return 0;
    }
    if (!json_is_string(value) || !json_string_value(value)[0])
        return complain(r, name, "is not a text%s", nullable ? " or null" : "");
    *ret = json_string_value(value);
    return 0;
}

static int read_amount(const struct reader *r, const char *name, json_t *json, double *ret)
{
    if (!json_is_number(json) || !(json_number_value(json) > 0))
        return complain(r, name, "is not a number above 0");
    *ret = json_number_value(json);
    return 0;
}

static int read_list(const struct reader *r, json_t *json, const char *name, size_t least,
                     json_t **ret, size_t *ret_count)
{
    json_t *list = json_object_get(json, name);
    if (!json_is_array(list) || json_array_size(list) < least)
        return complain(r, name, "is not a list%s", least ? " of at least one" : "");
    *ret = list;
    *ret_count = json_array_size(list);
    return 0;
}

static int read_side(const struct reader *r, json_t *json, struct published_side *ret)
{
    json_t *list = NULL;
    size_t count = 0;
    if (json_is_null(json))
        return 0;
    int result = CHECK_MEMBERS(r, json, "label", "values");
    if (result == 0)
        result = read_text(r, json, "label", false, &ret->label);
    if (result == 0)
        result = read_list(r, json, "values", 1, &list, &count);
    if (result == 0 && !(ret->values = calloc(count, sizeof *ret->values)))
        result = -ENOMEM;
    for (size_t i = 0; i < count && result == 0; i++)
        result = read_amount(r, "values", json_array_get(list, i), &ret->values[i]);
    ret->count = result == 0 ? count : 0;
    return result;
}

/* Where the sides' values overlap or there is one, low and high are the same. */
static void set_published_ratio(struct published_row *row)
{
    double regular = stats_median(row->regular.values, row->regular.count);
    double mmap = stats_median(row->mmap.values, row->mmap.count);
    row->low = row->high = row->unit->more_is_better ? mmap / regular : regular / mmap;
}

static int read_claimed(const struct reader *r, json_t *json, struct published_row *row)
{
    json_t *claimed = json_object_get(json, "claimed");
    row->low = row->high = NAN;
    if (row->regular.count)
        set_published_ratio(row);
    if (json_is_null(claimed))
        return 0;
    if (row->regular.count)
        return complain(r, "claimed", "is not null although there are values");
    if (!json_is_array(claimed) || json_array_size(claimed) != 2)
        return complain(r, "claimed", "is not [least, most] or null");
    int result = read_amount(r, "claimed", json_array_get(claimed, 0), &row->low);
    if (result == 0)
        result = read_amount(r, "claimed", json_array_get(claimed, 1), &row->high);
    if (result == 0 && row->low > row->high)
        result = complain(r, "claimed", "is not in order");
    return result;
}

static int read_unit(const struct reader *r, json_t *json, struct published_row *row)
{
    const char *name = NULL;
    int result = read_text(r, json, "unit", false, &name);
    for (row->unit = published_units; result == 0 && row->unit->name; row->unit++)
        if (strcmp(row->unit->name, name) == 0)
            return 0;
    return result < 0 ? result : complain(r, "unit", "there is no unit '%.40s'", name);
}

static int read_figures(const struct reader *r, json_t *json, struct published_row *row)
{
    struct reader regular = inner(r, "regular", SIZE_MAX), mmap = inner(r, "mmap", SIZE_MAX);
    int result = read_unit(r, json, row);
    if (result == 0)
        result = read_side(&regular, json_object_get(json, "regular"), &row->regular);
    if (result == 0)
        result = read_side(&mmap, json_object_get(json, "mmap"), &row->mmap);
    if (result == 0 && !row->regular.count != !row->mmap.count)
        result = complain(r, "mmap", "one side has values, the other has none");
    return result < 0 ? result : read_claimed(r, json, row);
}

static int read_data(const struct reader *r, json_t *json, struct published_data *ret)
{
    struct dataset d;
    json_t *draws = json_object_get(json, "draws");
    int result = read_text(r, json, "dataset", false, &ret->dataset);
    if (result < 0)
        return result;
    if (dataset_parse(&d, ret->dataset, 0) < 0)
        return complain(r, "dataset", "'%.60s' is no data set: KIND[-NEEDLE]-SIZE",
                        ret->dataset);
    if (!json_is_integer(draws) || json_integer_value(draws) < 0 ||
        json_integer_value(draws) > DRAWS_MAX)
        return complain(r, "draws", "is not a whole number from 0 to %d", DRAWS_MAX);
    ret->draws = (uint64_t)json_integer_value(draws);
    return 0;
}

static int read_small(const struct reader *r, json_t *json, struct published_row *row)
{
    struct reader in = inner(r, "small", SIZE_MAX);
    row->small = json_is_false(json) ? (struct published_data){ 0 } : row->full;
    if (json_is_null(json) || json_is_false(json))
        return 0;
    int result = CHECK_MEMBERS(&in, json, "dataset", "draws");
    return result < 0 ? result : read_data(&in, json, &row->small);
}

static const char *const language_members[PUBLISHED_LANGUAGES] = { "c", "python",
                                                                   "as_published" };

static int read_methods(const struct reader *r, const char *name, json_t *json,
                        struct published_methods *ret)
{
    struct reader in = inner(r, name, SIZE_MAX);
    if (!json || json_is_null(json))
        return 0;
    int result = CHECK_MEMBERS(&in, json, "regular", "mmap");
    if (result == 0)
        result = read_text(&in, json, "regular", false, &ret->regular);
    if (result == 0)
        result = read_text(&in, json, "mmap", false, &ret->mmap);
    return result;
}

static int read_threads(const struct reader *r, json_t *json, struct published_row *row)
{
    json_t *threads = json_object_get(json, "threads");
    json_int_t number = threads ? json_integer_value(threads) : 1; /* 0: no whole number */
    row->threads = (unsigned)number;
    if (number >= 1 && number <= WORKLOAD_THREADS_MAX)
        return 0;
    return complain(r, "threads", "is not a whole number from 1 to %d", WORKLOAD_THREADS_MAX);
}

/* A member that may be left out; else one that must be there anyhow. */
static const char *optional(json_t *json, const char *name)
{
    return json_object_get(json, name) ? name : "label";
}

static int read_cases(const struct reader *r, json_t *json, struct published_row *row)
{
    int result = CHECK_MEMBERS(r, json, "label", "said", "unit", "regular", "mmap", "claimed",
                               "missing", "workload", "dataset", "state", "draws", "small", "c",
                               "python", optional(json, "as_published"),
                               optional(json, "threads"), optional(json, "differs"));
    if (result == 0)
        result = read_text(r, json, "workload", false, &row->workload);
    if (result == 0)
        result = read_text(r, json, "state", false, &row->state);
    if (result == 0)
        result = read_data(r, json, &row->full);
    if (result == 0)
        result = read_small(r, json_object_get(json, "small"), row);
    if (result == 0)
        result = read_threads(r, json, row);
    for (size_t i = 0; i < PUBLISHED_LANGUAGES && result == 0; i++)
        result = read_methods(r, language_members[i],
                              json_object_get(json, language_members[i]), &row->methods[i]);
    if (result == 0 && json_object_get(json, "differs"))
        result = read_text(r, json, "differs", false, &row->differs);
    return result;
}

static int read_row(const struct reader *r, json_t *json, void *object)
{
    struct published_row *row = object;
    bool absent = json_is_string(json_object_get(json, "missing"));
    int result = absent ? CHECK_MEMBERS(r, json, "label", "said", "unit", "regular", "mmap",
                                        "claimed", "missing")
                        : read_cases(r, json, row);
    if (result == 0)
        result = read_text(r, json, "label", false, &row->label);
    if (result == 0)
        result = read_text(r, json, "said", true, &row->said);
    if (result == 0)
        result = read_text(r, json, "missing", true, &row->missing);
    return result < 0 ? result : read_figures(r, json, row);
}

static int read_step(const struct reader *r, json_t *json, void *object)
{
    struct published_step *step = object;
    int result = CHECK_MEMBERS(r, json, "what", "from", "to");
    if (result == 0)
        result = read_text(r, json, "what", false, &step->what);
    if (result == 0)
        result = read_text(r, json, "from", false, &step->from);
    if (result == 0)
        result = read_text(r, json, "to", false, &step->to);
    return result;
}

/* What read_entries makes of a list. */
struct entries {
    const char *name;
    size_t least, entry_bytes;
    int (*read)(const struct reader *r, json_t *json, void *object);
};

/* *ret and *ret_count hold what was read, whole or not. */
static int read_entries(const struct reader *r, json_t *json, const struct entries *e,
                        void **ret, size_t *ret_count)
{
    json_t *list = NULL;
    size_t count = 0;
    int result = read_list(r, json, e->name, e->least, &list, &count);
    if (result < 0)
        return result;
    *ret = calloc(count + 1, e->entry_bytes);
    if (!*ret)
        return -ENOMEM;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct reader in = inner(r, e->name, i);
        *ret_count = i + 1;
        result = e->read(&in, json_array_get(list, i), (char *)*ret + i * e->entry_bytes);
    }
    return result;
}

static int read_table(const struct reader *r, json_t *json, void *object)
{
    static const struct entries rows = { "rows", 1, sizeof(struct published_row), read_row };
    static const struct entries ablation = { "ablation", 0, sizeof(struct published_step),
                                             read_step };
    struct published_table *t = object;
    int result = CHECK_MEMBERS(r, json, "title", "what", "rows", "ablation");
    if (result == 0)
        result = read_text(r, json, "title", false, &t->title);
    if (result == 0)
        result = read_text(r, json, "what", false, &t->what);
    if (result == 0)
        result = read_entries(r, json, &rows, (void **)&t->rows, &t->row_count);
    if (result == 0)
        result = read_entries(r, json, &ablation, (void **)&t->steps, &t->step_count);
    if (result == 0 && t->step_count && t->rows[0].missing)
        result = complain(r, "ablation", "has steps, but the first row has no cases");
    return result;
}

static int read_sentence(const struct reader *r, json_t *json, void *object)
{
    struct published_sentence *s = object;
    int result = CHECK_MEMBERS(r, json, "said", "trial", "missing");
    if (result == 0)
        result = read_text(r, json, "said", false, &s->said);
    if (result == 0)
        result = read_text(r, json, "trial", true, &s->trial);
    if (result == 0)
        result = read_text(r, json, "missing", true, &s->missing);
    if (result == 0 && !s->trial == !s->missing)
        result = complain(r, "missing", "is for what has no trial, and for that alone");
    return result;
}

static int read_language(const struct reader *r, json_t *json, enum published_language *ret)
{
    const char *name = NULL;
    int result = read_text(r, json, "language", false, &name);
    if (result < 0)
        return result;
    *ret = strcmp(name, published_language_names[PUBLISHED_C]) == 0 ? PUBLISHED_C
                                                                    : PUBLISHED_PYTHON;
    return strcmp(name, published_language_names[*ret]) == 0
               ? 0
               : complain(r, "language", "is neither C nor Python");
}

static int read_source(const struct reader *r, json_t *json, struct published_source *s)
{
    static const struct entries tables = { "tables", 1, sizeof(struct published_table),
                                           read_table };
    static const struct entries sentences = { "sentences", 0, sizeof(struct published_sentence),
                                              read_sentence };
    int result = CHECK_MEMBERS(r, json, "title", "site", "author", "url", "date", "language",
                               "conditions", "tables", "sentences");
    if (result == 0)
        result = read_text(r, json, "title", false, &s->title);
    if (result == 0)
        result = read_text(r, json, "site", false, &s->site);
    if (result == 0)
        result = read_text(r, json, "author", true, &s->author);
    if (result == 0)
        result = read_language(r, json, &s->language);
    if (result == 0)
        result = read_text(r, json, "url", true, &s->url);
    if (result == 0)
        result = read_text(r, json, "date", false, &s->date);
    if (result == 0)
        result = read_text(r, json, "conditions", false, &s->conditions);
    if (result == 0)
        result = read_entries(r, json, &tables, (void **)&s->tables, &s->table_count);
    if (result == 0)
        result = read_entries(r, json, &sentences, (void **)&s->sentences, &s->sentence_count);
    return result;
}

/* "results/published/d1-cidr-2022.json" is cidr-2022. */
static void set_name(struct published_source *s, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t order = name[0] ? 1 + strspn(name + 1, "0123456789") : 0;
    if (name[order] == '-')
        name += order + 1;
    snprintf(s->name, sizeof s->name, "%.*s", (int)strcspn(name, "."), name);
}

int source_read(struct published_source *s, const char *path, struct published_error *error)
{
    struct reader r = { .file = path, .error = error };
    json_error_t wrong;
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
    if (!json) {
        snprintf(error->message, sizeof error->message, "%s: line %d, column %d: %s", path,
                 wrong.line, wrong.column, wrong.text);
        return -EBADMSG;
    }
    s->text = json;
    set_name(s, path);
    return read_source(&r, json, s);
}

/* ---- the end ---- */

static void free_table(struct published_table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        free(t->rows[i].regular.values);
        free(t->rows[i].mmap.values);
    }
    free(t->rows);
    free(t->steps);
}

void source_free(struct published_source *s)
{
    for (size_t i = 0; i < s->table_count; i++)
        free_table(&s->tables[i]);
    free(s->tables);
    free(s->sentences);
    json_decref(s->text);
}
