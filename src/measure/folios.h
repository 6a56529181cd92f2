/* SPDX-License-Identifier: MIT */
/*
 * How large the pieces are in which the page cache keeps a file (folios).
 *
 * A page's place in memory is in /proc/self/pagemap, and whether a folio begins there in
 * /proc/kpageflags (Linux, Documentation/admin-guide/mm/pagemap.rst); both are root's alone. To
 * see the places the file is mapped here, but only pages that are cached are mapped, so nothing
 * is read from storage. The kernel takes the pages for used; the peak of the resident set
 * rises. So: after everything else was measured.
 */
#ifndef MAPREAD_MEASURE_FOLIOS_H
#define MAPREAD_MEASURE_FOLIOS_H

/* What is looked at: a larger file in FOLIOS_WINDOWS windows of FOLIOS_WINDOW_BYTES each, the
   first at its begin, the last at its end. Below a millisecond where folios are large; where
   every page is its own some milliseconds. */
enum { FOLIOS_WINDOW_BYTES = 2 << 20, FOLIOS_WINDOWS = 8 };

/* The mean size of the folios of the file's cached pages, in bytes. NAN: none is cached, or the
   system does not tell, or not us (it takes Linux 5.14 and CAP_SYS_ADMIN). */
double folios_mean_bytes(const char *path);

#endif
