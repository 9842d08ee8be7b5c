/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link_pairs PAIRS ROWS SOURCES PLAN RUN: an invented plan and a run of it, as large as one
 * likes, made in order and in constant memory: what assign is measured with.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/num.h"
#include "base/rng.h"
#include "link/file/pairs.h"
#include "link/match/plan.h"

#define FLOOR (LNDS_LINK_ONE / 10 * 7)

static void die(const char *what)
{
	fprintf(stderr, "link_pairs: %s\n", what);
	exit(2);
}

static uint64_t number(const char *text)
{
	uint64_t n;

	if (!lnds_count(lnds_sv(text), &n) || !n)
		die("PAIRS ROWS SOURCES are counts");
	return n;
}

/* Pairs come in levels of one score; within a level the first record ascends by steps, of
 * one source after the other, so that a level has no record a twice. */
struct maker {
	uint64_t n, i; /* pairs in all, and made */
	uint64_t levels, in_level;
	uint32_t rows;
	unsigned nsource;
};

static bool make(void *arg, struct lnds_link_pair *p, struct lnds_err *err)
{
	struct maker *m = arg;
	uint64_t level = m->i / m->in_level, k = m->i % m->in_level;
	uint64_t firsts = (uint64_t)m->rows * (m->nsource - 1), item, from, to, a;

	(void)err;
	item = lnds_draw_item(1, m->i++);
	from = lnds_muldiv(k, firsts, m->in_level);
	to = lnds_muldiv(k + 1, firsts, m->in_level);
	a = from + lnds_below(lnds_draw(item, 0, 0), to - from);
	*p = (struct lnds_link_pair){
		.score = (uint32_t)(LNDS_LINK_ONE -
				    lnds_muldiv(level, LNDS_LINK_ONE - FLOOR, m->levels)),
		.sa = (uint8_t)(a / m->rows),
		.a = (uint32_t)(a % m->rows),
	};
	p->sb = (uint8_t)(p->sa + 1 +
			  lnds_below(lnds_draw(item, 1, 0), m->nsource - 1u - p->sa));
	p->b = (uint32_t)lnds_below(lnds_draw(item, 2, 0), m->rows);
	return true;
}

static void make_plan(struct lnds_link_plan *plan, const struct maker *m)
{
	unsigned a, b;

	*plan = (struct lnds_link_plan){.floor = FLOOR,
		.nsource = m->nsource,
		.has_threshold = true,
		.threshold = LNDS_LINK_ONE / 10 * 8,
		.top = 8,
		.min_overlap = 500000,
		.seed = 1,
		.sample = m->rows < 20000 ? m->rows : 20000};
	plan->pair = lnds_calloc(
		LNDS_LINK_MAX_SOURCES * LNDS_LINK_MAX_SOURCES / 2, sizeof(*plan->pair));
	for (a = 0; a < m->nsource; a++) {
		plan->source[a].n = m->rows;
		snprintf(plan->source[a].party, LNDS_LINK_NAME, "p%u", a);
		plan->source[a].sha256[0] = (uint8_t)(a + 1);
		for (b = a + 1; b < m->nsource; b++) {
			struct lnds_link_sample *s = &plan->pair[plan->npair++];

			*s = (struct lnds_link_sample){.a = (uint8_t)a,
				.b = (uint8_t)b,
				.pool = m->rows,
				.q = {plan->sample, plan->sample}};
			s->decoy_y[600] = s->decoy_x[600] = plan->sample;
			s->best[900] = plan->sample;
		}
	}
	lnds_link_plan_seal(plan);
}

static struct lnds_sink create(const char *path)
{
	struct lnds_sink s = {
		.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644),
		.name = path};

	if (s.fd < 0)
		die("cannot write");
	return s;
}

int main(int argc, char **argv)
{
	struct lnds_link_run_meta meta = {.end = 1, .total = 1, .floor = FLOOR, .top = 8};
	const uint8_t(*tag[LNDS_LINK_MAX_SOURCES])[16];
	struct lnds_link_plan plan;
	struct lnds_buf json = {0};
	struct lnds_err err;
	struct lnds_sink out;
	struct maker m;
	uint8_t(*tags)[16];
	uint32_t r;

	if (argc != 6)
		die("usage: link_pairs PAIRS ROWS SOURCES PLAN RUN");
	m = (struct maker){.n = number(argv[1]),
		.rows = (uint32_t)number(argv[2]),
		.nsource = (unsigned)number(argv[3])};
	if (m.nsource < 2 || m.nsource > LNDS_LINK_MAX_SOURCES)
		die("2 to 64 sources");
	m.in_level = (uint64_t)m.rows * (m.nsource - 1) / 4 + 1;
	m.levels = m.n / m.in_level + 1;
	make_plan(&plan, &m);
	memcpy(meta.plan, plan.sha256, sizeof(meta.plan));
	memcpy(meta.source, plan.source, sizeof(meta.source));
	meta.nsource = plan.nsource;
	tags = lnds_calloc(m.rows, sizeof(*tags));
	for (r = 0; r < m.rows; r++)
		lnds_put_u32be(tags[r], r);
	for (r = 0; r < m.nsource; r++)
		tag[r] = (const uint8_t(*)[16])tags;
	lnds_link_plan_json(&plan, &json);
	lnds_buf_c(&json, '\n');
	out = create(argv[4]);
	if (!lnds_sink_write(&out, json.p, json.n, &err))
		die(err.msg);
	out = create(argv[5]);
	if (!lnds_link_run_write(&out, &meta, tag, m.n, make, &m, &err))
		die(err.msg);
	return 0;
}
