/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns by PCRE2, anchored at both ends; a scratch block per thread is not worth having,
 * as results are cached by value. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/alloc.h"

#define MOST_STEPS 1000000
#define MOST_DEPTH 10000

struct lnds_pattern {
	pcre2_code *code;
	pcre2_match_context *bounds;
};

static struct lnds_pattern *compile(
	struct lnds_sv text, uint32_t options, struct lnds_err *err)
{
	struct lnds_pattern *p;
	PCRE2_SIZE at;
	int why;
	pcre2_compile_context *c = pcre2_compile_context_create(NULL);
	pcre2_code *code;
	char reason[96] = "";

	if (!c || pcre2_set_newline(c, PCRE2_NEWLINE_ANYCRLF))
		lnds_out_of_memory();
	code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
		PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | options, &why, &at, c);
	pcre2_compile_context_free(c);
	if (!code) {
		pcre2_get_error_message(why, (PCRE2_UCHAR *)reason, sizeof(reason));
		lnds_fail(err, LNDS_USAGE, NULL,
			"a pattern that cannot be read, at character %zu: %s", at + 1,
			reason);
		lnds_hint(err, "patterns are those of PCRE2, much as in Perl and Python");
		return NULL;
	}
	p = lnds_calloc(1, sizeof(*p));
	p->code = code;
	p->bounds = pcre2_match_context_create(NULL);
	if (!p->bounds)
		lnds_out_of_memory();
	pcre2_set_match_limit(p->bounds, MOST_STEPS);
	pcre2_set_depth_limit(p->bounds, MOST_DEPTH);
	return p;
}

struct lnds_pattern *lnds_pattern_new(struct lnds_sv text, struct lnds_err *err)
{
	return compile(text, PCRE2_ANCHORED | PCRE2_ENDANCHORED, err);
}

struct lnds_pattern *lnds_pattern_search(struct lnds_sv text, struct lnds_err *err)
{
	return compile(text, PCRE2_MULTILINE, err);
}

/* Pairs of offsets into m: the whole match, then the groups. */
static int match(const struct lnds_pattern *p, struct lnds_sv value, pcre2_match_data *m)
{
	if (!m)
		lnds_out_of_memory();
	return pcre2_match(p->code, value.n ? (PCRE2_SPTR)value.p : (PCRE2_SPTR) "",
		value.n, 0, 0, m, p->bounds);
}

bool lnds_pattern_find(
	const struct lnds_pattern *p, struct lnds_sv text, struct lnds_sv *group)
{
	pcre2_match_data *m = pcre2_match_data_create(2, NULL);
	const int rc = match(p, text, m);
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m);

	at += rc == 1 || (rc >= 0 && at[2] == PCRE2_UNSET) ? 0 : 2;
	if (rc >= 0 && group)
		*group = (struct lnds_sv){text.p + at[0], at[1] - at[0]};
	pcre2_match_data_free(m);
	return rc >= 0;
}

bool lnds_pattern_match(const struct lnds_pattern *p, struct lnds_sv value)
{
	pcre2_match_data *m = pcre2_match_data_create(1, NULL);
	const int rc = match(p, value, m);

	pcre2_match_data_free(m);
	return rc >= 0;
}

void lnds_pattern_free(struct lnds_pattern *p)
{
	if (!p)
		return;
	pcre2_match_context_free(p->bounds);
	pcre2_code_free(p->code);
	free(p);
}
