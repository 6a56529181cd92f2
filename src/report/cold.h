/* SPDX-License-Identifier: MIT */
/* What a reader should know of a run's cold cases before he believes them. */
#ifndef MAPREAD_REPORT_COLD_H
#define MAPREAD_REPORT_COLD_H

#include "runfile/run.h"

/* Sentences, "" where there is nothing to tell. The caller frees; NULL: memory is short. */

/* The run was made on a virtual machine, whose host may have the file in memory. */
char *cold_host_sentence(const struct run *r);

/* Cases whose medians on two processors are further apart than the interval of the case is
   wide: more of them than chance would make. */
char *cold_processor_sentence(const struct run *r);

#endif
