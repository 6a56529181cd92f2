/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

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

static char *describe(const struct page *p, const struct published_sentence *s)
{
    char *result =
        s->trial ? describe_result(p, s->trial) : text_printf("not reproduced: %s", s->missing);
    char *text = result ? text_printf("\"%s\": %s.", s->said, result) : NULL;
    free(result);
    return text;
}

int sentences_print(const struct page *p, const struct published_source *s)
{
    int r = s->sentence_count ? page_heading(p->out, 3, "Said without figures", p->style) : 0;
    for (size_t i = 0; i < s->sentence_count && r == 0; i++) {
        char *text = describe(p, &s->sentences[i]);
        r = text ? page_item(p->out, text, p->style) : -ENOMEM;
        free(text);
    }
    return r;
}
