/* SPDX-License-Identifier: MIT */
/* The one table of what --format accepts: its names, and the commands that print each. */
#ifndef MAPREAD_CLI_FORMAT_H
#define MAPREAD_CLI_FORMAT_H

#include <stdbool.h>

#include "document/document.h"
#include "export/export.h"

struct format {
    const char *name, *summary;
    unsigned commands;         /* enum command_bit of options.h */
    enum document_format page; /* for people */
    export_writer *write_runs; /* for `mapread export` */
    bool one_run;              /* write_runs takes no more */
};

/* A name of NULL ends it. The first is the default of the commands that print it. */
enum { FORMATS = 7 };
extern const struct format formats[FORMATS + 1];

/* "  NAME  SUMMARY", one line for each that one of the commands prints. */
void formats_print(unsigned commands);

#endif
