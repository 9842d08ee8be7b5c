/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five files of a pair. The registries go through the pipeline, the rest is short. */
#include "base/rng.h"
#include "synth/canaries.h"
#include "synth/pair_inner.h"
#include "synth/slips.h"
#include "synth/table.h"

#define PIECE ((size_t)256 << 10)

_Static_assert(LNDS_TABLE_STEP <= LNDS_PAIR_STEP, "a table makes no more at once");

static void rows_of_a(void *arg, uint64_t first, unsigned n, struct lnds_person *out)
{
	const struct lnds_pair *pair = arg;
	uint64_t person[LNDS_TABLE_STEP];
	unsigned k;

	for (k = 0; k < n; k++)
		person[k] =
			lnds_perm(first + k, pair->config.rows_a, pair->key[KEY_ROWS_A]);
	lnds_pair_in_a(pair, person, n, out);
}

static void rows_of_b(void *arg, uint64_t first, unsigned n, struct lnds_person *out)
{
	const struct lnds_pair *pair = arg;
	uint64_t person[LNDS_TABLE_STEP];
	unsigned k;

	for (k = 0; k < n; k++) {
		person[k] =
			lnds_perm(first + k, pair->config.rows_b, pair->key[KEY_ROWS_B]);
		if (person[k] >= pair->config.overlap)
			person[k] += pair->config.rows_a - pair->config.overlap;
	}
	lnds_pair_in_b(pair, person, n, out, NULL);
}

static bool write_registry(const struct lnds_pair *pair, bool b, struct lnds_sink *sink,
	unsigned threads, struct lnds_err *err)
{
	struct lnds_person_table t = {
		.persons = b ? pair->b : pair->a,
		.make = b ? rows_of_b : rows_of_a,
		.arg = (void *)pair,
		.end = b ? pair->config.rows_b : pair->config.rows_a,
		.header = true,
	};

	return lnds_person_table_write(&t, sink, threads, err);
}

/* Hands the buffer on once it is large, or at the end. */
static bool flush(
	struct lnds_buf *b, bool end, struct lnds_sink *sink, struct lnds_err *err)
{
	if (b->n < PIECE && !end)
		return true;
	if (b->n && !lnds_sink_write(sink, b->p, b->n, err))
		return false;
	b->n = 0;
	return true;
}

static void add_matricule(struct lnds_buf *b, const struct lnds_pair *pair, uint64_t i,
	struct lnds_person *o)
{
	char number[13];

	lnds_pair_in_a(pair, &i, 1, o);
	lnds_person_matricule(pair->a, o, number);
	lnds_buf_add(b, number, sizeof(number));
}

static void add_optout(struct lnds_buf *b, const struct lnds_pair *pair, uint64_t row)
{
	struct lnds_person o;

	add_matricule(
		b, pair, lnds_perm(row, pair->config.rows_a, pair->key[KEY_OPTOUT]), &o);
}

static void add_truth(struct lnds_buf *b, const struct lnds_pair *pair, uint64_t i)
{
	struct lnds_person o;
	char number[12];
	unsigned slips;

	add_matricule(b, pair, i, &o);
	lnds_buf_c(b, ',');
	lnds_pair_in_b(pair, &i, 1, &o, &slips);
	lnds_person_vsnr(pair->b, &o, number);
	lnds_buf_add(b, number, sizeof(number));
	lnds_buf_c(b, ',');
	lnds_slip_names(b, slips);
}

static void add_canary(struct lnds_buf *b, const struct lnds_pair *pair, uint64_t k)
{
	struct lnds_person o;
	uint64_t i = k < pair->canaries_both
			     ? pair->config.overlap - pair->canaries_both + k
			     : pair->config.rows_a - pair->canaries_a + k -
				       pair->canaries_both;

	add_matricule(b, pair, i, &o);
	lnds_buf_c(b, '\n');
	lnds_buf_add(b, o.last, o.last_n);
	lnds_buf_c(b, '\n');
	lnds_buf_add(b, o.first, o.first_n);
}

/* Header and n lines. */
static bool write_lines(const struct lnds_pair *pair, const char *header, uint64_t n,
	void (*add)(struct lnds_buf *, const struct lnds_pair *, uint64_t),
	struct lnds_sink *sink, struct lnds_err *err)
{
	struct lnds_buf b = {0};
	uint64_t i;
	bool ok = true;

	lnds_buf_str(&b, header);
	for (i = 0; i < n && ok; i++) {
		add(&b, pair, i);
		lnds_buf_c(&b, '\n');
		ok = flush(&b, false, sink, err);
	}
	ok = ok && flush(&b, true, sink, err);
	lnds_buf_free(&b);
	return ok;
}

bool lnds_pair_write(const struct lnds_pair *pair, enum lnds_pair_file file,
	struct lnds_sink *sink, unsigned threads, struct lnds_err *err)
{
	switch (file) {
	case LNDS_PAIR_A:
		return write_registry(pair, false, sink, threads, err);
	case LNDS_PAIR_B:
		return write_registry(pair, true, sink, threads, err);
	case LNDS_PAIR_OPTOUT:
		return write_lines(
			pair, "matricule\n", pair->config.optout, add_optout, sink, err);
	case LNDS_PAIR_TRUTH:
		return write_lines(pair, "matricule,vsnr,errors\n", pair->config.overlap,
			add_truth, sink, err);
	case LNDS_PAIR_CANARIES:
		return write_lines(
			pair, "", pair->config.canaries, add_canary, sink, err);
	}
	return false;
}
