/* SPDX-License-Identifier: MIT */
/*
 * Why a state was prepared and not verified: which pages are cached is not known everywhere,
 * nor to everybody. What was measured so is measured all the same, and marked.
 */
#ifndef MAPREAD_CASE_UNPROVED_H
#define MAPREAD_CASE_UNPROVED_H

enum unproved {
    UNPROVED_NO,       /* it was verified, or there was nothing to verify */
    UNPROVED_UNTOLD,   /* the system has no call that tells */
    UNPROVED_WITHHELD, /* the kernel does not tell this user */
    UNPROVED_CAUSES
};

/* "no", "untold", "withheld"; NULL at the end. */
extern const char *const unproved_names[UNPROVED_CAUSES + 1];

/* "this system has no way to tell which pages are cached"; "" of UNPROVED_NO. */
extern const char *const unproved_sentences[UNPROVED_CAUSES];

#endif
