/* SPDX-License-Identifier: MIT */
#include "analysis/compare-facts.h"

#include <stdio.h>
#include <string.h>

#include "analysis/facts.h"
#include "measure/machine.h"

enum { ASKED_TEXTS = 3, ASKED_NUMBERS = 2, ASKED_FACTS = 7 };

/* What is no field of a table: allocated texts, and numbers of other types. */
static const char *const asked_names[ASKED_FACTS] = {
    "mapread version", "revision", "suite", "rounds", "seed", "complete", "emulated",
};

struct table {
    const struct field *fields;
    size_t count, offset; /* in struct run */
};

static const struct table tables[] = {
    { machine_fields, MACHINE_FIELDS, offsetof(struct run, machine) },
    { storage_fields, STORAGE_FIELDS, offsetof(struct run, storage) },
    { toolchain_fields, TOOLCHAIN_FIELDS, offsetof(struct run, toolchain) },
};

enum { TABLES = sizeof tables / sizeof tables[0] };

size_t compare_fact_count(void)
{
    size_t count = ASKED_FACTS;
    for (size_t i = 0; i < TABLES; i++)
        count += tables[i].count;
    return count;
}

/* The field of a fact, and the table that it is in. */
static const struct field *field_of(size_t i, const struct table **ret_table)
{
    i -= ASKED_FACTS;
    for (*ret_table = tables; i >= (*ret_table)->count; (*ret_table)++)
        i -= (*ret_table)->count;
    return &(*ret_table)->fields[i];
}

const char *compare_fact_name(size_t i, char buffer[FIELD_TEXT_MAX])
{
    const struct table *table;
    if (i < ASKED_FACTS)
        return asked_names[i];
    return fact_name(field_of(i, &table), buffer);
}

static const char *asked_fact(const struct run *r, size_t i, char buffer[FIELD_TEXT_MAX])
{
    const char *texts[ASKED_TEXTS] = { r->mapread_version, r->revision, r->suite };
    const double numbers[ASKED_NUMBERS] = { (double)r->rounds, (double)r->seed };
    const bool flags[] = { r->complete, r->emulated };
    if (i < ASKED_TEXTS)
        snprintf(buffer, FIELD_TEXT_MAX, "%s",
                 texts[i] && texts[i][0] ? texts[i] : "not known");
    else if (i < ASKED_TEXTS + ASKED_NUMBERS)
        snprintf(buffer, FIELD_TEXT_MAX, "%.0f", numbers[i - ASKED_TEXTS]);
    else
        snprintf(buffer, FIELD_TEXT_MAX, "%s",
                 flags[i - ASKED_TEXTS - ASKED_NUMBERS] ? "yes" : "no");
    return buffer;
}

const char *compare_fact(const struct run *r, size_t i, char buffer[FIELD_TEXT_MAX])
{
    const struct table *table;
    if (i < ASKED_FACTS)
        return asked_fact(r, i, buffer);
    const struct field *f = field_of(i, &table);
    return fact_text((const char *)r + table->offset, f, buffer);
}

bool compare_fact_differs(const struct compare *c, size_t i)
{
    char first[FIELD_TEXT_MAX], other[FIELD_TEXT_MAX];
    bool same = true, labels = true;
    compare_fact(&c->runs[0].run, i, first);
    for (size_t run = 0; run < c->run_count; run++) {
        compare_fact(&c->runs[run].run, i, other);
        same = same && strcmp(other, first) == 0;
        labels = labels && strcmp(other, c->runs[run].label) == 0;
    }
    return !same && !labels;
}
