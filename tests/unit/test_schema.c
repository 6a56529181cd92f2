/* SPDX-License-Identifier: MIT */
/*
 * results/schema.json describes what is written, member by member: neither can change
 * without the other.
 */
#include "result/run_json.h"
#include "tests/source.h"

enum { STATUSES = CASE_OVER_LIMIT + 1 };

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

/* Every field is described with its type, and required unless it came later; nothing else
   is described, but for `others` members. */
static void check_fields(const json_t *object, const struct field *fields, size_t count,
                         size_t others)
{
    const json_t *required = json_object_get(object, "required");
    for (size_t i = 0; i < count; i++) {
        const json_t *type = json_object_get(part(object, fields[i].name), "type");
        const char *wanted = fields[i].kind == FIELD_NUMBER ? "number" : "string";
        if (json_is_string(type) ? strcmp(json_string_value(type), wanted) != 0
                                 : !holds(type, wanted) || !holds(type, "null"))
            fail_msg("%s is not described as a %s or null", fields[i].name, wanted);
        if (holds(required, fields[i].name) == fields[i].later)
            fail_msg("%s: whether it is required is wrong", fields[i].name);
    }
    assert_int_equal(json_object_size(json_object_get(object, "properties")), count + others);
}

static void every_table_of_fields_is_described(void **state)
{
    (void)state;
    check_fields(part(schema, "machine"), machine_fields, MACHINE_FIELDS, 0);
    check_fields(part(schema, "storage"), storage_fields, STORAGE_FIELDS, 0);
    check_fields(part(schema, "toolchain"), toolchain_fields, TOOLCHAIN_FIELDS, 0);
    check_fields(part(schema, "noise"), interference_fields, INTERFERENCE_FIELDS, 1);
    part(part(schema, "noise"), "verdict");
    check_fields(part(part(schema, "cases"), "samples"), sample_fields, SAMPLE_FIELDS, 0);
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
    static const char *const beside_the_head[] = { "schema_version", "cases" };
    struct run run = { 0 };
    assert_non_null(run_add_dataset(&run));
    assert_non_null(run_add_finding(&run));
    assert_non_null(run_add_case(&run));
    json_t *head = run_head_json(&run), *one = case_head_json(&run.cases[0]);
    assert_true(head && one);
    check_members(schema, head, 2);
    for (size_t i = 0; i < 2; i++)
        part(schema, beside_the_head[i]);
    check_members(part(schema, "datasets"), first(head, "datasets"), 0);
    check_members(part(schema, "doctor"), first(head, "doctor"), 0);
    check_members(part(schema, "cases"), one, 1);
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

static void the_version_and_the_statuses_are_ours(void **state)
{
    (void)state;
    const json_t *version = json_object_get(part(schema, "schema_version"), "const");
    const json_t *known = json_object_get(part(part(schema, "cases"), "status"), "enum");
    assert_int_equal(json_integer_value(version), RUN_SCHEMA_VERSION);
    assert_int_equal(json_array_size(known), STATUSES);
    for (size_t i = 0; i < STATUSES; i++)
        assert_true(holds(known, case_status_names[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_of_fields_is_described),
        cmocka_unit_test(every_member_that_is_written_is_described),
        cmocka_unit_test(nothing_is_required_that_is_not_described),
        cmocka_unit_test(the_version_and_the_statuses_are_ours),
    };
    return cmocka_run_group_tests(tests, schema_load, schema_drop);
}
