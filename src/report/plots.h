/* SPDX-License-Identifier: MIT */
/*
 * The pictures: gnuplot draws folder/plots/time.dat, rss.dat and flips.dat as SVG and PNG.
 *
 * gnuplot is started without a shell and without the user's start-up files.
 */
#ifndef MAPREAD_REPORT_PLOTS_H
#define MAPREAD_REPORT_PLOTS_H

#include "runfile/run.h"

/*
 * Draws time.svg, time.png, rss.svg and rss.png into folder/plots, each whole or not at
 * all. `scripts`: the folder of panels.gp. 0, or -errno with *error filled:
 * -ENOENT: there is no gnuplot, -EIO: gnuplot failed, and its words are in the message.
 */
int plots_draw(const char *folder, const char *scripts, struct run_error *error);

/* The same of flips.dat. */
int plots_draw_flips(const char *folder, const char *scripts, struct run_error *error);

/* The same with folder/plots/NAME.dat and that script: makes NAME.svg and NAME.png. */
int plots_draw_one(const char *folder, const char *script, const char *name,
                   struct run_error *error);

#endif
