/* SPDX-License-Identifier: MIT */
/* Which parameters of a case apply to its workload and method. */
#ifndef MAPREAD_WORKLOAD_RESOLVE_H
#define MAPREAD_WORKLOAD_RESOLVE_H

#include "workload/workload.h"

/* The key with the names of the two, and with values that are resolved: what was not asked for
   (0) becomes the method's or workload's own, what does not apply becomes 0. */
struct case_key workload_resolve(struct case_key asked, const struct workload *w,
                                 const struct method *m);

#endif
