/* SPDX-License-Identifier: MIT */
#include "workload/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "workload/scan.h"

struct work {
    struct search s;
};

const char *search_pattern(const struct case_key *key)
{
    return key->pattern[0] ? key->pattern : REFERENCE_NEEDLE;
}

int search_setup_needle(struct work *w, const struct workload_input *input)
{
    const char *pattern = search_pattern(input->key);
    w->s.match_bytes = strlen(pattern);
    return scan_new(&w->s.scan, &(struct scan_pattern){ .text = pattern });
}

int search_setup_regex(struct work *w, const struct workload_input *input)
{
    const char *regex = input->key->regex;
    w->s.match_bytes = 1; /* each end counts once */
    return scan_new(
        &w->s.scan,
        &(struct scan_pattern){ .text = regex[0] ? regex : REFERENCE_REGEX, .is_regex = 1 });
}

/* The engine reports overlapping matches; those of a pattern that count do not overlap. */
static int on_match(void *context, uint64_t end)
{
    struct work *w = context;
    if (end - w->s.match_bytes < w->s.last_end)
        return 0;
    if (w->s.count++ == 0)
        w->s.first = end - w->s.match_bytes;
    w->s.last_end = end;
    return w->s.stop_at_first;
}

static int run(struct work *w, const struct method *m, struct file *f, int stop_at_first)
{
    w->s = (struct search){ .scan = w->s.scan,
                            .match_bytes = w->s.match_bytes,
                            .stop_at_first = stop_at_first,
                            .first = REFERENCE_ABSENT };
    struct span span;
    int r = scan_begin(w->s.scan, on_match, w);
    while (r == 0) {
        r = m->next(f, &span);
        if (r < 0 || span.len == 0)
            break;
        r = scan_feed(w->s.scan, span.data, span.len);
    }
    if (r == 0)
        r = scan_end(w->s.scan);
    return r < 0 ? r : 0;
}

int search_run_first(struct work *w, const struct method *m, struct file *f)
{
    return run(w, m, f, 1);
}

int search_run_all(struct work *w, const struct method *m, struct file *f)
{
    return run(w, m, f, 0);
}

int search_answer_first(struct work *w, struct answer *ret)
{
    answer_offset(ret, w->s.first);
    return 0;
}

int search_answer_first_from_seek(struct work *w, struct answer *ret)
{
    answer_offset(ret, w->s.first == REFERENCE_ABSENT ? w->s.first
                                                      : w->s.first + REFERENCE_SEEK_OFFSET);
    return 0;
}

int search_answer_all(struct work *w, struct answer *ret)
{
    answer_count(ret, w->s.count);
    return 0;
}

void search_teardown(struct work *w)
{
    scan_free(w->s.scan);
}

static double useful_from(double start, double file_bytes, const struct case_key *key,
                          const char *answer)
{
    double offset;
    if (sscanf(answer, "offset=%lf", &offset) != 1 || !(offset >= start))
        return file_bytes - start;
    return offset - start + (double)strlen(search_pattern(key));
}

double search_useful(double file_bytes, const struct case_key *key, const char *answer)
{
    return useful_from(0, file_bytes, key, answer);
}

double search_useful_from_seek(double file_bytes, const struct case_key *key,
                               const char *answer)
{
    return useful_from(REFERENCE_SEEK_OFFSET, file_bytes, key, answer);
}

void answer_offset(struct answer *ret, uint64_t offset)
{
    if (offset == REFERENCE_ABSENT)
        snprintf(ret->text, sizeof ret->text, "offset=none");
    else
        snprintf(ret->text, sizeof ret->text, "offset=%" PRIu64, offset);
}

void answer_count(struct answer *ret, uint64_t count)
{
    snprintf(ret->text, sizeof ret->text, "count=%" PRIu64, count);
}
