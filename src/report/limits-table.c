/* SPDX-License-Identifier: MIT */
#include "report/limits-table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/ratio.h"

enum { OURS, PEER, PEER_TIME, SPEED, GOAL, VERDICT, COLUMNS };

static const struct document_column columns[COLUMNS] = {
    [OURS] = { .title = "mapread" },
    [PEER] = { .title = "peer", .text = true },
    [PEER_TIME] = { .title = "takes" },
    [SPEED] = { .title = "times as fast" },
    [GOAL] = { .title = "goal" },
    [VERDICT] = { .title = "", .text = true, .wraps = true },
};

static const char *const verdicts[] = {
    [LIMIT_UNKNOWN] = "too few pairs",
    [LIMIT_UNDECIDED] = "undecided",
    [LIMIT_REACHED] = "reached",
    [LIMIT_MISSED] = "missed",
};

/* "1.33x", "5 %": of the same time. Returns `text`. */
static const char *describe_goal(const struct limit *l, char text[TEXT_MAX])
{
    if (!isnan(l->within))
        snprintf(text, TEXT_MAX, "%.0f %%", 100 * l->within);
    else
        text_format_ratio(l->goal, text);
    return text;
}

static double median_of(const struct limit *l, bool peer)
{
    double ns[LIMIT_PAIRS_MAX];
    for (size_t i = 0; i < l->pair_count; i++)
        ns[i] = peer ? l->pairs[i].peer_ns : l->pairs[i].ours_ns;
    return stats_median(ns, l->pair_count);
}

static void add_row(struct document *d, struct document_table *t, const struct limit *l)
{
    struct document_row *row = document_row(d, t, l->work, "");
    char time[TEXT_MAX], goal[TEXT_MAX], ratio[RATIO_TEXT_MAX];
    document_cell(d, row, OURS, "%s", text_format_ns(median_of(l, false), time));
    document_cell(d, row, PEER, "%s", l->peer);
    document_cell(d, row, PEER_TIME, "%s", text_format_ns(median_of(l, true), time));
    document_cell(d, row, SPEED, "%s", ratio_text(limit_ratio(l), ratio));
    document_cell(d, row, GOAL, "%s", describe_goal(l, goal));
    document_cell(d, row, VERDICT, "%s",
                  l->problem[0] ? l->problem : verdicts[limit_verdict(l)]);
}

/* "fio-3.33, ripgrep 13.0.0": each once. */
static void add_versions(struct document *d, const struct limits *l)
{
    for (size_t i = 0; i < l->row_count; i++) {
        const char *version = l->rows[i].peer_version;
        bool is_new = version[0] != '\0';
        for (size_t k = 0; k < i && is_new; k++)
            is_new = strcmp(version, l->rows[k].peer_version) != 0;
        if (is_new)
            document_item(d, "%s", version);
    }
}

void limits_add(struct document *d, const struct limits *l)
{
    size_t reached = 0;
    document_paragraph(
        d,
        "The same work by mapread and by a peer, one right after the other, in mirrored order: "
        "median times, and from the ratios of the pairs how many times as fast mapread is; in "
        "brackets where that lies with a confidence of at least 95 %%. %s, %s, %s, %.10s.",
        l->host, l->cpu, l->filesystem, l->started_at);
    struct document_table *t = document_table(d, &(struct document_table){
                                                     .corner = "work",
                                                     .columns = columns,
                                                     .column_count = COLUMNS,
                                                 });
    for (size_t i = 0; i < l->row_count; i++) {
        add_row(d, t, &l->rows[i]);
        reached += limit_verdict(&l->rows[i]) == LIMIT_REACHED;
    }
    document_paragraph(d, "%zu of %zu goals are reached.", reached, l->row_count);
    add_versions(d, l);
}

void limits_add_section(struct document *d, const struct limits *l, const char *why)
{
    document_heading(d, 2, "limits", "How near is mapread to the limits of this machine?");
    if (l)
        limits_add(d, l);
    else
        document_paragraph(d, "Limits are left out: %s", why);
}
