/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration's words, its fields from project options, and its inner rules. */
#include "base/num.h"
#include "pseudo/plan.h"
#include "pseudo/project.h"

const char *lnds_pseudo_method_word(enum lnds_pseudo_method m)
{
	return m == LNDS_PSEUDO_REV ? "rev" : "non";
}

const char *lnds_pseudo_treatment_word(enum lnds_pseudo_treatment t)
{
	static const char *const word[] = {"same", "data", "diff"};

	return word[t];
}

const char *lnds_pseudo_format_word(enum lnds_pseudo_format f)
{
	static const char *const word[] = {"num", "alpha", "alnum"};

	return word[f];
}

/* 1 to `max` bytes, each [a-z0-9], in `more`, or [A-Z] if `upper`. */
static bool is_name(const char *s, size_t max, bool upper, const char *more)
{
	size_t n = strnlen(s, max + 1);

	if (n < 1 || n > max)
		return false;
	for (; *s; s++) {
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= '0' && *s <= '9') &&
			!(upper && *s >= 'A' && *s <= 'Z') && !strchr(more, *s))
			return false;
	}
	return true;
}

static bool is_prefix(const char *s)
{
	size_t n = strnlen(s, 9);

	for (; *s; s++) {
		if (!((*s | 32) >= 'a' && (*s | 32) <= 'z') && *s != '-' && *s != '_')
			return false;
	}
	return n <= 8;
}

/* The length a field gets: as asked for, or the usual one. */
static bool choose_length(const struct lnds_pseudo_config *cfg,
	struct lnds_pseudo_field *f, struct lnds_sv asked, struct lnds_err *err)
{
	struct lnds_pseudo_lengths n = lnds_pseudo_lengths(cfg, f->inp);
	uint64_t len;

	f->len = n.usual;
	if (!asked.p)
		return true;
	if (n.usual == 0) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"domain '%s': its pseudonyms take no length", f->dom);
		return lnds_hint(err, "they are as long as the value needs (AES-SIV)");
	}
	if (!lnds_u64(asked, &len) || len < n.least || len > n.most) {
		lnds_fail(err, LNDS_USAGE, NULL, "domain '%s': length must be %u to %u",
			f->dom, n.least, n.most);
		return lnds_hint(err, "%u symbols without LEN", n.usual);
	}
	f->len = (uint32_t)len;
	f->len += lnds_pseudo_reads_as_number(cfg, f->len);
	return true;
}

bool lnds_pseudo_config_field(
	struct lnds_pseudo_config *cfg, struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_pseudo_field f;
	struct lnds_sv cls, len, dom = lnds_sv_cut(text, '=', &cls);
	uint32_t at;

	memset(&f, 0, sizeof(f));
	if (!cls.p || dom.n < 1 || dom.n >= sizeof(f.dom)) {
		lnds_fail(err, LNDS_USAGE, NULL, "field is not DOM=CLASS[,LEN]");
		return lnds_hint(err, "for example person=matricule");
	}
	if (cfg->nfield == LNDS_PSEUDO_MAX_FIELDS)
		return lnds_fail(err, LNDS_USAGE, NULL, "more than %d fields",
			LNDS_PSEUDO_MAX_FIELDS);
	memcpy(f.dom, dom.p, dom.n);
	cls = lnds_sv_cut(cls, ',', &len);
	if (!lnds_pseudo_class_parse(cls, &f.inp, err) ||
		!choose_length(cfg, &f, len, err))
		return false;
	for (at = 0; at < cfg->nfield && strcmp(cfg->field[at].dom, f.dom) < 0; at++)
		;
	memmove(&cfg->field[at + 1], &cfg->field[at],
		(cfg->nfield - at) * sizeof(cfg->field[0]));
	cfg->field[at] = f;
	cfg->nfield++;
	return true;
}

static bool check_field(const struct lnds_pseudo_config *cfg,
	const struct lnds_pseudo_field *f, struct lnds_err *err)
{
	struct lnds_pseudo_lengths n = lnds_pseudo_lengths(cfg, f->inp);

	if (!is_name(f->dom, 32, false, "_-")) {
		lnds_fail(
			err, LNDS_USAGE, NULL, "a domain's name is not [a-z0-9_-]{1,32}");
		return lnds_hint(err, "for example person=matricule");
	}
	if (f->len < n.least || f->len > n.most ||
		lnds_pseudo_reads_as_number(cfg, f->len))
		return lnds_fail(err, LNDS_USAGE, NULL,
			"domain '%s': length %u does not fit its class and format",
			f->dom, f->len);
	if (lnds_pseudo_limit(cfg, f) < cfg->max) {
		lnds_fail(err, LNDS_REFUSED, NULL,
			"domain '%s': %u symbols collide with more than 1e-6 for %llu "
			"identifiers",
			f->dom, f->len, (unsigned long long)cfg->max);
		return lnds_hint(err, "a longer LEN, or a smaller --max-ids");
	}
	return true;
}

bool lnds_pseudo_config_check(const struct lnds_pseudo_config *cfg, struct lnds_err *err)
{
	uint32_t i;

	if (!is_name(cfg->prj, 64, true, "._-")) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a project's name is not [A-Za-z0-9._-]{1,64}");
		return lnds_hint(err, "--project vote-2025");
	}
	if (!is_prefix(cfg->pfx))
		return lnds_fail(
			err, LNDS_USAGE, NULL, "a prefix is not [A-Za-z_-]{0,8}");
	if (cfg->epo < 1 || cfg->max < 1)
		return lnds_fail(err, LNDS_USAGE, NULL,
			"epoch and greatest number of identifiers start at 1");
	if (cfg->nfield < 1 || cfg->nfield > LNDS_PSEUDO_MAX_FIELDS ||
		cfg->nissuer > LNDS_PSEUDO_MAX_ISSUERS) {
		lnds_fail(err, LNDS_USAGE, NULL, "a project has 1 to %d fields",
			LNDS_PSEUDO_MAX_FIELDS);
		return lnds_hint(err, "--field person=matricule");
	}
	for (i = 0; i < cfg->nfield; i++) {
		if (!check_field(cfg, &cfg->field[i], err))
			return false;
		if (i && strcmp(cfg->field[i - 1].dom, cfg->field[i].dom) >= 0)
			return lnds_fail(err, LNDS_USAGE, NULL, "domain '%s' %s",
				cfg->field[i].dom,
				strcmp(cfg->field[i - 1].dom, cfg->field[i].dom)
					? "is out of order"
					: "stands twice");
	}
	return true;
}

int lnds_pseudo_config_find(const struct lnds_pseudo_config *cfg, struct lnds_sv dom)
{
	uint32_t i;

	for (i = 0; i < cfg->nfield; i++) {
		if (lnds_sv_is(dom, cfg->field[i].dom))
			return (int)i;
	}
	return -1;
}
