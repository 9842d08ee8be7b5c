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

struct lnds_pattern *lnds_pattern_new(struct lnds_sv text, struct lnds_err *err)
{
	struct lnds_pattern *p;
	PCRE2_SIZE at;
	int why;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
		PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
			PCRE2_NEVER_BACKSLASH_C,
		&why, &at, NULL);
	char reason[96] = "";

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

bool lnds_pattern_match(const struct lnds_pattern *p, struct lnds_sv value)
{
	pcre2_match_data *m = pcre2_match_data_create(1, NULL);
	int rc;

	if (!m)
		lnds_out_of_memory();
	rc = pcre2_match(p->code, value.n ? (PCRE2_SPTR)value.p : (PCRE2_SPTR) "",
		value.n, 0, 0, m, p->bounds);
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
