/* SPDX-License-Identifier: MIT */
/* What method.h promises, of every method, over sizes around pages and buffers. */
#include <errno.h>

#include "tests/contract/borders.h"
#include "tests/fault/wrap.h"

static const size_t buffers[] = { 0, 1, 7, PAGE, PAGE + 1 };
enum { BUFFERS = sizeof buffers / sizeof buffers[0] };

struct fixture {
    char *folder, *path;
    unsigned char *data;
    size_t len;
};

static void fixture_make(struct fixture *x, size_t len)
{
    x->folder = test_folder();
    assert_true(asprintf(&x->path, "%s/data", x->folder) > 0);
    x->data = border_bytes(len);
    x->len = len;
    test_write(x->path, x->data, len);
}

static void fixture_drop(struct fixture *x)
{
    unlink(x->path);
    rmdir(x->folder);
    free(x->folder);
    free(x->path);
    free(x->data);
}

/* 0 when this system has no such method. */
static int open_or_skip(const struct method *m, struct file **ret, const char *path,
                        const struct method_options *o)
{
    struct method_options options = *o;
    options.writable |= (m->flags & METHOD_ONLY_CHANGES) != 0;
    int r = method_open(ret, m, path, &options);
    if (r == -EOPNOTSUPP) {
        print_message("skipped: %s is not offered here\n", m->name);
        return 0;
    }
    assert_int_equal(r, 0);
    return 1;
}

static void check_sequential(const struct method *m, const struct fixture *x,
                             const struct method_options *o)
{
    struct file *f;
    struct span span;
    uint64_t at = o->start < x->len ? o->start : x->len;
    if (!open_or_skip(m, &f, x->path, o))
        return;
    for (;;) {
        assert_int_equal(m->next(f, &span), 0);
        if (span.len == 0)
            break;
        assert_true(span.len <= x->len - at);
        assert_memory_equal(span.data, x->data + at, span.len);
        at += span.len;
    }
    assert_int_equal(at, x->len);
    assert_int_equal(m->next(f, &span), 0);
    assert_int_equal(span.len, 0);
    method_close(m, f);
}

static void check_positioned(const struct method *m, const struct fixture *x,
                             const struct method_options *o)
{
    static const size_t lengths[] = { 1, 5, PAGE, 3 * PAGE };
    struct file *f;
    struct span span;
    if (!m->at || !open_or_skip(m, &f, x->path, o))
        return;
    for (size_t i = 0; i < 4; i++)
        for (uint64_t at = 0; at <= x->len + PAGE; at += 1 + at / 3) {
            size_t rest = at < x->len ? x->len - at : 0;
            assert_int_equal(m->at(f, at, lengths[i], &span), 0);
            assert_int_equal(span.len, lengths[i] < rest ? lengths[i] : rest);
            if (span.len)
                assert_memory_equal(span.data, x->data + at, span.len);
        }
    method_close(m, f);
}

static void check_put(const struct method *m, const struct fixture *x)
{
    struct file *f;
    size_t len;
    struct method_options o = { .writable = true };
    assert_true((m->put == NULL) == (m->sync == NULL));
    if (!m->put || x->len == 0 || !open_or_skip(m, &f, x->path, &o))
        return;
    for (uint64_t at = 0; at < x->len; at += 1 + at / 2) {
        x->data[at] ^= 0xff;
        assert_int_equal(m->put(f, at, x->data + at, 1), 0);
    }
    assert_int_equal(m->sync(f), 0);
    method_close(m, f);
    unsigned char *found = test_read(x->path, &len);
    assert_int_equal(len, x->len);
    assert_memory_equal(found, x->data, len);
    free(found);
}

static void check_editable(const struct method *m, const struct fixture *x)
{
    struct file *f;
    struct span span;
    size_t len;
    struct method_options o = { 0 };
    if (!(m->flags & METHOD_EDITABLE) || !open_or_skip(m, &f, x->path, &o))
        return;
    assert_int_equal(m->next(f, &span), 0);
    if (span.len)
        memset((unsigned char *)span.data, 0, span.len);
    method_close(m, f);
    unsigned char *found = test_read(x->path, &len);
    assert_memory_equal(found, x->data, x->len);
    free(found);
}

static void every_method_lends_the_file(void **state)
{
    (void)state;
    for (size_t m = 0; methods[m] && methods[m]->next; m++)
        for (size_t s = test_from(BORDER_SIZES); s < BORDER_SIZES; s++) {
            struct fixture x;
            fixture_make(&x, border_sizes[s]);
            for (size_t b = 0; b < BUFFERS; b++) {
                struct method_options o = { .buffer_bytes = buffers[b] };
                if (buffers[b] && buffers[b] < PAGE && x.len > 2 * PAGE)
                    continue;
                check_sequential(methods[m], &x, &o);
                check_positioned(methods[m], &x, &o);
                o.start = x.len / 2 + 1;
                check_sequential(methods[m], &x, &o);
                o.start = x.len + 5;
                check_sequential(methods[m], &x, &o);
            }
            check_editable(methods[m], &x);
            check_put(methods[m], &x);
            fixture_drop(&x);
        }
}

/* Each with its newline, whatever the stream buffers; the last one has none. */
static void getline_lends_lines(void **state)
{
    (void)state;
    const struct method *m = method_find("getline");
    static const char text[] = "one\n\ntwo\0\nthree";
    static const size_t lens[] = { 4, 1, 5, 5, 0 };
    struct fixture x;
    fixture_make(&x, sizeof text - 1);
    test_write(x.path, (const unsigned char *)text, x.len);
    for (size_t b = 0; b < BUFFERS; b++) {
        const struct method_options o = { .buffer_bytes = buffers[b] };
        const char *at = text;
        struct file *f;
        assert_int_equal(method_open(&f, m, x.path, &o), 0);
        for (size_t i = 0; i < 5; at += lens[i++]) {
            struct span span;
            assert_int_equal(m->next(f, &span), 0);
            assert_int_equal(span.len, lens[i]);
            if (span.len)
                assert_memory_equal(span.data, at, span.len);
        }
        method_close(m, f);
    }
    fixture_drop(&x);
}

static void a_failed_open_leaves_the_result_alone(void **state)
{
    (void)state;
    struct file *marker = (struct file *)&marker;
    for (size_t m = 0; methods[m] && methods[m]->next; m++) {
        struct file *f = marker;
        struct method_options o = { 0 };
        int r = method_open(&f, methods[m], "/nonexistent/file", &o);
        assert_true(r == -ENOENT || r == -EOPNOTSUPP);
        assert_ptr_equal(f, marker);
        r = method_open(&f, methods[m], "/", &o);
        assert_true(r < 0 || methods[m]->next(f, &(struct span){ 0 }) < 0);
        if (r == 0)
            method_close(methods[m], f);
        method_close(methods[m], NULL);
    }
}

/* ---- memory ---- */

enum { BLOCKS_HELD = 3 };

/* Blocks that are held at once are each one's own, from the first byte to the last. */
static void check_allocator(const struct method *m, size_t len)
{
    unsigned char *held[BLOCKS_HELD];
    for (size_t i = 0; i < BLOCKS_HELD; i++) {
        int r = m->allocator->get(&held[i], len);
        if (r == -EOPNOTSUPP) {
            print_message("%s is not offered here\n", m->name);
            return;
        }
        assert_int_equal(r, 0);
        if (strcmp(m->name, "malloc") != 0) /* all others promise zeros, fresh or not */
            for (size_t k = 0; k < len; k++)
                assert_int_equal(held[i][k], 0);
        memset(held[i], 'a' + (int)i, len);
    }
    for (size_t i = 0; i < BLOCKS_HELD; i++) {
        for (size_t k = 0; k < len; k++)
            assert_int_equal(held[i][k], 'a' + (int)i);
        m->allocator->release(held[i], len);
    }
}

static void every_allocator_gives_memory(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        1, 7, PAGE - 1, PAGE, PAGE + 1, 64 * 1024, 128 * 1024 + 1, 4 * 1024 * 1024 + 3,
    };
    size_t tried = 0;
    for (size_t m = 0; methods[m]; m++)
        for (size_t s = 0; methods[m]->allocator && s < sizeof sizes / sizeof sizes[0]; s++)
            for (int again = 0; again < 2; again++, tried++)
                check_allocator(methods[m], sizes[s]);
    assert_true(tried >= 5 * 2 * sizeof sizes / sizeof sizes[0]);
}

/* ---- views ---- */

static void check_span(const struct span *s, const struct fixture *x, size_t offset)
{
    assert_int_equal(s->len, PAGE);
    assert_memory_equal(s->data, x->data + offset, PAGE);
}

/* What one lends stays as it is while the other lends something else. */
static void check_views(const struct method *m, const struct fixture *x, bool after_file)
{
    const struct method_options options = { .buffer_bytes = PAGE };
    struct file *f, *view;
    struct span ours, its;
    if (!open_or_skip(m, &f, x->path, &options))
        return;
    assert_int_equal(method_view(&view, m, f), 0);
    assert_int_equal(m->at(f, PAGE, PAGE, &ours), 0);
    assert_int_equal(m->at(view, 2 * PAGE, PAGE, &its), 0);
    check_span(&ours, x, PAGE);
    check_span(&its, x, 2 * PAGE);
    assert_int_equal(m->at(f, 3 * PAGE, PAGE, &ours), 0);
    check_span(&its, x, 2 * PAGE);
    if (!after_file)
        method_close(m, view);
    assert_int_equal(m->at(f, 0, PAGE, &ours), 0); /* still open */
    check_span(&ours, x, 0);
    method_close(m, f);
    if (after_file)
        method_close(m, view);
}

static void a_view_is_of_the_same_open_file(void **state)
{
    (void)state;
    struct fixture x;
    fixture_make(&x, 4 * PAGE);
    int descriptors = open_descriptors();
    for (size_t m = 0; methods[m]; m++)
        for (int after_file = 0; methods[m]->view && after_file < 2; after_file++)
            check_views(methods[m], &x, after_file);
    assert_int_equal(open_descriptors(), descriptors);
    fixture_drop(&x);
}

/* ---- the table ---- */

/* A method that lends no file is one thing instead, and has no function that would. */
static void check_without_functions(const struct method *m)
{
    assert_int_equal(!!m->program + !!m->allocator + !!m->transport, 1);
    assert_true(!m->at && !m->put && !m->sync);
    assert_int_equal(m->open && m->close, m->transport != NULL);
    if (m->transport)
        return; /* test_sharing.c */
    assert_true(!m->open && !m->close);
    const unsigned of_programs = METHOD_MAKES_FILE | METHOD_THREADS | METHOD_HOLDS_FILE |
                                 METHOD_DIRECT | METHOD_BUFFER | METHOD_AS_FOUND;
    assert_int_equal(m->flags & ~(m->program ? of_programs : 0u), 0);
    assert_true(!m->view);
    assert_true(m->family == (m->program ? METHOD_FAMILY_PYTHON : METHOD_FAMILY_MEMORY));
    if (m->program)
        assert_non_null(m->supported_workloads[0]);
}

static void the_table_is_sound(void **state)
{
    (void)state;
    size_t without = 0, programs = 0;
    for (size_t m = 0; methods[m]; m++) {
        assert_ptr_equal(method_find(methods[m]->name), methods[m]);
        assert_non_null(methods[m]->summary);
        assert_int_equal(strspn(methods[m]->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(methods[m]->name));
        if (!methods[m]->next) {
            without++;
            programs += methods[m]->program != NULL;
            assert_true(programs == 0 || methods[m]->program); /* the very last */
            check_without_functions(methods[m]);
            continue;
        }
        assert_int_equal(without, 0); /* they stand at the end */
        assert_true(!methods[m]->program && !methods[m]->allocator && !methods[m]->transport);
        assert_non_null(methods[m]->open);
        assert_non_null(methods[m]->close);
        assert_true(!methods[m]->view || methods[m]->at);
        assert_int_equal(methods[m]->flags & METHOD_THREADS, 0); /* view says it */
        assert_int_equal(methods[m]->family == METHOD_FAMILY_MMAP,
                         !!(methods[m]->flags & METHOD_ZERO_COPY));
    }
    assert_null(method_find("no-such-method"));
    assert_true(method_count() - without >= 14);
    assert_true(programs >= 4 && without - programs >= 5);
}

static void a_variant_is_of_a_method_of_its_family(void **state)
{
    (void)state;
    size_t variants = 0;
    for (size_t m = 0; methods[m]; m++) {
        const struct method *plain = methods[m]->variant_of;
        if (!plain)
            continue;
        variants++;
        assert_ptr_equal(method_find(plain->name), plain);
        assert_int_equal(methods[m]->family, plain->family);
        assert_null(plain->variant_of);
        /* python-mmap-random looks at all of a file in pieces */
        const unsigned hints =
            METHOD_BUFFER | METHOD_ONLY_CHANGES | METHOD_POPULATES | METHOD_RANDOM;
        assert_int_equal(methods[m]->flags & ~(plain->flags | hints), 0);
    }
    assert_int_equal(variants, 14);
    assert_null(method_find("mmap-private")->variant_of);
    assert_null(method_find("mmap-window")->variant_of);
    assert_null(method_find("mmap-dontneed")->variant_of); /* an order, not a hint */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_is_of_the_same_open_file),
        cmocka_unit_test(getline_lends_lines),
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(a_variant_is_of_a_method_of_its_family),
        cmocka_unit_test(every_method_lends_the_file),
        cmocka_unit_test(a_failed_open_leaves_the_result_alone),
        cmocka_unit_test(every_allocator_gives_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
