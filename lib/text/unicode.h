/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What norm.h needs of the Unicode tables (15.0, by utf8proc): full case mapping, which
 * code points are letters or digits, composition.
 */
#ifndef LNDS_TEXT_UNICODE_H
#define LNDS_TEXT_UNICODE_H

#include "base/buf.h"

#define LNDS_UNICODE_CASE 3

/* Full mapping of one code point, without locale and context (3.13): one to three code
 * points, whose number is given. A capital sigma becomes the small sigma of the middle of
 * words, wherever it stands. */
unsigned lnds_unicode_lower(uint32_t c, uint32_t out[LNDS_UNICODE_CASE]);
unsigned lnds_unicode_upper(uint32_t c, uint32_t out[LNDS_UNICODE_CASE]);

/* A letter (L) or a decimal digit (Nd)? */
bool lnds_unicode_alnum(uint32_t c);

/* Appends to out the NFKC of `in`, valid UTF-8; or, with marks, its NFD without
 * nonspacing marks (Mn) and with the letters of LNDS_NORM_MARKS made plain, recomposed
 * (NFC). Forms: 3.11. */
void lnds_unicode_compose(struct lnds_sv in, bool marks, struct lnds_buf *out);

#endif
