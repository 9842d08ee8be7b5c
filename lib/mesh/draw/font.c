/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The letters of maps: drawn for this program, five columns in a cell of six by ten. A glyph
 * is nine rows of five bits: seven above the line, two below. Accented letters are put
 * together from a letter and an accent.
 */
#include "mesh/draw/font.h"

#include <string.h>

/* clang-format off */
static const uint8_t ascii[95][9] = {
	{ 0,  0,  0,  0,  0,  0,  0,  0,  0}, /* blank */
	{ 4,  4,  4,  4,  4,  0,  4,  0,  0}, /* ! */
	{10, 10, 10,  0,  0,  0,  0,  0,  0}, /* " */
	{10, 10, 31, 10, 31, 10, 10,  0,  0}, /* # */
	{ 4, 15, 20, 14,  5, 30,  4,  0,  0}, /* $ */
	{25, 25,  2,  4,  8, 19, 19,  0,  0}, /* % */
	{12, 18, 20,  8, 21, 18, 13,  0,  0}, /* & */
	{ 4,  4,  8,  0,  0,  0,  0,  0,  0}, /* ' */
	{ 2,  4,  8,  8,  8,  4,  2,  0,  0}, /* ( */
	{ 8,  4,  2,  2,  2,  4,  8,  0,  0}, /* ) */
	{ 0,  4, 21, 14, 21,  4,  0,  0,  0}, /* star */
	{ 0,  4,  4, 31,  4,  4,  0,  0,  0}, /* + */
	{ 0,  0,  0,  0,  0,  0,  4,  4,  8}, /* , */
	{ 0,  0,  0, 14,  0,  0,  0,  0,  0}, /* - */
	{ 0,  0,  0,  0,  0,  0,  4,  0,  0}, /* . */
	{ 1,  2,  2,  4,  8,  8, 16,  0,  0}, /* slash */
	{14, 17, 17, 17, 17, 17, 14,  0,  0}, /* 0 */
	{ 4, 12,  4,  4,  4,  4, 14,  0,  0}, /* 1 */
	{14, 17,  1,  2,  4,  8, 31,  0,  0}, /* 2 */
	{14, 17,  1,  6,  1, 17, 14,  0,  0}, /* 3 */
	{ 2,  6, 10, 18, 31,  2,  2,  0,  0}, /* 4 */
	{31, 16, 30,  1,  1, 17, 14,  0,  0}, /* 5 */
	{14, 16, 16, 30, 17, 17, 14,  0,  0}, /* 6 */
	{31,  1,  2,  4,  8,  8,  8,  0,  0}, /* 7 */
	{14, 17, 17, 14, 17, 17, 14,  0,  0}, /* 8 */
	{14, 17, 17, 15,  1,  1, 14,  0,  0}, /* 9 */
	{ 0,  0,  4,  0,  0,  0,  4,  0,  0}, /* : */
	{ 0,  0,  4,  0,  0,  0,  4,  4,  8}, /* ; */
	{ 2,  4,  8, 16,  8,  4,  2,  0,  0}, /* < */
	{ 0,  0, 31,  0, 31,  0,  0,  0,  0}, /* = */
	{ 8,  4,  2,  1,  2,  4,  8,  0,  0}, /* > */
	{14, 17,  1,  2,  4,  0,  4,  0,  0}, /* ? */
	{14, 17, 23, 21, 23, 16, 14,  0,  0}, /* @ */
	{ 4, 10, 17, 17, 31, 17, 17,  0,  0}, /* A */
	{30, 17, 17, 30, 17, 17, 30,  0,  0}, /* B */
	{14, 17, 16, 16, 16, 17, 14,  0,  0}, /* C */
	{28, 18, 17, 17, 17, 18, 28,  0,  0}, /* D */
	{31, 16, 16, 30, 16, 16, 31,  0,  0}, /* E */
	{31, 16, 16, 30, 16, 16, 16,  0,  0}, /* F */
	{14, 17, 16, 23, 17, 17, 15,  0,  0}, /* G */
	{17, 17, 17, 31, 17, 17, 17,  0,  0}, /* H */
	{14,  4,  4,  4,  4,  4, 14,  0,  0}, /* I */
	{ 7,  2,  2,  2,  2, 18, 12,  0,  0}, /* J */
	{17, 18, 20, 24, 20, 18, 17,  0,  0}, /* K */
	{16, 16, 16, 16, 16, 16, 31,  0,  0}, /* L */
	{17, 27, 21, 21, 17, 17, 17,  0,  0}, /* M */
	{17, 25, 25, 21, 19, 19, 17,  0,  0}, /* N */
	{14, 17, 17, 17, 17, 17, 14,  0,  0}, /* O */
	{30, 17, 17, 30, 16, 16, 16,  0,  0}, /* P */
	{14, 17, 17, 17, 21, 18, 13,  0,  0}, /* Q */
	{30, 17, 17, 30, 20, 18, 17,  0,  0}, /* R */
	{14, 17, 16, 14,  1, 17, 14,  0,  0}, /* S */
	{31,  4,  4,  4,  4,  4,  4,  0,  0}, /* T */
	{17, 17, 17, 17, 17, 17, 14,  0,  0}, /* U */
	{17, 17, 17, 17, 10, 10,  4,  0,  0}, /* V */
	{17, 17, 17, 21, 21, 27, 17,  0,  0}, /* W */
	{17, 17, 10,  4, 10, 17, 17,  0,  0}, /* X */
	{17, 17, 10,  4,  4,  4,  4,  0,  0}, /* Y */
	{31,  1,  2,  4,  8, 16, 31,  0,  0}, /* Z */
	{14,  8,  8,  8,  8,  8, 14,  0,  0}, /* [ */
	{16,  8,  8,  4,  2,  2,  1,  0,  0}, /* backslash */
	{14,  2,  2,  2,  2,  2, 14,  0,  0}, /* ] */
	{ 4, 10, 17,  0,  0,  0,  0,  0,  0}, /* ^ */
	{ 0,  0,  0,  0,  0,  0, 31,  0,  0}, /* _ */
	{ 8,  4,  0,  0,  0,  0,  0,  0,  0}, /* ` */
	{ 0,  0, 14,  1, 15, 17, 15,  0,  0}, /* a */
	{16, 16, 22, 25, 17, 17, 30,  0,  0}, /* b */
	{ 0,  0, 14, 16, 16, 17, 14,  0,  0}, /* c */
	{ 1,  1, 13, 19, 17, 17, 15,  0,  0}, /* d */
	{ 0,  0, 14, 17, 31, 16, 14,  0,  0}, /* e */
	{ 6,  8, 30,  8,  8,  8,  8,  0,  0}, /* f */
	{ 0,  0, 15, 17, 17, 17, 15,  1, 14}, /* g */
	{16, 16, 22, 25, 17, 17, 17,  0,  0}, /* h */
	{ 4,  0, 12,  4,  4,  4, 14,  0,  0}, /* i */
	{ 2,  0,  6,  2,  2,  2,  2,  2, 12}, /* j */
	{16, 16, 18, 20, 24, 20, 18,  0,  0}, /* k */
	{12,  4,  4,  4,  4,  4, 14,  0,  0}, /* l */
	{ 0,  0, 26, 21, 21, 21, 21,  0,  0}, /* m */
	{ 0,  0, 22, 25, 17, 17, 17,  0,  0}, /* n */
	{ 0,  0, 14, 17, 17, 17, 14,  0,  0}, /* o */
	{ 0,  0, 30, 17, 17, 25, 22, 16, 16}, /* p */
	{ 0,  0, 15, 17, 17, 19, 13,  1,  1}, /* q */
	{ 0,  0, 22, 25, 16, 16, 16,  0,  0}, /* r */
	{ 0,  0, 15, 16, 14,  1, 30,  0,  0}, /* s */
	{ 8,  8, 30,  8,  8,  9,  6,  0,  0}, /* t */
	{ 0,  0, 17, 17, 17, 19, 13,  0,  0}, /* u */
	{ 0,  0, 17, 17, 17, 10,  4,  0,  0}, /* v */
	{ 0,  0, 17, 17, 21, 21, 10,  0,  0}, /* w */
	{ 0,  0, 17, 10,  4, 10, 17,  0,  0}, /* x */
	{ 0,  0, 17, 17, 17, 17, 15,  1, 14}, /* y */
	{ 0,  0, 31,  2,  4,  8, 31,  0,  0}, /* z */
	{ 2,  4,  4,  8,  4,  4,  2,  0,  0}, /* { */
	{ 4,  4,  4,  4,  4,  4,  4,  4,  0}, /* | */
	{ 8,  4,  4,  2,  4,  4,  8,  0,  0}, /* } */
	{ 0,  0,  9, 21, 18,  0,  0,  0,  0}, /* ~ */
};

static const struct {
	uint16_t code;
	uint8_t row[9];
} further[] = {
	{0x00a7, {14, 16, 14, 17, 14,  1, 14,  0,  0}}, /* § */
	{0x00a9, {14, 17, 23, 20, 23, 17, 14,  0,  0}}, /* © */
	{0x00b0, {12, 18, 12,  0,  0,  0,  0,  0,  0}}, /* ° */
	{0x00b2, {12,  2,  4, 14,  0,  0,  0,  0,  0}}, /* ² */
	{0x00b3, {12,  2,  6,  2, 12,  0,  0,  0,  0}}, /* ³ */
	{0x00b5, { 0,  0, 17, 17, 17, 27, 20, 16, 16}}, /* µ */
	{0x00b7, { 0,  0,  0,  4,  0,  0,  0,  0,  0}}, /* · */
	{0x00c6, {15, 20, 20, 31, 20, 20, 23,  0,  0}}, /* Æ */
	{0x00d7, { 0,  0, 17, 10,  4, 10, 17,  0,  0}}, /* × */
	{0x00d8, {14, 19, 19, 21, 25, 25, 14,  0,  0}}, /* Ø */
	{0x00df, {12, 18, 20, 18, 17, 17, 22,  0,  0}}, /* ß */
	{0x00e6, { 0,  0, 26,  5, 31, 20, 15,  0,  0}}, /* æ */
	{0x00f8, { 0,  0, 14, 19, 21, 25, 14,  0,  0}}, /* ø */
	{0x0152, {15, 20, 20, 22, 20, 20, 15,  0,  0}}, /* Œ */
	{0x0153, { 0,  0, 10, 21, 23, 20, 11,  0,  0}}, /* œ */
	{0x2013, { 0,  0,  0, 31,  0,  0,  0,  0,  0}}, /* – */
	{0x2019, { 4,  4,  8,  0,  0,  0,  0,  0,  0}}, /* ’ */
	{0x2026, { 0,  0,  0,  0,  0,  0, 21,  0,  0}}, /* … */
	{0x20ac, { 6,  9, 28,  8, 28,  9,  6,  0,  0}}, /* € */
};

enum accent { GRAVE, ACUTE, CIRCUMFLEX, TILDE, DIAERESIS, RING, CARON, CEDILLA };

/* Over small letters two rows, over capitals, which are set one row lower, one; the cedilla
 * stands below. */
static const uint8_t small_accent[][2] = {
	[GRAVE] = {8, 4}, [ACUTE] = {2, 4}, [CIRCUMFLEX] = {4, 10}, [TILDE] = {13, 22},
	[DIAERESIS] = {0, 10}, [RING] = {6, 6}, [CARON] = {10, 4}, [CEDILLA] = {4, 8},
};
static const uint8_t capital_accent[] = {
	[GRAVE] = 8, [ACUTE] = 2, [CIRCUMFLEX] = 4, [TILDE] = 13,
	[DIAERESIS] = 10, [RING] = 4, [CARON] = 10,
};

static const struct {
	uint16_t code;
	char base;
	uint8_t accent;
} accented[] = {
	{0xc0, 'A', GRAVE}, {0xc1, 'A', ACUTE}, {0xc2, 'A', CIRCUMFLEX}, {0xc3, 'A', TILDE},
	{0xc4, 'A', DIAERESIS}, {0xc5, 'A', RING}, {0xc7, 'C', CEDILLA}, {0xc8, 'E', GRAVE},
	{0xc9, 'E', ACUTE}, {0xca, 'E', CIRCUMFLEX}, {0xcb, 'E', DIAERESIS},
	{0xcc, 'I', GRAVE}, {0xcd, 'I', ACUTE}, {0xce, 'I', CIRCUMFLEX},
	{0xcf, 'I', DIAERESIS}, {0xd1, 'N', TILDE}, {0xd2, 'O', GRAVE}, {0xd3, 'O', ACUTE},
	{0xd4, 'O', CIRCUMFLEX}, {0xd5, 'O', TILDE}, {0xd6, 'O', DIAERESIS},
	{0xd9, 'U', GRAVE}, {0xda, 'U', ACUTE}, {0xdb, 'U', CIRCUMFLEX},
	{0xdc, 'U', DIAERESIS}, {0xdd, 'Y', ACUTE}, {0xe0, 'a', GRAVE}, {0xe1, 'a', ACUTE},
	{0xe2, 'a', CIRCUMFLEX}, {0xe3, 'a', TILDE}, {0xe4, 'a', DIAERESIS},
	{0xe5, 'a', RING}, {0xe7, 'c', CEDILLA}, {0xe8, 'e', GRAVE}, {0xe9, 'e', ACUTE},
	{0xea, 'e', CIRCUMFLEX}, {0xeb, 'e', DIAERESIS}, {0xec, 'i', GRAVE},
	{0xed, 'i', ACUTE}, {0xee, 'i', CIRCUMFLEX}, {0xef, 'i', DIAERESIS},
	{0xf1, 'n', TILDE}, {0xf2, 'o', GRAVE}, {0xf3, 'o', ACUTE}, {0xf4, 'o', CIRCUMFLEX},
	{0xf5, 'o', TILDE}, {0xf6, 'o', DIAERESIS}, {0xf9, 'u', GRAVE}, {0xfa, 'u', ACUTE},
	{0xfb, 'u', CIRCUMFLEX}, {0xfc, 'u', DIAERESIS}, {0xfd, 'y', ACUTE},
	{0xff, 'y', DIAERESIS}, {0x106, 'C', ACUTE}, {0x107, 'c', ACUTE}, {0x10c, 'C', CARON},
	{0x10d, 'c', CARON}, {0x143, 'N', ACUTE}, {0x144, 'n', ACUTE}, {0x160, 'S', CARON},
	{0x161, 's', CARON}, {0x17d, 'Z', CARON}, {0x17e, 'z', CARON},
};
/* clang-format on */

static void put_accented(char base, enum accent accent, uint8_t row[LNDS_MESH_FONT_H])
{
	const uint8_t *glyph = ascii[base - ' '];
	const bool small = base >= 'a';

	if (accent == CEDILLA) {
		memcpy(row + 1, glyph, 9);
		row[8] = small_accent[accent][0];
		row[9] = small_accent[accent][1];
		return;
	}
	if (small) {
		memcpy(row + 1, glyph, 9);
		memcpy(row, small_accent[accent], 2);
		row[2] = 0; /* the dot of i */
		return;
	}
	row[0] = capital_accent[accent];
	memcpy(row + 2, glyph, 2);
	memcpy(row + 4, glyph + 3, 4);
}

bool lnds_mesh_glyph(uint32_t c, uint8_t row[LNDS_MESH_FONT_H])
{
	size_t i;

	memset(row, 0, LNDS_MESH_FONT_H);
	if (c == 0xa0 || c == 0x202f)
		c = ' ';
	if (c >= ' ' && c <= '~') {
		memcpy(row + 1, ascii[c - ' '], 9);
		return true;
	}
	for (i = 0; i < sizeof(further) / sizeof(further[0]); i++)
		if (further[i].code == c) {
			memcpy(row + 1, further[i].row, 9);
			return true;
		}
	for (i = 0; i < sizeof(accented) / sizeof(accented[0]); i++)
		if (accented[i].code == c) {
			put_accented(accented[i].base, accented[i].accent, row);
			return true;
		}
	memcpy(row + 1, ascii['?' - ' '], 9);
	return false;
}
