/* SPDX-License-Identifier: MIT */
/* Where and how the run was made, and what the doctor and the monitor found. */
#include "doctor/doctor.h"
#include "html/facts.h"
#include "html/table.h"

static void write_findings(struct html *h, const struct run *r)
{
    if (r->finding_count == 0) {
        html_element(h, "p",
                     "What the doctor would have found is not known: the run was made without "
                     "it. mapread doctor examines a machine.");
        return;
    }
    table_begin(h, "list", "What the doctor found before the run");
    html_mark(
        h,
        "<thead><tr><th scope=\"col\">check</th><th scope=\"col\">verdict</th><th "
        "scope=\"col\">found</th><th scope=\"col\">how to fix it</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct run_finding *f = &r->findings[i];
        html_mark(h, "<tr>");
        html_element(h, "th scope=\"row\"", known_text(f->probe));
        html_element(h, "td", known_text(f->verdict));
        html_element(h, "td", known_text(f->found));
        html_mark(h, "<td>");
        if (f->fix[0])
            html_element(h, "code", f->fix);
        html_mark(h, "</td></tr>\n");
    }
    table_end(h);
}

static void write_dataset(struct html *h, const struct run_dataset *d)
{
    char bytes[TEXT_MAX];
    html_mark(h, "<tr>");
    html_element(h, "th scope=\"row\"", known_text(d->name));
    html_element(h, "td", known_text(d->kind));
    html_element(h, "td", text_format_bytes((double)d->bytes, bytes));
    html_elementf(h, "td", "%llu", (unsigned long long)d->seed);
    html_mark(h, "<td>");
    html_element(h, "code", known_text(d->sha256));
    html_mark(h, "</td></tr>\n");
}

static void write_datasets(struct html *h, const struct run *r)
{
    table_begin(h, "list", "Data sets");
    html_mark(h, "<thead><tr><th scope=\"col\">name</th><th scope=\"col\">kind</th><th "
                 "scope=\"col\">size</th><th scope=\"col\">seed</th><th "
                 "scope=\"col\">SHA-256</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < r->dataset_count; i++)
        write_dataset(h, &r->datasets[i]);
    table_end(h);
}

static void write_noise(struct html *h, const struct run *r)
{
    char text[INTERFERENCE_TEXT_MAX];
    const char *verdict = run_interference_verdict(r, text, sizeof text);
    if (!r->watched) {
        html_element(h, "p",
                     "How noisy the machine was is not known: the run was not watched.");
        return;
    }
    facts_table(h, "The machine during the run", &r->interference, interference_fields,
                INTERFERENCE_FIELDS);
    html_element(h, "p", verdict ? verdict : "By these figures the machine was quiet.");
}

static void write_section(const struct view *v)
{
    const struct run *r = v->run;
    html_mark(v->html, "<div class=\"tables\">\n");
    facts_table(v->html, "Machine", &r->machine, machine_fields, MACHINE_FIELDS);
    facts_table(v->html, "Storage", &r->storage, storage_fields, STORAGE_FIELDS);
    facts_table(v->html, "How mapread was built, and its Python", &r->toolchain,
                toolchain_fields, TOOLCHAIN_FIELDS);
    html_mark(v->html, "</div>\n");
    write_noise(v->html, r);
    write_findings(v->html, r);
    write_datasets(v->html, r);
}

const struct section section_machine = { "machine", "The machine", write_section };
