/* SPDX-License-Identifier: MIT */
#include "export/export.h"

#include <errno.h>
#include <string.h>

#include "export/table.h"

const struct export_format *const export_formats[] = {
    &export_benchfmt, &export_google, &export_csv, &export_json, NULL,
};

int export_write(FILE *out, const struct export_format *f, const struct export_source *s,
                 struct run_error *error)
{
    error->message[0] = '\0';
    int r = f->write(out, s, error);
    if (r == 0 && (fflush(out) != 0 || ferror(out)))
        r = -EIO;
    if (r < 0 && error->message[0] == '\0')
        snprintf(error->message, sizeof error->message, "cannot write %s: %s", f->name,
                 strerror(-r));
    return r;
}
