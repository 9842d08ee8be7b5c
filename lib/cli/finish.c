/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a run ends. On success everything that can fail comes first: outputs and quarantine
 * are synced, the audit line is appended, the report is written. Then the temporaries are
 * renamed, the outputs last: a line or a report too many can happen, an output without
 * them cannot. On failure outputs are removed; line and report are still written. A
 * signal or a reader that went away: outputs are removed, nothing is written, and the
 * process dies by that signal.
 */
#include "base/num.h"
#include "cli/audit.h"
#include "cli/diag.h"
#include "cli/report.h"
#include "cli/state.h"
#include "os/secret.h"
#include "os/signal.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

bool lnds_app_digest(const struct lnds_app *app, const struct lnds_sha256 *hash,
	const uint8_t *known, uint8_t out[LNDS_SHA256_LEN])
{
	if ((!hash && !known) || app->state->hide_hashes)
		return false;
	if (known)
		memcpy(out, known, LNDS_SHA256_LEN);
	else
		lnds_sha256_end(hash, out);
	return true;
}

/* ru_maxrss survives exec: a large parent would be counted as ours. */
static uint64_t peak_rss_kib(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[256];
	uint64_t kib = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "VmHWM: %" SCNu64, &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib;
}

struct lnds_usage lnds_app_usage(const struct lnds_app *app)
{
	struct lnds_usage u;
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	u.wall_ms = (lnds_progress_clock() - app->state->start_ns) / 1000000;
	u.cpu_ms = (uint64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000 +
		   (uint64_t)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1000;
	u.peak_rss_kib = peak_rss_kib();
	return u;
}

uint64_t lnds_app_time(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t t;

	if (epoch && lnds_u64(lnds_sv(epoch), &t))
		return t;
	return (uint64_t)time(NULL);
}

static void abort_outputs(struct lnds_app_state *st)
{
	for (struct lnds_app_out *o = st->out; o; o = o->next)
		lnds_outfile_abort(&o->file);
	/* A directory that holds anything stays; it is not for us to judge. */
	for (struct lnds_app_dir *d = st->dir; d; d = d->next)
		(void)rmdir(d->path);
}

static bool seal_outputs(struct lnds_app_state *st, struct lnds_err *err)
{
	for (struct lnds_app_out *o = st->out; o; o = o->next)
		if (!lnds_outfile_seal(&o->file, err))
			return false;
	return true;
}

static bool commit_outputs(struct lnds_app_state *st, struct lnds_err *err)
{
	for (struct lnds_app_out *o = st->out; o; o = o->next)
		if (!lnds_outfile_commit(&o->file, err))
			return false;
	return true;
}

/* Nothing stays, and the process dies as the signal wants; where the signal is blocked,
 * with the code that a shell would show. */
static _Noreturn void die(struct lnds_app *app, int sig)
{
	struct lnds_app_state *st = app->state;

	abort_outputs(st);
	lnds_outfile_abort(&st->quarantine);
	lnds_outfile_abort(&st->report);
	lnds_diag_clear();
	lnds_die_by(sig);
	_exit(128 + sig);
}

/* Writes the report and syncs it. One that said something else already is taken back. */
static bool write_report(struct lnds_app *app, int code, struct lnds_err *err)
{
	struct lnds_outfile *r = &app->state->report;
	struct lnds_buf b = {0};
	bool ok = true;

	if (!r->name || app->state->report_failed)
		return true;
	if (r->sealed) {
		lnds_outfile_free(r);
		ok = lnds_outfile_open(r, app->opt.report, 0666, false, err);
	}
	lnds_report_build(app, code, &b);
	ok = ok && lnds_sink_write(&r->sink, b.p, b.n, err) && lnds_outfile_seal(r, err);
	lnds_buf_free(&b);
	if (!ok)
		lnds_outfile_abort(r);
	app->state->report_failed = !ok;
	return ok;
}

static bool append_line(struct lnds_app *app, int code, struct lnds_err *err)
{
	if (!app->opt.audit || app->state->audit_tried)
		return true;
	app->state->audit_tried = true;
	return lnds_audit_append(app, code, err);
}

/* The end of a good run. */
static bool deliver(struct lnds_app *app, enum lnds_code code, struct lnds_err *err)
{
	struct lnds_app_state *st = app->state;

	return seal_outputs(st, err) && lnds_outfile_seal(&st->quarantine, err) &&
	       append_line(app, (int)code, err) && write_report(app, (int)code, err) &&
	       lnds_outfile_commit(&st->quarantine, err) &&
	       lnds_outfile_commit(&st->report, err) && commit_outputs(st, err);
}

/* The first failure decides the exit code; a later one is told as well. */
static void also(struct lnds_app *app, const struct lnds_err *err, enum lnds_code *code)
{
	lnds_diag_error(app->prog, err);
	if (*code <= LNDS_NEGATIVE)
		*code = err->code;
}

/* The end of a failed run: nothing stays but what tells of it. Bad data keeps what went to
 * quarantine before. */
static void withdraw(struct lnds_app *app, enum lnds_code *code)
{
	struct lnds_app_state *st = app->state;
	struct lnds_err later = {0};

	abort_outputs(st);
	if (*code != LNDS_USAGE && !append_line(app, (int)*code, &later))
		also(app, &later, code);
	if (*code != LNDS_DATA)
		lnds_outfile_abort(&st->quarantine);
	else if (!lnds_outfile_commit(&st->quarantine, &later))
		also(app, &later, code);
	if (!write_report(app, (int)*code, &later) ||
		!lnds_outfile_commit(&st->report, &later))
		also(app, &later, code);
}

static void close_line(const struct lnds_app *app)
{
	struct lnds_usage u = lnds_app_usage(app);

	lnds_app_note(app,
		"wall %" PRIu64 ".%03" PRIu64 " s, CPU %" PRIu64 ".%03" PRIu64
		" s, peak RSS %" PRIu64 ".%" PRIu64 " MiB",
		u.wall_ms / 1000, u.wall_ms % 1000, u.cpu_ms / 1000, u.cpu_ms % 1000,
		u.peak_rss_kib / 1024, u.peak_rss_kib % 1024 * 10 / 1024);
}

int lnds_app_finish(struct lnds_app *app, enum lnds_code code, struct lnds_err *err)
{
	struct lnds_err later = {0};
	bool good = code == LNDS_DONE || code == LNDS_NEGATIVE;
	int sig = app->state->resumable ? 0 : lnds_stop_signal();

	lnds_progress_end(&app->state->progress);
	if (sig)
		die(app, sig);
	if (!good && err->sys == EPIPE)
		die(app, SIGPIPE);
	if (!good) {
		lnds_diag_error(app->prog, err);
	} else if (!deliver(app, code, &later)) {
		sig = app->state->resumable ? 0 : lnds_stop_signal();
		if (sig) /* while it waited for the log */
			die(app, sig);
		good = false;
		also(app, &later, &code);
	}
	if (!good)
		withdraw(app, &code);
	if (lnds_secret_unlocked())
		lnds_app_warn(app,
			"the key's memory could not be locked against swapping "
			"(see ulimit -l)");
	close_line(app);
	return (int)code;
}
