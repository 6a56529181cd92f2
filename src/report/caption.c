/* SPDX-License-Identifier: MIT */
#include "report/caption.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cold.h"
#include "report/proof.h"
#include "base/cpu_cache.h"
#include "base/glyph.h"
#include "base/text.h"
#include "doctor/doctor.h"
#include "report/matrix-table.h"
#include "state/state.h"

/* Ends a text that grew in memory; NULL when memory was short. */
static char *closed(FILE *out, char **text)
{
    if (fclose(out) == 0)
        return *text;
    free(*text);
    return NULL;
}

static char *describe_machine(const struct run *r)
{
    const struct machine *m = &r->machine;
    char *text = NULL, memory[TEXT_MAX];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s: %s", m->host[0] ? m->host : "unnamed host",
            m->cpu[0] ? m->cpu : "unknown processor");
    if (!isnan(m->cores))
        fprintf(out, ", %.0f core%s", m->cores, m->cores == 1 ? "" : "s");
    if (!isnan(m->memory_bytes))
        fprintf(out, ", %s", text_format_bytes(m->memory_bytes, memory));
    return closed(out, &text);
}

static char *describe_making(const struct run *r)
{
    char *text = NULL;
    const char *started = r->started_at;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s", r->machine.kernel[0] ? r->machine.kernel : "unknown kernel");
    if (r->storage.filesystem[0])
        fprintf(out, ", %s", r->storage.filesystem);
    if (started[0])
        fprintf(out, ", %.*s", (int)strcspn(started, "T"), started);
    if (r->suite[0])
        fprintf(out, ", suite %s", r->suite);
    fprintf(out, ", %s%ju round%s", r->looks.count > 1 ? "up to " : "", (uintmax_t)r->rounds,
            r->rounds == 1 ? "" : "s");
    if (r->toolchain.python[0])
        fprintf(out, ", %s", r->toolchain.python);
    if (r->toolchain.numpy[0])
        fprintf(out, ", NumPy %s", r->toolchain.numpy);
    fprintf(out, "%s", r->complete ? "" : " (not all of them were made)");
    return closed(out, &text);
}

/* What the passes of a state that flushes find, of a run that has such cases; else "". */
static char *describe_warm(const struct run *r)
{
    static const char *const found[] = {
        [CPU_CACHE_FLUSH] = "in memory, flushed from the processor's caches before each pass",
        [CPU_CACHE_STREAM] = "in memory; other bytes took its place in the caches (assumed)",
        [CPU_CACHE_AS_FOUND] = "as the pass before left it, also in the processor's caches",
    };
    const char *flushed = NULL;
    for (size_t i = 0; i < r->case_count && !flushed; i++) {
        const struct state *s = state_find(r->cases[i].key.state);
        flushed = s && s->flushes ? s->name : NULL;
    }
    for (size_t i = 0; i < sizeof found / sizeof found[0] && flushed; i++)
        if (strcmp(cpu_cache_names[i], r->cpu_cache) == 0)
            return text_printf("%s: the file is %s", flushed, found[i]);
    return strdup("");
}

static char *describe_host(const struct run *r)
{
    return strdup(cold_has_host(r) ? "cold: the host's cache may be warm" : "");
}

static char *describe_processors(const struct run *r)
{
    struct cold_processors p;
    const struct cold_apart *a = &p.worst;
    char name[CASE_TEXT_MAX], slow[TEXT_MAX], fast[TEXT_MAX];
    if (cold_compare_processors(&p, r) < 0)
        return NULL;
    if (!p.matter)
        return strdup("");
    return text_printf(
        "cold: the processor matters in %zu of %zu case%s: %s takes %s on CPU%.0f, "
        "%s on CPU%.0f",
        p.apart, p.cases, p.cases == 1 ? "" : "s", case_key_text(&a->source->key, name),
        text_format_ns(a->slow_ns, slow), a->slow_cpu, text_format_ns(a->fast_ns, fast),
        a->fast_cpu);
}

/* The verdict is made of the figures: the file's own is not trusted. */
static char *describe_noise(const struct run *r)
{
    char text[INTERFERENCE_TEXT_MAX];
    run_interference_verdict(r, text, sizeof text);
    return strdup(text);
}

/* "; bad: governor, swap", or nothing. */
static void list_checks(FILE *out, const struct run *r, enum verdict verdict, const char *title)
{
    const char *before = title;
    for (size_t i = 0; i < r->finding_count; i++) {
        if (strcmp(r->findings[i].verdict, verdict_names[verdict]) != 0)
            continue;
        fprintf(out, "%s%s", before, r->findings[i].probe);
        before = ", ";
    }
}

static char *describe_doctor(const struct run *r)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    list_checks(out, r, VERDICT_WARNING, "doctor: warnings: ");
    list_checks(out, r, VERDICT_BAD, ftell(out) > 0 ? "; bad: " : "doctor: bad: ");
    return closed(out, &text);
}

char *caption_part(const struct run *r, size_t part)
{
    static char *(*const describe[CAPTION_PARTS])(const struct run *) = {
        describe_machine,
        describe_making,
        describe_warm,
        [CAPTION_UNPROVED] = proof_sentence,
        [CAPTION_HOST] = describe_host,
        [CAPTION_PROCESSORS] = describe_processors,
        describe_noise,
        describe_doctor,
    };
    return describe[part](r);
}

void caption_add(struct document *d, const struct run *r)
{
    for (size_t i = 0; i < CAPTION_PARTS; i++) {
        const char *text = document_take(d, caption_part(r, i));
        if (text[0] != '\0')
            document_paragraph(d, "%s", text);
    }
}

/* "bad: load; 6 warnings of the doctor". */
static void write_checks(FILE *out, const struct run *r)
{
    size_t warnings = 0;
    list_checks(out, r, VERDICT_BAD, "bad: ");
    for (size_t i = 0; i < r->finding_count; i++)
        warnings += strcmp(r->findings[i].verdict, verdict_names[VERDICT_WARNING]) == 0;
    if (warnings > 0)
        fprintf(out, "%s%zu warning%s of the doctor", ftell(out) > 0 ? "; " : "", warnings,
                warnings == 1 ? "" : "s");
}

/* Parts [from, to), each without what it says in brackets, which is advice. */
static void write_parts(FILE *out, const struct run *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        char *text = caption_part(r, i);
        const char *bracket = text ? strstr(text, " (") : NULL;
        if (text && text[0])
            fprintf(out, "%s%.*s", ftell(out) > 0 ? "; " : "",
                    bracket && i >= CAPTION_WHERE ? (int)(bracket - text) : (int)strlen(text),
                    text);
        free(text);
    }
}

/* What does not fit goes, in whole parts. */
static void cut_at_part(char *text, size_t columns)
{
    size_t fits = glyph_fit(text, columns);
    bool is_cut = text[fits] != '\0';
    text[fits] = '\0';
    char *end = is_cut ? strrchr(text, ';') : NULL;
    if (end)
        *end = '\0';
}

char *caption_line(const struct run *r, size_t line, size_t columns)
{
    enum { WARM = 2, DOCTOR = 7 };
    char *text = NULL, *clean;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    if (line > 0)
        write_checks(out, r);
    write_parts(out, r, line == 0 ? 0 : CAPTION_WHERE, line == 0 ? WARM : DOCTOR);
    if (!closed(out, &text))
        return NULL;
    clean = glyph_clean(text);
    free(text);
    if (clean)
        cut_at_part(clean, columns);
    return clean;
}

char *caption_of_row(const struct summary_group *g, const struct summary_row *row,
                     const char *finding)
{
    char label[MATRIX_TEXT_MAX];
    return text_printf("%s, %s%s%s%s", matrix_label(g, row, label), g->key.state,
                       proof_mark(row), finding[0] ? ": " : "", finding);
}

const char *caption_of_memory(const struct summary_group *g, const struct summary_row *row,
                              char *text)
{
    char own[TEXT_MAX], mmaps[TEXT_MAX];
    const struct summary_cell *baseline = summary_find_cell(g, row, row->baseline);
    const struct summary_cell *mmap = summary_find_cell(g, row, "mmap");
    text[0] = '\0';
    if (summary_cell_timed(baseline) && summary_cell_timed(mmap) && baseline != mmap)
        snprintf(text, MATRIX_TEXT_MAX, "%.32s needs %s of its own, mmap %s", row->baseline,
                 text_format_bytes(baseline->own_bytes, own),
                 text_format_bytes(mmap->own_bytes, mmaps));
    return text;
}

static bool differs_in_fill(const struct summary *s, const struct summary_group *g)
{
    for (size_t i = 0; i < s->group_count; i++) {
        const struct summary_group *o = &s->groups[i];
        if (o != g && case_key_same_table(&o->key, &g->key))
            return true;
    }
    return false;
}

char *caption_of_group(const struct summary *s, const struct summary_group *g,
                       const struct summary_row *row)
{
    struct proof own = { 0 };
    proof_add(&own, row);
    char state[PROOF_TEXT_MAX], marked[PROOF_TEXT_MAX], threads[TEXT_MAX];
    bool with_fill = g->fill && differs_in_fill(s, g);
    snprintf(state, sizeof state, "%s%s%s%s", g->key.state, with_fill ? " (filled by " : "",
             with_fill ? g->fill : "", with_fill ? ")" : "");
    return text_printf("%s, %s%s", g->key.dataset,
                       proof_name(state, row ? own : proof_of_group(g), marked),
                       text_format_threads(g->key.threads, threads));
}
