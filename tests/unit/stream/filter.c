/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filters from text to text: plans, values set, rows dropped and rejected, policies,
 * counts, and what the writer makes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stream/batch.h"
#include "unit/stream/run.h"

/* A filter that reads column 0 of each row: `drop` and `bad` go, the others get the value
 * of column `b` in brackets and a new column. */
struct ctx {
	struct lnds_out out[16];
	uint32_t plans, batches, ordered;
	enum lnds_kind kind; /* of the new column */
	const char *fresh;
};

static bool plan(void *arg, const struct lnds_columns *columns, struct lnds_out **out,
	uint32_t *nout, struct lnds_err *err)
{
	struct ctx *c = arg;

	(void)err;
	c->plans++;
	for (uint32_t i = 0; i < columns->n; i++)
		c->out[i] = (struct lnds_out){
			.name = columns->name[i], .in = i, .set = i == 1};
	c->out[columns->n] =
		(struct lnds_out){.name = LNDS_SV("new"), .in = LNDS_NEW, .set = true};
	*out = c->out;
	*nout = columns->n + 1;
	return true;
}

static bool batch(void *arg, void *worker, struct lnds_batch *b, struct lnds_err *err)
{
	struct ctx *c = arg;

	(void)worker;
	for (uint32_t row = 0; row < b->nrow; row++) {
		enum lnds_kind kind;
		struct lnds_sv v = lnds_cell(b, row, 0, &kind);
		char *text;

		if (lnds_gone(b, row))
			continue;
		if (lnds_sv_is(v, "drop"))
			lnds_drop(b, row);
		if (lnds_sv_is(v, "bad"))
			lnds_reject(b, row, 0, "type-error", "bad it is");
		if (lnds_sv_is(v, "stop"))
			return lnds_fail(err, LNDS_REFUSED, NULL, "stopped");
		v = lnds_cell(b, row, 1, &kind);
		if (kind > LNDS_ABSENT) {
			text = lnds_arena_bytes(b->arena, v.n + 2);
			text[0] = '[';
			memcpy(text + 1, v.p, v.n);
			text[v.n + 1] = ']';
			lnds_set(b, row, 0, (struct lnds_sv){text, v.n + 2}, LNDS_TEXT);
		} else {
			lnds_set(b, row, 0, v, kind);
		}
		if (c->fresh)
			lnds_set(b, row, 1, lnds_sv(c->fresh), c->kind);
	}
	c->batches++;
	return true;
}

static const struct lnds_filter setter = {.plan = plan, .batch = batch};
static const struct lnds_filter identity;

#define RUN(c, text, ...)                                                                \
	run_filter(&setter, c, (struct lnds_io){__VA_ARGS__}, text, false)

static void test_csv_splice(void **state)
{
	struct ctx c = {.fresh = "n,1", .kind = LNDS_TEXT};
	struct ran r =
		RUN(&c, "\"a\",b,c\r\n\"1\",2,\"x\"\"y\"\r\n3,,\r\n\r\n4,\"\",5", 0);

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.out, "\"a\",b,c,new\r\n\"1\",[2],\"x\"\"y\",\"n,1\"\r\n3,,,"
				   "\"n,1\"\r\n4,[],5,\"n,1\"\r\n");
	assert_int_equal(r.counts.read, 3);
	assert_int_equal(r.counts.written, 3);
	assert_int_equal(r.counts.skipped_blank, 1);
	assert_int_equal(c.plans, 1);
}

static void test_quoting_of_new_values(void **state)
{
	static const struct {
		const char *value, *cell;
		enum lnds_kind kind;
	} t[] = {{"", "\"\"", LNDS_TEXT}, {"x", "x", LNDS_TEXT},
		{"a,b", "\"a,b\"", LNDS_TEXT}, {"a;b", "a;b", LNDS_TEXT},
		{"\"", "\"\"\"\"", LNDS_TEXT}, {"a\nb", "\"a\nb\"", LNDS_TEXT},
		{"a\rb", "\"a\rb\"", LNDS_TEXT}, {" x ", " x ", LNDS_TEXT},
		{"NA", "\"NA\"", LNDS_TEXT}, {"", "", LNDS_NULL}, {"", "", LNDS_ABSENT},
		{"1.50", "1.50", LNDS_NUMBER}, {"[1,2]", "\"[1,2]\"", LNDS_NESTED}};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct ctx c = {.fresh = t[i].value, .kind = t[i].kind};
		struct lnds_io io = {
			.dialect = {.null_word = {LNDS_SV("NA")}, .nnull = 1}};
		struct ran r = run_filter(&setter, &c, io, "a,b\n1,2\n", false);
		char want[64];

		(void)snprintf(want, sizeof(want), "a,b,new\n1,[2],%s\n", t[i].cell);
		assert_string_equal(r.out, want);
	}
}

static void test_ndjson_splice(void **state)
{
	struct ctx c = {.fresh = "x\"", .kind = LNDS_TEXT};
	struct ran r = RUN(&c,
		"{\"a\": 1, \"b\": \"q\\u00e9\" }\n{ "
		"\"b\":2,\"a\":1}\r\n{\"a\":{\"k\":\"}\"}}\n{}\n",
		0);

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.out,
		"{\"a\": 1, \"b\": \"[q\xc3\xa9]\",\"new\":\"x\\\"\" }\n"
		"{ \"b\":\"[2]\",\"a\":1,\"new\":\"x\\\"\"}\r\n"
		"{\"a\":{\"k\":\"}\"},\"new\":\"x\\\"\"}\n"
		"{\"new\":\"x\\\"\"}\n");
}

static void test_ndjson_absent_and_null(void **state)
{
	struct ctx c = {.fresh = "", .kind = LNDS_ABSENT};
	struct ran r = RUN(&c, "{\"a\":1,\"b\":null}\n", 0);

	(void)state;
	assert_string_equal(r.out, "{\"a\":1,\"b\":null}\n");
	c.fresh = NULL; /* never set: null */
	r = RUN(&c, "{\"a\":1,\"b\":2}\n", 0);
	assert_string_equal(r.out, "{\"a\":1,\"b\":\"[2]\",\"new\":null}\n");
}

static void test_new_keys_make_a_new_plan(void **state)
{
	struct ctx c = {.fresh = "1", .kind = LNDS_NUMBER};

	(void)state;
	for (unsigned threads = 1; threads <= 3; threads += 2) {
		c.plans = 0;
		struct ran r = RUN(&c,
			"{\"a\":1,\"b\":2}\n{\"a\":3,\"c\":4}\n{\"d\":5,\"c\":6}\n",
			.threads = threads);

		assert_true(r.ok);
		assert_int_equal(c.plans, 3);
		assert_string_equal(r.out, "{\"a\":1,\"b\":\"[2]\",\"new\":1}\n"
					   "{\"a\":3,\"c\":4,\"new\":1}\n"
					   "{\"d\":5,\"c\":6,\"new\":1}\n");
	}
}

static void test_between_formats(void **state)
{
	struct ctx c = {.fresh = "7", .kind = LNDS_NUMBER};
	struct ran r = RUN(&c, "a,b,c\n1,\"2\",\n", .to = LNDS_NDJSON);

	(void)state;
	assert_string_equal(r.out, "{\"a\":\"1\",\"b\":\"[2]\",\"c\":null,\"new\":7}\n");
	r = RUN(&c, "{\"a\":1,\"b\":\"x;y\"}\n", .to = LNDS_CSV, .out_delimiter = ';');
	assert_string_equal(r.out, "a;b;new\n1;\"[x;y]\";7\n");
	r = RUN(&c, "a,b\n1,2\n", .to = LNDS_TSV);
	assert_string_equal(r.out, "a\tb\tnew\n1\t[2]\t7\n");
}

#define MIXED "a,b\n1,2\ndrop,x\nbad,y\n3\n4,5\n"

static void test_policies(void **state)
{
	struct ctx c = {0};
	struct ran r = RUN(&c, MIXED, 0);

	(void)state;
	assert_false(r.ok);
	assert_string_equal(r.out, "a,b,new\n1,[2],\n");
	assert_int_equal(r.err.code, LNDS_DATA);
	assert_string_equal(r.err.id, "type-error");
	assert_int_equal(r.err.line, 4);
	assert_int_equal(r.err.record, 3);
	assert_string_equal(r.err.column, "a");
	assert_int_equal(r.counts.read, 3);
	assert_int_equal(r.counts.written, 1);
	assert_int_equal(r.counts.dropped, 1);
	assert_int_equal(r.counts.rejected, 1);

	r = RUN(&c, MIXED, .on_error = LNDS_ON_ERROR_QUARANTINE);
	assert_true(r.ok);
	assert_string_equal(r.out, "a,b,new\n1,[2],\n4,[5],\n");
	assert_string_equal(r.aside,
		"{\"input\":\"in\",\"record\":3,\"line\":4,\"id\":\"type-error\","
		"\"column\":\"a\","
		"\"message\":\"bad it is\",\"raw\":\"bad,y\"}\n"
		"{\"input\":\"in\",\"record\":4,\"line\":5,\"id\":\"missing-cell\","
		"\"column\":null,"
		"\"message\":\"1 cell where the header has 2\",\"raw\":\"3\"}\n");
	assert_int_equal(r.counts.rejected, 2);
	assert_int_equal(r.counts.nreason, 2);
	assert_string_equal(r.counts.first_reject.id, "type-error");

	r = RUN(&c, MIXED, .on_error = LNDS_ON_ERROR_SKIP, .max_errors = 1);
	assert_false(r.ok);
	assert_string_equal(r.out, "a,b,new\n1,[2],\n");
	assert_string_equal(r.err.id, "missing-cell");

	r = RUN(&c, MIXED, .on_error = LNDS_ON_ERROR_SKIP, .max_errors_ppm = 390000);
	assert_false(r.ok);
	assert_string_equal(r.out, "a,b,new\n1,[2],\n4,[5],\n");
	r = RUN(&c, MIXED, .on_error = LNDS_ON_ERROR_SKIP, .max_errors_ppm = 400000);
	assert_true(r.ok);
	r = RUN(&c, "a,b\nbad,1\nbad,2\n", .on_error = LNDS_ON_ERROR_SKIP);
	assert_false(r.ok);
	assert_int_equal(r.err.code, LNDS_DATA);
}

static void test_a_filter_that_fails(void **state)
{
	struct ctx c = {0};
	struct ran r = RUN(&c, "a,b\n1,2\nstop,3\n", 0);

	(void)state;
	assert_false(r.ok);
	assert_int_equal(r.err.code, LNDS_REFUSED);
	assert_string_equal(r.out, "");
}

static bool ordered(void *arg, struct lnds_batch *b, struct lnds_err *err)
{
	struct ctx *c = arg;

	(void)err;
	c->ordered++;
	for (uint32_t row = 0; row < b->nrow; row++) {
		if ((b->first_record + row) % 2)
			lnds_drop(b, row);
		else
			lnds_set(b, row, 1, LNDS_SV("o"), LNDS_TEXT);
	}
	return true;
}

static void test_ordered(void **state)
{
	static const struct lnds_filter f = {
		.plan = plan, .batch = batch, .ordered = ordered};
	struct ctx c = {0};
	struct ran r = run_filter(
		&f, &c, (struct lnds_io){.threads = 2}, "a,b\n1,2\n3,4\n5,6\n", false);

	(void)state;
	assert_string_equal(r.out, "a,b,new\n1,[2],o\n5,[6],o\n");
	assert_int_equal(r.counts.dropped, 1);
}

static void test_nothing_is_written(void **state)
{
	struct ctx c = {0};
	struct ran r = run_filter(&setter, &c, (struct lnds_io){0}, MIXED, true);

	(void)state;
	assert_false(r.ok);
	assert_string_equal(r.out, "");
	assert_true(c.batches > 0);
}

static void test_max_records(void **state)
{
	struct ran r = run_filter(&identity, NULL, (struct lnds_io){.max_records = 2},
		"a\n1\n2\n3\n", false);

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.out, "a\n1\n2\n");
	assert_int_equal(r.counts.read, 2);
	/* What is cut off is not judged. */
	r = run_filter(&identity, NULL, (struct lnds_io){.max_records = 1},
		"a,b\n1,2\n3\n", false);
	assert_true(r.ok);
	assert_string_equal(r.out, "a,b\n1,2\n");
}

static void test_plans_that_cannot_be(void **state)
{
	struct ctx c = {.fresh = NULL};
	struct ran r = RUN(&c, "a,b,new\n1,2,3\n", 0);

	(void)state;
	assert_false(r.ok);
	assert_int_equal(r.err.code, LNDS_USAGE);
	assert_string_equal(r.err.msg, "two columns of the output are named 'new'");
	assert_string_equal(r.out, "");
}

static unsigned alive;
static void *worker_new(void *arg, struct lnds_err *err)
{
	(void)arg;
	(void)err;
	alive++;
	return &alive;
}
static void worker_free(void *worker)
{
	*(unsigned *)worker -= 1;
}

static void test_workers_end(void **state)
{
	static const struct lnds_filter f = {.plan = plan,
		.batch = batch,
		.worker_new = worker_new,
		.worker_free = worker_free};
	struct ctx c = {0};
	struct ran r = run_filter(&f, &c, (struct lnds_io){0}, "a,b\n1,2\n", false);

	(void)state;
	assert_true(r.ok);
	assert_int_equal(alive, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_splice),
		cmocka_unit_test(test_quoting_of_new_values),
		cmocka_unit_test(test_ndjson_splice),
		cmocka_unit_test(test_ndjson_absent_and_null),
		cmocka_unit_test(test_new_keys_make_a_new_plan),
		cmocka_unit_test(test_between_formats),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_a_filter_that_fails),
		cmocka_unit_test(test_ordered),
		cmocka_unit_test(test_nothing_is_written),
		cmocka_unit_test(test_max_records),
		cmocka_unit_test(test_plans_that_cannot_be),
		cmocka_unit_test(test_workers_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
