/* SPDX-License-Identifier: MIT */
/* How long a run may take: samples get shorter, looks and rounds fewer, cases are left out. */
#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "schedule/job.h"

/* Of the budget; of what is left of it. */
static const double FIRST_LOOK_SHARE = 0.6, NEXT_LOOK_SHARE = 0.8;
static const double SAMPLE_MIN_S = 0.0125;
enum {
    SURE_LOOKS = 2 /* before the second no decision is possible: the first rounds choose */
};

/* In a round, with its share of what is prepared for those of its group that are left. */
static double cost_of(const struct runner *r, const struct job *j)
{
    size_t sharing = 0;
    for (size_t i = 0; i < r->job_count; i++)
        sharing += r->jobs[i].group == j->group && job_is_live(r, &r->jobs[i]);
    return job_is_live(r, j) ? job_cost_s(j) + j->prepare_s / (double)sharing : 0;
}

double budget_round_s(const struct runner *r)
{
    double cost = 0;
    for (size_t i = 0; i < r->job_count; i++)
        cost += cost_of(r, &r->jobs[i]);
    return cost;
}

double budget_allowed_s(const struct runner *r, size_t look)
{
    double budget_s = r->request->budget_s;
    double share = r->run->looks.count == 1 ? 1
                   : look == 0              ? FIRST_LOOK_SHARE
                                            : NEXT_LOOK_SHARE;
    double spent_s = look == 0 ? 0 : clock_seconds_since(r->begun_ns);
    return budget_s > 0 ? share * (budget_s - spent_s) : INFINITY;
}

void budget_choose_passes(struct runner *r, double longest_s, size_t rounds, double time_s)
{
    for (r->sample_s = longest_s;; r->sample_s /= 2) {
        for (size_t i = 0; i < r->job_count; i++)
            job_set_passes(&r->jobs[i], r->sample_s);
        if (budget_round_s(r) * (double)rounds <= time_s || r->sample_s / 2 < SAMPLE_MIN_S)
            return;
    }
}

bool budget_is_bound(const struct runner *r)
{
    return r->request->budget_s > 0 && r->run->looks.count > 1;
}

int job_leave_out(struct runner *r, struct job *j, enum cause cause, double seconds)
{
    struct outcome o = outcome_of(CASE_SKIPPED, cause);
    o.reason.numbers[0] = round(10 * seconds) / 10;
    o.reason.numbers[1] = r->request->budget_s;
    job_result(r, j)->sample_count = 0;
    return job_note(r, j, &o, false);
}

int budget_leave_out_dearest(struct runner *r)
{
    int result = 0;
    double left_s = fmax(2 * r->request->budget_s - clock_seconds_since(r->begun_ns), 0);
    double most = left_s / (double)r->run->looks.rounds[SURE_LOOKS - 1];
    while (budget_is_bound(r) && result == 0 && budget_round_s(r) > most) {
        struct job *dearest = NULL;
        for (size_t i = 0; i < r->job_count; i++)
            if (job_is_live(r, &r->jobs[i]) &&
                !(dearest && cost_of(r, &r->jobs[i]) <= cost_of(r, dearest)))
                dearest = &r->jobs[i];
        result = job_leave_out(r, dearest, CAUSE_TOO_DEAR, cost_of(r, dearest));
    }
    return result;
}

void budget_keep_rounds(struct runner *r)
{
    double budget = r->request->budget_s, cost = budget_round_s(r);
    size_t *rounds = &r->run->looks.rounds[0], wanted = *rounds;
    if (r->run->looks.count == 1 && budget > 0 && cost * (double)wanted > budget)
        *rounds = (size_t)fmin((double)wanted, fmax(RUNNER_ROUNDS_MIN, floor(budget / cost)));
    if (*rounds < wanted) {
        char line[128];
        snprintf(line, sizeof line,
                 "mapread: %zu rounds instead of %zu, to keep the budget of %g s", *rounds,
                 wanted, budget);
        progress_line(r->request->progress, line);
    }
}

bool budget_fits(const struct runner *r, const struct turn *t, unsigned end)
{
    double spent_s = clock_seconds_since(r->begun_ns);
    double budget = r->request->budget_s;
    return t->look < SURE_LOOKS || budget <= 0 ||
           spent_s + budget_round_s(r) * (end - t->round) <= budget;
}

bool budget_is_spent(const struct runner *r, const struct turn *t)
{
    return t->tries && budget_is_bound(r) &&
           clock_seconds_since(r->begun_ns) > 2 * r->request->budget_s;
}
