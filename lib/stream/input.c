/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An input is three steps: read(2) with the tap on it, inflating, transcoding. Each step
 * that is not needed is not there: plain UTF-8 is read straight into the caller's memory.
 */
#include "stream/input.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "os/file.h"
#include "stream/decode.h"
#include "stream/inflate.h"
#include "stream/magic.h"

#define PIECE ((size_t)64 << 10)
#define FRONT 64

struct lnds_input {
	struct lnds_source *src;
	const struct lnds_dialect *d;
	int fd;
	bool regular, ended; /* ended: read(2) has said so */
	uint64_t size;
	unsigned bom;

	/* Bytes read ahead of the inflater: raw[raw_at, raw_n). */
	char *raw;
	size_t raw_at, raw_n;
	struct lnds_inflate *inflate; /* NULL: not compressed */
	bool full;		      /* the inflater may have more to give */

	/* First inflated bytes, looked at when opened: front[front_at, front_n). */
	char front[FRONT];
	size_t front_at, front_n;

	char *text; /* PIECE bytes to be transcoded, or NULL */
	bool wide;  /* UTF-16 */
	struct lnds_utf16 utf16;
};

/* read(2) into p, counted and tapped. */
static bool read_fd(
	struct lnds_input *in, char *p, size_t cap, size_t *got, struct lnds_err *err)
{
	struct lnds_source *src = in->src;

	*got = 0;
	if (in->ended)
		return true;
	if (!lnds_read_some(in->fd, p, cap, got, src->name, err))
		return false;
	in->ended = *got == 0;
	src->bytes += *got;
	if (src->tap.put && *got)
		src->tap.put(src->tap.arg, p, *got);
	return true;
}

static bool read_ahead(struct lnds_input *in, struct lnds_err *err)
{
	size_t got;

	if (in->raw_at == in->raw_n)
		in->raw_at = in->raw_n = 0;
	if (!read_fd(in, in->raw + in->raw_n, PIECE - in->raw_n, &got, err))
		return false;
	in->raw_n += got;
	return true;
}

static bool truncated(const struct lnds_input *in, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "the zstd frame is cut off");
	err->input = in->src->name;
	return lnds_hint(err, "the transfer may have broken off: fetch the file again");
}

/* Inflated bytes; those read ahead first. */
static bool read_plain(
	struct lnds_input *in, char *p, size_t cap, size_t *got, struct lnds_err *err)
{
	size_t used;

	if (!in->inflate && in->raw_at == in->raw_n)
		return read_fd(in, p, cap, got, err);
	if (!in->inflate) {
		*got = in->raw_n - in->raw_at < cap ? in->raw_n - in->raw_at : cap;
		memcpy(p, in->raw + in->raw_at, *got);
		in->raw_at += *got;
		return true;
	}
	for (;;) {
		if (!lnds_inflate_some(in->inflate, in->raw + in->raw_at,
			    in->raw_n - in->raw_at, &used, p, cap, got, err)) {
			err->input = in->src->name;
			return false;
		}
		in->raw_at += used;
		in->full = *got == cap;
		if (*got)
			return true;
		if (in->ended)
			return lnds_inflate_whole(in->inflate) || truncated(in, err);
		if (!read_ahead(in, err))
			return false;
	}
}

static bool read_text(
	struct lnds_input *in, char *p, size_t cap, size_t *got, struct lnds_err *err)
{
	*got = in->front_n - in->front_at;
	if (!*got)
		return read_plain(in, p, cap, got, err);
	if (*got > cap)
		*got = cap;
	memcpy(p, in->front + in->front_at, *got);
	in->front_at += *got;
	return true;
}

bool lnds_input_read(
	struct lnds_input *in, char *p, size_t cap, size_t *got, struct lnds_err *err)
{
	size_t n, want = (cap - 4) / 3;

	if (!in->text)
		return read_text(in, p, cap, got, err);
	do {
		if (!read_text(in, in->text, want < PIECE ? want : PIECE, &n, err))
			return false;
		*got = in->wide ? lnds_decode_utf16(&in->utf16, in->text, n, n == 0, p)
				: lnds_decode_bytes(in->d->encoding, in->text, n, p);
	} while (n && !*got);
	return true;
}

/* Reads on until the first bytes can be told apart. */
static bool look(struct lnds_input *in, enum lnds_magic *is, struct lnds_err *err)
{
	bool more;

	do {
		const size_t had = in->raw_n;

		if (!read_ahead(in, err))
			return false;
		*is = lnds_magic(in->raw, in->raw_n, &more);
		if (in->raw_n == had)
			break;
	} while (more);
	return true;
}

/* The same for what comes out of the inflater. */
static bool look_inside(struct lnds_input *in, enum lnds_magic *is, struct lnds_err *err)
{
	bool more;
	size_t got;

	in->raw_at = 0;
	in->inflate = lnds_inflate_new();
	do {
		if (!read_plain(
			    in, in->front + in->front_n, FRONT - in->front_n, &got, err))
			return false;
		in->front_n += got;
		*is = lnds_magic(in->front, in->front_n, &more);
	} while (more && got);
	return true;
}

static bool skip_utf8_bom(struct lnds_input *in, struct lnds_err *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t n = in->front_n - in->front_at, got = 1;

	while (got && n < 3 && memcmp(in->front + in->front_at, bom, n) == 0) {
		if (!read_plain(
			    in, in->front + in->front_n, FRONT - in->front_n, &got, err))
			return false;
		in->front_n += got;
		n += got;
	}
	if (n >= 3 && memcmp(in->front + in->front_at, bom, 3) == 0) {
		in->front_at += 3;
		in->bom = 3;
	}
	return true;
}

static bool begin(struct lnds_input *in, struct lnds_err *err)
{
	enum lnds_magic is;
	const char *p = in->raw;
	size_t n;

	if (!look(in, &is, err))
		return false;
	n = in->raw_n;
	if (is == LNDS_MAGIC_ZSTD) {
		if (!look_inside(in, &is, err))
			return false;
		p = in->front;
		n = in->front_n;
	}
	in->wide = in->d->utf16;
	if (is == LNDS_MAGIC_UTF16BE || is == LNDS_MAGIC_UTF16LE) {
		in->utf16.big_endian = is == LNDS_MAGIC_UTF16BE;
		in->wide = in->d->utf16 || in->d->utf16_bom;
		in->bom = 2;
		if (in->inflate)
			in->front_at = 2;
		else
			in->raw_at = 2;
	}
	if ((in->bom && !in->wide) || is == LNDS_MAGIC_FOREIGN || is == LNDS_MAGIC_ZSTD)
		return lnds_magic_refuse(p, n, in->src->name, err);
	if (in->wide || in->d->encoding != LNDS_UTF8)
		in->text = lnds_alloc(PIECE);
	return in->wide || skip_utf8_bom(in, err);
}

struct lnds_input *lnds_input_open(
	struct lnds_source *src, const struct lnds_dialect *d, struct lnds_err *err)
{
	const int fd = lnds_open_read(src->path, err);
	struct lnds_input *in;
	struct stat st;

	if (fd < 0)
		return NULL;
	in = lnds_calloc(1, sizeof(*in));
	in->src = src;
	in->d = d;
	in->fd = fd;
	in->raw = lnds_alloc(PIECE);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		in->regular = true;
		in->size = (uint64_t)st.st_size;
	}
	src->bytes = 0;
	if (begin(in, err))
		return in;
	lnds_input_close(in);
	return NULL;
}

void lnds_input_close(struct lnds_input *in)
{
	if (!in)
		return;
	if (in->fd != STDIN_FILENO)
		(void)close(in->fd);
	lnds_inflate_free(in->inflate);
	free(in->text);
	free(in->raw);
	free(in);
}

bool lnds_input_ready(const struct lnds_input *in)
{
	return in->regular || in->ended || in->full || in->front_at < in->front_n ||
	       in->raw_at < in->raw_n || lnds_readable_now(in->fd);
}

uint64_t lnds_input_size(const struct lnds_input *in)
{
	return in->size;
}

bool lnds_input_divisible(const struct lnds_input *in)
{
	return in->regular && !in->inflate && !in->wide;
}

unsigned lnds_input_bom(const struct lnds_input *in)
{
	return in->bom;
}
