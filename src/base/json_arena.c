/* SPDX-License-Identifier: MIT */
#include "base/json_arena.h"

#include <jansson.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

enum { CHUNK_BYTES = 1 << 20 };

struct chunk {
    struct chunk *earlier;
    size_t bytes, left;
    char *next;
    max_align_t data[];
};

static _Thread_local struct {
    bool active;
    struct chunk *last, *spare; /* spare: of CHUNK_BYTES, for the next document */
} arena;
static pthread_key_t at_thread_end;

static struct chunk *add_chunk(size_t bytes)
{
    bool again = arena.spare && bytes == CHUNK_BYTES;
    struct chunk *c = again ? arena.spare : malloc(sizeof *c + bytes);
    if (again)
        arena.spare = c->earlier;
    if (c) {
        *c = (struct chunk){ arena.last, bytes, bytes, (char *)c->data };
        arena.last = c;
    }
    return c;
}

static void *take(size_t bytes)
{
    if (!arena.active)
        return malloc(bytes);
    bytes = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct chunk *c = arena.last;
    if (!c || c->left < bytes)
        c = add_chunk(bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES);
    if (!c)
        return NULL;
    void *taken = c->next;
    c->next += bytes;
    c->left -= bytes;
    return taken;
}

static void give_back(void *p)
{
    if (!arena.active)
        free(p);
}

static void free_spare(void *unused)
{
    (void)unused;
    for (struct chunk *c; (c = arena.spare); free(c))
        arena.spare = c->earlier;
}

static void serve_jansson(void)
{
    pthread_key_create(&at_thread_end, free_spare);
    json_set_alloc_funcs(take, give_back);
}

void json_arena_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, serve_jansson);
    pthread_setspecific(at_thread_end, &arena);
    arena.active = true;
}

void json_arena_end(void)
{
    arena.active = false;
    for (struct chunk *c; (c = arena.last);) {
        arena.last = c->earlier;
        if (c->bytes == CHUNK_BYTES) {
            c->earlier = arena.spare;
            arena.spare = c;
        } else
            free(c);
    }
}
