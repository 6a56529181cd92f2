/* SPDX-License-Identifier: MIT */
/*
 * python: what the tutorials do, in Python itself. The passes are made by a script
 * (bench/python/); here stands only which of the workloads it mirrors.
 *
 * Between python-text and mmap in C lies one step each: python-bytes does not decode,
 * python-chunk stops reading at the first hit, python-mmap-bytes maps but copies all,
 * python-mmap looks at the mapping itself.
 */
#include "method/direct.h"
#include "method/table.h"

#define PYTHON_METHOD(identifier, its_name, its_summary, ...)                                  \
    PYTHON_METHOD_UNLESS(identifier, NULL, its_name, its_summary, __VA_ARGS__)
#define PYTHON_METHOD_UNLESS(identifier, its_refuses, its_name, its_summary, ...)              \
    const struct method identifier = {                                                         \
        .name = its_name,                                                                      \
        .summary = its_summary,                                                                \
        .family = METHOD_FAMILY_PYTHON,                                                        \
        .refuses = its_refuses,                                                                \
        .program = "sample.py",                                                                \
        .mirrors = (const char *const[]){ __VA_ARGS__, NULL },                                 \
    }

#define SEARCHES "find", "regex", "seek-find"
#define REPLACES "replace", "replace-durable"
#define ROWS "rows", "rows-durable"
#define PLACES "random", "slice", "walk", "patch", "patch-durable", ROWS, "log", "log-durable"

PYTHON_METHOD(method_python_text, "python-text", "Python: open(encoding='utf8'), read()",
              "full-read", SEARCHES, "rfind", "readline", REPLACES);
PYTHON_METHOD(method_python_bytes, "python-bytes", "Python: open('rb'), read()", "full-read",
              SEARCHES, "rfind", "readline", "slice", REPLACES, "random");
PYTHON_METHOD(method_python_chunk, "python-chunk",
              "Python: readinto() one buffer until the first hit", "find", "seek-find");
PYTHON_METHOD(method_python_seek, "python-seek", "Python: seek() before every read()", PLACES);
PYTHON_METHOD(method_python_mmap, "python-mmap", "Python: mmap, the mapping itself",
              "full-read", SEARCHES, "rfind", "readline", REPLACES, PLACES);
PYTHON_METHOD(method_python_mmap_bytes, "python-mmap-bytes",
              "Python: mmap, its read() copies all, then as bytes", SEARCHES, "rfind");
PYTHON_METHOD(method_python_mmap_random, "python-mmap-random",
              "Python: mmap with madvise(RANDOM)", "random");
PYTHON_METHOD_UNLESS(method_python_direct, direct_refuses, "python-direct",
                     "Python: os.preadv() with O_DIRECT into one buffer", "full-read",
                     "random");
PYTHON_METHOD(method_python_numpy, "python-numpy", "Python: np.fromfile() and tofile()", ROWS);
PYTHON_METHOD(method_python_numpy_mmap, "python-numpy-mmap", "Python: np.memmap", ROWS);
