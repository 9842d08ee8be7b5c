/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh qc: quality tests over a period; what fails is flagged. */
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/num.h"
#include "commands.h"
#include "mesh/qc/qc.h"
#include "mesh/store/compact.h"
#include "text/date.h"

struct options {
	const char *store, *start, *end, *tz, *max_flagged;
	struct lnds_list params, tests;
	struct lnds_date arrival;
	bool no_compact;
	uint64_t wait;
};

#define AT(field) offsetof(struct options, field)
/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "param", "P[,P]", NULL, NULL, "parameters to test",
		LNDS_OPT_LIST, AT(params), LNDS_OPT_REQUIRED},
	{0, "start", "TIME", NULL, NULL,
		"the period 2023, 2023-04, 2023-04-05, …, or where it starts",
		LNDS_OPT_STR, AT(start), LNDS_OPT_REQUIRED},
	{0, "end", "TIME", NULL, NULL, "where it ends",
		LNDS_OPT_STR, AT(end), 0},
	{0, "tz", "ZONE", NULL, "UTC", "zone of these times: UTC, UTC+1, an IANA name",
		LNDS_OPT_STR, AT(tz), 0},
	{0, "tests", "LIST", NULL, NULL,
		"of step, persist, buddy [those that the parameter has limits for]",
		LNDS_OPT_LIST, AT(tests), 0},
	{0, "max-flagged", "P%", NULL, "5%", "exit 1 if more of the values of a parameter fail",
		LNDS_OPT_STR, AT(max_flagged), 0},
	{0, "arrival", "DATE", NULL, NULL, "the day of the flags [today, UTC]",
		LNDS_OPT_DATE, AT(arrival), 0},
	{0, "no-compact", NULL, NULL, NULL, "leave batches as they are",
		LNDS_OPT_FLAG, AT(no_compact), 0},
	{0, "wait", "S", NULL, "10", "seconds to wait for another writer",
		LNDS_OPT_U64, AT(wait), 0},
	{0},
};
/* clang-format on */

struct run {			      /* what the options mean */
	struct lnds_mesh_qc_ask *ask; /* one a parameter */
	size_t n;
	uint32_t max_ppm;
	uint16_t arrival;
};

static bool tests_of(const struct options *o, uint8_t *tests, struct lnds_err *err)
{
	static const struct lnds_sv known[] = {{"step", 4}, {"persist", 7}, {"buddy", 5}};
	unsigned k;
	size_t i;

	*tests = o->tests.n ? 0 : UINT8_MAX;
	for (i = 0; i < o->tests.n; i++) {
		for (k = 0;
			k < LNDS_MESH_QC_TESTS && !lnds_sv_eq(known[k], o->tests.item[i]);
			k++)
			;
		if (k == LNDS_MESH_QC_TESTS) {
			lnds_fail(err, LNDS_USAGE, NULL, "--tests: unknown test '%.20s'",
				o->tests.item[i].p);
			return lnds_hint_nearest(err, o->tests.item[i], known, 3, "",
				"step, persist, buddy");
		}
		*tests |= lnds_mesh_qc_flag[k];
	}
	return true;
}

/* A test asked for by name must be one that each parameter has a limit for. */
static bool no_limit(
	const struct lnds_mesh_param *p, uint8_t missing, struct lnds_err *err)
{
	unsigned k;

	for (k = 0; k < LNDS_MESH_QC_TESTS && !(missing & lnds_mesh_qc_flag[k]); k++)
		;
	if (lnds_mesh_qc_of(p))
		lnds_fail(err, LNDS_USAGE, NULL, "parameter '%s' has no limit for '%s'",
			p->id, lnds_mesh_qc_name[k]);
	else
		lnds_fail(err, LNDS_USAGE, NULL, "parameter '%s' has no limits to test",
			p->id);
	return lnds_hint(err, "lnds-mesh params lists the limits of each parameter");
}

static bool params_of(const struct options *o, const struct lnds_mesh_store *s,
	uint8_t tests, struct run *r, struct lnds_err *err)
{
	const struct lnds_mesh_param *p;
	uint8_t has;
	size_t i;

	for (i = 0; i < o->params.n; i++) {
		if (!lnds_mesh_param_find(
			    &s->params, o->params.item[i], &r->ask[i].param, err))
			return false;
		p = &s->params.item[r->ask[i].param];
		has = lnds_mesh_qc_of(p);
		r->ask[i].tests = has & tests;
		if (o->tests.n ? tests & (uint8_t)~has : !has)
			return no_limit(p, tests & (uint8_t)~has, err);
	}
	return true;
}

static bool limit_of(const struct options *o, uint32_t *ppm, struct lnds_err *err)
{
	const struct lnds_sv s = lnds_sv(o->max_flagged);

	if (lnds_percent(s, ppm) || lnds_share(s, ppm))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--max-flagged: not a share: '%.20s'", s.p);
	return lnds_hint(err, "write it like 5%% or 0.05");
}

static bool period_of(
	const struct options *o, struct lnds_mesh_period *p, struct lnds_err *err)
{
	struct lnds_mesh_zone *zone = lnds_mesh_zone_new(lnds_sv(o->tz), err);
	bool ok = zone && lnds_mesh_range(o->start, o->end, zone, p, err);

	lnds_mesh_zone_free(zone);
	return ok;
}

static bool arrival_of(struct lnds_app *app, const struct options *o, uint16_t *arrival,
	struct lnds_err *err)
{
	const int64_t day = lnds_app_given(app, "arrival") ? lnds_date_days(o->arrival)
							   : time(NULL) / 86400;

	*arrival = (uint16_t)day;
	if (day >= 0 && day <= UINT16_MAX)
		return true;
	return lnds_fail(err, LNDS_USAGE, NULL, "--arrival is between 1970 and 2149");
}

/* All parameters; *over: one of them fails too often, *tested: values in all. */
static bool test(struct lnds_app *app, struct lnds_mesh_store *s, const struct run *r,
	struct lnds_mesh_writer *w, bool *over, uint64_t *tested, struct lnds_buf *text,
	struct lnds_err *err)
{
	struct lnds_mesh_qc_found found;
	const char *id;
	bool ok = true;
	size_t i;

	lnds_buf_str(text, "param,station,test,n\n");
	*over = false;
	*tested = 0;
	for (i = 0; ok && i < r->n; i++) {
		found = (struct lnds_mesh_qc_found){0};
		ok = lnds_mesh_qc_run(s, &r->ask[i], w, &found, err);
		if (ok)
			lnds_mesh_qc_csv(s, r->ask[i].param, &found, text);
		id = s->params.item[r->ask[i].param].id;
		*tested += found.tested;
		if (ok)
			lnds_app_note(app, "%s: %llu of %llu values fail", id,
				(unsigned long long)found.flagged,
				(unsigned long long)found.tested);
		if (ok && (__int128)found.flagged * 1000000 >
				  (__int128)found.tested * r->max_ppm) {
			*over = true;
			lnds_app_warn(app,
				"%s: %llu of %llu values fail, more than --max-flagged",
				id, (unsigned long long)found.flagged,
				(unsigned long long)found.tested);
		}
		lnds_mesh_qc_found_free(&found);
	}
	return ok;
}

static enum lnds_code flag(struct lnds_app *app, const struct options *o,
	struct lnds_mesh_store *s, const struct run *r, struct lnds_err *err)
{
	const struct lnds_mesh_writer_opts want = {.arrival = r->arrival};
	struct lnds_mesh_writer *w = lnds_mesh_writer_new(s, &want, err);
	struct lnds_mesh_ingested counts;
	struct lnds_buf text = {0};
	uint64_t tested = 0;
	bool over = false, ok;

	ok = w && test(app, s, r, w, &over, &tested, &text, err) &&
	     lnds_mesh_writer_commit(w, &counts, err);
	lnds_mesh_writer_free(w);
	if (ok && counts.seq)
		lnds_app_note(app, "batch %llu: %llu values flagged",
			(unsigned long long)counts.seq,
			(unsigned long long)counts.flagged);
	else if (ok)
		lnds_app_note(app, "nothing new");
	if (ok && !o->no_compact && lnds_mesh_compact_due(s))
		ok = lnds_mesh_compact(s, false, err);
	ok = ok && lnds_app_print(app, lnds_buf_view(&text), err);
	lnds_buf_free(&text);
	if (!ok)
		return err->code;
	if (!tested)
		lnds_app_warn(app, "no value in this period");
	return over || !tested ? LNDS_NEGATIVE : LNDS_DONE;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct lnds_mesh_store *s = NULL;
	struct lnds_mesh_period period;
	enum lnds_code code;
	struct run r = {.n = o->params.n};
	uint8_t tests;
	size_t i;
	bool ok;

	ok = tests_of(o, &tests, err) && limit_of(o, &r.max_ppm, err) &&
	     period_of(o, &period, err) && arrival_of(app, o, &r.arrival, err);
	if (ok)
		s = lnds_mesh_store_open_write(o->store, (unsigned)o->wait, err);
	if (!s)
		return err->code;
	r.ask = lnds_calloc(r.n + 1, sizeof(*r.ask));
	for (i = 0; i < r.n; i++)
		r.ask[i].period = period;
	code = params_of(o, s, tests, &r, err) ? flag(app, o, s, &r, err) : err->code;
	free(r.ask);
	lnds_mesh_store_close(s);
	return code;
}

const struct lnds_cmd lnds_cmd_qc = {
	.name = "qc",
	.summary = "flag values that differ from neighbours in time and space",
	.examples = {"lnds-mesh qc -S lux --param temp --start 2019",
		"lnds-mesh qc -S lux --param temp,rh --start 2019-01-02 --tests "
		"step,buddy",
		"lnds-mesh qc -v -S lux --param wind --start 2019 --max-flagged 1%"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
