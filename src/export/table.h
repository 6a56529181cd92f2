/* SPDX-License-Identifier: MIT */
/* Every format: a line here, a line in export.c, a file, a line in meson.build. */
#ifndef MAPREAD_EXPORT_TABLE_H
#define MAPREAD_EXPORT_TABLE_H

#include "export/export.h"

extern const struct export_format export_benchfmt, export_google, export_csv, export_json;

#endif
