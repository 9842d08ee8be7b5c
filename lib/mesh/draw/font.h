/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The letters of maps: cells of six by ten pixels; ASCII, the letters of western Europe, a few signs. */
#ifndef LNDS_MESH_FONT_H_
#define LNDS_MESH_FONT_H_

#include <stdbool.h>
#include <stdint.h>

#define LNDS_MESH_FONT_W 6u
#define LNDS_MESH_FONT_H 10u

/* Rows from the top, the leftmost of five columns in bit 4. False, and a question mark, for
 * a character that is not there. */
bool lnds_mesh_glyph(uint32_t c, uint8_t row[LNDS_MESH_FONT_H]);

#endif
