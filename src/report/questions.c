/* SPDX-License-Identifier: MIT */
#include "report/questions.h"

void question_missing(struct document *d, const char *what, const char *command)
{
    document_paragraph(d, "This run did not measure %s. This does:", what);
    document_command(d, NULL, "%s", command);
}
