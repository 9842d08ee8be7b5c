/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run file: what was written is read, with tags and without, and of many sources;
 * every single byte that is changed, every cut and everything out of order is found.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "link/file/pairs.h"
#include "os/tmpfile.h"

struct list {
	const struct lnds_link_pair *p;
	size_t at;
};

static bool next(void *arg, struct lnds_link_pair *p, struct lnds_err *err)
{
	struct list *l = arg;

	(void)err;
	*p = l->p[l->at++];
	return true;
}

static struct lnds_link_run_meta make_meta(unsigned nsource, uint32_t n)
{
	struct lnds_link_run_meta m = {.first = 2,
		.end = 5,
		.total = 9,
		.floor = 100,
		.top = 8,
		.nsource = nsource};

	memset(m.plan, 0xab, sizeof(m.plan));
	for (unsigned s = 0; s < nsource; s++) {
		m.source[s].n = n + s;
		snprintf(m.source[s].party, sizeof(m.source[s].party), "party-%u", s);
		memset(m.source[s].sha256, (int)s, 32);
	}
	return m;
}

static int write_run(const struct lnds_link_run_meta *m, const struct lnds_link_pair *p,
	size_t n, const uint8_t (*const *tag)[16])
{
	struct list l = {p, 0};
	struct lnds_err err = {0};
	struct lnds_sink sink = {.fd = lnds_tmp_file(NULL, &err), .name = "test"};

	assert_true(sink.fd >= 0);
	assert_true(lnds_link_run_write(&sink, m, tag, n, next, &l, &err));
	return sink.fd;
}

static bool open_run(int fd, struct lnds_link_run *run, struct lnds_err *err)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return lnds_link_run_open(path, NULL, run, err);
}

static const struct lnds_link_pair some[] = {{1u << 24, 9, 0, 0, 1, 0},
	{500, 1, 1, 0, 1, 0}, {500, 1, 2, 0, 1, 0}, {500, 1, 0, 0, 2, 0},
	{500, 2, 0, 0, 1, 0}, {500, 0, 1, 1, 2, 0}, {100, 3, 4, 1, 2, 0}};
#define SOME (sizeof(some) / sizeof(*some))

static void comes_back(void **state)
{
	uint8_t tags[3][12][16];
	const uint8_t(*tag[3])[16] = {tags[0], tags[1], tags[2]};
	const struct lnds_link_run_meta m = make_meta(3, 10);
	struct lnds_link_run run;
	struct lnds_err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(tags); i++)
		((uint8_t *)tags)[i] = (uint8_t)(i * 7);
	for (int with = 0; with < 2; with++) {
		const int fd = write_run(&m, some, SOME, with ? tag : NULL);

		assert_true(open_run(fd, &run, &err));
		assert_true(lnds_link_run_alike(&run.meta, &m));
		assert_memory_equal(&run.meta.source, &m.source, sizeof(m.source));
		assert_int_equal(run.meta.first, 2);
		assert_int_equal(run.meta.end, 5);
		assert_int_equal(run.n, SOME);
		assert_memory_equal(run.pair, some, sizeof(some));
		for (unsigned s = 0; s < 3; s++) {
			assert_int_equal(run.tag[s] != NULL, with);
			if (with)
				assert_memory_equal(run.tag[s], tags[s], 16 * (10 + s));
		}
		lnds_link_run_close(&run);
		(void)close(fd);
	}
}

/* As many sources as there may be, each with its tags. */
static void many_sources(void **state)
{
	static uint8_t tags[LNDS_LINK_MAX_SOURCES][LNDS_LINK_MAX_SOURCES + 1][16];
	const uint8_t(*tag[LNDS_LINK_MAX_SOURCES])[16];
	const struct lnds_link_run_meta m = make_meta(LNDS_LINK_MAX_SOURCES, 1);
	struct lnds_link_run run;
	struct lnds_err err = {0};
	int fd;

	(void)state;
	for (unsigned s = 0; s < LNDS_LINK_MAX_SOURCES; s++) {
		memset(tags[s], (int)s, sizeof(tags[s]));
		tag[s] = tags[s];
	}
	fd = write_run(&m, NULL, 0, tag);
	assert_true(open_run(fd, &run, &err));
	assert_int_equal(run.n, 0);
	for (unsigned s = 0; s < LNDS_LINK_MAX_SOURCES; s++)
		assert_memory_equal(run.tag[s], tags[s], 16 * (size_t)(1 + s));
	lnds_link_run_close(&run);
	(void)close(fd);
}

static void refuse(const struct lnds_link_run_meta *m, const struct lnds_link_pair *p,
	size_t n, const char *why)
{
	struct lnds_link_run run;
	struct lnds_err err = {0};
	const int fd = write_run(m, p, n, NULL);

	assert_false(open_run(fd, &run, &err));
	assert_int_equal(err.code, LNDS_INTEGRITY);
	assert_non_null(strstr(err.msg, why));
	(void)close(fd);
}

static void order_and_bounds(void **state)
{
	const struct lnds_link_run_meta m = make_meta(3, 10);
	struct lnds_link_run_meta bad;
	struct lnds_link_pair p[SOME];

	(void)state;
	for (size_t i = 0; i + 1 < SOME; i++) {
		memcpy(p, some, sizeof(p));
		p[i] = some[i + 1];
		refuse(&m, p, SOME, "out of order"); /* twice */
		p[i + 1] = some[i];
		refuse(&m, p, SOME, "out of order");
	}
	p[0] = (struct lnds_link_pair){200, 10, 0, 0, 1, 0}; /* no such row a */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 0, 11, 0, 1, 0}; /* nor b */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 0, 0, 0, 3, 0}; /* no such source */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 0, 0, 1, 0, 0}; /* sa > sb */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 1, 1, 2, 2, 0}; /* with itself */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 1, 2, 2, 2, 0}; /* within one of three */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){99, 0, 0, 0, 1, 0}; /* under the floor */
	refuse(&m, p, 1, "out of bounds");
	p[0] = (struct lnds_link_pair){200, 0, 0, 0, 1, 7};
	refuse(&m, p, 1, "out of bounds");

	bad = m;
	bad.first = 6;
	refuse(&bad, some, SOME, "meta");
	bad = m;
	bad.end = 10;
	refuse(&bad, some, SOME, "meta");
	bad = m;
	bad.top = 256;
	refuse(&bad, some, SOME, "meta");
	bad = m;
	strcpy(bad.source[1].party, "No Name");
	refuse(&bad, some, SOME, "meta");
}

/* Each byte flipped, and each cut. */
static void damage(void **state)
{
	uint8_t tags[3][12][16] = {{{1}}};
	const uint8_t(*tag[3])[16] = {tags[0], tags[1], tags[2]};
	const struct lnds_link_run_meta m = make_meta(3, 10);
	const int fd = write_run(&m, some, SOME, tag);
	const off_t size = lseek(fd, 0, SEEK_END);
	struct lnds_link_run run;
	struct lnds_err err = {0};

	(void)state;
	for (off_t i = 0; i < size; i++) {
		uint8_t c;

		assert_int_equal(pread(fd, &c, 1, i), 1);
		c ^= 0x10;
		assert_int_equal(pwrite(fd, &c, 1, i), 1);
		assert_false(open_run(fd, &run, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
		c ^= 0x10;
		assert_int_equal(pwrite(fd, &c, 1, i), 1);
	}
	assert_true(open_run(fd, &run, &err));
	lnds_link_run_close(&run);
	for (off_t i = size - 1; i >= 0; i -= 7) {
		assert_int_equal(ftruncate(fd, i), 0);
		assert_false(open_run(fd, &run, &err));
		assert_int_equal(err.code, LNDS_INTEGRITY);
	}
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(many_sources),
		cmocka_unit_test(order_and_bounds),
		cmocka_unit_test(damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
