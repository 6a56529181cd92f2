/* SPDX-License-Identifier: MIT */
/* The run that is meant where none is named. */
#ifndef MAPREAD_CLI_LATEST_H
#define MAPREAD_CLI_LATEST_H

/* The folder of the last run below results/, by the date in its name, of any host. The caller
   frees; NULL: there is none, or memory is short. */
char *latest_run(void);

#endif
