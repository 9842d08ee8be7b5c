/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The plan of a run: which column becomes a pseudonym of which domain, which pass, which
 * are dropped. Made when the columns are known, before anything is written, and made
 * again when NDJSON brings new keys.
 */
#include "pseudo/run.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "pseudo/plan.h"
#include "pseudo/run_inner.h"
#include "tabular/choose.h"
#include "text/shape.h"

#define NAMES_SHOWN 20

/* Before the columns are known: what can be told from the order alone. */
static bool check_order(const struct lnds_pseudo_order *o, struct lnds_err *err)
{
	if (o->ncolumn == 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "no column to pseudonymise");
		return lnds_hint(err, "-c NAME, for example -c matricule");
	}
	if (o->keep_all && o->nkeep) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--keep and --keep-all exclude each other");
		return lnds_hint(err, "--keep LIST lets only the listed columns through");
	}
	if (!o->salt && o->keys->cfg.trt != LNDS_PSEUDO_SAME)
		return lnds_fail(err, LNDS_USAGE, NULL, "no run secret");
	return true;
}

struct lnds_pseudo_run *lnds_pseudo_run_new(
	const struct lnds_pseudo_order *order, struct lnds_err *err)
{
	struct lnds_pseudo_run *r;

	if (!check_order(order, err))
		return NULL;
	r = lnds_calloc(1, sizeof(*r));
	r->order = *order;
	r->target = lnds_calloc(order->ncolumn, sizeof(*r->target));
	if (order->nexclude) {
		r->optouts = lnds_pseudo_optouts_new(err);
		if (!r->optouts) {
			lnds_pseudo_run_free(r);
			return NULL;
		}
	}
	return r;
}

void lnds_pseudo_run_free(struct lnds_pseudo_run *r)
{
	if (!r)
		return;
	lnds_pseudo_optouts_free(r->optouts);
	lnds_arena_free(&r->arena);
	free(r->target);
	free(r->column);
	free(r->out);
	free(r->sample);
	free(r);
}

/* The number of the one domain whose key is there, or -1. */
static int only_field(const struct lnds_pseudo_keys *k)
{
	int only = -1;

	for (uint32_t i = 0; i < k->cfg.nfield; i++) {
		if (!k->has[i])
			continue;
		if (only >= 0)
			return -1;
		only = (int)i;
	}
	return only;
}

static bool find_field(const struct lnds_pseudo_keys *k, struct lnds_sv dom,
	uint32_t *field, struct lnds_err *err)
{
	int i = dom.p ? lnds_pseudo_config_find(&k->cfg, dom) : only_field(k);

	if (i < 0 && !dom.p) {
		lnds_fail(err, LNDS_USAGE, NULL, "the project has several domains");
		return lnds_hint(err, "say which: -c NAME@DOM");
	}
	if (i < 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "project %s has no domain '%.*s'",
			k->cfg.prj, (int)(dom.n > 32 ? 32 : dom.n), dom.p);
		return lnds_hint(err, "its first domain is '%s'", k->cfg.field[0].dom);
	}
	if (!k->has[i]) {
		lnds_fail(err, LNDS_REFUSED, NULL, "the token does not allow domain '%s'",
			k->cfg.field[i].dom);
		return lnds_hint(err, "ask the issuer for a token that names it");
	}
	*field = (uint32_t)i;
	return true;
}

/* The same domain in the project that pseudonyms are carried over to. */
static bool find_over(const struct lnds_pseudo_run *r, struct lnds_pseudo_target *t,
	struct lnds_err *err)
{
	const char *dom = r->order.keys->cfg.field[t->field].dom;
	const struct lnds_pseudo_keys *to = r->order.over;
	int i = to ? lnds_pseudo_config_find(&to->cfg, lnds_sv(dom)) : 0;

	t->over = (uint32_t)i;
	if (!to || (i >= 0 && to->has[i]))
		return true;
	return lnds_fail(err, LNDS_REFUSED, NULL,
		"the target project %s has no domain '%s'", to->cfg.prj, dom);
}

static struct lnds_sv last_part(struct lnds_sv *text, char c)
{
	for (size_t i = text->n; i-- > 0;) {
		if (text->p[i] == c) {
			struct lnds_sv part = {text->p + i + 1, text->n - i - 1};

			text->n = i;
			return part;
		}
	}
	return (struct lnds_sv){NULL, 0};
}

static bool has_column(
	const struct lnds_columns *columns, struct lnds_sv name, uint32_t *at)
{
	*at = lnds_map_get(&columns->index, name);
	return *at != LNDS_MAP_NONE;
}

/* NAME[@DOM][=NEW]; a header that equals the whole text, or what is left of it once NEW
 * has been cut off, wins. */
static bool parse_target(struct lnds_pseudo_run *r, const struct lnds_columns *columns,
	struct lnds_sv text, struct lnds_pseudo_target *t, struct lnds_err *err)
{
	struct lnds_sv name = text, as = {NULL, 0}, dom = {NULL, 0};

	if (!has_column(columns, name, &t->in)) {
		as = last_part(&name, '=');
		if (!has_column(columns, name, &t->in)) {
			dom = last_part(&name, '@');
			if (!lnds_choose_name(columns, name, &t->in, err))
				return false;
		}
	}
	if (as.p && !as.n) {
		lnds_fail(err, LNDS_USAGE, NULL, "-c %.*s= gives no new name",
			LNDS_SV_ARG(name));
		return lnds_hint(err, "-c NAME=NEW, or -c NAME");
	}
	t->name = lnds_arena_sv(&r->arena, name);
	t->as = as.p ? lnds_arena_sv(&r->arena, as) : t->name;
	return find_field(r->order.keys, dom, &t->field, err) && find_over(r, t, err);
}

static bool plan_targets(struct lnds_pseudo_run *r, const struct lnds_columns *columns,
	struct lnds_err *err)
{
	uint32_t i, j, n = (uint32_t)r->order.ncolumn;

	for (i = 0; i < n; i++) {
		struct lnds_pseudo_target *t = &r->target[i];

		/* What -c means is settled by the first plan: a key that comes up later
		 * must not turn an identifier's column into one that passes. */
		if (r->planned)
			t->in = lnds_map_get(&columns->index, t->name);
		else if (!parse_target(r, columns, lnds_sv(r->order.column[i]), t, err))
			return false;
		for (j = 0; j < i; j++) {
			if (r->target[j].in == t->in)
				return lnds_fail(err, LNDS_USAGE, NULL,
					"column '%.*s' is given twice with -c",
					LNDS_SV_ARG(t->name));
		}
		r->column[t->in].action = LNDS_PSEUDO_CODED;
		r->column[t->in].target = i;
	}
	for (i = 0; i < n; i++) {
		struct lnds_pseudo_target *t = &r->target[i];
		const struct lnds_pseudo_config *cfg = &r->order.keys->cfg;
		const struct lnds_pseudo_field *f = &cfg->field[t->field];

		if (r->order.over) {
			cfg = &r->order.over->cfg;
			f = &cfg->field[t->over];
		}
		t->limit = lnds_pseudo_limit(cfg, f);
		t->per_record = n;
		if (lnds_pseudo_construction(cfg, f) == LNDS_PSEUDO_FF1_N)
			continue;
		for (j = 0, t->per_record = 0; j < n; j++)
			t->per_record += r->target[j].field == t->field;
	}
	return true;
}

static bool plan_kept(struct lnds_pseudo_run *r, const struct lnds_columns *columns,
	struct lnds_err *err)
{
	const struct lnds_pseudo_order *o = &r->order;
	uint32_t at;
	size_t i;

	for (i = 0; i < o->nkeep; i++) {
		if (!lnds_choose_name(columns, o->keep[i], &at, err))
			return false;
		if (r->column[at].action != LNDS_PSEUDO_DROPPED) {
			lnds_fail(err, LNDS_USAGE, NULL, "column '%.*s' %s",
				LNDS_SV_ARG(o->keep[i]),
				r->column[at].action == LNDS_PSEUDO_CODED
					? "is both in -c and in --keep"
					: "is given twice in --keep");
			return lnds_hint(err, "a column stands in one of them, once");
		}
		r->column[at].action = LNDS_PSEUDO_KEPT;
	}
	for (i = 0; o->keep_all && i < r->ncol; i++) {
		if (r->column[i].action == LNDS_PSEUDO_DROPPED)
			r->column[i].action = LNDS_PSEUDO_KEPT;
	}
	for (i = 0; i < r->ncol; i++)
		r->column[i].watched = r->column[i].action == LNDS_PSEUDO_KEPT;
	for (i = 0; i < o->nallow; i++) {
		/* All are kept, those too that NDJSON brings later: nothing is allowed by
		 * a name that never comes. */
		if (o->keep_all && !has_column(columns, lnds_sv(o->allow[i]), &at))
			continue;
		if (!lnds_choose_name(columns, lnds_sv(o->allow[i]), &at, err))
			return false;
		r->column[at].watched = false;
	}
	return lnds_pseudo_lookalike_names(r, err);
}

/* Columns that are new since the last plan; those known keep what they have counted. */
static void widen(struct lnds_pseudo_run *r, const struct lnds_columns *columns)
{
	char shape[LNDS_SHAPE_MAX];

	if (r->order.preview)
		lnds_pseudo_sample_widen(r, columns->n);
	r->column = lnds_realloc(r->column, columns->n, sizeof(*r->column));
	r->out = lnds_realloc(r->out, columns->n, sizeof(*r->out));
	for (uint32_t i = r->ncol; i < columns->n; i++) {
		memset(&r->column[i], 0, sizeof(r->column[i]));
		r->column[i].name = lnds_arena_sv(&r->arena, columns->name[i]);
		r->column[i].show = r->column[i].name;
		/* JSON keys, or the first record where a header line is missing. */
		if (lnds_pseudo_lookalike(columns->name[i]))
			r->column[i].show = lnds_arena_sv(
				&r->arena, lnds_sv(lnds_shape(columns->name[i], shape)));
	}
	r->ncol = columns->n;
	for (uint32_t i = 0; i < r->ncol; i++)
		r->column[i].action = LNDS_PSEUDO_DROPPED;
}

/* One opt-out list, FILE[@DOM]: the fields that it speaks of, and their columns' names. */
static bool read_list(struct lnds_pseudo_run *r, const char *arg, struct lnds_err *err)
{
	const struct lnds_pseudo_config *cfg = &r->order.keys->cfg;
	struct lnds_sv path = lnds_sv(arg), dom = last_part(&path, '@');
	int only = dom.p ? lnds_pseudo_config_find(cfg, dom) : -1;
	struct lnds_sv *name =
		lnds_arena_alloc(&r->arena, r->order.ncolumn * sizeof(*name));
	uint32_t *field = lnds_arena_alloc(&r->arena, r->order.ncolumn * sizeof(*field));
	struct lnds_pseudo_optout_list list = {.dialect = &r->order.dialect,
		.name = name,
		.field = field,
		.accept_11 = r->order.accept_11};

	if (only < 0) /* the @ is part of the name */
		path = lnds_sv(arg);
	list.path = lnds_arena_sv(&r->arena, path).p;
	for (size_t i = 0; i < r->order.ncolumn; i++) {
		const struct lnds_pseudo_target *t = &r->target[i];
		const struct lnds_pseudo_class inp = cfg->field[t->field].inp;
		bool seen = false;

		if (only >= 0 && t->field != (uint32_t)only)
			continue;
		if (list.nname && (inp.kind != list.inp.kind || inp.m != list.inp.m)) {
			lnds_fail(err, LNDS_USAGE, NULL,
				"opt-out list %s: for which domain?", list.path);
			return lnds_hint(err, "--exclude FILE@DOM");
		}
		list.inp = inp;
		name[list.nname++] = t->name;
		for (size_t k = 0; k < list.nfield; k++)
			seen |= field[k] == t->field;
		if (!seen)
			field[list.nfield++] = t->field;
	}
	if (list.nname == 0) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"opt-out list %s: no -c column has its domain", list.path);
		return lnds_hint(err, "an opt-out is never skipped");
	}
	return lnds_pseudo_optouts_read(r->optouts, &list, err);
}

static bool read_lists(struct lnds_pseudo_run *r, struct lnds_err *err)
{
	for (size_t i = 0; i < r->order.nexclude; i++) {
		if (!read_list(r, r->order.exclude[i], err))
			return false;
	}
	if (r->optouts)
		lnds_pseudo_optouts_sort(r->optouts);
	return true;
}

static bool plan(void *ctx, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct lnds_pseudo_run *r = ctx;
	uint32_t i, n = 0, nset = 0;

	widen(r, columns);
	if (!plan_targets(r, columns, err) || !plan_kept(r, columns, err))
		return false;
	if (!r->planned && !read_lists(r, err))
		return false;
	r->planned = true;
	for (i = 0; i < r->ncol; i++) {
		const struct lnds_pseudo_column *c = &r->column[i];
		struct lnds_out *o = &r->out[n];

		if (c->action == LNDS_PSEUDO_DROPPED)
			continue;
		*o = (struct lnds_out){.name = c->name, .in = i};
		if (c->action == LNDS_PSEUDO_CODED) {
			r->target[c->target].out = nset++;
			o->name = r->target[c->target].as;
			o->set = true;
		}
		n++;
	}
	*out = r->out;
	*nout = n;
	return true;
}

struct lnds_filter lnds_pseudo_filter(const struct lnds_pseudo_run *r)
{
	return (struct lnds_filter){.plan = plan,
		.worker_new = lnds_pseudo_worker_new,
		.worker_free = lnds_pseudo_worker_free,
		.batch = lnds_pseudo_batch,
		.closed_plan = !r->order.keep_all};
}

void lnds_pseudo_run_counts(
	const struct lnds_pseudo_run *r, struct lnds_pseudo_counts *out)
{
	out->cells = atomic_load(&r->cells);
	out->null = atomic_load(&r->null);
	out->excluded = atomic_load(&r->excluded);
	out->bad = atomic_load(&r->bad);
}

void lnds_pseudo_run_dropped(const struct lnds_pseudo_run *r, struct lnds_buf *out)
{
	uint32_t i, n = 0;

	for (i = 0; i < r->ncol; i++) {
		if (!r->planned || r->column[i].action != LNDS_PSEUDO_DROPPED)
			continue;
		if (n++ >= NAMES_SHOWN)
			continue;
		if (out->n)
			lnds_buf_str(out, ", ");
		lnds_buf_sv(out, r->column[i].show);
	}
	if (n > NAMES_SHOWN)
		lnds_buf_printf(out, " and %u more", n - NAMES_SHOWN);
}
