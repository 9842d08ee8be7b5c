/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing codes on one core: each kernel, each floor, all pairs of rows of two code
 * files, hits scored. The peer is what a careful programmer writes first: a scalar loop
 * over all pairs, codes row by row, 64-bit words, POPCNT laid out flat for 1024 bits.
 *
 *	link_scan [-k KERNEL] -t T [-0] [-n ROWS] [A.lnc B.lnc]
 *	link_scan [-k KERNEL] [-v] [-n ROWS] [A.lnc B.lnc]
 *
 * The first with the tuned header, or with -0 none; the second holds the tuned header
 * against all others at floors from 0.70 to 0.95. Without files, codes are random.
 */
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "bench/versus.h"
#include "link/match/header.h"
#include "link/match/scan.h"

#define BITS 1024u
#define WORDS (BITS / 64)
#define FILL 0.44
#define RUNS 5

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

/* One row of the table: the header tuned, unless it is to be none. */
static void bar(struct job *j, const char *kernel, double t, bool none)
{
	char measure[80];
	const struct versus v = {.measure = measure,
		.peer = "scalar POPCNT",
		.unit = "M pairs/s",
		.amount = pairs(j),
		.ours = ours,
		.theirs = theirs,
		.arg = j};

	floor_of(j, t);
	header(j, none ? 0
		       : lnds_link_header_tune(
				 &j->a->codes, &j->b->codes, j->o.floor, j->o.isa));
	(void)snprintf(measure, sizeof(measure), "%s, t = %.2f, header %u", kernel, t,
		j->o.header * 32);
	versus(&v);
	if (j->hits.n != j->theirs)
		fail("not the same hits");
}

/* Rates of no header and of all headers, taking turns; [0] is none. */
static void rates(struct job *j, double rate[LNDS_LINK_HEADERS + 1])
{
	double time[LNDS_LINK_HEADERS + 1][RUNS];
	unsigned h, r;

	for (r = 0; r < RUNS; r++) {
		for (h = 0; h <= LNDS_LINK_HEADERS; h++) {
			header(j, h ? lnds_link_headers[h - 1] : 0);
			ours(j); /* packed tiles are reused, as in a long run */
			time[h][r] = versus_time(ours, j);
		}
	}
	for (h = 0; h <= LNDS_LINK_HEADERS; h++) {
		qsort(time[h], RUNS, sizeof(double), versus_ascending);
		rate[h] = pairs(j) / time[h][RUNS / 2];
	}
}

/* The tuned header against the best one; the row of the floor where it does worst. With
 * `verbose`, all rates on stderr. */
static void tuned(struct job *j, const char *kernel, bool verbose)
{
	double rate[LNDS_LINK_HEADERS + 1], worst = 2, chosen = 0, best = 0;
	int percent, floor = 0;
	unsigned h, top, at;
	uint32_t words;

	for (percent = 70; percent <= 95; percent += 5) {
		floor_of(j, percent / 100.0);
		words = lnds_link_header_tune(
			&j->a->codes, &j->b->codes, j->o.floor, j->o.isa);
		rates(j, rate);
		for (h = top = at = 0; h <= LNDS_LINK_HEADERS; h++) {
			top = rate[h] > rate[top] ? h : top;
			at = h && lnds_link_headers[h - 1] == words ? h : at;
			if (verbose)
				fprintf(stderr, "%u:%.0f ",
					h ? lnds_link_headers[h - 1] : 0, rate[h]);
		}
		if (verbose)
			fprintf(stderr, "t=%.2f tuned %u\n", percent / 100.0, words);
		if (rate[at] / rate[top] < worst) {
			worst = rate[at] / rate[top];
			chosen = rate[at];
			best = rate[top];
			floor = percent;
		}
	}
	printf("%s, tuned header, worst of t = 0.70…0.95: %.2f\tbest fixed "
	       "header\t%.4g\t%.4g\tM "
	       "pairs/s\n",
		kernel, floor / 100.0, chosen, best);
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
	static const char *const kernels[] = {"auto", "scalar", "avx2", "avx512"};
	static struct side a, b;
	struct job j = {.a = &a, .b = &b};
	const char *kernel = "auto";
	bool none = false, verbose = false;
	uint32_t n = 8192;
	struct lnds_err err;
	double t = 0;
	int opt;

	while ((opt = getopt(argc, argv, "k:t:0n:v")) != -1) {
		if (opt == 'k')
			kernel = optarg;
		else if (opt == 't')
			t = atof(optarg);
		else if (opt == '0')
			none = true;
		else if (opt == 'n')
			n = (uint32_t)atoi(optarg);
		else
			verbose = true;
	}
	while (strcmp(kernels[j.o.isa], kernel) != 0) {
		if (++j.o.isa > LNDS_LINK_AVX512)
			fail("kernels are auto, scalar, avx2, avx512");
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
	if (t > 0)
		bar(&j, kernel, t, none);
	else
		tuned(&j, kernel, verbose);
	return 0;
}
