/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline of a table: an item is a run of rows; workers make persons a few at a
 * time, so that these stay in the first cache, and write their rows straight into the
 * item.
 */
#include "synth/table.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/num.h"
#include "os/pipeline.h"

#define ROWS_AN_ITEM 3072 /* about 200 KiB of CSV */

struct item {
	uint64_t first;
	unsigned n;
	bool header;
	char *buf; /* room for the widest rows; what is not touched costs nothing */
	size_t len;
};

struct run {
	const struct lnds_person_table *t;
	struct lnds_sink *sink;
	uint64_t next, written;
	bool begun;
};

static bool item_init(void *arg, void *memory, struct lnds_err *err)
{
	struct item *item = memory;

	(void)arg;
	(void)err;
	item->buf = lnds_alloc((ROWS_AN_ITEM + 1) * (size_t)LNDS_PERSON_ROW);
	return true;
}

static void item_free(void *arg, void *memory)
{
	struct item *item = memory;

	(void)arg;
	free(item->buf);
}

static int produce(void *arg, void *memory, struct lnds_err *err)
{
	struct run *run = arg;
	struct item *item = memory;
	uint64_t left = run->t->end - run->next;

	(void)err;
	item->header = !run->begun && run->t->header;
	if (!left && !item->header)
		return 0;
	item->first = run->next;
	item->n = left < ROWS_AN_ITEM ? (unsigned)left : ROWS_AN_ITEM;
	run->next += item->n;
	run->begun = true;
	return 1;
}

/* Row i is person i. */
static void make_in_order(
	const struct lnds_persons *p, uint64_t first, unsigned n, struct lnds_person *out)
{
	uint64_t index[LNDS_TABLE_STEP];
	unsigned i;

	for (i = 0; i < n; i++)
		index[i] = first + i;
	lnds_persons_make(p, index, n, NULL, out);
}

static bool work(void *arg, void *worker, void *memory, struct lnds_err *err)
{
	const struct lnds_person_table *t = ((struct run *)arg)->t;
	struct item *item = memory;
	struct lnds_person person[LNDS_TABLE_STEP];
	char *at = item->buf;
	unsigned done, i, n;

	(void)worker;
	(void)err;
	if (item->header)
		at = lnds_persons_header(t->persons, at);
	for (done = 0; done < item->n; done += n) {
		n = item->n - done < LNDS_TABLE_STEP ? item->n - done : LNDS_TABLE_STEP;
		if (t->make)
			t->make(t->arg, item->first + done, n, person);
		else
			make_in_order(t->persons, item->first + done, n, person);
		for (i = 0; i < n; i++)
			at = lnds_persons_row(t->persons, &person[i], at);
	}
	item->len = (size_t)(at - item->buf);
	return true;
}

static bool consume(void *arg, void *memory, struct lnds_err *err)
{
	struct run *run = arg;
	const struct item *item = memory;

	if (!lnds_sink_write(run->sink, item->buf, item->len, err))
		return false;
	run->written += item->n;
	if (run->t->progress)
		run->t->progress(run->t->progress_arg, run->sink->bytes,
			lnds_muldiv(run->sink->bytes, run->t->end - run->t->first,
				run->written + !run->written));
	return true;
}

bool lnds_person_table_write(const struct lnds_person_table *t, struct lnds_sink *sink,
	unsigned threads, struct lnds_err *err)
{
	struct run run = {.t = t, .sink = sink, .next = t->first};
	const struct lnds_stages stages = {
		.arg = &run,
		.produce = produce,
		.work = work,
		.consume = consume,
		.item_init = item_init,
		.item_free = item_free,
	};

	return lnds_pipeline(&stages, sizeof(struct item), threads, err);
}
