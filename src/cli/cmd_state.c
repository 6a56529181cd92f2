/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static int run(const struct command *self, const struct options *o)
{
    const struct state *state = options_state("mapread state", o->arguments[0]);
    const char *path = o->arguments[1];
    int repeats_left = STATE_REPEATS_MAX;
    struct state_proof proof;
    if (!state)
        return EXIT_USAGE;
    if (state->memory_share > 0)
        return options_usage_error(
            "mapread state",
            "%s is no state of a file alone: mapread case WORKLOAD METHOD "
            "FILE --state %s",
            state->name, state->name);
    if (command_check_file(self, path) != 0)
        return 1;
    struct reason reason = { .cause = state->refuses(path) };
    char sentence[CAUSE_SENTENCE_MAX];
    if (reason.cause)
        return command_fail(self, "%s: %s", path, reason_sentence(&reason, sentence));
    int r = state_establish_within(state, path, &repeats_left, &proof);
    if (r == 0 && state->flushes)
        r = state_flush(path, o->cpu_cache);
    if (r == -ESTALE)
        return command_fail(self,
                            "%s: cannot be brought to %s: others take its pages, or read it",
                            path, state->name);
    if (r < 0)
        return command_fail(self, "%s: %s", path, state_strerror(r));
    if (proof.unproved)
        printf("%s is %s (unproved: %s)\n", path, state->name,
               unproved_sentences[proof.unproved]);
    else
        printf("%s is %s\n", path, state->name);
    return 0;
}

const struct command command_state = {
    .name = "state",
    .bit = COMMAND_STATE,
    .arguments = "STATE FILE",
    .summary = "bring a file to a state (warm, cold), and verify it",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run,
};
