/* SPDX-License-Identifier: MIT */
#include "doctor/doctor_json.h"

#include "base/json.h"

static json_t *finding_json(const void *entries, size_t i)
{
    const struct doctor_finding *f = (const struct doctor_finding *)entries + i;
    return json_pack("{s:s, s:s, s:o, s:s, s:o}", "name", f->probe->name, "verdict",
                     verdict_names[f->verdict], "found", json_text(f->found), "why",
                     f->probe->why, "command", json_text(f->fix[0] ? f->fix : NULL));
}

int doctor_json_write(FILE *out, const struct doctor_finding *findings, size_t count)
{
    json_t *list = json_list(finding_json, findings, count);
    int r = json_print(out, list, JSON_INDENT(2));
    json_decref(list);
    return r;
}
