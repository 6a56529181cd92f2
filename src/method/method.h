/* SPDX-License-Identifier: MIT */
/*
 * A method: how the bytes of a file reach the program, or, for those with an allocator,
 * where its own memory comes from.
 *
 * A method lends spans of the file's bytes. It favours no side: nobody has to
 * copy and nobody is called once per byte. Each method defines `struct file`
 * for itself; nobody else looks inside.
 *
 * Every function returns 0 or -errno, and leaves its output parameters alone on
 * failure. -EOPNOTSUPP from open means that this system does not offer what the
 * method is named after: the case is skipped, not failed. Methods print nothing,
 * and an open file is used by one thread at a time; see view.
 */
#ifndef MAPREAD_METHOD_H
#define MAPREAD_METHOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "case/reason.h"

struct file;
struct transport;

/* Bytes on loan: valid until the next call on the same file. len 0 is the end. */
struct span {
    const unsigned char *data;
    size_t len;
};

enum method_family {
    METHOD_FAMILY_READ,   /* the kernel copies into memory of the program */
    METHOD_FAMILY_MMAP,   /* the program looks at the page cache */
    METHOD_FAMILY_MEMORY, /* fresh memory and no file: in neither of the two families */
    METHOD_FAMILY_PYTHON, /* either, in another language: nor does this */
};

enum method_flags {
    /* The lent bytes are a buffer of the method's own, which the borrower may
       edit until the next call; nothing of it reaches the file. */
    METHOD_EDITABLE = 1u << 0,
    /* next lends the whole rest of the file at once. */
    METHOD_WHOLE = 1u << 1,
    /* Lent bytes are the page cache itself: no copy was made. */
    METHOD_ZERO_COPY = 1u << 2,
    /* A transport, or a program that has one, whose open makes a file. */
    METHOD_MAKES_FILE = 1u << 3,
    /* A program whose passes several threads may share, if the workload's may. */
    METHOD_THREADS = 1u << 4,
    /* Copies into one buffer that is used again: method_options.buffer. */
    METHOD_BUFFER = 1u << 5,
    /* A pass keeps all bytes of the file in memory of its own, beside the page cache. */
    METHOD_HOLDS_FILE = 1u << 6,
    /* Reads past the page cache. */
    METHOD_DIRECT = 1u << 7,
    /* Allocates what it reads into in every pass, and its pages are to be fresh each time. */
    METHOD_FRESH = 1u << 8,
    /* next lends a line at a time: its newline has been looked for. */
    METHOD_LINES = 1u << 9,
    /* For work that changes the file in place: open is -EOPNOTSUPP unless it is writable. */
    METHOD_ONLY_CHANGES = 1u << 10,
    /* A program whose passes begin with what the last one left in the processor's cache. */
    METHOD_AS_FOUND = 1u << 11,
    /* open maps every page. */
    METHOD_POPULATES = 1u << 12,
    /* Asks that nothing is read ahead. */
    METHOD_RANDOM = 1u << 13,
    /* A call of its own sets the position before each block. */
    METHOD_SEEKS = 1u << 14,
    /* By a stream of the C library, which is allocated at each opening. */
    METHOD_STREAM = 1u << 15,
};

/* Below malloc's own threshold for mapping, where every new buffer would be of fresh pages. */
enum { METHOD_BUFFER_BYTES = 64 * 1024 };

struct method_options {
    size_t buffer_bytes; /* of a reused buffer, a window, a step; 0: the method's own */
    /* Of METHOD_BUFFER: that many bytes on a page boundary, touched, which outlive the file.
       NULL: open allocates the buffer, and its pages are fresh. */
    unsigned char *buffer;
    uint64_t start; /* next begins at this offset */
    bool writable;  /* put will be called */
};

/* Where a program's own memory comes from. -EOPNOTSUPP from get as from a method's open. */
struct allocator {
    /* len bytes, len > 0, to be written before they are read; *ret is the caller's until
       release with the same len. 0 or -errno. */
    int (*get)(unsigned char **ret, size_t len);
    void (*release)(unsigned char *memory, size_t len);
};

struct method {
    const char *name, *summary;
    enum method_family family;
    unsigned flags; /* enum method_flags */
    /* Of its reused buffer, window or step, unless another is asked for; 0: it has none. */
    size_t buffer_bytes;
    /* NULL, or the method that this is with a hint: one that may be ignored and changes
       nothing but time and memory. Of the same family, and no variant itself. */
    const struct method *variant_of;
    /* Why a file cannot be reached in this way, or NULL when it can; asked before the clock
       starts. NULL: every file can be tried. */
    enum cause (*refuses)(const char *path);
    /* NULL: the functions below reach the bytes. Else the script below bench/python/ that
       makes whole passes, and the functions are NULL. */
    const char *program;
    const char *const
        *supported_workloads; /* of a program: the workloads it does, NULL-terminated */
    /* NULL, or what this method is: it lends no file, and the functions below are NULL. */
    const struct allocator *allocator;
    /* NULL, or how it reaches another process (transport.h): it lends no file, open makes the
       channel, and its path is where a file may be made; nothing lies there yet. Of the
       functions below only open and close are not NULL. */
    const struct transport *transport;
    size_t file_bytes; /* of its struct file */
    int how;           /* what tells the methods of one file apart, in that file's words */
    /* Begins with zeros. */
    int (*open)(struct file *f, const struct method *m, const char *path,
                const struct method_options *options);
    /* Sequential: the next bytes of the file. */
    int (*next)(struct file *f, struct span *ret);
    /* Positioned: the bytes at an offset; fewer than len only at the file's end.
       NULL: this method reads from front to back only. */
    int (*at)(struct file *f, uint64_t offset, size_t len, struct span *ret);
    /* Overwrites bytes that exist. NULL: this method cannot change a file in place. */
    int (*put)(struct file *f, uint64_t offset, const void *data, size_t len);
    /* What was put is on the storage when it returns. NULL exactly where put is. */
    int (*sync)(struct file *f);
    /* Makes of zeros the same open file for another thread: at may then be called on each of
       the two at the same time. What is lent by it is its own. NULL: one thread at a time can
       use this method. */
    int (*view)(struct file *ret, const struct file *f);
    /* Accepts what a failed open or view left. */
    void (*close)(struct file *f);
};

/* Open files in memory of their own, with the functions above. A view may be closed before f
   or after it. NULL may be closed. */
int method_open(struct file **ret, const struct method *m, const char *path,
                const struct method_options *options);
int method_view(struct file **ret, const struct method *m, const struct file *f);
void method_close(const struct method *m, struct file *f);

/* NULL-terminated, the read family first; those that lend no file (next NULL) come last,
   programs behind all. The order is that of every table. */
extern const struct method *const methods[];

/* The method of that name, or NULL. */
const struct method *method_find(const char *name);
size_t method_count(void);

#endif
