/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a map is asked for, from texts to numbers, and what is refused; see map.h. */
#include <math.h>

#include "base/num.h"
#include "mesh/map/map.h"
#include "mesh/measure/real.h"
#include "mesh/view/pick.h"

static bool method(const char *text, enum lnds_mesh_method *out, struct lnds_err *err)
{
	unsigned at = 0;

	if (!lnds_mesh_word(lnds_sv(text), "method", lnds_mesh_method_name,
		    LNDS_MESH_METHODS, &at, err))
		return false;
	*out = (enum lnds_mesh_method)at;
	return true;
}

static bool whole(const char *text, const char *what, unsigned *out, struct lnds_err *err)
{
	uint64_t v;

	if (lnds_u64(lnds_sv(text), &v) && v >= 1 && v <= LNDS_MESH_MAX_K) {
		*out = (unsigned)v;
		return true;
	}
	return lnds_fail(err, LNDS_USAGE, NULL, "%s: '%.40s' is no number from 1 to %u",
		what, text, LNDS_MESH_MAX_K);
}

static bool real(const char *text, const char *what, double low, double high, double *out,
	struct lnds_err *err)
{
	if (lnds_mesh_real(lnds_sv(text), out) && *out >= low && *out <= high)
		return true;
	return lnds_fail(err, LNDS_USAGE, NULL, "%s: '%.40s' is no number from %g to %g",
		what, text, low, high);
}

static bool numbers(const struct lnds_mesh_map_ask *ask, struct lnds_mesh_map_plan *plan,
	struct lnds_err *err)
{
	struct lnds_mesh_interp *how = &plan->how;

	*how = (struct lnds_mesh_interp){.k = 5,
		.power = 2,
		.max_dist = INFINITY,
		.min_n = 1,
		.circular = plan->param->aggregate == LNDS_MESH_VECTOR &&
			    plan->stat == LNDS_MESH_STAT_MEAN};
	return (!ask->method || method(ask->method, &how->method, err)) &&
	       (!ask->k || whole(ask->k, "k", &how->k, err)) &&
	       (!ask->power || real(ask->power, "power", 0.1, 20, &how->power, err)) &&
	       (!ask->max_dist ||
		       real(ask->max_dist, "max-dist", 0, 1e7, &how->max_dist, err)) &&
	       (!ask->min_n || whole(ask->min_n, "min-n", &how->min_n, err));
}

/* Does the statistic fall with height as the parameter does? */
static bool is_level(enum lnds_mesh_stat stat)
{
	return stat == LNDS_MESH_STAT_MEAN || stat == LNDS_MESH_STAT_MIN ||
	       stat == LNDS_MESH_STAT_MAX;
}

/* The parameter's own lapse rate, or what was asked for. */
static bool lapse(const char *text, struct lnds_mesh_map_plan *plan, struct lnds_err *err)
{
	const struct lnds_mesh_param *p = plan->param;
	double v = 0;

	if (!text) {
		plan->lapse = is_level(plan->stat) ? p->lapse / 1e6 : 0;
		return true;
	}
	plan->lapse_auto = !strcmp(text, "auto");
	if (!plan->lapse_auto && !real(text, "lapse", -20, 20, &v, err))
		return lnds_hint(err, "K/km; or auto, or 0 for none");
	plan->lapse = plan->lapse_auto ? 6.5e-3 : v / 1000;
	if (plan->lapse == 0 ||
		(is_level(plan->stat) && (p->lapse || lnds_sv_is(p->unit, "degC") ||
						 lnds_sv_is(p->unit, "K"))))
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "the %s of '%s' has no lapse rate",
		lnds_mesh_stat_name[plan->stat], p->id);
	return lnds_hint(err, "temperatures have one: leave lapse out, or give 0");
}

static bool one(const struct lnds_mesh_map_plan *plan, const struct lnds_mesh_store *s,
	struct lnds_err *err)
{
	const struct lnds_mesh_param *p = &s->params.item[plan->sel.param[0]];

	if (plan->sel.nparam != 1) {
		lnds_fail(err, LNDS_USAGE, NULL, "a map shows one parameter");
		return lnds_hint(err, "ask for one after the other");
	}
	if (plan->sel.nstat > 1) {
		lnds_fail(err, LNDS_USAGE, NULL, "a map shows one statistic");
		return lnds_hint(err, "ask for one after the other");
	}
	if (p->mappable)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL,
		"'%s' is not mapped: it stands for the height of its station", p->id);
	return !strcmp(p->id, "pres")
		       ? lnds_hint(err, "pmsl")
		       : lnds_hint(err, "query lists it station by station");
}

bool lnds_mesh_map_plan(const struct lnds_mesh_store *s,
	const struct lnds_mesh_map_ask *ask, struct lnds_mesh_map_plan *plan,
	struct lnds_err *err)
{
	*plan = (struct lnds_mesh_map_plan){0};
	if (!lnds_mesh_select(s, &ask->what, &plan->sel, err))
		return false;
	plan->param = &s->params.item[plan->sel.param[0]];
	plan->stat = lnds_mesh_selected_stat(&plan->sel, plan->param);
	plan->e = plan->stat == LNDS_MESH_STAT_MEAN
			  ? plan->param->e
			  : lnds_mesh_stat_e(plan->stat, plan->param->e);
	if (one(plan, s, err) && numbers(ask, plan, err) && lapse(ask->lapse, plan, err))
		return true;
	lnds_mesh_selection_free(&plan->sel);
	return false;
}
