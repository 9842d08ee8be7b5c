/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taps on the streams of a run at the keystore; see tap.h. */
#include "tap.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "commands.h"
#include "crypto/digest.h"

struct tee {
	struct lnds_tap next;
	struct lnds_sha256 *hash;
};

struct lnds_cmd_tap {
	struct lnds_io *io;
	struct tee *tee; /* sources, then the output */
};

static void tee_put(void *arg, const void *p, size_t n)
{
	struct tee *t = arg;

	lnds_sha256_add(t->hash, p, n);
	if (t->next.put)
		t->next.put(t->next.arg, p, n);
}

static void tee_on(struct tee *t, struct lnds_tap *tap)
{
	t->next = *tap;
	t->hash = lnds_sha256_new();
	*tap = (struct lnds_tap){tee_put, t};
}

static struct lnds_chain_stream tee_off(
	struct tee *t, struct lnds_tap *tap, uint64_t bytes, bool known)
{
	struct lnds_chain_stream s = {.known = known, .bytes = bytes};

	lnds_sha256_end(t->hash, s.sha256);
	lnds_sha256_free(t->hash);
	*tap = t->next;
	return s;
}

bool lnds_cmd_hashable(const struct lnds_io *io, const struct lnds_counts *records,
	const struct lnds_pseudo_counts *ids)
{
	uint64_t missing = ids->null + ids->bad + records->rejected + records->dropped;
	size_t i;

	if (ids->cells < LNDS_PSEUDO_HASHABLE)
		return false;
	for (i = 0; io->nsource > 1 && i < io->nsource; i++)
		if (io->source[i].records < LNDS_PSEUDO_HASHABLE + missing)
			return false;
	return true;
}

struct lnds_cmd_tap *lnds_cmd_tap_on(struct lnds_io *io)
{
	struct lnds_cmd_tap *t = lnds_calloc(1, sizeof(*t));
	size_t i;

	t->io = io;
	t->tee = lnds_calloc(io->nsource + 1, sizeof(*t->tee));
	for (i = 0; i < io->nsource; i++)
		tee_on(&t->tee[i], &io->source[i].tap);
	if (io->out)
		tee_on(&t->tee[i], &io->out->tap);
	return t;
}

bool lnds_cmd_tap_log(struct lnds_cmd_tap *t, struct lnds_keystore *ks,
	struct lnds_keystore_event e, const struct lnds_counts *records,
	const struct lnds_pseudo_counts *ids, bool ok, struct lnds_err *err)
{
	struct lnds_io *io = t->io;
	size_t i, n = io->nsource;
	struct lnds_chain_stream *s = lnds_calloc(n + 1, sizeof(*s));
	bool known = lnds_cmd_hashable(io, records, ids), logged;
	struct lnds_err why;

	for (i = 0; i < n; i++)
		s[i] = tee_off(
			&t->tee[i], &io->source[i].tap, io->source[i].bytes, known);
	if (io->out)
		s[n] = tee_off(&t->tee[n], &io->out->tap, io->out->bytes, known);
	e.counted = true;
	e.cells = ids->cells;
	e.nulls = ids->null;
	e.excluded = ids->excluded;
	e.bad = ids->bad;
	e.exit = ok ? LNDS_DONE : (int)err->code;
	e.in = s;
	e.nin = n;
	e.out = s + n;
	e.nout = io->out ? 1 : 0;
	e.read = records->read;
	e.written = records->written;
	e.rejected = records->rejected;
	if (!ok && err->code == LNDS_REFUSED) {
		e.ev = "refuse";
		e.reason = lnds_sv(err->msg);
	}
	logged = lnds_keystore_resume(ks, lnds_cmd_now(), &why) &&
		 lnds_keystore_log(ks, &e, &why);
	if (ok && !logged)
		*err = why;
	free(s);
	free(t->tee);
	free(t);
	return ok && logged;
}

void lnds_cmd_warn_dropped(const struct lnds_app *app, const struct lnds_pseudo_run *run)
{
	struct lnds_buf names = {0};

	lnds_pseudo_run_dropped(run, &names);
	if (names.n)
		lnds_app_warn(app, "columns dropped: %s", lnds_buf_cstr(&names));
	lnds_buf_free(&names);
}
