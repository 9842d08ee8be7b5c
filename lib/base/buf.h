/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A growable byte buffer. Zero-initialise it, append, free it. It owns its bytes; views
 * into it end with the next append. Not for secrets (os/secret.h).
 */
#ifndef LNDS_BASE_BUF_H
#define LNDS_BASE_BUF_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

struct lnds_buf {
	char *p;
	size_t n, cap;
};

/* lnds_buf_room where there is not enough of it yet. */
char *lnds_buf_grow(struct lnds_buf *b, size_t more);

/* Makes room for `more` bytes and returns where they go; the caller adds to b->n. */
static inline char *lnds_buf_room(struct lnds_buf *b, size_t more)
{
	return b->p && more <= b->cap - b->n ? b->p + b->n : lnds_buf_grow(b, more);
}

static inline void lnds_buf_add(struct lnds_buf *b, const void *p, size_t n)
{
	if (!n)
		return;
	memcpy(lnds_buf_room(b, n), p, n);
	b->n += n;
}

static inline void lnds_buf_sv(struct lnds_buf *b, struct lnds_sv s)
{
	lnds_buf_add(b, s.p, s.n);
}

void lnds_buf_str(struct lnds_buf *b, const char *s);
void lnds_buf_printf(struct lnds_buf *b, const char *fmt, ...) LNDS_PRINTF(2, 3);
void lnds_buf_u64(struct lnds_buf *b, uint64_t v); /* decimal */

static inline void lnds_buf_c(struct lnds_buf *b, char c)
{
	if (b->n == b->cap)
		(void)lnds_buf_room(b, 1);
	b->p[b->n++] = c;
}

static inline struct lnds_sv lnds_buf_view(const struct lnds_buf *b)
{
	return (struct lnds_sv){b->p, b->n};
}

/* NUL-terminates without counting the NUL; returns b->p. */
const char *lnds_buf_cstr(struct lnds_buf *b);

/* Frees the bytes and leaves an empty buffer. */
void lnds_buf_free(struct lnds_buf *b);

#endif
