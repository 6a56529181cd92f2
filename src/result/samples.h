/* SPDX-License-Identifier: MIT */
/*
 * Nearly all bytes of a run file are samples: arrays of flat objects of known names and
 * plain numbers. They are read straight from the text, and jansson, which allocates each
 * number of them, gets the rest: seven times as fast, and hundreds of runs are compared in
 * seconds.
 *
 * Only what mapread itself writes is read so. Whatever is unusual (a member that is not
 * known or in another place, a sign, 19 digits, an escape by number) is -EBADMSG here, right
 * or wrong, and the caller reads the whole file as JSON. So there is one place that knows
 * what is wrong with a file and how to say it; this one never takes what that one refuses,
 * and never another bit. tests/unit/test_samples*.c hold it to that.
 */
#ifndef MAPREAD_RESULT_SAMPLES_H
#define MAPREAD_RESULT_SAMPLES_H

#include "result/run.h"

struct samples {
    char *rest; /* the text with every "samples": [...] empty */
    size_t rest_len;
    struct samples_array {
        const char *begin, *end; /* in the text, without the brackets */
    } * arrays;
    size_t count, taken;
};

/* `text` is `len` bytes and a '\0', and is needed until the last samples_take. Release with
   samples_free. 0, -ENOMEM or -EBADMSG. */
int samples_part(struct samples *ret, const char *text, size_t len);

/* Adds to the case the samples of the next array, in the order of the text. 0, -ENOMEM or
   -EBADMSG. */
int samples_take(struct samples *s, struct run_case *c);

/* There are as many arrays as cases that took one, so each took its own. An array that is
   left over stands elsewhere, and nobody has looked at what is in it. */
bool samples_are_taken(const struct samples *s);

void samples_free(struct samples *s);

#endif
