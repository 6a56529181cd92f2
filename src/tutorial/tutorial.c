/* SPDX-License-Identifier: MIT */
#include "tutorial/tutorial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic_file.h"
#include "base/text.h"
#include "report/plots.h"

static void explain(struct run_error *error, const char *what, int r)
{
    snprintf(error->message, sizeof error->message, "%s: %s", what, strerror(-r));
}

static int draw_picture(const char *folder, const char *scripts, struct run_error *error)
{
    char *script = text_printf("%s/tutorial.gp", scripts);
    int r = script ? plots_draw_one(folder, script, "tutorial", error) : -ENOMEM;
    free(script);
    return r;
}

static int write_pictures(const struct tutorial *t, const char *folder, const char *scripts,
                          struct run_error *error)
{
    int result = tutorial_plotdata_write(t->published, t->run, folder);
    if (result == -ENODATA)
        snprintf(error->message, sizeof error->message,
                 "nothing to plot: no published row has a ratio in this run");
    else if (result < 0)
        explain(error, "cannot write plots/tutorial.dat", result);
    else if (scripts)
        result = draw_picture(folder, scripts, error);
    return result;
}

static int write_page(const struct tutorial *t, const char *folder, bool with_picture,
                      struct run_error *error)
{
    struct document d = { 0 };
    struct atomic_file file;
    struct tutorial page = *t;
    int result = atomic_file_begin(&file, folder, "tutorial.md");
    if (with_picture)
        page.picture = "plots/tutorial.svg";
    if (result == 0) {
        tutorial_add(&d, &page);
        result =
            atomic_file_end(&file, document_print(file.stream, &d, DOCUMENT_MARKDOWN, false));
    }
    document_free(&d);
    if (result < 0)
        explain(error, "cannot write tutorial.md", result);
    return result;
}

int tutorial_write(const struct tutorial *t, const char *folder, const char *scripts,
                   struct run_error *error)
{
    struct run_error page_error;
    int pictures = write_pictures(t, folder, scripts, error);
    int page = write_page(t, folder, pictures == 0 && scripts, &page_error);
    if (pictures == 0 && page < 0)
        *error = page_error;
    return pictures < 0 ? pictures : page;
}
