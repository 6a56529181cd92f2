/* SPDX-License-Identifier: MIT */
#include "runfile/tables.h"

#include "runfile/run.h"

#define TEXT(type, member) FIELD_TEXT_OF(type, member)
#define COUNT(type, member) FIELD_COUNT_OF(type, member)

const struct field run_head_fields[RUN_HEAD_FIELDS] = {
    TEXT(struct run, mapread_version),
    TEXT(struct run, revision),
    FIELD_FLAG_OF(struct run, complete),
    TEXT(struct run, started_at),
    COUNT(struct run, seed),
    COUNT(struct run, rounds),
    FIELD_NUMBER_OF(struct run, planted),
    TEXT(struct run, suite),
    TEXT(struct run, cpu_cache),
    FIELD_FLAG_OF(struct run, emulated),
};

const struct run_part run_parts[RUN_PARTS] = {
    { "machine", offsetof(struct run, machine), machine_fields, MACHINE_FIELDS },
    { "storage", offsetof(struct run, storage), storage_fields, STORAGE_FIELDS },
    { "toolchain", offsetof(struct run, toolchain), toolchain_fields, TOOLCHAIN_FIELDS },
};

static const struct field finding_fields[] = {
    TEXT(struct run_finding, probe),
    TEXT(struct run_finding, verdict),
    TEXT(struct run_finding, found),
    TEXT(struct run_finding, fix),
};

static const struct field dataset_fields[] = {
    FIELD_PATH_OF(struct run_dataset, name), TEXT(struct run_dataset, kind),
    COUNT(struct run_dataset, bytes),        COUNT(struct run_dataset, seed),
    TEXT(struct run_dataset, sha256),
};

static void *add_finding(struct run *r)
{
    return run_add_finding(r);
}

static void *add_dataset(struct run *r)
{
    return run_add_dataset(r);
}

#define LIST(its_name, member, counter, its_fields, its_add)                                   \
    {                                                                                          \
        .name = its_name, .items = offsetof(struct run, member),                               \
        .count = offsetof(struct run, counter),                                                \
        .item_bytes = sizeof *((struct run *)0)->member, .fields = its_fields,                 \
        .field_count = sizeof its_fields / sizeof its_fields[0], .add = its_add                \
    }

const struct run_list run_lists[RUN_LISTS] = {
    LIST("doctor", findings, finding_count, finding_fields, add_finding),
    LIST("datasets", datasets, dataset_count, dataset_fields, add_dataset),
};

const struct field run_case_fields[RUN_CASE_FIELDS] = {
    TEXT(struct run_case, fill),
    FIELD_CHOICE_OF(struct run_case, status, case_status_names),
    { .name = "answer",
      .kind = FIELD_TEXT,
      .offset = offsetof(struct run_case, answer.text),
      .size = ANSWER_MAX },
    { .name = "unproved",
      .kind = FIELD_CHOICE,
      .offset = offsetof(struct run_case, unproved),
      .size = sizeof(enum unproved),
      .choices = unproved_names,
      .optional = true },
};
