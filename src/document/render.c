/* SPDX-License-Identifier: MIT */
#include "document/render.h"

#include <errno.h>
#include <math.h>

#include "base/glyph.h"

static int print_blocks(FILE *out, const struct document *d, enum document_format format,
                        bool bold)
{
    switch (format) {
    case DOCUMENT_MARKDOWN:
        return render_markdown(out, d);
    case DOCUMENT_HTML:
        return render_html(out, d);
    case DOCUMENT_TEXT72:
        return render_text72(out, d);
    default:
        return render_terminal(out, d, (struct render_page){ GLYPH_PAGE, bold });
    }
}

int document_print(FILE *out, const struct document *d, enum document_format format, bool bold)
{
    int r = d->error ? d->error : print_blocks(out, d, format, bold);
    return r == 0 && (fflush(out) != 0 || ferror(out)) ? -EIO : r;
}

/* How far the ratio is from 1: 1 to DOCUMENT_SHADES. */
static int steps_of(double ratio)
{
    return (int)fmin(DOCUMENT_SHADES, 1 + floor(fabs(log(ratio)) / log(DOCUMENT_SHADE_FACTOR)));
}

const char *document_shade(double ratio, bool open, char text[16])
{
    text[0] = '\0';
    if (ratio > 0)
        snprintf(text, 16, "%c%d%s", ratio < 1 ? 'f' : 's', steps_of(ratio),
                 open ? " open" : "");
    return text;
}
