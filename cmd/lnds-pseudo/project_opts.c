/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From project options to a configuration. */
#include "project_opts.h"

#include <string.h>

#include "pseudo/project_file.h"
#include "text/date.h"

#define DAY 86400u

static bool set_retention(
	const char *text, uint64_t now, uint64_t *ret, struct lnds_err *err)
{
	struct lnds_duration d;

	if (!lnds_duration_parse(lnds_sv(text), &d)) {
		lnds_fail(err, LNDS_USAGE, NULL, "--retention: not a period: '%.40s'",
			text);
		return lnds_hint(err, "years, months, days: P1Y, P6M, P90D, P1Y6M");
	}
	*ret = lnds_time_add(now - now % DAY, d) + DAY - 1;
	return *ret <= LNDS_PSEUDO_TIME_MAX ||
	       lnds_fail(err, LNDS_USAGE, NULL, "--retention ends after the year 9999");
}

/* Copies an option's text; longer than its place: LNDS_USAGE. */
static bool set_text(
	char *out, size_t cap, const char *text, const char *option, struct lnds_err *err)
{
	size_t n = text ? strlen(text) : 0;

	if (n >= cap)
		return lnds_fail(err, LNDS_USAGE, NULL,
			"--%s has more than %zu characters", option, cap - 1);
	if (n)
		memcpy(out, text, n);
	return true;
}

bool lnds_project_config(const struct lnds_project_opts *o, uint64_t now,
	struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	struct lnds_err why;
	size_t i;

	memset(cfg, 0, sizeof(*cfg));
	cfg->mth = (enum lnds_pseudo_method)o->method;
	cfg->trt = (enum lnds_pseudo_treatment)o->treatment;
	cfg->fmt = (enum lnds_pseudo_format)o->format;
	cfg->chk = o->check;
	cfg->epo = 1;
	cfg->max = o->max_ids;
	if (!set_text(cfg->prj, sizeof(cfg->prj), o->project, "project", err) ||
		!set_text(cfg->pfx, sizeof(cfg->pfx), o->prefix, "prefix", err) ||
		!set_retention(o->retention, now, &cfg->ret, err))
		return false;
	for (i = 0; i < o->field.n; i++)
		if (!lnds_pseudo_config_field(cfg, lnds_sv(o->field.item[i]), err))
			return false;
	if (lnds_pseudo_config_check(cfg, &why) || why.code == LNDS_REFUSED)
		return true;
	*err = why;
	return false;
}
