/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appends the audit line: hashes, sizes and counts, no names and no values. */
#include "cli/audit.h"
#include "base/alloc.h"
#include "cli/state.h"
#include "crypto/chain.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Inputs that surely fit into one line, with a domain's "x" member. */
#define MAX_INPUTS 64

static bool appendable(const char *path, struct lnds_err *err)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char *dir;
	bool ok;

	if (stat(path, &st) == 0) {
		if (!S_ISREG(st.st_mode)) {
			lnds_fail(
				err, LNDS_USAGE, NULL, "--audit: '%s' is no file", path);
			return lnds_hint(
				err, "a log is read back before it is continued");
		}
		return access(path, R_OK | W_OK) == 0 ||
		       lnds_fail_sys(err, "cannot append to '%s'", path);
	}
	if (errno != ENOENT)
		return lnds_fail_sys(err, "cannot append to '%s'", path);
	dir = slash ? lnds_strdup((struct lnds_sv){path, (size_t)(slash + 1 - path)})
		    : NULL;
	ok = access(dir ? dir : ".", W_OK) == 0 ||
	     lnds_fail_sys(err, "cannot create '%s'", path);
	free(dir);
	return ok;
}

bool lnds_audit_check(const struct lnds_app *app, struct lnds_err *err)
{
	if (app->noperand > MAX_INPUTS) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--audit: a line holds at most %d inputs, not %zu", MAX_INPUTS,
			app->noperand);
		return lnds_hint(err, "name fewer files in one run");
	}
	return appendable(app->opt.audit, err);
}

static struct lnds_chain_stream stream(const struct lnds_app *app, uint64_t bytes,
	const struct lnds_sha256 *hash, const uint8_t *known)
{
	struct lnds_chain_stream s = {.bytes = bytes};

	s.known = lnds_app_digest(app, hash, known, s.sha256);
	return s;
}

bool lnds_audit_append(const struct lnds_app *app, int exit_code, struct lnds_err *err)
{
	const struct lnds_app_state *st = app->state;
	struct lnds_chain_stream *all;
	struct lnds_chain_run run = {
		.time = lnds_app_time(),
		.program = lnds_sv(app->prog),
		.version = LNDS_SV(LNDS_VERSION),
		.command = lnds_sv(app->cmd->name),
		.exit = exit_code,
		.read = st->counts.read,
		.written = st->counts.written,
		.rejected = st->counts.rejected,
		.key = lnds_sv(st->key_id),
		.extra = lnds_buf_view(&st->extra),
	};
	size_t n = 0;
	bool ok;

	for (const struct lnds_app_in *in = st->in; in; in = in->next)
		n++;
	for (const struct lnds_app_out *out = st->out; out; out = out->next)
		n++;
	all = lnds_calloc(n + 1, sizeof(*all));
	n = 0;
	run.in = all;
	for (const struct lnds_app_in *in = st->in; in; in = in->next)
		all[n++] = stream(app, in->source ? in->source->bytes : in->bytes,
			in->hash, in->digest);
	run.nin = n;
	run.out = all + n;
	for (const struct lnds_app_out *out = st->out; out; out = out->next)
		if (!out->file.removed)
			all[n++] = stream(
				app, out->file.sink.bytes, out->file.hash, out->digest);
	run.nout = n - run.nin;
	ok = lnds_chain_append(app->opt.audit, &run, NULL, err);
	free(all);
	return ok;
}
