/* SPDX-License-Identifier: MIT */
/* Where a file's bytes are: prepared, proved, and not proved when it is not so. */
#include <errno.h>
#include <math.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/text.h"
#include "state/table.h"
#include "tests/disk.h"

enum { PAGES = 64, UNTOUCHED = 77 };

struct fixture {
    char *folder, *path;
    unsigned char *data;
    size_t bytes;
};

static size_t page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static int fixture_make(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    *state = x;
    x->folder = test_disk_folder();
    if (!x->folder)
        return 0;
    x->path = text_printf("%s/data", x->folder);
    x->bytes = PAGES * page_bytes() + 1; /* the last page is not full */
    x->data = malloc(x->bytes);
    assert_true(x->path && x->data);
    for (size_t i = 0; i < x->bytes; i++)
        x->data[i] = (unsigned char)(i * 31 + i / 255);
    test_write(x->path, x->data, x->bytes);
    return 0;
}

static int fixture_drop(void **state)
{
    struct fixture *x = *state;
    int r = 0;
    if (x->folder) {
        unlink(x->path);
        r = rmdir(x->folder);
    }
    free(x->folder);
    free(x->path);
    free(x->data);
    free(x);
    return r;
}

/* The fixture, when this system can tell and bring about what is resident. */
static struct fixture *provable(void **state)
{
    struct fixture *x = *state;
    test_needs_states(x->folder, x->path);
    return x;
}

static double residency_of(const char *path)
{
    double resident = UNTOUCHED;
    assert_int_equal(state_residency(path, &resident), 0);
    return resident;
}

/* Brings the file there, and sees it there. A kernel that reclaims memory ahead of need
   may take pages at any moment: a few tries. */
static void establish(const struct state *s, const struct fixture *x)
{
    double resident;
    int r = -ESTALE;
    for (int i = 0; i < 10 && r != 0; i++) {
        resident = UNTOUCHED;
        r = state_establish(s, x->path, &resident);
        if (r == 0 && residency_of(x->path) != s->resident)
            r = -ESTALE;
    }
    assert_int_equal(r, 0);
    assert_true(resident == s->resident);
}

static void the_table_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; states[i]; i++) {
        assert_ptr_equal(state_find(states[i]->name), states[i]);
        assert_non_null(states[i]->summary);
        assert_non_null(states[i]->prepare);
        assert_non_null(states[i]->refuses);
    }
    assert_int_equal(state_count(), 7);
    assert_null(state_find("lukewarm"));
    assert_true(state_warm.resident == 1);
    assert_non_null(state_warm.fill); /* who filled the cache is recorded */
    assert_true(state_warm.flushes && !state_warm.discarded_passes);
    assert_true(!state_hot.flushes && state_hot.discarded_passes == 3);
    assert_true(state_hot.prepare == state_warm.prepare && state_hot.fill == state_warm.fill);
    assert_true(state_cold.resident == 0 && !state_cold.flushes);
    assert_null(state_cold.fill);
    assert_true(state_cold.memory_share == 0 && state_warm.memory_share == 0);
    assert_true(state_limited.memory_share == 0.5);
    assert_true(state_limited.resident == 0); /* other groups' pages would not be limited */
}

static void warm_is_wholly_resident(void **state)
{
    struct fixture *x = provable(state);
    establish(&state_cold, x);
    establish(&state_warm, x);
    establish(&state_warm, x);
}

static void cold_is_not_resident_at_all(void **state)
{
    struct fixture *x = provable(state);
    establish(&state_warm, x);
    establish(&state_cold, x);
    establish(&state_cold, x);
}

/* Dirty pages cannot be dropped before they are written back. */
static void a_file_just_written_becomes_cold(void **state)
{
    struct fixture *x = provable(state);
    x->data[0] ^= 1;
    test_write(x->path, x->data, x->bytes);
    establish(&state_cold, x);
}

static void no_state_changes_the_file(void **state)
{
    struct fixture *x = provable(state);
    size_t len;
    establish(&state_warm, x);
    establish(&state_cold, x);
    unsigned char *found = test_read(x->path, &len);
    assert_int_equal(len, x->bytes);
    assert_memory_equal(found, x->data, len);
    free(found);
}

static void one_page_is_a_share(void **state)
{
    struct fixture *x = provable(state);
    unsigned char byte;
    establish(&state_cold, x);
    int fd = open(x->path, O_RDONLY | O_CLOEXEC);
    posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM); /* nothing is read ahead */
    assert_int_equal(pread(fd, &byte, 1, 0), 1);
    close(fd);
    double resident = residency_of(x->path);
    assert_true(resident > 0 && resident < 1);
    assert_true(resident >= 1.0 / (PAGES + 1));
}

static void a_state_that_is_not_there_is_stale(void **state)
{
    struct fixture *x = provable(state);
    double resident = UNTOUCHED;
    establish(&state_warm, x);
    assert_int_equal(state_prove(&state_cold, x->path, &resident), -ESTALE);
    assert_true(resident > 0.5); /* what was found */
    establish(&state_cold, x);
    assert_int_equal(state_prove(&state_warm, x->path, &resident), -ESTALE);
    assert_true(resident == 0);
    assert_int_equal(state_prove(&state_cold, x->path, &resident), 0);
}

static void a_mapped_file_is_busy(void **state)
{
    struct fixture *x = provable(state);
    double resident = UNTOUCHED;
    int fd = open(x->path, O_RDONLY | O_CLOEXEC);
    volatile unsigned char *map = mmap(NULL, x->bytes, PROT_READ, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(map, MAP_FAILED);
    close(fd);
    for (size_t i = 0; i < x->bytes; i += page_bytes())
        (void)map[i];
    assert_int_equal(state_evict(x->path), -EBUSY);
    assert_int_equal(state_establish(&state_cold, x->path, &resident), -EBUSY);
    munmap((void *)map, x->bytes);
    establish(&state_cold, x);
}

static void an_empty_file_is_in_every_state(void **state)
{
    struct fixture *x = provable(state);
    assert_int_equal(truncate(x->path, 0), 0);
    assert_true(isnan(residency_of(x->path)));
    for (size_t i = 0; states[i]; i++) {
        double resident = UNTOUCHED;
        assert_int_equal(state_establish(states[i], x->path, &resident), 0);
        assert_true(isnan(resident));
        assert_int_equal(state_prove(states[i], x->path, &resident), 0);
    }
}

static void errors_leave_the_result_alone(void **state)
{
    struct fixture *x = provable(state);
    for (size_t i = 0; states[i]; i++) {
        double resident = UNTOUCHED;
        assert_int_equal(state_residency("/no/such/file", &resident), -ENOENT);
        assert_int_equal(state_prove(states[i], "/no/such/file", &resident), -ENOENT);
        assert_int_equal(state_establish(states[i], "/no/such/file", &resident), -ENOENT);
        assert_int_equal(state_residency(x->folder, &resident), -EINVAL);
        assert_true(state_establish(states[i], x->folder, &resident) < 0);
        assert_true(resident == UNTOUCHED);
    }
}

/* What a process finds that may read the file and does not own it: 0 the truth or
   no answer, 1 a tale. */
static int ask_as_nobody(const char *path)
{
    double resident;
    if (setgid(65534) != 0 || setuid(65534) != 0)
        return 2;
    int r = state_residency(path, &resident);
    if (r == -EACCES) /* a folder above is closed to strangers */
        return 77;
    return !(r == -EPERM || (r == 0 && resident == 0));
}

static void only_the_owner_is_told(void **state)
{
    struct fixture *x = provable(state);
    int status;
    if (geteuid() != 0)
        test_skip("only root may become somebody else");
    assert_int_equal(chmod(x->folder, 0755), 0);
    assert_int_equal(chmod(x->path, 0644), 0);
    establish(&state_cold, x);
    pid_t child = fork();
    if (child == 0)
        _exit(ask_as_nobody(x->path));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        test_skip("nobody else may come to the folder of the tests");
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void memory_cannot_be_cold(void **state)
{
    (void)state;
    char path[] = "/dev/shm/mapread-test-XXXXXX";
    double resident = UNTOUCHED;
    int fd = mkstemp(path);
    enum cause cause = fd < 0 ? CAUSE_NONE : state_cold.refuses(path);
    if (!cause) {
        if (fd >= 0)
            unlink(path);
        test_skip("/dev/shm is not there, or no tmpfs");
    }
    assert_int_equal(write(fd, path, sizeof path), sizeof path);
    enum cause of_warm = state_warm.refuses(path);
    const char *fill = state_fill(&state_warm, path);
    int r = state_establish(&state_warm, path, &resident);
    close(fd);
    unlink(path);
    assert_int_equal(cause, CAUSE_FILE_SYSTEM_IS_MEMORY);
    assert_int_equal(of_warm, CAUSE_NONE);
    assert_null(fill); /* its pages are the writer's */
    assert_true((r == 0 && resident == 1) || r == -EOPNOTSUPP);
}

#define STATE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        STATE_TEST(warm_is_wholly_resident),
        STATE_TEST(cold_is_not_resident_at_all),
        STATE_TEST(a_file_just_written_becomes_cold),
        STATE_TEST(no_state_changes_the_file),
        STATE_TEST(one_page_is_a_share),
        STATE_TEST(a_state_that_is_not_there_is_stale),
        STATE_TEST(a_mapped_file_is_busy),
        STATE_TEST(an_empty_file_is_in_every_state),
        STATE_TEST(errors_leave_the_result_alone),
        STATE_TEST(only_the_owner_is_told),
        cmocka_unit_test(memory_cannot_be_cold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
