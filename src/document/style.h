/* SPDX-License-Identifier: MIT */
/* The style sheet of the page: light, dark, narrow, wide and on paper. */
#ifndef MAPREAD_DOCUMENT_STYLE_H
#define MAPREAD_DOCUMENT_STYLE_H

extern const char html_style[];

#endif
