/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one user of utf8proc. Its case mapping leaves out the characters that become
 * several ones (SpecialCasing.txt, the part without conditions): they stand here.
 */
#include "text/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "text/utf8.h"

#define STACKED 192 /* code points that need no memory of their own */

struct special {
	uint32_t from;
	uint32_t to[LNDS_UNICODE_CASE];
};

/* clang-format off */
static const struct special uppers[] = { /* by `from` */
	{0x00df, {0x0053, 0x0053}}, {0x0149, {0x02bc, 0x004e}},
	{0x01f0, {0x004a, 0x030c}}, {0x0390, {0x0399, 0x0308, 0x0301}},
	{0x03b0, {0x03a5, 0x0308, 0x0301}}, {0x0587, {0x0535, 0x0552}},
	{0x1e96, {0x0048, 0x0331}}, {0x1e97, {0x0054, 0x0308}},
	{0x1e98, {0x0057, 0x030a}}, {0x1e99, {0x0059, 0x030a}},
	{0x1e9a, {0x0041, 0x02be}}, {0x1f50, {0x03a5, 0x0313}},
	{0x1f52, {0x03a5, 0x0313, 0x0300}}, {0x1f54, {0x03a5, 0x0313, 0x0301}},
	{0x1f56, {0x03a5, 0x0313, 0x0342}}, {0x1fb2, {0x1fba, 0x0399}},
	{0x1fb3, {0x0391, 0x0399}}, {0x1fb4, {0x0386, 0x0399}},
	{0x1fb6, {0x0391, 0x0342}}, {0x1fb7, {0x0391, 0x0342, 0x0399}},
	{0x1fbc, {0x0391, 0x0399}}, {0x1fc2, {0x1fca, 0x0399}},
	{0x1fc3, {0x0397, 0x0399}}, {0x1fc4, {0x0389, 0x0399}},
	{0x1fc6, {0x0397, 0x0342}}, {0x1fc7, {0x0397, 0x0342, 0x0399}},
	{0x1fcc, {0x0397, 0x0399}}, {0x1fd2, {0x0399, 0x0308, 0x0300}},
	{0x1fd3, {0x0399, 0x0308, 0x0301}}, {0x1fd6, {0x0399, 0x0342}},
	{0x1fd7, {0x0399, 0x0308, 0x0342}}, {0x1fe2, {0x03a5, 0x0308, 0x0300}},
	{0x1fe3, {0x03a5, 0x0308, 0x0301}}, {0x1fe4, {0x03a1, 0x0313}},
	{0x1fe6, {0x03a5, 0x0342}}, {0x1fe7, {0x03a5, 0x0308, 0x0342}},
	{0x1ff2, {0x1ffa, 0x0399}}, {0x1ff3, {0x03a9, 0x0399}},
	{0x1ff4, {0x038f, 0x0399}}, {0x1ff6, {0x03a9, 0x0342}},
	{0x1ff7, {0x03a9, 0x0342, 0x0399}}, {0x1ffc, {0x03a9, 0x0399}},
	{0xfb00, {0x0046, 0x0046}}, {0xfb01, {0x0046, 0x0049}},
	{0xfb02, {0x0046, 0x004c}}, {0xfb03, {0x0046, 0x0046, 0x0049}},
	{0xfb04, {0x0046, 0x0046, 0x004c}}, {0xfb05, {0x0053, 0x0054}},
	{0xfb06, {0x0053, 0x0054}}, {0xfb13, {0x0544, 0x0546}},
	{0xfb14, {0x0544, 0x0535}}, {0xfb15, {0x0544, 0x053b}},
	{0xfb16, {0x054e, 0x0546}}, {0xfb17, {0x0544, 0x053d}},
};
/* clang-format on */

static int by_from(const void *key, const void *row)
{
	const uint32_t c = *(const uint32_t *)key;
	const uint32_t from = ((const struct special *)row)->from;

	return c < from ? -1 : c > from;
}

unsigned lnds_unicode_lower(uint32_t c, uint32_t out[LNDS_UNICODE_CASE])
{
	if (c == 0x130) { /* I with dot: the dot stays as a mark */
		out[0] = 'i';
		out[1] = 0x307;
		return 2;
	}
	out[0] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
	return 1;
}

unsigned lnds_unicode_upper(uint32_t c, uint32_t out[LNDS_UNICODE_CASE])
{
	/* Capital alpha, eta and omega with breathings; an iota goes after them. */
	static const uint32_t greek[] = {0x1f08, 0x1f28, 0x1f68};
	const struct special *s;
	unsigned n;

	if (c >= 0x1f80 && c <= 0x1faf) {
		out[0] = greek[(c - 0x1f80) >> 4] + (c & 7);
		out[1] = 0x399;
		return 2;
	}
	s = bsearch(
		&c, uppers, sizeof(uppers) / sizeof(*uppers), sizeof(*uppers), by_from);
	if (!s) {
		out[0] = (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
		return 1;
	}
	for (n = 0; n < LNDS_UNICODE_CASE && s->to[n]; n++)
		out[n] = s->to[n];
	return n;
}

bool lnds_unicode_alnum(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z');
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

/* The letters that have no decomposition; what they become, or NULL. */
static const char *plain(utf8proc_int32_t c)
{
	switch (c) {
	case 0xf8:
		return "o";
	case 0x142:
		return "l";
	case 0x111:
		return "d";
	case 0x131:
		return "i";
	case 0xdf:
		return "ss";
	case 0xe6:
		return "ae";
	case 0x153:
		return "oe";
	case 0xfe:
		return "th";
	default:
		return NULL;
	}
}

/* Without nonspacing marks, and with the letters above made plain; gives how many. A code
 * point becomes two at most, so `to` may be the first half of an array of 2n whose second
 * half is c. */
static size_t drop_marks(const utf8proc_int32_t *c, size_t n, utf8proc_int32_t *to)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const utf8proc_int32_t was = c[i];
		const char *p = plain(was);

		if (p) {
			while (*p)
				to[k++] = *p++;
		} else if (utf8proc_category(was) != UTF8PROC_CATEGORY_MN) {
			to[k++] = was;
		}
	}
	return k;
}

void lnds_unicode_compose(struct lnds_sv in, bool marks, struct lnds_buf *out)
{
	const utf8proc_option_t compose = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	const utf8proc_option_t how =
		marks ? UTF8PROC_STABLE | UTF8PROC_DECOMPOSE : compose | UTF8PROC_COMPAT;
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)in.p;
	utf8proc_int32_t stack[2 * STACKED], *all = stack, *c = stack + STACKED;
	utf8proc_ssize_t n =
		utf8proc_decompose(p, (utf8proc_ssize_t)in.n, c, STACKED, how);

	if (n > STACKED) {
		all = lnds_realloc(NULL, 2 * (size_t)n, sizeof(*all));
		c = all + n;
		n = utf8proc_decompose(p, (utf8proc_ssize_t)in.n, c, n, how);
	}
	/* The input is UTF-8: only a length beyond all memory can fail. */
	if (n < 0)
		lnds_out_of_memory();
	if (marks) {
		n = (utf8proc_ssize_t)drop_marks(c, (size_t)n, all);
		c = all;
	}
	n = utf8proc_normalize_utf32(c, n, compose);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		out->n += lnds_utf8_put(lnds_buf_room(out, 4), (uint32_t)c[i]);
	if (all != stack)
		free(all);
}
