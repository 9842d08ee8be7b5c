/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growable buffer: doubling, and the few ways to append that need more than memcpy.
 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

char *lnds_buf_grow(struct lnds_buf *b, size_t more)
{
	size_t need, cap = b->cap ? b->cap : 64;

	if (__builtin_add_overflow(b->n, more, &need) || need > SIZE_MAX / 2)
		lnds_out_of_memory();
	while (cap < need)
		cap *= 2;
	b->p = lnds_realloc(b->p, cap, 1);
	b->cap = cap;
	return b->p + b->n;
}

void lnds_buf_str(struct lnds_buf *b, const char *s)
{
	lnds_buf_add(b, s, strlen(s));
}

void lnds_buf_printf(struct lnds_buf *b, const char *fmt, ...)
{
	va_list ap, again;
	char *at = lnds_buf_room(b, 128);
	size_t room = b->cap - b->n;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(at, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= room)
		n = vsnprintf(lnds_buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
	va_end(again);
	/* Our formats are plain: the one way to fail is a lack of memory. */
	if (n < 0)
		lnds_out_of_memory();
	b->n += (size_t)n;
}

void lnds_buf_u64(struct lnds_buf *b, uint64_t v)
{
	uint64_t rest = v;
	size_t n = 1;
	char *p;

	for (; rest > 9; rest /= 10)
		n++;
	p = lnds_buf_room(b, n) + n;
	b->n += n;
	do {
		*--p = (char)('0' + v % 10);
		v /= 10;
	} while (v);
}

const char *lnds_buf_cstr(struct lnds_buf *b)
{
	*lnds_buf_room(b, 1) = '\0';
	return b->p;
}

void lnds_buf_free(struct lnds_buf *b)
{
	free(b->p);
	*b = (struct lnds_buf){0};
}
