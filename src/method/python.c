/* SPDX-License-Identifier: MIT */
/*
 * python: what the tutorials do, in Python itself. The passes are made by a script
 * (bench/python/); here stands only which workloads it supports.
 *
 * Between python-text and mmap in C lies one step each: python-bytes does not decode,
 * python-chunk stops reading at the first hit, python-mmap-bytes maps but copies all,
 * python-mmap looks at the mapping itself. python-pread has no file object in between, and
 * python-mmap-chunk copies as much from the mapping as python-chunk from the file.
 *
 * python-published-read and -mmap are the functions of a tutorial as they stand there; from
 * the former to python-text-unicode lies what is put in order between passes, from that to
 * python-text what a word is.
 *
 * Those that reach another process have the names of the transports in C that they are like.
 */
#include "method/direct.h"
#include "method/table.h"

#define PYTHON_PROGRAM(identifier, its_name, its_summary, its_flags, its_variant_of,           \
                       its_refuses, ...)                                                       \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_PYTHON,                                                        \
        .flags = its_flags,                                                                    \
        .buffer_bytes = (its_flags)&METHOD_BUFFER ? METHOD_BUFFER_BYTES : 0,                   \
        .variant_of = its_variant_of,                                                          \
        .refuses = its_refuses,                                                                \
        .program = "sample.py",                                                                \
        .supported_workloads = (const char *const[]){ __VA_ARGS__, NULL },                     \
    }

#define PYTHON_METHOD(identifier, its_name, its_summary, ...)                                  \
    PYTHON_PROGRAM(identifier, its_name, its_summary, 0, NULL, NULL, __VA_ARGS__)
#define PYTHON_BUFFERED(identifier, its_name, its_summary, ...)                                \
    PYTHON_PROGRAM(identifier, its_name, its_summary, METHOD_BUFFER, NULL, NULL, __VA_ARGS__)
#define PYTHON_HOLDING(identifier, its_name, its_summary, ...)                                 \
    PYTHON_PROGRAM(identifier, its_name, its_summary, METHOD_HOLDS_FILE, NULL, NULL,           \
                   __VA_ARGS__)
#define PYTHON_THREADED(identifier, its_name, its_summary, ...)                                \
    PYTHON_PROGRAM(identifier, its_name, its_summary, METHOD_THREADS, NULL, NULL, __VA_ARGS__)
#define PYTHON_TRANSPORT(identifier, its_name, its_summary, its_flags)                         \
    PYTHON_PROGRAM(identifier, its_name, its_summary, (its_flags) | METHOD_BUFFER, NULL, NULL, \
                   "round-trip", "transfer")

#define SEARCHES "find", "regex", "seek-find"
#define REPLACES "replace", "replace-durable"
#define ROWS "rows", "rows-durable"
#define READ_PLACES "random", "slice", "walk"
#define PLACES READ_PLACES, "patch", "patch-durable", ROWS, "log", "log-durable"

PYTHON_HOLDING(method_python_text, "python-text", "Python: open(encoding='utf8'), read()",
               "full-read", SEARCHES, "rfind", "readline", REPLACES);
PYTHON_HOLDING(method_python_text_unicode, "python-text-unicode",
               "Python: python-text with words of Unicode instead of ASCII", "regex");
PYTHON_HOLDING(method_python_bytes, "python-bytes", "Python: open('rb'), read()", "full-read",
               SEARCHES, "count", "rfind", "readline", "slice", REPLACES, "random");
PYTHON_BUFFERED(method_python_chunk, "python-chunk", "Python: readinto() one reused buffer",
                "full-read", "find", "seek-find", "count");
PYTHON_METHOD(method_python_seek, "python-seek", "Python: seek() before every read()", PLACES);
PYTHON_THREADED(method_python_pread, "python-pread",
                "Python: os.pread(), without a file object", READ_PLACES);
PYTHON_THREADED(method_python_mmap, "python-mmap", "Python: mmap, the mapping itself",
                "full-read", SEARCHES, "count", "rfind", "readline", REPLACES, PLACES);
PYTHON_HOLDING(method_python_mmap_bytes, "python-mmap-bytes",
               "Python: mmap, its read() copies all, then as bytes", SEARCHES, "rfind");
PYTHON_BUFFERED(method_python_mmap_chunk, "python-mmap-chunk",
                "Python: mmap, copied piece by piece into one buffer", "full-read");
/* Both scan in pieces. The random one is there for its blocks, which are python-mmap's. */
PYTHON_PROGRAM(method_python_mmap_sequential, "python-mmap-sequential",
               "Python: mmap with madvise(SEQUENTIAL)", METHOD_BUFFER,
               &method_python_mmap_chunk, NULL, "full-read");
PYTHON_PROGRAM(method_python_mmap_random, "python-mmap-random",
               "Python: mmap with madvise(RANDOM)", METHOD_THREADS | METHOD_BUFFER,
               &method_python_mmap, NULL, "full-read", "random");
PYTHON_PROGRAM(method_python_direct, "python-direct",
               "Python: os.preadv() with O_DIRECT into one buffer",
               METHOD_THREADS | METHOD_DIRECT | METHOD_BUFFER, NULL, direct_refuses,
               "full-read", "random");
PYTHON_PROGRAM(method_python_published_read, "python-published-read",
               "Python: a tutorial's regular file I/O, call by call",
               METHOD_AS_FOUND | METHOD_HOLDS_FILE, NULL, NULL, "full-read", SEARCHES,
               "replace");
PYTHON_PROGRAM(method_python_published_mmap, "python-published-mmap",
               "Python: the same tutorial's mmap, call by call", METHOD_AS_FOUND, NULL, NULL,
               "full-read", SEARCHES, "replace");
PYTHON_METHOD(method_python_bytearray, "python-bytearray", "Python: memory from bytearray()",
              "allocate");
PYTHON_METHOD(method_python_mmap_anonymous, "python-mmap-anonymous",
              "Python: memory from mmap.mmap(-1), which is shared", "allocate");
PYTHON_METHOD(method_python_numpy, "python-numpy", "Python: np.fromfile() and tofile()", ROWS);
PYTHON_METHOD(method_python_numpy_mmap, "python-numpy-mmap", "Python: np.memmap", ROWS);
PYTHON_TRANSPORT(method_python_pipe, "python-pipe", "Python: two of os.pipe()", 0);
PYTHON_TRANSPORT(method_python_socket, "python-socket", "Python: socket.socketpair()", 0);
PYTHON_TRANSPORT(method_python_connection, "python-connection",
                 "Python: multiprocessing.Pipe()", 0);
PYTHON_TRANSPORT(method_python_mmap_fork, "python-mmap-fork",
                 "Python: an anonymous mapping, shared over fork", 0);
PYTHON_TRANSPORT(method_python_mmap_file, "python-mmap-file",
                 "Python: a shared mapping of a file", METHOD_MAKES_FILE);
PYTHON_TRANSPORT(method_python_mmap_file_flush, "python-mmap-file-flush",
                 "Python: the same with flush() per message", METHOD_MAKES_FILE);
