/* SPDX-License-Identifier: MIT */
/* The entries of the table in cost.c, each defined in the file of its kind, and what they
   share. */
#ifndef MAPREAD_COST_TABLE_H
#define MAPREAD_COST_TABLE_H

#include "cost/cost.h"

/* call.c */
extern const struct cost cost_system_call, cost_read_call, cost_open;
/* map.c */
extern const struct cost cost_map, cost_first_touch, cost_fault, cost_fault_around,
    cost_map_page, cost_fault_page, cost_scatter_around, cost_scatter_page, cost_touch_page,
    cost_touch_block, cost_small_page, cost_unmap_page, cost_fault_around_little,
    cost_touch_page_little;
/* fresh.c */
extern const struct cost cost_fresh_page, cost_fresh_page_huge, cost_copy_on_write,
    cost_fresh_look, cost_first_copy;
/* copy.c */
extern const struct cost cost_copy, cost_copy_small, cost_copy_large, cost_begin_page,
    cost_getline;
/* work.c */
extern const struct cost cost_sum_memory, cost_sum_cache, cost_find_memory, cost_find_cache,
    cost_find_again, cost_count_memory, cost_count_cache, cost_regex_memory, cost_regex_cache,
    cost_search_start, cost_edit;
/* block.c */
extern const struct cost cost_block_read, cost_block_read_hot, cost_block_mapped,
    cost_block_mapped_hot;
/* start.c */
extern const struct cost cost_start_read, cost_start_stream, cost_start_map;
/* write.c */
extern const struct cost cost_write, cost_write_new, cost_dirty_page, cost_rename,
    cost_rename_data, cost_rename_synced, cost_sync, cost_storage_write, cost_clean_page;
/* storage.c */
extern const struct cost cost_storage_block, cost_storage_first, cost_storage_fault,
    cost_storage_begin, cost_major_fault, cost_storage_read, cost_storage_mapped,
    cost_read_ahead, cost_read_around;

/* Nanoseconds since then, for each of so many. */
double cost_each(uint64_t begun_ns, double count);

/* Lets another process run on this processor and comes back; it flushes the file from the
   processor's caches meanwhile, or nothing. 0 or -errno. */
int cost_switch(const struct cost_site *s, bool flushes);

/* The whole file, mapped shared; munmap()ed by the caller. 0 or -errno. */
struct cost_mapping {
    unsigned char *data;
    size_t len;
};
int cost_map_file(const char *path, int protection, int flags, struct cost_mapping *ret);
/* MAP_POPULATE; 0: this system has none. */
extern const int cost_populate;
/* One byte of each page; what it returns keeps the compiler from leaving that out. */
unsigned cost_touch_pages(const unsigned char *data, size_t len);

#endif
