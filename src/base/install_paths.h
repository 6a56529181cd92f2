/* SPDX-License-Identifier: MIT */
/*
 * What lies beside the program: in the build tree next to it, installed under
 * ../share/mapread. The caller frees; NULL when memory is short.
 */
#ifndef MAPREAD_BASE_INSTALL_PATHS_H
#define MAPREAD_BASE_INSTALL_PATHS_H

/* The program of that name in the folder of the running one (argv0: its argv[0]). */
char *install_path_program(const char *argv0, const char *name);
/* The data folder of that name: "bench/suites", "plots". */
char *install_path_data(const char *argv0, const char *name);

#endif
