/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units and matching: numbers and shards of units against counting them; what a matching
 * gives against all pairs compared one by one; the same for every number of threads,
 * header, kernel, shard, memory, and after an interruption.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/match.h"
#include "link/merge.h"
#include "link/units.h"
#include "os/tmpfile.h"

#define BITS 64u

/* Codes made in memory: rows of one source share most bits with rows of the others that
 * have the same number, so that there are scores of all kinds. */
struct made {
	struct lnds_link_codes codes;
	uint8_t *code;
	uint16_t *popcount;
	uint64_t *mask, *block[2];
	uint8_t (*tag)[16];
};

static void make(struct made *m, unsigned source, uint32_t n, unsigned blocks)
{
	struct lnds_link_manifest *f = &m->codes.manifest;

	memset(m, 0, sizeof(*m));
	m->code = aligned_alloc(64, ((size_t)n * 8 + 63) / 64 * 64 + 64);
	m->popcount = lnds_calloc(n + 1, sizeof(*m->popcount));
	m->mask = lnds_calloc(n + 1, sizeof(*m->mask));
	m->tag = lnds_calloc(n + 1, 16);
	for (unsigned b = 0; b < blocks; b++)
		m->block[b] = lnds_calloc(n + 1, sizeof(*m->block[b]));
	for (uint32_t i = 0; i < n; i++) {
		const uint64_t item = lnds_draw_item(3, i),
			       own = lnds_draw_item(source + 9, i);
		uint64_t w = lnds_draw(item, 0, 0) &
			     (lnds_draw(item, 0, 1) | lnds_draw(item, 0, 2));

		w ^= UINT64_C(1) << lnds_below(lnds_draw(own, 0, 0), 64);
		if (i % 7 == 3)
			w &= 0xffff;
		if (i == 5)
			w = 0;
		if (i == 6)
			w = UINT64_MAX;
		memcpy(m->code + 8 * (size_t)i, &w, 8);
		m->popcount[i] = (uint16_t)__builtin_popcountll(w);
		m->mask[i] = 7 & ~(lnds_draw(own, 1, 0) & lnds_draw(own, 1, 1));
		for (unsigned b = 0; b < blocks; b++)
			m->block[b][i] = lnds_below(lnds_draw(item, 2, b), 5) << 8 * b;
		m->tag[i][0] = (uint8_t)source;
		memcpy(m->tag[i] + 1, &i, 4);
	}
	snprintf(f->party, sizeof(f->party), "p%u", source);
	f->bits = BITS;
	f->blocks = blocks;
	f->nfeature = 3;
	for (unsigned i = 0; i < 3; i++)
		f->feature[i].weight = 10 + i;
	m->codes = (struct lnds_link_codes){.manifest = *f,
		.n = n,
		.bits = BITS,
		.bytes = BITS / 8,
		.code = m->code,
		.tag = (const uint8_t(*)[16])m->tag,
		.popcount = m->popcount,
		.mask = m->mask,
		.block = {m->block[0], m->block[1]}};
}

static void drop(struct made *m)
{
	free(m->code);
	free(m->popcount);
	free(m->mask);
	free(m->tag);
	free(m->block[0]);
	free(m->block[1]);
}

struct world {
	struct made made[3];
	struct lnds_link_codes codes[3];
	unsigned n;
	struct lnds_link_plan plan;
};

static void world(struct world *w, const uint32_t *rows, unsigned n, bool blocked,
	double floor, uint32_t top)
{
	memset(w, 0, sizeof(*w));
	w->n = n;
	w->plan.nsource = n;
	w->plan.floor = (uint32_t)(floor * LNDS_LINK_ONE);
	w->plan.top = top;
	w->plan.min_overlap = 500000;
	w->plan.blocked = blocked;
	memset(w->plan.sha256, 0x11, 32);
	for (unsigned s = 0; s < n; s++) {
		make(&w->made[s], s, rows[s], 2);
		w->codes[s] = w->made[s].codes;
		memcpy(w->plan.source[s].party, w->codes[s].manifest.party,
			sizeof(w->plan.source[s].party));
		w->plan.source[s].n = rows[s];
	}
}

static void drop_world(struct world *w)
{
	for (unsigned s = 0; s < w->n; s++)
		drop(&w->made[s]);
}

static struct lnds_link_match_opts usual(void)
{
	return (struct lnds_link_match_opts){.threads = 1, .memory = 64 << 20};
}

/* The whole file that a matching makes. */
static void match(const struct world *w, const struct lnds_link_match_opts *o,
	struct lnds_buf *file, struct lnds_link_matched *told)
{
	struct lnds_err err = {0};
	struct lnds_link_matched m;
	struct lnds_sink sink = {.fd = lnds_tmp_file(NULL, &err), .name = "test"};
	const bool ok = lnds_link_match(w->codes, w->n, &w->plan, o, &m, &err);

	if (!ok)
		fail_msg("%s", err.msg);
	assert_true(lnds_link_matched_write(&m, w->codes, &sink, &err));
	file->n = 0;
	(void)lnds_buf_room(file, sink.bytes);
	assert_true(lnds_tmp_read(sink.fd, file->p, sink.bytes, 0, NULL, &err));
	file->n = sink.bytes;
	(void)close(sink.fd);
	if (told)
		*told = m;
	lnds_link_matched_free(&m);
}

static void same(const struct lnds_buf *a, const struct lnds_buf *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->p, b->p, a->n);
}

/* Opens the bytes as a run; *fd is to be closed after it. */
static void open_bytes(const struct lnds_buf *b, struct lnds_link_run *run, int *fd)
{
	struct lnds_err err = {0};
	char path[64];

	*fd = lnds_tmp_file(NULL, &err);
	assert_int_equal(write(*fd, b->p, b->n), b->n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", *fd);
	assert_true(lnds_link_run_open(path, NULL, run, &err));
}

/* What must come out: every pair of rows looked at, one by one. */
static size_t naively(const struct world *w, struct lnds_link_pair **out)
{
	struct lnds_link_overlap overlap;
	struct lnds_link_topk *topk;
	struct lnds_link_pair *p = NULL;
	uint32_t rows[3];
	size_t n = 0, cap = 0;

	lnds_link_overlap_init(&overlap, &w->codes[0].manifest, w->plan.min_overlap);
	for (unsigned sa = 0; sa < w->n; sa++) {
		const struct lnds_link_codes *a = &w->codes[sa];

		rows[sa] = a->n;
		for (unsigned sb = w->n > 1 ? sa + 1 : sa; sb < w->n; sb++)
			for (uint32_t i = 0; i < a->n; i++)
				for (uint32_t j = sa == sb ? i + 1 : 0;
					j < w->codes[sb].n; j++) {
					const struct lnds_link_codes *b = &w->codes[sb];
					uint64_t x, y;
					uint32_t s;
					bool block = !w->plan.blocked;

					memcpy(&x, a->code + 8 * (size_t)i, 8);
					memcpy(&y, b->code + 8 * (size_t)j, 8);
					s = lnds_link_dice(
						(uint32_t)__builtin_popcountll(x & y),
						a->popcount[i], b->popcount[j]);
					for (unsigned k = 0; k < 2; k++)
						block |= a->block[k][i] &&
							 a->block[k][i] == b->block[k][j];
					if (s < w->plan.floor || !block ||
						!lnds_link_candidate(
							&overlap, a->mask[i], b->mask[j]))
						continue;
					if (n == cap) {
						cap = cap ? 2 * cap : 4096;
						p = lnds_realloc(p, cap, sizeof(*p));
					}
					p[n++] = (struct lnds_link_pair){.score = s,
						.a = i,
						.b = j,
						.sa = (uint8_t)sa,
						.sb = (uint8_t)sb};
				}
	}
	topk = lnds_link_topk_new(rows, w->n, w->plan.top);
	n = lnds_link_topk_prune(topk, p, n);
	lnds_link_topk_free(topk);
	*out = p;
	return n;
}

static void check(const struct world *w)
{
	struct lnds_link_match_opts o = usual();
	struct lnds_link_pair *want;
	struct lnds_link_run run;
	struct lnds_buf file = {0};
	const size_t n = naively(w, &want);
	int fd;

	match(w, &o, &file, NULL);
	open_bytes(&file, &run, &fd);
	assert_true(n > 100);
	assert_int_equal(run.n, n);
	assert_memory_equal(run.pair, want, n * sizeof(*want));
	assert_int_equal(run.meta.first, 0);
	assert_int_equal(run.meta.end, run.meta.total);
	assert_int_equal(run.tag[0][3][1], 3);
	lnds_link_run_close(&run);
	(void)close(fd);
	lnds_buf_free(&file);
	free(want);
}

static void all_pairs(void **state)
{
	static const uint32_t rows[] = {4500, 4100, 700};
	static const double floor[] = {0.85, 0.75, 0.5};
	struct world w;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		world(&w, rows, 3 - i, i == 1, floor[i], i == 2 ? 2 : 8);
		check(&w);
		drop_world(&w);
	}
	world(&w, rows, 2, true, 0.3, 255);
	check(&w);
	drop_world(&w);
}

static void same_unit(const struct lnds_link_unit *a, const struct lnds_link_unit *b)
{
	assert_true(a->number == b->number && a->pairs == b->pairs && a->pass == b->pass);
	assert_true(a->sa == b->sa && a->a.row == b->a.row && a->a.n == b->a.n);
	assert_true(a->sb == b->sb && a->b.row == b->b.row && a->b.n == b->b.n);
}

/* Every unit in its place, and shards that cover all, however many. */
static void units(void **state)
{
	static const uint32_t rows[] = {9000, 13000, 300};
	struct lnds_link_unit_at at, from;
	struct lnds_link_unit unit, other;
	struct world w;

	(void)state;
	for (unsigned n = 1; n <= 3; n++)
		for (int blocked = 0; blocked < 2; blocked++) {
			struct lnds_link_units *u;
			uint64_t pairs = 0, count = 0, next = 0, last = 0, first, end;

			world(&w, rows, n, blocked, 0.8, 8);
			u = lnds_link_units_new(w.codes, n, blocked, w.plan.floor);
			for (lnds_link_units_seek(u, 0, &at);
				lnds_link_units_next(&at, &unit); count++) {
				assert_true(count == 0 || unit.number > last);
				assert_true(unit.number < lnds_link_units_total(u));
				assert_int_equal(unit.a.codes - w.codes, unit.sa);
				assert_int_equal(unit.b.codes - w.codes, unit.sb);
				assert_true(unit.sa < unit.sb || n == 1);
				last = unit.number;
				pairs += unit.pairs;
				lnds_link_units_seek(u, last, &from);
				assert_true(lnds_link_units_next(&from, &other));
				same_unit(&unit, &other);
			}
			lnds_link_units_seek(u, last + 1, &from);
			assert_false(lnds_link_units_next(&from, &other));
			assert_int_equal(pairs, lnds_link_units_pairs(u));
			assert_true(count > 5);
			for (uint32_t of = 1; of < 200; of = of * 3 + 1) {
				uint64_t sum = 0;

				next = 0;
				for (uint32_t i = 0; i < of; i++) {
					sum += lnds_link_units_shard(
						u, i, of, &first, &end);
					assert_int_equal(first, next);
					assert_true(end >= first);
					next = end;
				}
				assert_int_equal(next, lnds_link_units_total(u));
				assert_int_equal(sum, pairs);
			}
			lnds_link_units_free(u);
			drop_world(&w);
		}
}

static void threads_headers_memory(void **state)
{
	static const uint32_t rows[] = {9000, 5000, 100};
	static const unsigned threads[] = {1, 2, 7};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0};
	struct lnds_err err = {0};
	struct world w;

	(void)state;
	for (unsigned n = 1; n <= 3; n += 2) {
		world(&w, rows, n, n == 3, n == 3 ? 0.5 : 0.7, n == 3 ? 255 : 8);
		o = usual();
		match(&w, &o, &want, NULL);
		for (unsigned i = 0; i < 3; i++) {
			o.threads = threads[i];
			o.memory = i ? 64 << 20 : 1;
			match(&w, &o, &got, NULL);
			same(&want, &got);
		}
		for (int isa = LNDS_LINK_SCALAR; isa <= LNDS_LINK_AVX512; isa++) {
			const struct lnds_link_scan_opts so = {
				.bits = BITS, .isa = (enum lnds_link_isa)isa};
			struct lnds_link_scanner *there =
				lnds_link_scanner_new(&so, &err);

			o.isa = (enum lnds_link_isa)isa;
			if (there)
				match(&w, &o, &got, NULL);
			same(&want, &got);
			lnds_link_scanner_free(there);
		}
		drop_world(&w);
	}
	lnds_buf_free(&want);
	lnds_buf_free(&got);
}

static void merge(const struct lnds_buf *file, size_t n, bool partial,
	struct lnds_buf *out, enum lnds_code code)
{
	struct lnds_link_run run[7];
	const char *name[7] = {"0", "1", "2", "3", "4", "5", "6"};
	int fd[7];
	struct lnds_err err = {0};
	struct lnds_sink sink = {.fd = lnds_tmp_file(NULL, &err), .name = "test"};
	struct lnds_link_merger *m;

	for (size_t i = 0; i < n; i++)
		open_bytes(&file[i], &run[i], &fd[i]);
	m = lnds_link_merger_new(run, name, n, partial, &err);
	assert_int_equal(m ? LNDS_DONE : err.code, code);
	if (m) {
		assert_true(lnds_link_merger_write(m, &sink, &err));
		out->n = 0;
		(void)lnds_buf_room(out, sink.bytes);
		assert_true(lnds_tmp_read(sink.fd, out->p, sink.bytes, 0, NULL, &err));
		out->n = sink.bytes;
	}
	lnds_link_merger_free(m);
	for (size_t i = 0; i < n; i++) {
		lnds_link_run_close(&run[i]);
		(void)close(fd[i]);
	}
	(void)close(sink.fd);
}

static void shards(void **state)
{
	static const uint32_t rows[] = {20000, 13000, 100};
	static const uint32_t of[] = {1, 2, 7};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0}, shard[7] = {{0}}, part[2] = {{0}};
	struct world w;

	(void)state;
	world(&w, rows, 2, false, 0.75, 2);
	o.threads = 2;
	match(&w, &o, &want, NULL);
	for (unsigned k = 0; k < 3; k++) {
		o.shard_n = of[k];
		for (uint32_t i = 0; i < of[k]; i++) {
			/* Given in any order. */
			o.shard_i = (i * 3 + 1) % of[k];
			match(&w, &o, &shard[i], NULL);
		}
		merge(shard, of[k], false, &got, LNDS_DONE);
		same(&want, &got);
	}
	/* Of seven: two, then the others, then both. */
	merge(shard, 6, false, &got, LNDS_REFUSED);
	merge(shard + 1, 6, false, &got, LNDS_REFUSED);
	part[0] = shard[1];
	part[1] = shard[1];
	merge(part, 2, true, &got, LNDS_REFUSED);
	merge(&want, 1, false, &got, LNDS_DONE);
	same(&want, &got);
	part[0] = shard[0];
	part[1] = want;
	merge(part, 2, true, &got, LNDS_REFUSED);
	merge(shard, 3, true, &got, LNDS_DONE);
	w.plan.sha256[0]++;
	part[0] = shard[0];
	o.shard_i = 0;
	memset(&part[1], 0, sizeof(part[1]));
	match(&w, &o, &part[1], NULL);
	merge(part, 2, true, &got, LNDS_REFUSED);
	lnds_buf_free(&part[1]);
	for (unsigned i = 0; i < 7; i++)
		lnds_buf_free(&shard[i]);
	lnds_buf_free(&want);
	lnds_buf_free(&got);
	drop_world(&w);
}

static void damage(const char *dir, const char *name, int how)
{
	char path[300];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	assert_int_equal(stat(path, &st), 0);
	if (how == 0) {
		assert_int_equal(unlink(path), 0);
	} else if (how == 1) {
		assert_int_equal(truncate(path, st.st_size - 1), 0);
	} else {
		FILE *f = fopen(path, "r+");

		assert_non_null(f);
		fseek(f, 50, SEEK_SET);
		fputc('!', f);
		fclose(f);
	}
}

/* With parts kept, taken, lost and damaged, of this plan and of another. */
static void resumes(void **state)
{
	static const uint32_t rows[] = {40000, 33000, 100};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0};
	struct lnds_link_matched told;
	char dir[] = "/tmp/lnds-match-XXXXXX", work[64], cmd[128];
	struct world w;

	(void)state;
	world(&w, rows, 2, false, 0.9, 3);
	assert_non_null(mkdtemp(dir));
	snprintf(work, sizeof(work), "%s/work", dir);
	o.threads = 2;
	match(&w, &o, &want, NULL);
	o.work = work;
	match(&w, &o, &got, &told);
	same(&want, &got);
	assert_int_equal(told.taken + told.redone, 0);
	match(&w, &o, &got, &told);
	same(&want, &got);
	assert_int_equal(told.redone, 0);
	assert_true(told.taken >= 1);
	for (int how = 0; how < 3; how++) {
		char first[64];

		snprintf(cmd, sizeof(cmd), "ls '%s' | head -n 1", work);
		FILE *ls = popen(cmd, "r");

		assert_non_null(ls);
		assert_non_null(fgets(first, sizeof(first), ls));
		pclose(ls);
		first[strcspn(first, "\n")] = '\0';
		damage(work, first, how);
		match(&w, &o, &got, &told);
		same(&want, &got);
		assert_int_equal(told.redone, how > 0);
	}
	w.plan.sha256[0]++;
	match(&w, &o, &got, &told);
	assert_int_equal(told.taken, 0);
	assert_true(told.redone >= 1);
	snprintf(cmd, sizeof(cmd), "rm -r '%s'", dir);
	assert_int_equal(system(cmd), 0);
	lnds_buf_free(&want);
	lnds_buf_free(&got);
	drop_world(&w);
}

/* One block that all share is no block; a higher floor only takes away. */
static void relations(void **state)
{
	static const uint32_t rows[] = {5000, 4200, 100};
	struct lnds_link_match_opts o = usual();
	struct lnds_buf want = {0}, got = {0};
	struct lnds_link_run low, high;
	int fd[2];
	struct world w;
	uint64_t k = 0;

	(void)state;
	world(&w, rows, 2, false, 0.8, 8);
	match(&w, &o, &want, NULL);
	w.plan.blocked = true;
	for (unsigned s = 0; s < 2; s++) {
		w.codes[s].manifest.blocks = 1;
		for (uint32_t i = 0; i < rows[s]; i++)
			w.made[s].block[0][i] = 77;
	}
	match(&w, &o, &got, NULL);
	same(&want, &got);
	w.plan.floor = (uint32_t)(0.86 * LNDS_LINK_ONE);
	match(&w, &o, &got, NULL);
	open_bytes(&want, &low, &fd[0]);
	open_bytes(&got, &high, &fd[1]);
	assert_true(high.n > 100 && high.n < low.n);
	while (k < low.n && low.pair[k].score >= w.plan.floor)
		k++;
	assert_int_equal(high.n, k);
	assert_memory_equal(low.pair, high.pair, k * sizeof(*low.pair));
	lnds_link_run_close(&low);
	lnds_link_run_close(&high);
	(void)close(fd[0]);
	(void)close(fd[1]);
	lnds_buf_free(&want);
	lnds_buf_free(&got);
	drop_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_pairs),
		cmocka_unit_test(units),
		cmocka_unit_test(threads_headers_memory),
		cmocka_unit_test(shards),
		cmocka_unit_test(resumes),
		cmocka_unit_test(relations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
