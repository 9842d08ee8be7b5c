/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps of a whole linkage. What goes into a step's hash is all that its result
 * depends on, and nothing of what is a matter of speed: threads, kernel, header, memory.
 */
#include "link/whole.h"

#include "base/enc.h"
#include "crypto/digest.h"
#include "link/assign/decide.h"
#include "link/steps.h"
#include "os/atomic.h"
#include "os/signal.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLAN "plan.json"
#define PAIRS "pairs.run"
#define LINKS "links.csv"
#define WORK "work"
#define KEYS ".links.csv" /* after the party */

const char *const lnds_link_step_name[LNDS_LINK_STEPS] = {
	"plan", "match", "assign", "keys", "report"};

/* One run over the folder. */
struct job {
	struct lnds_link_whole *w;
	struct lnds_link_steps *steps;
	struct lnds_buf path;
	const char *file[LNDS_LINK_MAX_SOURCES]; /* key files, NUL-terminated, owned */
	uint32_t threshold;
	bool decided;
};

/* A file of the folder while it is written. */
struct output {
	struct lnds_buf path;
	struct lnds_atomic *atomic;
	struct lnds_sink sink;
};

static bool output_open(
	struct job *j, const char *file, struct output *o, struct lnds_err *err)
{
	const char *path;

	*o = (struct output){0};
	path = lnds_link_steps_path(j->steps, file, &o->path);
	o->atomic = lnds_atomic_open(path, 0600, err);
	if (!o->atomic)
		return false;
	o->sink = (struct lnds_sink){.fd = lnds_atomic_fd(o->atomic), .name = path};
	return true;
}

static bool output_close(struct output *o, bool ok, struct lnds_err *err)
{
	if (ok)
		ok = lnds_atomic_commit(o->atomic, err);
	else
		lnds_atomic_abort(o->atomic);
	lnds_buf_free(&o->path);
	return ok;
}

static bool write_text(
	struct job *j, const char *file, const struct lnds_buf *b, struct lnds_err *err)
{
	struct output o;
	bool ok = output_open(j, file, &o, err);

	ok = ok && lnds_sink_write(&o.sink, b->p, b->n, err);
	return output_close(&o, ok, err);
}

/* The hash of a step's inputs: the program's version, the step, and what is added. */
static void inputs_begin(struct lnds_buf *b, enum lnds_link_step step)
{
	b->n = 0;
	lnds_buf_printf(b, "lnds-link %s %s\n", LNDS_VERSION, lnds_link_step_name[step]);
}

static void inputs_hash(struct lnds_buf *b, const char *name, const uint8_t hash[32])
{
	char hex[65] = "";

	lnds_hex(hex, hash, 32);
	lnds_buf_printf(b, "%s %s\n", name, hex);
}

static void inputs_codes(struct lnds_buf *b, const struct lnds_link_whole *w)
{
	for (unsigned i = 0; i < w->n; i++)
		inputs_hash(b, w->codes[i].manifest.party, w->codes[i].sha256);
}

/* What a file of an earlier step holds. */
static void inputs_file(
	struct lnds_buf *b, struct job *j, enum lnds_link_step step, const char *file)
{
	uint8_t hash[32] = {0};

	if (lnds_link_steps_hash(j->steps, lnds_link_step_name[step], file, hash))
		inputs_hash(b, file, hash);
}

static void inputs_end(struct lnds_buf *b, uint8_t in[32])
{
	lnds_sha256(b->p, b->n, in);
	lnds_buf_free(b);
}

/* Tells of the files of a step that is done. */
static void wrote(
	struct job *j, enum lnds_link_step step, const char *const *file, size_t n)
{
	struct lnds_buf path = {0};
	uint8_t hash[32];
	struct stat st;

	for (size_t i = 0; j->w->wrote && i < n; i++) {
		const char *name = lnds_link_steps_path(j->steps, file[i], &path);

		if (lnds_link_steps_hash(
			    j->steps, lnds_link_step_name[step], file[i], hash) &&
			stat(name, &st) == 0)
			j->w->wrote(j->w->arg, name, (uint64_t)st.st_size, hash);
	}
	lnds_buf_free(&path);
}

static bool finish(struct job *j, enum lnds_link_step step, const uint8_t in[32],
	const char *const *file, size_t n, struct lnds_err *err)
{
	if (!lnds_link_steps_finish(
		    j->steps, lnds_link_step_name[step], in, file, n, err))
		return false;
	wrote(j, step, file, n);
	return lnds_check_stop(err);
}

static bool done(struct job *j, enum lnds_link_step step, const uint8_t in[32],
	const char *const *file, size_t n)
{
	bool yes = lnds_link_steps_done(j->steps, lnds_link_step_name[step], in, file, n);

	if (yes)
		wrote(j, step, file, n);
	return yes;
}

static void tell(struct job *j, enum lnds_link_step step, bool kept)
{
	if (j->w->told)
		j->w->told(j->w->arg, j->w, step, kept);
}

static bool make_plan(struct job *j, const uint8_t in[32], struct lnds_err *err)
{
	static const char *const file[] = {PLAN};
	struct lnds_link_whole *w = j->w;
	struct lnds_buf b = {0};
	bool ok = lnds_link_plan_make(w->codes, w->n, &w->plan_opts, &w->plan, err);

	if (ok) {
		lnds_link_plan_json(&w->plan, &b);
		lnds_buf_c(&b, '\n');
		ok = write_text(j, PLAN, &b, err);
	}
	lnds_buf_free(&b);
	return ok && finish(j, LNDS_LINK_STEP_PLAN, in, file, 1, err);
}

static bool plan_step(struct job *j, struct lnds_err *err)
{
	static const char *const file[] = {PLAN};
	struct lnds_link_whole *w = j->w;
	const struct lnds_link_plan_opts *o = &w->plan_opts;
	struct lnds_buf b = {0};
	uint8_t in[32];
	bool kept;

	inputs_begin(&b, LNDS_LINK_STEP_PLAN);
	inputs_codes(&b, w);
	lnds_buf_printf(&b,
		"%d %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32
		" %d %" PRIu64 " %s\n",
		o->has_threshold, o->threshold, o->fdr, o->margin, o->top, o->min_overlap,
		o->sample, o->blocked, o->seed, o->decoys ? o->decoys : "");
	inputs_end(&b, in);
	kept = done(j, LNDS_LINK_STEP_PLAN, in, file, 1);
	if (kept ? !lnds_link_plan_read(
			   lnds_link_steps_path(j->steps, PLAN, &j->path), &w->plan, err)
		 : !make_plan(j, in, err))
		return false;
	tell(j, LNDS_LINK_STEP_PLAN, kept);
	return true;
}

/* Removes the files of a folder whose names begin and end so. */
static void remove_named(const char *dir, const char *first, const char *last)
{
	const size_t nfirst = strlen(first), nlast = strlen(last);
	struct lnds_buf path = {0};
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		size_t n = strlen(e->d_name);

		if (n <= nfirst + nlast || strncmp(e->d_name, first, nfirst) ||
			strcmp(e->d_name + n - nlast, last))
			continue;
		path.n = 0;
		lnds_buf_printf(&path, "%s/%s", dir, e->d_name);
		(void)unlink(lnds_buf_cstr(&path));
	}
	if (d)
		closedir(d);
	lnds_buf_free(&path);
}

/* Batches are of no use once the whole run is written. */
static void remove_work(struct job *j)
{
	const char *dir = lnds_link_steps_path(j->steps, WORK, &j->path);

	remove_named(dir, "u", ".run");
	lnds_atomic_sweep(dir, ".run");
	(void)rmdir(dir);
}

static bool make_pairs(struct job *j, const uint8_t in[32], struct lnds_err *err)
{
	static const char *const file[] = {PAIRS};
	struct lnds_link_whole *w = j->w;
	struct lnds_link_match_opts o = w->match;
	struct lnds_link_matched m = {0};
	struct lnds_buf work = {0};
	struct output out;
	bool ok;

	o.work = lnds_link_steps_path(j->steps, WORK, &work);
	if (!w->header_given)
		o.header = w->plan.header / 32;
	ok = lnds_link_match(w->codes, w->n, &w->plan, &o, &m, err);
	if (ok) {
		ok = output_open(j, PAIRS, &out, err) &&
		     lnds_link_matched_write(&m, w->codes, &out.sink, err);
		ok = output_close(&out, ok, err);
	}
	lnds_link_matched_free(&m);
	lnds_buf_free(&work);
	return ok && finish(j, LNDS_LINK_STEP_MATCH, in, file, 1, err);
}

static bool match_step(struct job *j, struct lnds_err *err)
{
	static const char *const file[] = {PAIRS};
	struct lnds_link_whole *w = j->w;
	struct lnds_buf b = {0};
	uint8_t in[32];
	bool kept;

	inputs_begin(&b, LNDS_LINK_STEP_MATCH);
	inputs_codes(&b, w);
	inputs_hash(&b, PLAN, w->plan.sha256);
	inputs_end(&b, in);
	kept = done(j, LNDS_LINK_STEP_MATCH, in, file, 1);
	if (!kept && !make_pairs(j, in, err))
		return false;
	remove_work(j);
	if (!lnds_link_run_open(lnds_link_steps_path(j->steps, PAIRS, &j->path),
		    w->match.tmp, &w->run, err))
		return false;
	tell(j, LNDS_LINK_STEP_MATCH, kept);
	return true;
}

/* Once a run, and only where a step needs it. */
static bool decide(struct job *j, struct lnds_err *err)
{
	static const struct lnds_link_decide_opts as_planned;
	struct lnds_link_whole *w = j->w;

	if (!j->decided && !lnds_link_decide(&w->plan, &w->run, &as_planned, NULL,
				   &j->threshold, err))
		return false;
	return j->decided = true;
}

static bool make_links(struct job *j, const uint8_t in[32], struct lnds_err *err)
{
	static const char *const file[] = {LINKS};
	struct lnds_link_whole *w = j->w;
	struct lnds_link_assign_opts o = w->assign;
	struct lnds_link_links links = {0};
	struct output out;
	bool ok;

	if (!decide(j, err))
		return false;
	o.threshold = j->threshold;
	ok = lnds_link_assign(&w->run, &o, &links, err);
	if (ok) {
		ok = output_open(j, LINKS, &out, err) &&
		     lnds_link_links_write(
			     &links, &w->run, LNDS_LINK_LINKS_CSV, &out.sink, err);
		ok = output_close(&out, ok, err);
	}
	w->oversized = links.oversized;
	lnds_link_links_free(&links);
	return ok && finish(j, LNDS_LINK_STEP_ASSIGN, in, file, 1, err);
}

static bool assign_step(struct job *j, struct lnds_err *err)
{
	static const char *const file[] = {LINKS};
	struct lnds_link_whole *w = j->w;
	struct lnds_buf b = {0};
	uint8_t in[32];
	bool kept;

	inputs_begin(&b, LNDS_LINK_STEP_ASSIGN);
	inputs_hash(&b, PLAN, w->plan.sha256);
	inputs_file(&b, j, LNDS_LINK_STEP_MATCH, PAIRS);
	lnds_buf_printf(&b, "%d %" PRIu32 " %" PRIu32 "\n", (int)w->assign.mode,
		w->assign.margin, w->assign.min_agree);
	inputs_end(&b, in);
	kept = done(j, LNDS_LINK_STEP_ASSIGN, in, file, 1);
	if (!kept && !make_links(j, in, err))
		return false;
	if (!lnds_link_links_read(lnds_link_steps_path(j->steps, LINKS, &j->path),
		    w->codes, w->n, &w->links, err))
		return false;
	tell(j, LNDS_LINK_STEP_ASSIGN, kept);
	return true;
}

static bool make_keys(struct job *j, const uint8_t in[32], struct lnds_err *err)
{
	struct lnds_link_whole *w = j->w;
	struct lnds_link_issued issued = {0};
	bool ok;

	lnds_link_links_rewind(&w->links);
	ok = lnds_link_issue(
		&w->links, w->codes, w->n, &w->issue, w->run_key, &issued, err);
	/* Key files of two turns never stand side by side: not those of a party that no
	 * longer takes part, and not one old and one new when this is interrupted. */
	if (ok)
		remove_named(lnds_link_steps_path(j->steps, "", &j->path), "", KEYS);
	for (unsigned i = 0; ok && i < w->n; i++) {
		struct output out;
		uint64_t rows;

		ok = output_open(j, j->file[i], &out, err) &&
		     lnds_link_issue_write(&issued, w->codes, i, &out.sink, &rows, err);
		ok = output_close(&out, ok, err);
	}
	lnds_link_issued_free(&issued);
	return ok && finish(j, LNDS_LINK_STEP_KEYS, in, j->file, w->n, err);
}

static bool keys_step(struct job *j, struct lnds_err *err)
{
	struct lnds_link_whole *w = j->w;
	struct lnds_buf b = {0};
	uint8_t in[32];
	bool kept;

	inputs_begin(&b, LNDS_LINK_STEP_KEYS);
	inputs_codes(&b, w);
	inputs_file(&b, j, LNDS_LINK_STEP_ASSIGN, LINKS);
	lnds_buf_printf(&b, "%d %d %u %s\n", (int)w->issue.reveal, w->issue.review,
		w->issue.min_sources, w->run_key_id);
	inputs_end(&b, in);
	kept = done(j, LNDS_LINK_STEP_KEYS, in, j->file, w->n);
	if (!kept && !make_keys(j, in, err))
		return false;
	tell(j, LNDS_LINK_STEP_KEYS, kept);
	return true;
}

static bool make_report(struct job *j, const uint8_t in[32], struct lnds_err *err)
{
	static const char *const file[] = {"report.json", "report.html"};
	struct lnds_link_whole *w = j->w;
	struct lnds_link_report_of of = {.plan = &w->plan,
		.run = &w->run,
		.links = &w->links,
		.codes = w->codes,
		.min_agree = w->assign.min_agree};
	struct lnds_buf b = {0};
	bool ok;

	if (!decide(j, err))
		return false;
	of.threshold = j->threshold;
	ok = lnds_link_report_make(&of, &w->report, err);
	if (ok) {
		lnds_link_report_json(&w->report, &b);
		lnds_buf_c(&b, '\n');
		ok = write_text(j, file[0], &b, err);
		b.n = 0;
	}
	if (ok) {
		lnds_link_report_html(&w->report, &b);
		ok = write_text(j, file[1], &b, err);
	}
	lnds_buf_free(&b);
	return ok && finish(j, LNDS_LINK_STEP_REPORT, in, file, 2, err);
}

static bool report_step(struct job *j, struct lnds_err *err)
{
	static const char *const file[] = {"report.json", "report.html"};
	struct lnds_buf b = {0};
	uint8_t in[32];
	bool kept;

	inputs_begin(&b, LNDS_LINK_STEP_REPORT);
	inputs_codes(&b, j->w);
	inputs_hash(&b, PLAN, j->w->plan.sha256);
	inputs_file(&b, j, LNDS_LINK_STEP_MATCH, PAIRS);
	inputs_file(&b, j, LNDS_LINK_STEP_ASSIGN, LINKS);
	inputs_end(&b, in);
	kept = done(j, LNDS_LINK_STEP_REPORT, in, file, 2);
	if (!kept && !make_report(j, in, err))
		return false;
	tell(j, LNDS_LINK_STEP_REPORT, kept);
	return true;
}

/* What a run that was killed had half written: hidden, and with pairs and ids in it. */
static void sweep(const char *dir)
{
	static const char *const end[] = {".json", ".run", ".csv", ".html"};

	for (size_t i = 0; i < sizeof(end) / sizeof(end[0]); i++)
		lnds_atomic_sweep(dir, end[i]);
}

bool lnds_link_whole(struct lnds_link_whole *w, const char *dir, struct lnds_err *err)
{
	struct job j = {.w = w, .steps = lnds_link_steps_open(dir, err)};
	char name[LNDS_LINK_MAX_SOURCES][LNDS_LINK_NAME + sizeof(KEYS)];
	bool ok;

	if (!j.steps)
		return false;
	sweep(dir);
	for (unsigned i = 0; i < w->n; i++) {
		stpcpy(stpcpy(name[i], w->codes[i].manifest.party), KEYS);
		j.file[i] = name[i];
	}
	ok = plan_step(&j, err) && match_step(&j, err) && assign_step(&j, err) &&
	     keys_step(&j, err) && report_step(&j, err);
	lnds_buf_free(&j.path);
	lnds_link_steps_close(j.steps);
	return ok;
}

void lnds_link_whole_free(struct lnds_link_whole *w)
{
	lnds_link_report_free(&w->report);
	lnds_link_links_free(&w->links);
	lnds_link_run_close(&w->run);
	lnds_link_plan_free(&w->plan);
}
