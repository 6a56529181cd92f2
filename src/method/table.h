/* SPDX-License-Identifier: MIT */
/* The entries of the table in method.c, each defined in the file of its name. */
#ifndef MAPREAD_METHOD_TABLE_H
#define MAPREAD_METHOD_TABLE_H

#include "method/method.h"

extern const struct method method_read;
extern const struct method method_chunk, method_chunk_fresh;
extern const struct method method_chunk_sequential, method_chunk_willneed;
extern const struct method method_seek;
extern const struct method method_pread, method_pread_random;
extern const struct method method_direct;
extern const struct method method_stdio, method_getline;
extern const struct method method_mmap, method_mmap_sequential, method_mmap_random;
extern const struct method method_mmap_willneed, method_mmap_populate;
extern const struct method method_mmap_populate_read, method_mmap_populate_write;
extern const struct method method_mmap_hugepage;
extern const struct method method_mmap_dontneed, method_mmap_window, method_mmap_private;
extern const struct method method_malloc, method_calloc;
extern const struct method method_mmap_anonymous, method_mmap_anonymous_populate;
extern const struct method method_mmap_anonymous_hugepage;
extern const struct method method_pipe, method_socket;
extern const struct method method_mmap_fork, method_mmap_file, method_mmap_file_flush;
extern const struct method method_python_published_read, method_python_published_mmap;
extern const struct method method_python_text_unicode;
extern const struct method method_python_text, method_python_bytes, method_python_chunk;
extern const struct method method_python_seek, method_python_pread, method_python_mmap;
extern const struct method method_python_mmap_bytes, method_python_mmap_chunk;
extern const struct method method_python_mmap_sequential, method_python_mmap_random;
extern const struct method method_python_direct;
extern const struct method method_python_bytearray, method_python_mmap_anonymous;
extern const struct method method_python_numpy, method_python_numpy_mmap;
extern const struct method method_python_pipe, method_python_socket, method_python_connection;
extern const struct method method_python_mmap_fork, method_python_mmap_file;
extern const struct method method_python_mmap_file_flush;

#endif
