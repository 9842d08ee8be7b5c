/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Normalisation: any bytes through every step and profile, any bytes as a profile. A step
 * fails exactly on what is not UTF-8; what it gives is UTF-8, and the same step leaves it
 * as it is, but for digraphs ("aee"). The input is a value; or a profile, a NUL, a value.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "link/schema/profile.h"
#include "text/norm.h"
#include "text/utf8.h"

enum { STRING, SEX, BORN, COUNT, FEATURES };
static const struct lnds_sv values[] = {{"1", 1}, {"2", 1}};

static struct lnds_link_schema schema(struct lnds_sv profile)
{
	struct lnds_link_schema s = {.nfeature = FEATURES, .profile_json = profile};

	s.feature[STRING].id = LNDS_SV("name");
	s.feature[SEX] = (struct lnds_link_feature){.id = LNDS_SV("sex"),
		.format = LNDS_LINK_ENUM,
		.value = values,
		.nvalue = 2};
	s.feature[BORN] = (struct lnds_link_feature){.id = LNDS_SV("born"),
		.format = LNDS_LINK_DATE,
		.date_format = LNDS_SV("%Y-%m-%d")};
	s.feature[COUNT] = (struct lnds_link_feature){
		.id = LNDS_SV("count"), .format = LNDS_LINK_INTEGER};
	return s;
}

static bool is_utf8(struct lnds_sv s)
{
	return lnds_utf8_check(s.p, s.n) == s.n;
}

static void every_step(struct lnds_sv value)
{
	struct lnds_buf once = {0}, twice = {0};

	for (unsigned i = 0; i < LNDS_NORM_N; i++) {
		once.n = twice.n = 0;
		if (!lnds_norm((enum lnds_norm)i, value, &once)) {
			must(!is_utf8(value));
			continue;
		}
		must(is_utf8(value) && is_utf8(lnds_buf_view(&once)));
		must(lnds_norm((enum lnds_norm)i, lnds_buf_view(&once), &twice));
		must(i == LNDS_NORM_DIGRAPHS ||
			lnds_sv_eq(lnds_buf_view(&once), lnds_buf_view(&twice)));
	}
	lnds_buf_free(&once);
	lnds_buf_free(&twice);
}

/* `settled`: a second time changes nothing. */
static void through(struct lnds_sv json, struct lnds_sv value, bool settled)
{
	struct lnds_buf work[2] = {{0}, {0}}, again[2] = {{0}, {0}};
	const struct lnds_link_schema s = schema(json);
	struct lnds_err err = {0};
	struct lnds_link_profile *p = lnds_link_profile_new(&s, false, &err);
	struct lnds_sv out, out2;
	bool null, null2;

	must(p || (err.code == LNDS_USAGE && err.msg[0]));
	for (unsigned f = 0; p && f < FEATURES; f++) {
		if (!lnds_link_profile_apply(p, f, value, work, &out, &null, &err)) {
			must(err.code == LNDS_DATA && err.msg[0]);
			continue;
		}
		must(is_utf8(value) && (null || (out.n && is_utf8(out))));
		if (!settled || null)
			continue;
		must(lnds_link_profile_apply(p, f, out, again, &out2, &null2, &err));
		must(!null2 && lnds_sv_eq(out, out2));
	}
	lnds_link_profile_free(p);
	for (unsigned i = 0; i < 2; i++) {
		lnds_buf_free(&work[i]);
		lnds_buf_free(&again[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_sv value = {(const char *)p, n}, rest;
	const struct lnds_sv json = lnds_sv_cut(value, '\0', &rest);
	char code[4];

	if (rest.p) {
		through(json, rest, false);
		return 0;
	}
	every_step(value);
	if (lnds_soundex(value, code))
		must(lnds_is_upper(code[0]) && lnds_is_digit(code[3]));
	through(LNDS_SV("\"eu-1\""), value, false);
	through(LNDS_SV("\"none\""), value, true);
	through(LNDS_SV("{\"name\":\"x\",\"fields\":{\"name\":[\"nfkc\",\"lower\","
			"\"marks\",\"letters\",\"squeeze\",\"sort-words\"],\"sex\":[],"
			"\"born\":[{\"date\":[\"%d.%m.%Y\",\"%Y-%m-%d\"]}],"
			"\"count\":[\"digits\"]}}"),
		value, true);
	return 0;
}
