/* SPDX-License-Identifier: MIT */
/* The parsers of /proc and /sys, fed with odd texts. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "measure/facts.h"
#include "measure_check.h"

static char said[FIELD_TEXT_MAX];

static void text_is_cleaned(void **state)
{
    (void)state;
    static const char *const pair[][2] = {
        { "plain", "plain" },
        { "", "" },
        { "a\tb\nc\033[1m\177", "a?b?c?[1m?" },
        { "Größe € 😀", "Größe € 😀" },
        { "\xff\xc3", "??" },                /* never UTF-8; cut short */
        { "\xc3(", "?(" },                   /* the rest of it missing */
        { "\xc0\xaf\xe0\x80\xaf", "?????" }, /* '/' made longer */
        { "\xed\xa0\x80", "???" },           /* half of a UTF-16 pair */
        { "\xf0\x80\x80\xaf", "????" },
        { "\xf5\x80\x80\x80", "????" },
        { "\xf4\x90\x80\x80\xf5", "?????" } /* beyond Unicode */
    };
    for (size_t i = 0; i < COUNT(pair); i++) {
        facts_text(said, pair[i][0]);
        assert_string_equal(said, pair[i][1]);
    }
    facts_line(said, " \t two words \r\nnext");
    assert_string_equal(said, "two words");
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    char text[2000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    facts_text(said, text);
    assert_int_equal(strlen(said), FIELD_TEXT_MAX - 1);
    memcpy(text + FIELD_TEXT_MAX - 2, "é", 2);
    facts_text(said, text);
    assert_int_equal(strlen(said), FIELD_TEXT_MAX - 2);
    memcpy(text + FIELD_TEXT_MAX - 3, "é", 2);
    facts_text(said, text);
    assert_string_equal(said + FIELD_TEXT_MAX - 3, "é");
}

static void entries_are_found_by_their_whole_name(void **state)
{
    (void)state;
    static const char text[] =
        "\nxSwap : 1\nSwap: 2 kB\nSwapTotal:  \t7 kB\nSwapTotal: 8\nEmpty:\nno colon\nLast : e";
    facts_entry(said, text, "Last");
    assert_string_equal(said, "e");
    facts_entry(said, text, "Total");
    assert_string_equal(said, "");
}

static void the_chosen_one_stands_in_brackets(void **state)
{
    (void)state;
    static const char *const pair[][2] = { { "always [madvise] never", "madvise" },
                                           { "[none] mq-deadline", "none" },
                                           { "none bfq [kyber]", "kyber" },
                                           { "none", "none" },
                                           { "always madvise never", "" },
                                           { "[broken", "" },
                                           { "", "" },
                                           { "[]", "" } };
    for (size_t i = 0; i < COUNT(pair); i++) {
        facts_chosen(said, pair[i][0]);
        assert_string_equal(said, pair[i][1]);
    }
}

static void os_release_is_read_as_a_shell_would(void **state)
{
    (void)state;
    static const char *const pair[][2] = {
        { "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n",
          "Debian GNU/Linux 12 (bookworm)" },
        { "PRETTY_NAME='Single \"\\ quotes'", "Single \"\\ quotes" },
        { "PRETTY_NAME=Alpine\n", "Alpine" },
        { "PRETTY_NAME=\"say \\\"hi\\\" for \\$5\"", "say \"hi\" for $5" },
        { "PRETTY_NAME=old\nPRETTY_NAME=new", "new" },
        { "PRETTY_NAME=\"never closed\nID=x", "never closed" },
        { "#PRETTY_NAME=no\nOLD_PRETTY_NAME=no\n", "" },
        { "PRETTY_NAME=x\xa9\nPRETTY_NAME=\xc3", "?" }, /* not joined with what was there */
        { "PRETTY_NAME=\"\"", "" },
        { "PRETTY_NAME=\"", "" },
        { "PRETTY_NAME=\\", "\\" },
        { "", "" }
    };
    for (size_t i = 0; i < COUNT(pair); i++) {
        facts_os_release(said, pair[i][0]);
        assert_string_equal(said, pair[i][1]);
    }
    char text[2000] = "PRETTY_NAME=\"aa";
    while (strlen(text) < 1000)
        strcat(text, "é");
    facts_os_release(said, text);
    assert_string_equal(said + FIELD_TEXT_MAX - 4, "é");
}

static void the_processor_has_a_name(void **state)
{
    (void)state;
    static const char *const pair[][2] = {
        { "processor\t: 0\nmodel\t\t: 17\nmodel name\t: AMD EPYC\n", "AMD EPYC" },
        { "model name\t: \nHardware\t: BCM2835\n", "BCM2835" },
        { "processor : 0\ncpu\t\t: POWER9, altivec\n", "POWER9, altivec" },
        { "cpu family : 25\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n",
          "CPU part 0xd0c, implementer 0x41" },
        { "processor : 0\n", "" },
        { "", "" }
    };
    for (size_t i = 0; i < COUNT(pair); i++) {
        facts_cpu(said, pair[i][0]);
        assert_string_equal(said, pair[i][1]);
    }
}

static const char mounts[] =
    "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,discard\n"
    "2 1 0:30 / /tmp rw - tmpfs tmpfs rw,size=1k\n"
    "3 1 8:2 / /with\\040space\\134\\011x rw master:3 propagate_from:2 - xfs /dev/sd\\040b rw\n"
    "\n"
    "broken line\n"
    "4 1 no:number / /tmp rw - never never rw\n"
    "5 1 8:9 / /no/dash rw never /dev/x rw\n"
    "6 1 8:9 / /no/source rw - never\n"
    "7 1 0:31 / /empty rw -  tmpfs  rw\n"
    "7 1 0:60 /  rw - ext4 /dev/no-point rw\n"
    "8 1 0:32 / /short ro - ext4 /dev/sdc\n"
    "9 1 0:33 / /data rw - ext4 /dev/sdd rw\n"
    "10 1 0:34 / /data ro,noatime - btrfs /dev/sde rw,subvol=/a\n"
    "11 1 0:34 / /data/deep rw - btrfs /dev/sde rw,subvol=/b\n"
    "12 1 8:7 / /hidden/by rw - ext4 /dev/sdf rw\n"
    "13 1 8:8 / /hidden rw - ext4 /dev/sdg rw\n"
    "14 1 0:50 / /data rw - overlay last rw";

static char mount_text[8192];

static struct facts_mount find(unsigned major, unsigned minor, const char *path)
{
    struct facts_mount m = { .source = "nothing", .filesystem = "", .point = "" };
    strcpy(mount_text, mounts);
    facts_find_mount(&m, mount_text, (struct facts_device){ major, minor }, path);
    return m;
}

static void the_mount_of_a_path_is_found(void **state)
{
    (void)state;
    static const struct {
        unsigned major, minor;
        const char *path, *source;
    } row[] = { { 8, 1, "/", "/dev/sda1" },
                { 8, 1, "/tmpx", "/dev/sda1" },
                { 8, 1, "/tmp/x", "/dev/sda1" }, /* its device counts before its name */
                { 0, 30, "/tmp", "tmpfs" },
                { 8, 2, "/with space\\\tx/file", "/dev/sd b" },
                { 99, 1, "/with space\\\tx", "/dev/sd b" },
                { 99, 1, "/with space\\\txy", "/dev/sda1" },
                { 99, 1, "/tmp/file", "tmpfs" }, /* the line with no:number is none */
                { 8, 9, "/no/dash", "/dev/sda1" },
                { 8, 9, "/no/source", "/dev/sda1" },
                { 99, 1, "/data/x", "last" },
                { 0, 50, "/data/x", "last" },
                { 0, 33, "/data/x", "/dev/sdd" },
                { 0, 34, "/data/deep/x", "/dev/sde" },
                { 99, 1, "/data/deep", "/dev/sde" },
                { 8, 8, "/hidden/by/x", "/dev/sdg" },
                { 0, 60, "/x", "/dev/sda1" },
                { 99, 1, "relative", "nothing" } };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct facts_mount m = find(row[i].major, row[i].minor, row[i].path);
        if (strcmp(m.source, row[i].source) != 0)
            fail_msg("%s is on %s instead of %s", row[i].path, m.source, row[i].source);
    }
    struct facts_mount m = find(0, 34, "/data/deep/x");
    assert_string_equal(m.point, "/data/deep");
    assert_int_equal(m.device.minor, 34);
    char nothing[] = "";
    assert_false(facts_find_mount(&m, nothing, (struct facts_device){ 8, 1 }, "/"));
}

static void a_mount_line_may_be_very_long(void **state)
{
    (void)state;
    char *at =
        mount_text + sprintf(mount_text, "1 0 0:9 / / rw - overlay overlay rw,lowerdir=");
    memset(at, 'x', 6000);
    strcpy(at + 6000, "\n2 1 8:1 / /y rw - ext4 /dev/sda1 rw,acl");
    struct facts_mount m;
    struct facts_device device = { 0, 9 };
    assert_true(facts_find_mount(&m, mount_text, device, "/y"));
    facts_mount_options(said, &m);
    assert_int_equal(strlen(said), FIELD_TEXT_MAX - 1);
    facts_mount_source(said, &m);
    assert_string_equal(said, "");
}

static void options_are_joined(void **state)
{
    (void)state;
    static const char *const row[][3] = {
        { "rw,relatime", "rw,discard,relatime,acl", "rw,relatime,discard,acl" },
        { "ro,noatime", "rw,acl", "ro,noatime,acl" },
        { "rw,noatime", "ro,acl", "noatime,ro,acl" },
        { "rw", "", "rw" },
        { "", "", "" },
        { "rw,rw,,dir,", "di,director", "rw,dir,di,director" }
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct facts_mount m = { .options = row[i][0], .super_options = row[i][1] };
        facts_mount_options(said, &m);
        assert_string_equal(said, row[i][2]);
    }
    struct facts_mount m = find(0, 32, "/short");
    facts_mount_options(said, &m);
    assert_string_equal(said, "ro");
}

static void only_a_real_source_is_a_device(void **state)
{
    (void)state;
    static const char *const row[][3] = { { "ext4", "/dev/sda1", "/dev/sda1" },
                                          { "nfs4", "host:/export", "host:/export" },
                                          { "tmpfs", "anything", "" },
                                          { "overlay", "overlayfs", "" },
                                          { "fuse.x", "none", "" },
                                          { "proc", "proc", "" },
                                          { "zfs", "tank", "tank" },
                                          { "ext4", "", "" } };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct facts_mount m = { .filesystem = row[i][0], .source = row[i][1] };
        facts_mount_source(said, &m);
        assert_string_equal(said, row[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(entries_are_found_by_their_whole_name),
        cmocka_unit_test(the_chosen_one_stands_in_brackets),
        cmocka_unit_test(os_release_is_read_as_a_shell_would),
        cmocka_unit_test(the_processor_has_a_name),
        cmocka_unit_test(the_mount_of_a_path_is_found),
        cmocka_unit_test(a_mount_line_may_be_very_long),
        cmocka_unit_test(options_are_joined),
        cmocka_unit_test(only_a_real_source_is_a_device),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
