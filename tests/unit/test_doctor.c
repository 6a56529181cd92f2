/* SPDX-License-Identifier: MIT */
/* The probes as a whole: their table, their commands, and what becomes of the findings. */
#include "config.h"
#include "doctor/table.h"
#include "tests/unit/doctor_machine.h"

static void half_a_command_is_none(void **state)
{
    (void)state;
    struct doctor_finding f = { .fix = "old" };
    char name[FINDING_FIX_MAX + 1];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    doctor_fix(&f, "%s", name);
    assert_string_equal(f.fix, "");
    doctor_fix(&f, "%s", name + 1);
    assert_string_equal(f.fix, name + 1);
    doctor_set(&f, VERDICT_BAD, "%s", name);
    assert_int_equal(strlen(f.found), FINDING_FOUND_MAX - 1);
}

static void the_table_is_whole(void **state)
{
    (void)state;
    size_t count = 0;
    for (; doctor_probes[count]; count++) {
        const struct doctor_probe *c = doctor_probes[count];
        assert_ptr_equal(doctor_probe_find(c->name), c); /* no name twice */
        assert_true(strlen(c->name) < 16);               /* the width of its column */
        assert_true(c->why[strlen(c->why) - 1] == '.');
        assert_non_null(c->run);
    }
    assert_int_equal(doctor_probe_count(), count);
    assert_null(doctor_probe_find("astrology"));
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        assert_non_null(verdict_names[i]);
}

static void this_machine_can_be_examined(void **state)
{
    (void)state;
    struct subject s;
    char *folder = test_folder();
    subject_read(&s, folder, 4096);
    assert_true(s.data_bytes == 4096 && s.root[0] == '\0');
    for (size_t i = 0; doctor_probes[i]; i++) {
        struct doctor_finding f;
        doctor_examine(&f, doctor_probes[i], &s);
        assert_ptr_equal(f.probe, doctor_probes[i]);
        assert_true(f.found[0] != '\0');
        if (!HAVE_LINUX_EXTRAS && !doctor_probes[i]->portable) {
            assert_int_equal(f.verdict, VERDICT_UNKNOWN);
            assert_string_equal(f.found, "this mapread was built without its Linux extras");
        }
        if (f.verdict == VERDICT_GOOD)
            assert_string_equal(f.fix, "");
    }
    assert_int_equal(rmdir(folder), 0);
    free(folder);
}

static void findings_become_json(void **state)
{
    (void)state;
    static const struct doctor_finding findings[] = {
        { &probe_load, VERDICT_BAD, "9 \"quoted\"", "ps | head" },
        { &probe_swap, VERDICT_GOOD, "none", "" },
    };
    static const char wanted[] = "[\n  {\n    \"name\": \"load\",\n    \"verdict\": \"bad\",\n"
                                 "    \"found\": \"9 \\\"quoted\\\"\",\n";
    char text[4096] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_non_null(out);
    assert_int_equal(doctor_write_json(out, findings, COUNT(findings)), 0);
    fclose(out);
    assert_memory_equal(text, wanted, strlen(wanted));
    assert_non_null(strstr(text, "\"command\": \"ps | head\"\n  },\n"));
    assert_non_null(strstr(text, "\"command\": null\n  }\n]\n"));
    assert_non_null(strstr(text, probe_swap.why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_a_command_is_none),
        cmocka_unit_test(the_table_is_whole),
        cmocka_unit_test(this_machine_can_be_examined),
        cmocka_unit_test(findings_become_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
