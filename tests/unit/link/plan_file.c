/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans as files: what is written is read back; nothing else is; and whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "crypto/digest.h"
#include "link/match/plan.h"

static void sample(
	struct lnds_link_sample *s, unsigned a, unsigned b, const uint32_t n[3])
{
	const unsigned y = n[b] > n[a] ? b : a, x = y == a ? b : a;

	*s = (struct lnds_link_sample){.a = (uint8_t)a,
		.b = (uint8_t)b,
		.y = y == b,
		.pool = n[x],
		.q = {n[y], n[x]}};
	s->decoy_y[0] = n[y] - 3;
	s->decoy_y[612] = 3;
	s->decoy_x[300] = n[x];
	s->best[1024] = 20;
	s->best[512] = n[y] - 20;
	s->twins[0] = 2;
}

/* Three sources, three pairs. */
static void make(struct lnds_link_plan *p)
{
	static const uint32_t n[] = {40, 50, 50};
	static const char *const party[] = {"lu", "de", "fr-2"};
	unsigned i;

	*p = (struct lnds_link_plan){.floor = 12448694,
		.has_fdr = true,
		.fdr = 10000,
		.top = 8,
		.min_overlap = 500000,
		.seed = 1,
		.sample = 20000,
		.header = 640,
		.nsource = 3,
		.npair = 3};
	for (i = 0; i < 3; i++) {
		(void)snprintf(
			p->source[i].party, sizeof(p->source[i].party), "%s", party[i]);
		p->source[i].n = n[i];
		memset(p->source[i].sha256, (int)i + 1, 32);
	}
	p->pair = lnds_calloc(3, sizeof(*p->pair));
	sample(&p->pair[0], 0, 1, n);
	sample(&p->pair[1], 0, 2, n);
	sample(&p->pair[2], 1, 2, n);
	lnds_link_plan_seal(p);
}

static void text_of(const struct lnds_link_plan *p, struct lnds_buf *b)
{
	b->n = 0;
	lnds_link_plan_json(p, b);
	lnds_buf_c(b, '\n');
}

static void round_trip(void **state)
{
	struct lnds_link_plan p, q;
	struct lnds_buf a = {0}, b = {0};
	struct lnds_err err;

	(void)state;
	make(&p);
	text_of(&p, &a);
	assert_true(lnds_link_plan_parse(lnds_buf_view(&a), "plan.json", &q, &err));
	assert_memory_equal(p.sha256, q.sha256, 32);
	assert_true(q.has_fdr && !q.has_threshold && q.fdr == 10000 && q.npair == 3);
	assert_memory_equal(p.pair, q.pair, 3 * sizeof(*p.pair));
	assert_string_equal(lnds_link_plan_larger(&q, 0)->party, "de");
	assert_string_equal(lnds_link_plan_larger(&q, 2)->party, "de");
	text_of(&q, &b);
	assert_true(lnds_sv_eq(lnds_buf_view(&a), lnds_buf_view(&b)));
	lnds_link_plan_free(&q);

	/* One source and a threshold; every share prints as RFC 8785 has it. */
	lnds_link_plan_free(&p);
	p.nsource = 1;
	p.has_fdr = false;
	p.has_threshold = true;
	p.threshold = LNDS_LINK_ONE;
	p.min_overlap = 1;
	text_of(&p, &a);
	assert_non_null(strstr(lnds_buf_cstr(&a), "\"min_overlap\":0.000001,"));
	assert_non_null(strstr(lnds_buf_cstr(&a), "\"fdr\":null,"));
	assert_true(lnds_link_plan_parse(lnds_buf_view(&a), "plan.json", &q, &err));
	assert_int_equal(q.threshold, LNDS_LINK_ONE);
	p.min_overlap = 1000000;
	text_of(&p, &a);
	assert_non_null(strstr(lnds_buf_cstr(&a), "\"min_overlap\":1,"));
	lnds_buf_free(&a);
	lnds_buf_free(&b);
	lnds_link_plan_free(&q);
}

/* The hash is that of the text without the member `header`. */
static void hash(void **state)
{
	struct lnds_buf b = {0};
	struct lnds_link_plan p;
	uint8_t want[32];
	char *at;

	(void)state;
	make(&p);
	lnds_link_plan_json(&p, &b);
	at = strstr(lnds_buf_cstr(&b), "\"header\":640,");
	assert_non_null(at);
	memmove(at, at + 13, strlen(at + 13));
	b.n -= 13;
	lnds_sha256(b.p, b.n, want);
	assert_memory_equal(p.sha256, want, 32);
	p.header = 0;
	lnds_link_plan_seal(&p);
	assert_memory_equal(p.sha256, want, 32);
	p.top = 9;
	lnds_link_plan_seal(&p);
	assert_memory_not_equal(p.sha256, want, 32);
	lnds_buf_free(&b);
	lnds_link_plan_free(&p);
}

/* Every edit: a byte changed, left out or put twice. */
static void edits(void **state)
{
	struct lnds_link_plan p, q;
	struct lnds_buf b = {0};
	struct lnds_err err;
	uint8_t hash_of[32];
	const char *header, *pairs, *after;
	unsigned accepted = 0;
	size_t i;

	(void)state;
	make(&p);
	memcpy(hash_of, p.sha256, 32);
	text_of(&p, &b);
	header = strstr(lnds_buf_cstr(&b), "\"header\":");
	pairs = strstr(b.p, "\"pairs\":");
	after = strstr(b.p, "\"sample\":");
	/* In the histograms, which are long, here and there. */
	for (i = 0; i<b.n; i += b.p + i> pairs && b.p + i < after ? 61 : 1) {
		const char was = b.p[i];

		b.p[i] = was == '7' ? '5' : '7';
		if (lnds_link_plan_parse(lnds_buf_view(&b), "plan.json", &q, &err)) {
			/* A number within its bounds: another plan, or its header. */
			assert_true(memcmp(q.sha256, hash_of, 32) != 0 ||
				    (&b.p[i] > header && &b.p[i] < header + 13));
			lnds_link_plan_free(&q);
			accepted++;
		} else {
			assert_int_equal(err.code, LNDS_INTEGRITY);
		}
		b.p[i] = was;
	}
	assert_true(accepted > 190 && accepted < 260); /* mostly source hashes */
	b.p[b.n - 1] = ' ';
	assert_false(lnds_link_plan_parse(lnds_buf_view(&b), "plan.json", &q, &err));
	b.n--;
	assert_false(lnds_link_plan_parse(lnds_buf_view(&b), "plan.json", &q, &err));
	assert_string_equal(err.input, "plan.json");
	assert_false(lnds_link_plan_parse(LNDS_SV(""), "plan.json", &q, &err));
	assert_false(lnds_link_plan_parse(LNDS_SV("[]\n"), "plan.json", &q, &err));
	lnds_buf_free(&b);
	lnds_link_plan_free(&p);
}

static void whose(void **state)
{
	struct lnds_link_codes codes[3] = {{0}};
	struct lnds_link_run_meta run = {.nsource = 3};
	struct lnds_link_plan p;
	struct lnds_err err;
	unsigned i;

	(void)state;
	make(&p);
	for (i = 0; i < 3; i++) {
		codes[i].name = "codes.lnc";
		codes[i].n = p.source[i].n;
		memcpy(codes[i].manifest.party, p.source[i].party, LNDS_LINK_NAME);
		memcpy(codes[i].sha256, p.source[i].sha256, 32);
		run.source[i] = p.source[i];
	}
	memcpy(run.plan, p.sha256, 32);
	assert_true(lnds_link_plan_of(&p, codes, 3, &err));
	assert_true(lnds_link_plan_of_run(&p, &run, &err));
	assert_false(lnds_link_plan_of(&p, codes, 2, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_string_equal(err.msg, "the plan is of 3 files, not of 2");
	codes[1].sha256[31] ^= 1;
	assert_false(lnds_link_plan_of(&p, codes, 3, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	assert_string_equal(err.input, "codes.lnc");
	codes[1].sha256[31] ^= 1;
	codes[2].manifest.party[0] = 'l';
	assert_false(lnds_link_plan_of(&p, codes, 3, &err));
	run.source[2].n++;
	assert_false(lnds_link_plan_of_run(&p, &run, &err));
	run.source[2].n--;
	run.plan[0] ^= 1;
	assert_false(lnds_link_plan_of_run(&p, &run, &err));
	assert_int_equal(err.code, LNDS_REFUSED);
	lnds_link_plan_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(hash),
		cmocka_unit_test(edits),
		cmocka_unit_test(whose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
