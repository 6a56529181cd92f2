/* SPDX-License-Identifier: MIT */
/*
 * results/schema.json describes what is written, member by member: neither can change
 * without the other.
 */
#include "runfile/run_json.h"
#include "runfile/tables.h"
#include "tests/source.h"

static json_t *schema;

static int schema_load(void **state)
{
    (void)state;
    json_error_t error;
    char *path = test_source("results/schema.json");
    schema = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!schema)
        print_error("%s: line %d: %s\n", path, error.line, error.text);
    free(path);
    return schema ? 0 : -1;
}

static int schema_drop(void **state)
{
    (void)state;
    json_decref(schema);
    return 0;
}

/* The description of a member of `object`, or of the items of an array there. */
static const json_t *part(const json_t *object, const char *name)
{
    const json_t *found = json_object_get(json_object_get(object, "properties"), name);
    const json_t *items = json_object_get(found, "items");
    if (!found)
        fail_msg("%s is not described", name);
    return items ? items : found;
}

static bool holds(const json_t *array, const char *text)
{
    size_t i;
    json_t *item;
    json_array_foreach(array, i,
                       item) if (strcmp(json_string_value(item), text) == 0) return true;
    return false;
}

/* These names and no others. */
static void check_names(const json_t *array, const char *const *names)
{
    size_t count = 0;
    for (; names[count]; count++)
        if (!holds(array, names[count]))
            fail_msg("%s is not described", names[count]);
    assert_int_equal(json_array_size(array), count);
}

static bool is_of(const json_t *type, const char *wanted)
{
    return json_is_string(type) ? strcmp(json_string_value(type), wanted) == 0
                                : holds(type, wanted);
}

static void check_type(const json_t *object, const struct field *f)
{
    static const char *const wanted[] = {
        [FIELD_NUMBER] = "number", [FIELD_COUNT] = "integer", [FIELD_FLAG] = "boolean",
        [FIELD_TEXT] = "string",   [FIELD_PATH] = "string",
    };
    const json_t *described = part(object, f->name);
    if (f->kind == FIELD_CHOICE)
        check_names(json_object_get(described, "enum"), f->choices);
    else if (!is_of(json_object_get(described, "type"), wanted[f->kind]))
        fail_msg("%s is not described as %s", f->name, wanted[f->kind]);
}

/* Every field is described with its type, and required unless it may be missing; nothing else
   is described, but for `others` members. */
static void check_fields(const json_t *object, const struct field *fields, size_t count,
                         size_t others)
{
    for (size_t i = 0; i < count; i++) {
        check_type(object, &fields[i]);
        if (holds(json_object_get(object, "required"), fields[i].name) == fields[i].optional)
            fail_msg("%s: required, or not described so", fields[i].name);
    }
    assert_int_equal(json_object_size(json_object_get(object, "properties")), count + others);
}

static void every_table_of_fields_is_described(void **state)
{
    (void)state;
    check_fields(schema, run_head_fields, RUN_HEAD_FIELDS, RUN_PARTS + RUN_LISTS + 5);
    for (size_t i = 0; i < RUN_PARTS; i++)
        check_fields(part(schema, run_parts[i].name), run_parts[i].fields, run_parts[i].count,
                     0);
    for (size_t i = 0; i < RUN_LISTS; i++)
        check_fields(part(schema, run_lists[i].name), run_lists[i].fields,
                     run_lists[i].field_count, 0);
    check_fields(part(schema, "interference"), interference_fields, INTERFERENCE_FIELDS, 1);
    part(part(schema, "interference"), "verdict");
    check_fields(part(schema, "cases"), run_case_fields, RUN_CASE_FIELDS, 5);
}

/* A column each: of times that are above 0, or as the definition says. */
static void every_column_is_described(void **state)
{
    (void)state;
    const json_t *samples = part(part(schema, "cases"), "samples"),
                 *columns = json_object_get(samples, "properties");
    for (size_t i = 0; i < SAMPLE_FIELDS; i++) {
        const char *name = sample_fields[i].name;
        const json_t *column = json_object_get(columns, name),
                     *ref = json_object_get(column, "$ref");
        if (strcmp(name, "wall_ns") == 0
                ? json_object_get(column, "items") == NULL
                : !ref || strcmp(json_string_value(ref), "#/$defs/column"))
            fail_msg("%s is not described as a column", name);
        assert_int_equal(holds(json_object_get(samples, "required"), name),
                         i < SAMPLE_FIELDS_FIRST);
    }
    assert_int_equal(json_object_size(columns), SAMPLE_FIELDS);
}

/* Each member of `written` is described, and nothing else but `others` members. */
static void check_members(const json_t *object, json_t *written, size_t others)
{
    const char *name;
    json_t *value;
    json_object_foreach(written, name, value) part(object, name);
    assert_int_equal(json_object_size(json_object_get(object, "properties")),
                     json_object_size(written) + others);
}

static json_t *first(const json_t *object, const char *name)
{
    return json_array_get(json_object_get(object, name), 0);
}

static void every_member_that_is_written_is_described(void **state)
{
    (void)state;
    struct run run = { 0 };
    assert_non_null(run_add_dataset(&run));
    assert_non_null(run_add_finding(&run));
    assert_non_null(run_add_case(&run));
    json_t *head = run_head_json(&run), *one = case_head_json(&run.cases[0]);
    assert_true(head && one);
    check_members(schema, head, 1);
    check_members(part(schema, "datasets"), first(head, "datasets"), 0);
    check_members(part(schema, "doctor"), first(head, "doctor"), 0);
    check_members(part(schema, "cases"), one, 1);
    check_members(part(part(schema, "cases"), "key"), json_object_get(one, "key"), 0);
    part(part(schema, "cases"), "samples");
    json_decref(head);
    json_decref(one);
    run_free(&run);
}

static void what_is_required_is_described(const json_t *object)
{
    size_t i;
    json_t *name;
    const char *key;
    json_t *value;
    json_array_foreach(json_object_get(object, "required"), i, name)
        part(object, json_string_value(name));
    json_object_foreach(json_object_get(object, "properties"), key, value)
    {
        if (!json_object_get(value, "description"))
            fail_msg("%s has no description", key);
        what_is_required_is_described(part(object, key));
    }
}

static void nothing_is_required_that_is_not_described(void **state)
{
    (void)state;
    what_is_required_is_described(schema);
}

static void the_version_and_the_causes_are_ours(void **state)
{
    (void)state;
    const json_t *version = json_object_get(part(schema, "schema_version"), "const");
    assert_int_equal(json_integer_value(version), RUN_SCHEMA_VERSION);
    check_names(json_object_get(part(part(schema, "cases"), "cause"), "enum"), cause_names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_of_fields_is_described),
        cmocka_unit_test(every_column_is_described),
        cmocka_unit_test(every_member_that_is_written_is_described),
        cmocka_unit_test(nothing_is_required_that_is_not_described),
        cmocka_unit_test(the_version_and_the_causes_are_ours),
    };
    return cmocka_run_group_tests(tests, schema_load, schema_drop);
}
