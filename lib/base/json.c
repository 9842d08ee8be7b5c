/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing JSON strings and keys; jansson made ready for reading. */
#include "base/json.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"

/* The letter after the backslash, or 0 where \u00XX must do, or 1 for a plain byte. */
static char escape_of(unsigned char c)
{
	switch (c) {
	case '"':
	case '\\':
		return (char)c;
	case '\b':
		return 'b';
	case '\t':
		return 't';
	case '\n':
		return 'n';
	case '\f':
		return 'f';
	case '\r':
		return 'r';
	default:
		return c >= 0x20;
	}
}

void lnds_json_str(struct lnds_buf *b, struct lnds_sv s)
{
	size_t i, plain = 0;

	lnds_buf_c(b, '"');
	for (i = 0; i < s.n; i++) {
		char e = escape_of((unsigned char)s.p[i]);

		if (e == 1)
			continue;
		lnds_buf_add(b, s.p + plain, i - plain);
		plain = i + 1;
		if (e) {
			lnds_buf_c(b, '\\');
			lnds_buf_c(b, e);
		} else {
			lnds_buf_printf(b, "\\u%04x", (unsigned char)s.p[i]);
		}
	}
	lnds_buf_add(b, s.p + plain, s.n - plain);
	lnds_buf_c(b, '"');
}

void lnds_json_key(struct lnds_buf *b, const char *key)
{
	if (b->n && b->p[b->n - 1] != '{')
		lnds_buf_c(b, ',');
	lnds_json_str(b, lnds_sv(key));
	lnds_buf_c(b, ':');
}

static void make_ready(void)
{
	json_set_alloc_funcs(lnds_alloc, free);
	json_object_seed((size_t)lnds_hash(LNDS_SV("jansson")) | 1);
}

void lnds_jansson_ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, make_ready);
}
