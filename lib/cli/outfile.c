/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outputs: stdout as it is, everything else through os/atomic.h. */
#include "cli/outfile.h"
#include "os/file.h"
#include "os/secret.h"

#include <unistd.h>

static void tap(void *arg, const void *p, size_t n)
{
	lnds_sha256_add(arg, p, n);
}

static bool open_fd(
	struct lnds_outfile *o, const char *path, mode_t mode, struct lnds_err *err)
{
	if (o->is_stdout) {
		o->sink.fd = STDOUT_FILENO;
		return true;
	}
	o->atomic = lnds_atomic_open(path, mode, err);
	if (!o->atomic)
		return false;
	o->sink.fd = lnds_atomic_fd(o->atomic);
	return true;
}

bool lnds_outfile_open(struct lnds_outfile *o, const char *path, mode_t mode, bool hashed,
	struct lnds_err *err)
{
	*o = (struct lnds_outfile){0};
	o->is_stdout = !path || strcmp(path, "-") == 0;
	if (!open_fd(o, path, mode, err))
		return false;
	o->name = o->is_stdout ? "stdout" : path;
	o->sink.name = o->name;
	if (hashed) {
		o->hash = lnds_sha256_new();
		o->sink.tap = (struct lnds_tap){tap, o->hash};
	}
	return true;
}

bool lnds_outfile_seal(struct lnds_outfile *o, struct lnds_err *err)
{
	if (!o->name || o->gone || o->sealed)
		return true;
	o->sealed = true;
	/* Closing tells what a full disk or a network file system kept back. */
	if (!o->atomic)
		return lnds_close(STDOUT_FILENO, o->name, err);
	if (lnds_secret_used())
		lnds_atomic_private(o->atomic);
	return lnds_atomic_seal(o->atomic, err);
}

bool lnds_outfile_commit(struct lnds_outfile *o, struct lnds_err *err)
{
	struct lnds_atomic *a = o->atomic;
	bool direct, ok;

	if (!o->name || o->gone)
		return true;
	if (!lnds_outfile_seal(o, err))
		return false;
	o->gone = true;
	o->atomic = NULL;
	if (!a)
		return true;
	direct = lnds_atomic_direct(a);
	ok = lnds_atomic_commit(a, err);
	o->removed = !ok && !direct;
	return ok;
}

void lnds_outfile_abort(struct lnds_outfile *o)
{
	if (!o->name || o->gone)
		return;
	o->gone = true;
	o->removed = o->atomic && !lnds_atomic_direct(o->atomic);
	lnds_atomic_abort(o->atomic);
	o->atomic = NULL;
}

void lnds_outfile_free(struct lnds_outfile *o)
{
	lnds_outfile_abort(o);
	if (o->hash)
		lnds_sha256_free(o->hash);
	*o = (struct lnds_outfile){0};
}
