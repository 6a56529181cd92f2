/* SPDX-License-Identifier: MIT */
/*
 * Memory cgroups of both versions, laid out in a folder. The part of the kernel is played
 * by the test: a new group gets its files, where the group above hands its controller down,
 * and a group with a process in it cannot be removed.
 *
 * Linked with --wrap of: mkdir rmdir
 */
#include <limits.h>
#include <math.h>
#include <sys/wait.h>

#include "base/text.h"
#include "state/memcg.h"
#include "tests/fault/wrap.h"
#include "tests/unit/laid_out.h"

DECLARE_WRAP(int, mkdir, const char *path, mode_t mode);
DECLARE_WRAP(int, rmdir, const char *path);

#define V1 "/sys/fs/cgroup/memory"
#define V2 "/sys/fs/cgroup"
#define SELF "/proc/self/cgroup"

enum { MIB = 1 << 20 };

static struct kernel {
    bool running;       /* otherwise folders are folders */
    const char *closed; /* below this no group can be made: the error is mkdir_error */
    int mkdir_error;
    int busy;  /* how often rmdir finds somebody in the group */
    int asked; /* how often */
} now;

/* A group of version 2 has the controllers that the one above hands down. */
static bool has_controller(const char *group)
{
    char path[PATH_MAX], text[64] = "";
    snprintf(path, sizeof path, "%.*s/cgroup.subtree_control",
             (int)(strrchr(group, '/') - group), group);
    FILE *f = fopen(path, "r");
    if (!f)
        return true; /* version 1 */
    if (!fgets(text, sizeof text, f))
        text[0] = '\0';
    fclose(f);
    return strstr(text, "memory");
}

static void write_in(const char *directory, const char *name, const char *text)
{
    char *path = text_printf("%s/%s", directory, name);
    assert_non_null(path);
    test_write(path, text, strlen(text));
    free(path);
}

static void fill(const char *group)
{
    bool unified = !strstr(group, V1);
    write_in(group, "cgroup.procs", "");
    if (!has_controller(group))
        return;
    write_in(group, unified ? "memory.max" : "memory.limit_in_bytes",
             "max\n"); /* shorter than what is written over it */
    write_in(group, unified ? "memory.swap.max" : "memory.swappiness",
             unified ? "max\n" : "60\n");
    write_in(group, unified ? "memory.current" : "memory.usage_in_bytes", "4096\n");
    write_in(group, unified ? "memory.peak" : "memory.max_usage_in_bytes", "8192\n");
    if (unified) {
        write_in(group, "memory.events", "low 0\nhigh 0\nmax 7\noom 1\noom_kill 2\n");
        return;
    }
    write_in(group, "memory.failcnt", "7\n");
    write_in(group, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
}

int WRAPPED(mkdir)(const char *path, mode_t mode)
{
    if (!now.running)
        return REAL(mkdir)(path, mode);
    now.running = false; /* what follows is the kernel's own */
    const char *below = now.closed ? strstr(path, now.closed) : NULL;
    int r = below ? -1 : REAL(mkdir)(path, mode);
    if (r == 0)
        fill(path);
    now.running = true;
    if (below)
        errno = now.mkdir_error;
    return r;
}

int WRAPPED(rmdir)(const char *path)
{
    if (!now.running || !path_exists(path))
        return REAL(rmdir)(path);
    now.asked++;
    if (now.busy-- > 0)
        return fails(EBUSY);
    now.running = false;
    remove_folder(strdup(path));
    now.running = true;
    return 0;
}

/* ---- worlds ---- */

static char *world_of(const char *self)
{
    char *root = test_folder();
    now = (struct kernel){ 0 };
    put(root, SELF, self);
    return root;
}

static char *world_v1(void)
{
    char *root = world_of("5:cpu:/x\n4:memory:/a/b\n0::/\n");
    put(root, V1 "/a/b/cgroup.procs", "");
    now.running = true;
    return root;
}

/* Our own group has processes and hands nothing down; the one above does. */
static char *world_v2(const char *handed_down)
{
    char *root = world_of("0::/user/me\n");
    put(root, V2 "/cgroup.subtree_control", handed_down);
    put(root, V2 "/user/cgroup.subtree_control", handed_down);
    put(root, V2 "/user/me/cgroup.subtree_control/", ""); /* a folder: nobody can write it */
    now.running = true;
    return root;
}

static void end(char *root)
{
    now.running = false;
    remove_folder(root);
}

static char *text_in(const char *directory, const char *name)
{
    size_t len;
    char *path = text_printf("%s/%s", directory, name);
    char *text = (char *)test_read(path, &len);
    text[len] = '\0';
    free(path);
    return text;
}

static void assert_text(const struct memcg *g, const char *name, const char *wanted)
{
    char *text = text_in(g->directory, name);
    if (strncmp(text, wanted, strlen(wanted)) != 0)
        fail_msg("%s: '%s' instead of '%s'", name, text, wanted);
    free(text);
}

static void assert_made_in(const struct memcg *g, const char *root, const char *parent)
{
    char *wanted = text_printf("%s%s/mapread-%ld", root, parent, (long)getpid());
    assert_string_equal(g->directory, wanted);
    free(wanted);
}

/* ---- making ---- */

static void version_1_lies_below_our_own_group(void **state)
{
    (void)state;
    char *root = world_v1();
    struct memcg g;
    assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
    assert_false(g.unified);
    assert_made_in(&g, root, V1 "/a/b");
    assert_true(g.limit_bytes == 32 * MIB);
    assert_text(&g, "memory.limit_in_bytes", "33554432");
    assert_text(&g, "memory.swappiness", "0");
    memcg_remove(&g);
    assert_false(path_exists(g.directory));
    end(root);
}

static void version_2_lies_where_the_controller_is_handed_down(void **state)
{
    (void)state;
    char *root = world_v2("cpu memory");
    struct memcg g;
    assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
    assert_true(g.unified);
    assert_made_in(&g, root, V2 "/user");
    assert_text(&g, "memory.max", "33554432");
    assert_text(&g, "memory.swap.max", "0");
    memcg_remove(&g);
    assert_false(path_exists(g.directory));
    char *tried = text_printf("%s" V2 "/user/me/mapread-%ld", root, (long)getpid());
    assert_false(path_exists(tried)); /* what was of no use is gone again */
    free(tried);
    end(root);
}

/* Here no kernel answers: the line that asks for the controller is all there is to see. */
static void version_2_asks_for_the_controller(void **state)
{
    (void)state;
    char *root = world_v2("cpu");
    struct memcg g;
    assert_int_not_equal(memcg_make(&g, root, 32 * MIB), 0);
    char *directory = text_printf("%s" V2 "/user", root);
    char *asked = text_in(directory, "cgroup.subtree_control");
    assert_string_equal(asked, "+memory");
    free(asked);
    free(directory);
    end(root);
}

static void what_is_not_for_us_is_told(void **state)
{
    (void)state;
    static const int errors[] = { EACCES, EPERM, EROFS };
    for (size_t i = 0; i < 3; i++) {
        char *root = world_v1();
        struct memcg g = { .limit_bytes = 77 };
        now.closed = V1;
        now.mkdir_error = errors[i];
        assert_int_equal(memcg_make(&g, root, 32 * MIB), -errors[i]);
        assert_true(g.limit_bytes == 77);
        end(root);
    }
}

static void without_a_controller_there_is_none(void **state)
{
    (void)state;
    struct memcg g;
    char *root = world_of("5:cpu:/x\n");
    assert_int_equal(memcg_make(&g, root, 32 * MIB), -ENOENT);
    end(root);
}

/* A file system that takes any text is no kernel. */
static void a_limit_that_is_not_taken_is_none(void **state)
{
    (void)state;
    char *root = world_v1();
    struct memcg g;
    assert_int_equal(memcg_make(&g, root, 0), -EIO);
    char *left = text_printf("%s" V1 "/a/b/mapread-%ld", root, (long)getpid());
    assert_false(path_exists(left));
    free(left);
    end(root);
}

/* ---- figures ---- */

static void figures_are_those_of_the_version(void **state)
{
    (void)state;
    for (int unified = 0; unified <= 1; unified++) {
        char *root = unified ? world_v2("memory") : world_v1();
        struct memcg g;
        assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
        if (!unified) /* the kernel keeps the count; this file took what was written */
            write_in(g.directory, "memory.oom_control", "oom_kill_disable 0\noom_kill 2\n");
        struct memcg_use use = memcg_use(&g);
        assert_true(use.limit_bytes == 32 * MIB);
        assert_true(use.used_bytes == 4096 && use.peak_bytes == 8192);
        assert_true(use.hits == 7 && use.kills == 2);
        memcg_remove(&g);
        use = memcg_use(&g);
        assert_true(isnan(use.limit_bytes) && isnan(use.hits) && isnan(use.kills));
        end(root);
    }
}

static void a_process_enters_by_its_number(void **state)
{
    (void)state;
    char *root = world_v1();
    struct memcg g;
    assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
    assert_int_equal(memcg_enter(&g, 4711), 0);
    assert_text(&g, "cgroup.procs", "4711");
    assert_true(memcg_holds(&g, 4711));
    write_in(g.directory, "cgroup.procs", "12\n4711\n13");
    assert_true(memcg_holds(&g, 12) && memcg_holds(&g, 4711) && memcg_holds(&g, 13));
    assert_false(memcg_holds(&g, 1) || memcg_holds(&g, 471) || memcg_holds(&g, 711));
    memcg_remove(&g);
    assert_false(memcg_holds(&g, 4711));
    assert_int_equal(memcg_enter(&g, 4711), -ENOENT);
    end(root);
}

/* ---- removing ---- */

static void whoever_is_about_to_end_is_waited_for(void **state)
{
    (void)state;
    char *root = world_v1();
    struct memcg g;
    assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
    now.busy = 5;
    now.asked = 0;
    memcg_remove(&g);
    assert_int_equal(now.asked, 6);
    assert_false(path_exists(g.directory));
    end(root);
}

static pid_t dead_process(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return pid;
}

/* Lays an empty group there, and tells whether the sweep leaves it. */
static bool survives(const char *root, const char *parent, const char *format, pid_t pid)
    __attribute__((format(printf, 3, 0)));

static bool survives(const char *root, const char *parent, const char *format, pid_t pid)
{
    char *outer = text_printf("%s%s/", root, parent), *name = NULL, *path;
    assert_true(asprintf(&name, format, (long)pid) > 0);
    path = text_printf("%s%s", outer, name);
    assert_int_equal(REAL(mkdir)(path, 0755), 0);
    memcg_remove_stale(root);
    bool left = path_exists(path);
    free(outer);
    free(name);
    free(path);
    return left;
}

static void groups_of_the_dead_are_swept(void **state)
{
    (void)state;
    for (int unified = 0; unified <= 1; unified++) {
        char *root = unified ? world_v2("memory") : world_v1();
        const char *parent = unified ? V2 "/user" : V1 "/a/b";
        assert_false(survives(root, parent, "mapread-%ld", dead_process()));
        assert_true(survives(root, parent, "mapread-%ld", getppid()));
        assert_true(survives(root, parent, "other-%ld", dead_process()));
        assert_true(survives(root, parent, "mapread-%ld.scope", dead_process()));
        end(root);
    }
}

/* Of an earlier process that had our number. */
static void our_own_name_is_free_again(void **state)
{
    (void)state;
    char *root = world_v1();
    char *left = text_printf("%s" V1 "/a/b/mapread-%ld", root, (long)getpid());
    struct memcg g;
    assert_int_equal(REAL(mkdir)(left, 0755), 0);
    assert_int_equal(memcg_make(&g, root, 32 * MIB), 0);
    assert_string_equal(g.directory, left);
    free(left);
    end(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_1_lies_below_our_own_group),
        cmocka_unit_test(version_2_lies_where_the_controller_is_handed_down),
        cmocka_unit_test(version_2_asks_for_the_controller),
        cmocka_unit_test(what_is_not_for_us_is_told),
        cmocka_unit_test(without_a_controller_there_is_none),
        cmocka_unit_test(a_limit_that_is_not_taken_is_none),
        cmocka_unit_test(figures_are_those_of_the_version),
        cmocka_unit_test(a_process_enters_by_its_number),
        cmocka_unit_test(whoever_is_about_to_end_is_waited_for),
        cmocka_unit_test(groups_of_the_dead_are_swept),
        cmocka_unit_test(our_own_name_is_free_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
