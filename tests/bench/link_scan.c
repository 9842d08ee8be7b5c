/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing codes on one core: each kernel, each floor, all pairs of rows of two code files,
 * hits scored. The peer is what a careful programmer writes first: a scalar loop over all
 * pairs, codes row by row, 64-bit words, POPCNT laid out flat for 1024 bits.
 *
 *	link_scan [-n ROWS] [A.lnc B.lnc]       rows of the bars; random codes without files
 *	link_scan -g [-n ROWS] [A.lnc B.lnc]    the grid behind them: every header, every floor
 */
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "bench/versus.h"
#include "link/header.h"
#include "link/scan.h"

#define BITS 1024u
#define WORDS (BITS / 64)
#define FILL 0.44

struct side {
	struct lnds_link_codes codes;
	uint32_t *row; /* some of them, by popcount */
	uint32_t n;
	uint64_t *flat; /* the same rows, side by side */
	uint16_t *pop;
};

struct job {
	struct side *a, *b;
	struct lnds_link_scan_opts o;
	struct lnds_link_scanner *scanner;
	struct lnds_link_hits hits;
	size_t theirs;
};

static void fail(const char *what)
{
	fprintf(stderr, "link_scan: %s\n", what);
	exit(2);
}

static void ours(void *arg)
{
	struct job *j = arg;
	uint32_t x, y;

	j->hits.n = 0;
	for (x = 0; x < j->a->n; x += LNDS_LINK_TILE) {
		for (y = 0; y < j->b->n; y += LNDS_LINK_TILE) {
			const uint32_t nx = j->a->n - x, ny = j->b->n - y;
			const struct lnds_link_tile a = {&j->a->codes, j->a->row + x,
				nx < LNDS_LINK_TILE ? nx : LNDS_LINK_TILE};
			const struct lnds_link_tile b = {&j->b->codes, j->b->row + y,
				ny < LNDS_LINK_TILE ? ny : LNDS_LINK_TILE};

			lnds_link_scan(j->scanner, &a, &b, &j->hits);
		}
	}
}

#if defined(__x86_64__)
__attribute__((target("popcnt")))
#endif
static void
theirs(void *arg)
{
	struct job *job = arg;
	const uint64_t *a = job->a->flat, *b;
	uint32_t i, j;

	job->theirs = 0;
	for (i = 0; i < job->a->n; i++, a += WORDS) {
		for (j = 0, b = job->b->flat; j < job->b->n; j++, b += WORDS) {
			const uint32_t den = (uint32_t)job->a->pop[i] + job->b->pop[j];
			uint32_t both = 0, k;

#pragma GCC unroll 16
			for (k = 0; k < WORDS; k++)
				both += (uint32_t)__builtin_popcountll(a[k] & b[k]);
			job->theirs +=
				(uint64_t)both << 25 >= (uint64_t)job->o.floor * den;
		}
	}
}

static double pairs(const struct job *j)
{
	return (double)j->a->n * j->b->n / 1e6;
}

static void header(struct job *j, uint32_t words)
{
	struct lnds_err err;

	lnds_link_scanner_free(j->scanner);
	j->o.header = words;
	j->scanner = lnds_link_scanner_new(&j->o, &err);
	if (!j->scanner)
		fail(err.msg);
}

static void floor_of(struct job *j, double t)
{
	j->o.floor = (uint32_t)(t * LNDS_LINK_ONE + 0.5);
}

/* One row of the table: kernel and floor, header tuned unless it is to be none. */
static void bar(
	struct job *j, const char *name, enum lnds_link_isa isa, double t, bool plain)
{
	char measure[80];
	struct versus v = {.measure = measure,
		.peer = "scalar POPCNT",
		.unit = "M pairs/s",
		.amount = pairs(j),
		.ours = ours,
		.theirs = theirs,
		.arg = j};

	j->o.isa = isa;
	floor_of(j, t);
	header(j, plain ? 0
			: lnds_link_header_tune(
				  &j->a->codes, &j->b->codes, j->o.floor, isa));
	(void)snprintf(measure, sizeof(measure), "%s, t = %.2f, %s %u", name, t,
		plain ? "no header" : "header", j->o.header * 32);
	versus(&v);
	if (j->hits.n != j->theirs)
		fail("not the same hits");
}

static void bars(struct job *j)
{
	bar(j, "avx512", LNDS_LINK_AVX512, 0.70, true);
	bar(j, "avx512", LNDS_LINK_AVX512, 0.80, false);
	bar(j, "avx512", LNDS_LINK_AVX512, 0.85, false);
	bar(j, "avx512", LNDS_LINK_AVX512, 0.90, false);
	bar(j, "avx2", LNDS_LINK_AVX2, 0.85, false);
	bar(j, "avx2", LNDS_LINK_AVX2, 0.90, false);
	bar(j, "scalar", LNDS_LINK_SCALAR, 0.85, false);
}

/* The least of five rounds. */
static double best_time(struct job *j)
{
	double best = versus_time(ours, j), t;
	int i;

	for (i = 1; i < 5; i++) {
		t = versus_time(ours, j);
		best = t < best ? t : best;
	}
	return best;
}

static void grid(struct job *j)
{
	static const char *const name[] = {"auto", "scalar", "avx2", "avx512"};
	int isa, percent;
	unsigned h;

	for (isa = LNDS_LINK_SCALAR; isa <= LNDS_LINK_AVX512; isa++) {
		for (percent = 70; percent <= 95; percent += 5) {
			double none, time, best = 1e9, chosen = 0;
			uint32_t tuned, which = 0;

			j->o.isa = (enum lnds_link_isa)isa;
			floor_of(j, percent / 100.0);
			tuned = lnds_link_header_tune(
				&j->a->codes, &j->b->codes, j->o.floor, j->o.isa);
			header(j, 0);
			none = best = best_time(j);
			chosen = tuned ? 0 : none;
			printf("%s t=%.2f none %.0f", name[isa], percent / 100.0,
				pairs(j) / none);
			for (h = 0; h < LNDS_LINK_HEADERS; h++) {
				header(j, lnds_link_headers[h]);
				time = best_time(j);
				printf(" %u:%.0f", lnds_link_headers[h], pairs(j) / time);
				if (time < best) {
					best = time;
					which = lnds_link_headers[h];
				}
				if (lnds_link_headers[h] == tuned)
					chosen = time;
			}
			printf(" | best %u, tuned %u: %.2f\n", which, tuned,
				best / chosen);
			(void)fflush(stdout);
		}
	}
}

static void invent(struct lnds_link_codes *c, uint32_t n, uint64_t seed)
{
	uint8_t *code = lnds_calloc(n, BITS / 8);
	uint16_t *pop = lnds_calloc(n, sizeof(*pop));
	uint32_t i, k;

	for (i = 0; i < n; i++) {
		const uint64_t item = lnds_draw_item(seed, i);

		for (k = 0; k < BITS; k++) {
			if (lnds_below(lnds_draw(item, k, 0), 100) <
				(uint64_t)(100 * FILL)) {
				code[(size_t)i * (BITS / 8) + k / 8] |=
					(uint8_t)(0x80 >> k % 8);
				pop[i]++;
			}
		}
	}
	c->manifest.bits = c->bits = BITS;
	c->manifest.encoding = LNDS_LINK_CLK;
	c->bytes = BITS / 8;
	c->n = n;
	c->code = code;
	c->popcount = pop;
}

/* n rows, evenly over the order of popcounts. */
static void take(struct side *s, uint32_t n)
{
	uint32_t *row = lnds_link_order(&s->codes), i, k;

	if (s->codes.bits != BITS)
		fail("codes of 1024 bits, please");
	s->n = n < s->codes.n ? n : s->codes.n;
	s->flat = lnds_alloc((size_t)s->n * (BITS / 8));
	s->pop = lnds_alloc(s->n * sizeof(*s->pop));
	for (i = 0; i < s->n; i++) {
		k = row[(uint64_t)i * s->codes.n / s->n];
		row[i] = k;
		s->pop[i] = s->codes.popcount[k];
		memcpy(s->flat + (size_t)i * WORDS,
			s->codes.code + (size_t)k * (BITS / 8), BITS / 8);
	}
	s->row = row;
}

int main(int argc, char **argv)
{
	static struct side a, b;
	struct job j = {.a = &a, .b = &b};
	struct lnds_err err;
	uint32_t n = 8192;
	bool all = false;
	int opt;

	while ((opt = getopt(argc, argv, "n:g")) != -1) {
		if (opt == 'n')
			n = (uint32_t)atoi(optarg);
		else if (opt == 'g')
			all = true;
		else
			return 2;
	}
	if (optind + 2 == argc) {
		if (!lnds_link_codes_open(
			    argv[optind], NULL, true, NULL, &a.codes, &err) ||
			!lnds_link_codes_open(
				argv[optind + 1], NULL, true, NULL, &b.codes, &err))
			fail(err.msg);
	} else {
		invent(&a.codes, n, 1);
		invent(&b.codes, n, 2);
	}
	take(&a, n);
	take(&b, n);
	j.o.encoding = a.codes.manifest.encoding;
	j.o.bits = a.codes.bits;
	if (all)
		grid(&j);
	else
		bars(&j);
	return 0;
}
