/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XOR headers: the 32-bit words of a code folded by index mod W, h[k] = xor of the words
 * w = k (mod W). For any W the distance of two headers is at most that of the codes.
 */
#ifndef LNDS_LINK_HEADER_H
#define LNDS_LINK_HEADER_H

#include <stdbool.h>
#include <stdint.h>

#define LNDS_LINK_HEADERS 13u
extern const uint8_t lnds_link_headers[LNDS_LINK_HEADERS]; /* W, ascending */

/* May codes of `bits` have a header of this many words? 0 (none) always. */
bool lnds_link_header_ok(uint32_t header, uint32_t bits);
/* code: `words` words of 32 bits as they lie in memory; out: W words. */
void lnds_link_fold(const void *code, uint32_t words, uint32_t header, uint32_t *out);

#endif
