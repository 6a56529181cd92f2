/* SPDX-License-Identifier: MIT */
#include "tutorial/source.h"

#include <jansson.h>
#include <stdlib.h>

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
