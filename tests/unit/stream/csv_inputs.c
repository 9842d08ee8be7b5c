/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where bytes come from must not matter: zstd frames, byte-order marks, line ends, pipes
 * that pause, several operands, shards all give the same records.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "base/rng.h"
#include "unit/stream/dump.h"

static const struct lnds_dialect plain = {.format = LNDS_AUTO};

/* A table with quotes, line ends in cells, umlauts, nulls. */
static void add_table(struct lnds_buf *b, unsigned rows, const char *eol)
{
	lnds_buf_printf(b, "id,name,note%s", eol);
	for (unsigned i = 0; i < rows; i++) {
		const uint64_t r = lnds_mix(i);

		lnds_buf_printf(b, "%u,%s,%s%s", i, r & 1 ? "M\xc3\xbcller" : "\"a, b\"",
			r & 6 ? (r & 8 ? "\"two\nlines \"\"x\"\"\"" : "plain") : "", eol);
	}
}

static void add_zstd(struct lnds_buf *out, const char *p, size_t n)
{
	const size_t cap = ZSTD_compressBound(n);
	const size_t made = ZSTD_compress(lnds_buf_room(out, cap), cap, p, n, 1);

	assert_false(ZSTD_isError(made));
	out->n += made;
}

static char *dumped(const struct lnds_buf *b)
{
	const char *text = dump(b->p, b->n, &plain);

	return strdup(text);
}

static void zstd_frames(void **state)
{
	struct lnds_buf text = {0}, z = {0};
	char *want;

	(void)state;
	add_table(&text, 20000, "\n");
	want = dumped(&text);
	add_zstd(&z, text.p, text.n);
	assert_string_equal(dump(z.p, z.n, &plain), want);

	/* Two frames, an empty one, and skippable ones before, between and behind. */
	z.n = 0;
	lnds_buf_add(&z, "\x5e\x2a\x4d\x18\x03\0\0\0abc", 11);
	add_zstd(&z, text.p, 1001);
	lnds_buf_add(&z, "\x50\x2a\x4d\x18\0\0\0\0", 8);
	add_zstd(&z, "", 0);
	add_zstd(&z, text.p + 1001, text.n - 1001);
	lnds_buf_add(&z, "\x50\x2a\x4d\x18\x01\0\0\0x", 9);
	assert_string_equal(dump(z.p, z.n, &plain), want);
	free(want);
	lnds_buf_free(&text);
	lnds_buf_free(&z);
}

static void zstd_damage(void **state)
{
	struct lnds_buf text = {0}, z = {0};
	const char *out;

	(void)state;
	add_table(&text, 50, "\n");
	add_zstd(&z, text.p, text.n);
	for (size_t n = 4; n < z.n; n += 7) {
		out = dump(z.p, n, &plain);
		assert_non_null(strstr(out, "FAIL 6"));
	}
	lnds_buf_add(&z, "tail", 4);
	assert_non_null(strstr(dump(z.p, z.n, &plain), "FAIL 6"));
	z.n = 0;
	add_zstd(&z, "", 0);
	assert_string_equal(dump(z.p, z.n, &plain), "FAIL 3 0 \n");
	add_zstd(&z,
		"\xef\xbb\xbf"
		"a\n1\n",
		7);
	assert_string_equal(dump(z.p, z.n, &plain), "a\n1\n");
	z.n = 0;
	add_zstd(&z, "PK\x03\x04....", 8);
	assert_string_equal(dump(z.p, z.n, &plain), "FAIL 3 0 \n");
	lnds_buf_free(&text);
	lnds_buf_free(&z);
}

static void mark_and_line_ends(void **state)
{
	struct lnds_buf text = {0}, other = {0};
	char *want;

	(void)state;
	add_table(&text, 9000, "\n");
	want = dumped(&text);
	lnds_buf_str(&other, "\xef\xbb\xbf");
	lnds_buf_sv(&other, lnds_buf_view(&text));
	assert_string_equal(dump(other.p, other.n, &plain), want);
	other.n = 0;
	add_table(&other, 9000, "\r\n");
	assert_string_equal(dump(other.p, other.n, &plain), want);
	assert_string_equal(dump(other.p, other.n - 2, &plain), want);
	other.n = 0;
	add_table(&other, 9000, "\r");
	assert_string_equal(dump(other.p, other.n, &plain), want);
	free(want);
	lnds_buf_free(&text);
	lnds_buf_free(&other);
}

static void strip_quote_marks(char *s)
{
	char *w = s;

	for (; *s; s++) {
		if (*s != '\'')
			*w++ = *s;
	}
	*w = '\0';
}

/* Quoting every cell that is not empty changes no value. */
static void quoted_or_not(void **state)
{
	struct lnds_buf text = {0}, quoted = {0};
	char *want, *got;

	(void)state;
	lnds_buf_str(&text, "a,b,c\n");
	lnds_buf_str(&quoted, "\"a\",\"b\",\"c\"\n");
	for (unsigned i = 0; i < 20000; i++) {
		const unsigned v = (unsigned)lnds_below(lnds_mix(i), 1000000);

		lnds_buf_printf(&text, "%u,,\xc3\xa9%x\n", v, v);
		lnds_buf_printf(&quoted, "\"%u\",,\"\xc3\xa9%x\"\n", v, v);
	}
	want = dumped(&text);
	got = dumped(&quoted);
	strip_quote_marks(got);
	assert_string_equal(got, want);
	free(want);
	free(got);
	lnds_buf_free(&text);
	lnds_buf_free(&quoted);
}

/* The dump of several texts as operands. */
static char *dump_many(const char *const *text, size_t n, struct lnds_err *e)
{
	const struct lnds_reader_want all = {0};
	struct lnds_source source[3] = {0};
	struct lnds_buf out = {0};
	char path[3][32];
	uint64_t blank;
	int fd[3];

	for (size_t i = 0; i < n; i++) {
		fd[i] = dump_file(text[i], strlen(text[i]), path[i]);
		source[i].path = path[i];
		source[i].name = "abc" + i;
	}
	dump_sources(&out, source, n, &plain, &all, &blank, e);
	for (size_t i = 0; i < n; i++)
		(void)close(fd[i]);
	lnds_buf_cstr(&out);
	return out.p;
}

static void operands(void **state)
{
	struct lnds_err e;
	char *out;

	(void)state;
	out = dump_many(
		(const char *const[]){"a,b\n1,2", "a,b\r\n3,4\r\n", "a,b\n"}, 3, &e);
	assert_string_equal(out, "a|b\n1|2\n3|4\n");
	free(out);
	out = dump_many((const char *const[]){"a,b\n1,2\n", "a,c\n3,4\n"}, 2, &e);
	assert_string_equal(out, "a|b\n1|2\nFAIL 3 1 \n");
	assert_string_equal(e.input, "bc");
	assert_string_equal(e.column, "c");
	free(out);
	out = dump_many((const char *const[]){"a,b\n", "\na,b,c\n"}, 2, &e);
	assert_string_equal(out, "a|b\nFAIL 3 2 \n");
	free(out);
	out = dump_many((const char *const[]){"a,b\n", "{\"a\":1}\n"}, 2, &e);
	assert_string_equal(out, "a|b\nFAIL 3 0 \n");
	free(out);
	out = dump_many((const char *const[]){"a,b\n1\n", "a,b\n\n3\n"}, 2, &e);
	assert_string_equal(out, "a|b\n!2 missing-cell \n!3 missing-cell \n");
	free(out);
}

/* Shards of n, joined, as one dump. */
static void dump_shards(struct lnds_buf *out, const struct lnds_buf *text, unsigned n,
	const struct lnds_dialect *d, uint64_t *blank)
{
	char path[32];
	const int fd = dump_file(text->p, text->n, path);

	out->n = 0;
	*blank = 0;
	for (unsigned i = 0; i < n; i++) {
		struct lnds_source source = {.path = path, .name = "input"};
		const struct lnds_reader_want want = {.shard_i = i, .shard_n = n};
		struct lnds_err e;
		uint64_t k;

		dump_sources(out, &source, 1, d, &want, &k, &e);
		*blank += k;
	}
	(void)close(fd);
}

static void shards(void **state)
{
	static const unsigned counts[] = {2, 3, 7, 16, 400};
	const struct lnds_dialect latin1 = {.encoding = LNDS_LATIN1};
	struct lnds_buf text = {0}, whole = {0}, out = {0};
	uint64_t blank, k;

	(void)state;
	lnds_buf_str(&text, "\n");
	add_table(&text, 12000, "\n");
	lnds_buf_str(&text, "\n1,2\n\n\n\"x\" y,,\n");
	for (unsigned pass = 0; pass < 2; pass++) {
		const struct lnds_dialect *d = pass ? &latin1 : &plain;

		dump_shards(&whole, &text, 1, d, &blank);
		assert_int_equal(blank, 4);
		for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
			dump_shards(&out, &text, counts[i], d, &k);
			assert_int_equal(k, blank);
			assert_int_equal(out.n, whole.n);
			assert_memory_equal(out.p, whole.p, out.n);
		}
	}
	lnds_buf_free(&text);
	lnds_buf_free(&whole);
	lnds_buf_free(&out);
}

static void pipe_that_pauses(void **state)
{
	const struct lnds_reader_want all = {0};
	struct lnds_store *s = lnds_store_new();
	struct lnds_source source = {.name = "pipe"};
	struct lnds_reader *r;
	struct lnds_err e;
	char path[32];
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	source.path = path;
	assert_int_equal(write(p[1], "a,b\n1,2\n3", 9), 9);
	r = lnds_reader_open_want(&source, 1, &plain, &all, &e);
	assert_non_null(r);
	assert_int_equal(lnds_reader_fill(r, s, &e), 1);
	assert_int_equal(s->b.nrow, 1);
	assert_int_equal(write(p[1], ",4\n", 3), 3);
	assert_int_equal(lnds_reader_fill(r, s, &e), 1);
	assert_int_equal(s->b.nrow, 1);
	assert_int_equal(s->b.first_record, 1);
	assert_int_equal(s->b.first_line, 3);
	assert_int_equal(write(p[1], "5,6", 3), 3);
	(void)close(p[1]);
	assert_int_equal(lnds_reader_fill(r, s, &e), 1);
	assert_int_equal(s->b.nrow, 1);
	assert_int_equal(lnds_reader_fill(r, s, &e), 0);
	assert_int_equal(source.records, 3);
	lnds_store_free(s);
	lnds_reader_close(r);
	(void)close(p[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zstd_frames),
		cmocka_unit_test(zstd_damage),
		cmocka_unit_test(mark_and_line_ends),
		cmocka_unit_test(quoted_or_not),
		cmocka_unit_test(operands),
		cmocka_unit_test(shards),
		cmocka_unit_test(pipe_that_pauses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
