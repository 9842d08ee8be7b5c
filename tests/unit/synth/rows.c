/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: golden bytes, quoting, formats that agree, threads and shards that do not show.
 * */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/enc.h"
#include "crypto/digest.h"
#include "synth/table.h"
#include "text/utf8.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct lnds_persons *open_as(enum lnds_layout layout, enum lnds_format to)
{
	struct lnds_err err = {0};
	struct lnds_persons *p = lnds_persons_new(
		&(struct lnds_persons_config){
			.seed = 1, .as_of = {2024, 1, 1}, .layout = layout, .to = to},
		&err);

	assert_non_null(p);
	return p;
}

/* Rows from … to - 1 as the pipeline writes them. */
static struct lnds_buf table(const struct lnds_persons *p, uint64_t from, uint64_t to,
	bool header, unsigned threads)
{
	struct lnds_err err = {0};
	struct lnds_buf b = {0};
	struct lnds_sink sink = {.fd = memfd_create("rows", MFD_CLOEXEC), .name = "rows"};
	struct lnds_person_table t = {
		.persons = p, .first = from, .end = to, .header = header};

	assert_true(sink.fd >= 0);
	assert_true(lnds_person_table_write(&t, &sink, threads, &err));
	b.n = sink.bytes;
	lnds_buf_room(&b, 1);
	assert_int_equal(pread(sink.fd, b.p, b.n, 0), b.n);
	close(sink.fd);
	return b;
}

static void assert_equal(struct lnds_buf a, struct lnds_buf b)
{
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
}

/* One thousand rows of seed 1 at 2024-01-01. These bytes are a promise: when they change,
 * every table made from a seed changes. */
static void golden(void **state)
{
	static const struct {
		enum lnds_layout layout;
		enum lnds_format to;
		const char *sha256;
	} want[] = {
		{LNDS_LAYOUT_LU, LNDS_CSV,
			"ad9b651b062c81bacd16167df24bc5e8db7f6f330dfa7494998cfbcd0783924"
			"3"},
		{LNDS_LAYOUT_DE, LNDS_CSV,
			"a18b94a1fed6ace83219c0da15f499d197467f063a40b728b65ae56763ed28f"
			"2"},
		{LNDS_LAYOUT_LU, LNDS_NDJSON,
			"9b10aa1dd9f0eb1d092697962c2900e371a01191215e18860b69f4864755bc7"
			"4"},
		{LNDS_LAYOUT_DE, LNDS_NDJSON,
			"bd753b75734f85d6df421e9d94c50005b3aac851a523dc0c1dee0b712682e3e"
			"a"},
		{LNDS_LAYOUT_LU, LNDS_TSV,
			"fe663eff44c714421c811a9c43f60efb56ef3a0a81b5822d9309ef54119da47"
			"c"},
	};
	uint8_t digest[LNDS_SHA256_LEN];
	char hex[2 * LNDS_SHA256_LEN + 1] = "";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct lnds_persons *p = open_as(want[i].layout, want[i].to);
		struct lnds_buf b = table(p, 0, 1000, true, 1);

		lnds_sha256(b.p, b.n, digest);
		lnds_hex(hex, digest, sizeof(digest));
		assert_string_equal(hex, want[i].sha256);
		lnds_buf_free(&b);
		lnds_persons_free(p);
	}
}

static void every_row_fits(void **state)
{
	struct lnds_person o;
	char row[LNDS_PERSON_ROW];
	int layout, to;
	uint64_t i;

	(void)state;
	for (layout = 0; layout < 2; layout++) {
		for (to = LNDS_CSV; to <= LNDS_NDJSON; to++) {
			struct lnds_persons *p =
				open_as((enum lnds_layout)layout, (enum lnds_format)to);

			for (i = 0; i < 20000; i++) {
				lnds_persons_make(p, &i, 1, NULL, &o);
				/* What is copied for speed goes beyond what counts. */
				assert_true(lnds_persons_row(p, &o, row) <
					    row + sizeof(row) - 256);
			}
			lnds_persons_free(p);
		}
	}
}

static void assert_row(
	const struct lnds_persons *p, const struct lnds_person *o, const char *part)
{
	char row[LNDS_PERSON_ROW + 1];

	*lnds_persons_row(p, o, row) = '\0';
	assert_non_null(strstr(row, part));
}

static void set(char *field, uint8_t *n, const char *text)
{
	*n = (uint8_t)strlen(text);
	memcpy(field, text, *n);
}

static void quoting(void **state)
{
	struct lnds_persons *lu = open_as(LNDS_LAYOUT_LU, LNDS_CSV);
	struct lnds_persons *de = open_as(LNDS_LAYOUT_DE, LNDS_CSV);
	struct lnds_persons *tsv = open_as(LNDS_LAYOUT_LU, LNDS_TSV);
	struct lnds_persons *json = open_as(LNDS_LAYOUT_LU, LNDS_NDJSON);
	struct lnds_person o;
	uint64_t i = 0;

	(void)state;
	lnds_persons_make(lu, &i, 1, NULL, &o);
	set(o.last, &o.last_n, "Weber, n\303\251e Klein");
	set(o.first, &o.first_n, "Jo");
	o.odd = true;
	assert_row(lu, &o, ",\"Weber, n\303\251e Klein\",Jo,");
	assert_row(tsv, &o, "\tWeber, n\303\251e Klein\tJo\t");
	assert_row(json, &o,
		"\"last_name\":\"Weber, n\303\251e Klein\",\"first_name\":\"Jo\"");
	set(o.last, &o.last_n, "Meier");
	set(o.first, &o.first_n, "Johann \"Hans\"");
	assert_row(de, &o, ";Meier;\"Johann \"\"Hans\"\"\";");
	assert_row(json, &o, "\"first_name\":\"Johann \\\"Hans\\\"\"");
	o.odd = false;
	o.first_n = o.postcode_n = 0;
	o.works = 0;
	o.started = LNDS_NONE;
	assert_row(lu, &o, ",Meier,,");
	assert_row(lu, &o, ",,,,\n");
	assert_row(de, &o, ";;;\r\n");
	assert_row(json, &o, "\"first_name\":null");
	assert_row(json, &o,
		"\"nace\":null,\"wage_eur_month\":null,\"contract_start\":null}\n");
	lnds_persons_free(lu);
	lnds_persons_free(de);
	lnds_persons_free(tsv);
	lnds_persons_free(json);
}

/* The same cells in NDJSON and in tab-separated text (where nothing needs quotes but the
 * German call names, which this leaves out). */
static void formats_agree(void **state)
{
	struct lnds_persons *tsv = open_as(LNDS_LAYOUT_LU, LNDS_TSV);
	struct lnds_persons *json = open_as(LNDS_LAYOUT_LU, LNDS_NDJSON);
	struct lnds_buf a = table(tsv, 0, 3000, false, 1),
			b = table(json, 0, 3000, true, 1);
	struct lnds_sv rows = lnds_buf_view(&a), objects = lnds_buf_view(&b);
	unsigned n = 0;

	(void)state;
	assert_int_equal(lnds_utf8_check(a.p, a.n), a.n);
	while (rows.n) {
		struct lnds_sv row = lnds_sv_cut(rows, '\n', &rows);
		struct lnds_sv line = lnds_sv_cut(objects, '\n', &objects);
		json_t *doc = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
		const char *key;
		json_t *value;

		assert_non_null(doc);
		assert_int_equal(json_object_size(doc), 9);
		json_object_foreach(doc, key, value)
		{
			struct lnds_sv cell = lnds_sv_cut(row, '\t', &row);

			if (json_is_null(value))
				assert_int_equal(cell.n, 0);
			else
				assert_true(lnds_sv_is(cell, json_string_value(value)));
		}
		assert_null(row.p);
		json_decref(doc);
		n++;
	}
	assert_int_equal(n, 3000);
	lnds_buf_free(&a);
	lnds_buf_free(&b);
	lnds_persons_free(tsv);
	lnds_persons_free(json);
}

static void threads(void **state)
{
	static const unsigned counts[] = {2, 7};
	struct lnds_persons *p = open_as(LNDS_LAYOUT_DE, LNDS_CSV);
	struct lnds_buf one = table(p, 0, 40000, true, 1);
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct lnds_buf more = table(p, 0, 40000, true, counts[i]);

		assert_equal(one, more);
		lnds_buf_free(&more);
	}
	lnds_buf_free(&one);
	lnds_persons_free(p);
}

static void prefixes(void **state)
{
	static const uint64_t sizes[] = {0, 1, 31, 32, 33, 1000, 3071, 3072, 3073, 7000};
	struct lnds_persons *p = open_as(LNDS_LAYOUT_LU, LNDS_CSV);
	struct lnds_buf all = table(p, 0, 10000, true, 1);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct lnds_buf some = table(p, 0, sizes[i], true, 1);

		assert_true(some.n < all.n);
		assert_memory_equal(some.p, all.p, some.n);
		lnds_buf_free(&some);
	}
	lnds_buf_free(&all);
	lnds_persons_free(p);
}

static void parts(void **state)
{
	static const uint64_t shards[] = {1, 2, 3, 7, 16};
	struct lnds_persons *p = open_as(LNDS_LAYOUT_LU, LNDS_CSV);
	struct lnds_buf all = table(p, 0, 10000, true, 1);
	size_t i;
	uint64_t k;

	(void)state;
	for (i = 0; i < sizeof(shards) / sizeof(shards[0]); i++) {
		struct lnds_buf joined = {0};

		for (k = 0; k < shards[i]; k++) {
			struct lnds_buf part = table(p, 10000 * k / shards[i],
				10000 * (k + 1) / shards[i], k == 0, 1);

			lnds_buf_add(&joined, part.p, part.n);
			lnds_buf_free(&part);
		}
		assert_equal(joined, all);
		lnds_buf_free(&joined);
	}
	lnds_buf_free(&all);
	lnds_persons_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden),
		cmocka_unit_test(every_row_fits),
		cmocka_unit_test(quoting),
		cmocka_unit_test(formats_agree),
		cmocka_unit_test(threads),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
