/* SPDX-License-Identifier: MIT */
/*
 * The page of several runs, which are finished: who wins in each, what differs between them,
 * how their times compare, and folded below that every case. The runs must outlive the
 * document.
 */
#ifndef MAPREAD_HTML_RUNS_H
#define MAPREAD_HTML_RUNS_H

#include "analysis/compare.h"
#include "document/document.h"

void runs_build(struct document *d, const struct compare *c);

#endif
