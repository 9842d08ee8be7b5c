/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The style sheet of all pages: page's own files only. */
#ifndef LNDS_PAGE_STYLE_H
#define LNDS_PAGE_STYLE_H

#include "base/buf.h"

void lnds_page_style(struct lnds_buf *out);

#endif
