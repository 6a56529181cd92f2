/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "tutorial/parts.h"

/* What has become of a sentence that a trial is there for. The caller frees. */
static char *describe_result(const struct page *p, const char *name)
{
    char words[TRIAL_WORDS_MAX];
    size_t place;
    if (!trial_find(name, &place))
        return text_printf("the trial '%s' is not in this version", name);
    const struct trial_result *r = p->trials ? &p->trials->of[place] : NULL;
    if (!r || !r->done)
        return text_printf("not tried out in this run");
    if (r->note[0])
        return text_printf("could not be tried out: %s", r->note);
    enum trial_verdict v = trials[place]->judge(r->numbers, words);
    return text_printf("%s here: %s", trial_verdict_names[v], words);
}

void sentences_add(const struct page *p, const struct published_source *s)
{
    if (s->sentence_count)
        document_heading(p->d, 3, NULL, "Said without figures");
    for (size_t i = 0; i < s->sentence_count; i++) {
        const struct published_sentence *of = &s->sentences[i];
        if (of->trial)
            document_item(p->d, "\"%s\": %s.", of->said,
                          document_take(p->d, describe_result(p, of->trial)));
        else
            document_item(p->d, "\"%s\": not reproduced: %s.", of->said, of->missing);
    }
}
