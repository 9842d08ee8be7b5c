/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of matching: codes made in memory, a plan of them, and the file of a match. */
#ifndef LNDS_TEST_LINK_WORLD_H
#define LNDS_TEST_LINK_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "link/match/match.h"
#include "os/tmpfile.h"

/* Codes made in memory: rows of one source share most bits with rows of the others that
 * have the same number, so that there are scores of all kinds. */
struct made {
	struct lnds_link_codes codes;
	uint8_t *code;
	uint16_t *popcount;
	uint64_t *mask, *block[2];
	uint8_t (*tag)[16];
};

static inline uint64_t turned(uint64_t w, unsigned by)
{
	return w << by % 64 | w >> (64 - by % 64) % 64;
}

/* Codes of 64 bits; or of as many times 64, each word the first one turned, which leaves all
 * scores as they are. */
static inline void make(
	struct made *m, unsigned source, uint32_t n, unsigned blocks, uint32_t words)
{
	struct lnds_link_manifest *f = &m->codes.manifest;

	memset(m, 0, sizeof(*m));
	m->code = aligned_alloc(64, ((size_t)n * 8 * words + 63) / 64 * 64 + 64);
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
		m->popcount[i] = (uint16_t)(words * (uint32_t)__builtin_popcountll(w));
		for (uint32_t k = 0; k < words; k++) {
			const uint64_t t = turned(w, 13 * k);

			memcpy(m->code + 8 * ((size_t)i * words + k), &t, 8);
		}
		m->mask[i] = 7 & ~(lnds_draw(own, 1, 0) & lnds_draw(own, 1, 1));
		for (unsigned b = 0; b < blocks; b++)
			m->block[b][i] = lnds_below(lnds_draw(item, 2, b), 5) << 8 * b;
		m->tag[i][0] = (uint8_t)source;
		memcpy(m->tag[i] + 1, &i, 4);
	}
	snprintf(f->party, sizeof(f->party), "p%u", source);
	f->bits = 64 * words;
	f->blocks = blocks;
	f->nfeature = 3;
	for (unsigned i = 0; i < 3; i++)
		f->feature[i].weight = 10 + i;
	m->codes = (struct lnds_link_codes){.manifest = *f,
		.n = n,
		.bits = f->bits,
		.bytes = f->bits / 8,
		.code = m->code,
		.tag = (const uint8_t(*)[16])m->tag,
		.popcount = m->popcount,
		.mask = m->mask,
		.block = {m->block[0], m->block[1]}};
}

static inline void drop(struct made *m)
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

static inline void wide_world(struct world *w, const uint32_t *rows, unsigned n,
	bool blocked, double floor, uint32_t top, uint32_t words)
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
		make(&w->made[s], s, rows[s], 2, words);
		w->codes[s] = w->made[s].codes;
		memcpy(w->plan.source[s].party, w->codes[s].manifest.party,
			sizeof(w->plan.source[s].party));
		w->plan.source[s].n = rows[s];
	}
}

static inline void world(struct world *w, const uint32_t *rows, unsigned n, bool blocked,
	double floor, uint32_t top)
{
	wide_world(w, rows, n, blocked, floor, top, 1);
}

static inline void drop_world(struct world *w)
{
	for (unsigned s = 0; s < w->n; s++)
		drop(&w->made[s]);
}

static inline struct lnds_link_match_opts usual(void)
{
	return (struct lnds_link_match_opts){.threads = 1, .memory = 64 << 20};
}

/* The whole file that a matching makes. */
static inline void match(const struct world *w, const struct lnds_link_match_opts *o,
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

static inline void same(const struct lnds_buf *a, const struct lnds_buf *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->p, b->p, a->n);
}

/* Opens the bytes as a run; *fd is to be closed after it. */
static inline void open_bytes(
	const struct lnds_buf *b, struct lnds_link_run *run, int *fd)
{
	struct lnds_err err = {0};
	char path[64];

	*fd = lnds_tmp_file(NULL, &err);
	assert_int_equal(write(*fd, b->p, b->n), b->n);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", *fd);
	assert_true(lnds_link_run_open(path, NULL, run, &err));
}

#endif
