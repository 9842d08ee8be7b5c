/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one user of zstd.h in stream. */
#include "stream/inflate.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/alloc.h"

struct lnds_inflate {
	ZSTD_DStream *stream;
	bool whole;
};

struct lnds_inflate *lnds_inflate_new(void)
{
	struct lnds_inflate *z = lnds_calloc(1, sizeof(*z));

	z->stream = ZSTD_createDStream();
	if (!z->stream)
		lnds_out_of_memory();
	z->whole = true;
	return z;
}

void lnds_inflate_free(struct lnds_inflate *z)
{
	if (!z)
		return;
	(void)ZSTD_freeDStream(z->stream);
	free(z);
}

bool lnds_inflate_some(struct lnds_inflate *z, const char *p, size_t n, size_t *used,
	char *out, size_t cap, size_t *made, struct lnds_err *err)
{
	ZSTD_inBuffer in = {p, n, 0};
	ZSTD_outBuffer to = {out, cap, 0};

	/* What is left to flush comes out without new input, but an idle decoder must not
	 * be asked: it would begin a frame. */
	while (to.pos < cap && (in.pos < n || !z->whole)) {
		const size_t taken = in.pos, given = to.pos;
		const size_t rc = ZSTD_decompressStream(z->stream, &to, &in);

		if (ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation)
			lnds_out_of_memory();
		if (ZSTD_isError(rc)) {
			lnds_fail(err, LNDS_INTEGRITY, NULL, "a damaged zstd frame");
			return lnds_hint(
				err, "zstd --test tells more; fetch the file again");
		}
		z->whole = rc == 0;
		if (in.pos == taken && to.pos == given)
			break;
	}
	*used = in.pos;
	*made = to.pos;
	return true;
}

bool lnds_inflate_whole(const struct lnds_inflate *z)
{
	return z->whole;
}
