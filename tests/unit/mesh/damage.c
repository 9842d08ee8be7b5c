/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damage to a store: every flipped byte, every cut and every wrong kind of every file is found by
 * opening or by check, and neither hangs nor falls.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/check.h"
#include "mesh/grid/grid.h"
#include "mesh/measure/time.h"
#include "mesh/store/compact.h"
#include "mesh/store/pending.h"
#include "os/file.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANY 32

static char folder[64];
static char path[MANY][128]; /* of all files but .lock */
static size_t npath;

static void put(struct lnds_mesh_store *s, const char *param, int64_t m, uint16_t day)
{
	const struct lnds_mesh_writer_opts o = {.arrival = day};
	struct lnds_mesh_ingested counts;
	struct lnds_mesh_writer *w;
	struct lnds_err err;
	uint32_t p, i;

	assert_true(lnds_mesh_param_find(&s->params, lnds_sv(param), &p, &err));
	w = lnds_mesh_writer_new(s, &o, &err);
	assert_non_null(w);
	for (i = 0; i < 40; i++)
		assert_true(lnds_mesh_put(w, lnds_mesh_writer_series(w, p, i % 2, 86400),
			lnds_mesh_year_start(2023) + (day + i) * INT64_C(86400), m + i, 1,
			i == 7 ? LNDS_MESH_SUSPECT : 0, &err));
	assert_true(lnds_mesh_writer_commit(w, &counts, &err));
	lnds_mesh_writer_free(w);
}

static int list(const char *name, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	if (type == FTW_F && strcmp(name + at->base, ".lock") != 0)
		strcpy(path[npath++], name);
	return npath == MANY;
}

/* A segment of each kind with flags and history, a pending batch, lines in all tables. */
static int setup(void **state)
{
	static const char soil[] = "{\"id\":\"soil\",\"standard_name\":\"s\",\"unit\":"
				   "\"K\",\"aggregate\":\"mean\",\"decimals\":1,"
				   "\"range\":[-9,9]}\n";
	struct lnds_mesh_grid *g;
	struct lnds_mesh_store *s;
	struct lnds_err err;

	(void)state;
	strcpy(folder, "/tmp/lnds-mesh-XXXXXX");
	if (!mkdtemp(folder) ||
		!lnds_mesh_store_init(folder, "EPSG:2169", 86400, "Somebody", &err))
		return -1;
	s = lnds_mesh_store_open_write(folder, 0, &err);
	if (!s ||
		!lnds_mesh_store_append(s, "stations.ndjson",
			lnds_sv("{\"id\":\"A\",\"lat\":49.5,\"lon\":6}\n{\"id\":\"B\"}"
				"\n"),
			&err) ||
		!lnds_mesh_store_append(s, "params.ndjson", lnds_sv(soil), &err) ||
		!lnds_mesh_store_append(
			s, "sources.ndjson", lnds_sv("{\"batch\":1}\n"), &err))
		return -1;
	put(s, "temp", 50, 100);
	put(s, "dir", 1800, 101);
	put(s, "soil", 10, 101);
	if (!lnds_mesh_compact(s, false, &err))
		return -1;
	put(s, "temp", 51, 110);
	if (!lnds_mesh_compact(s, false, &err))
		return -1;
	put(s, "temp", 52, 112);
	g = lnds_mesh_grid_open(s, NULL, &err);
	if (!g || !lnds_mesh_grid_save(s, g, &err))
		return -1;
	lnds_mesh_grid_close(g);
	lnds_mesh_store_close(s);
	npath = 0;
	return nftw(folder, list, 8, FTW_PHYS);
}

static int teardown(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static enum lnds_code judged(void)
{
	struct lnds_mesh_store *s;
	struct lnds_buf out = {0};
	struct lnds_err err = {0};
	uint64_t faults = 0;
	bool ok;

	s = lnds_mesh_store_open(folder, &err);
	if (!s)
		return err.code;
	ok = lnds_mesh_check(s, &out, &faults, &err);
	lnds_mesh_store_close(s);
	assert_true((faults > 0) == (out.n > 0));
	lnds_buf_free(&out);
	return !ok ? err.code : faults ? LNDS_INTEGRITY : LNDS_DONE;
}

static void read_file(const char *name, struct lnds_buf *b)
{
	struct lnds_err err;

	b->n = 0;
	assert_true(lnds_slurp(name, 1u << 20, b, &err));
}

static void write_file(const char *name, const char *p, size_t n)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_true(n == 0 || fwrite(p, 1, n, f) == n);
	assert_int_equal(fclose(f), 0);
}

/* Segments are the same for kilobytes: of most of them, some places will do. */
static size_t stride(const char *name, bool cut)
{
	if (strstr(name, ".lmg"))
		return 1013;
	return !strstr(name, ".lmx") ? 1 : cut || !strstr(name, "/temp/") ? 41 : 3;
}

static void flips(void **state)
{
	struct lnds_buf b = {0};
	size_t i, k;
	char flipped;
	int fd;

	(void)state;
	assert_int_equal(judged(), LNDS_DONE);
	assert_int_equal(npath, 5 + 3 + 1 + 1);
	for (i = 0; i < npath; i++) {
		read_file(path[i], &b);
		fd = open(path[i], O_WRONLY | O_CLOEXEC);
		assert_true(fd >= 0);
		for (k = 0; k < b.n; k += k < 512 ? 1 : stride(path[i], false)) {
			flipped = (char)(b.p[k] ^ 1 << k % 8);
			assert_int_equal(pwrite(fd, &flipped, 1, (off_t)k), 1);
			if (judged() != LNDS_INTEGRITY)
				fail_msg("%s at %zu: not found", path[i], k);
			assert_int_equal(pwrite(fd, &b.p[k], 1, (off_t)k), 1);
		}
		close(fd);
	}
	assert_int_equal(judged(), LNDS_DONE);
	lnds_buf_free(&b);
}

/* Of sources.ndjson whole lines may be missing: nothing else speaks of them. */
static bool may_end(const char *name, const struct lnds_buf *b, size_t n)
{
	return strstr(name, "sources.ndjson") && (n == 0 || b->p[n - 1] == '\n');
}

static void cuts(void **state)
{
	struct lnds_buf b = {0};
	enum lnds_code want;
	size_t i, k;

	(void)state;
	for (i = 0; i < npath; i++) {
		read_file(path[i], &b);
		for (k = b.n; k > 0;) {
			k -= k > 512 ? stride(path[i], true) : 1;
			assert_int_equal(truncate(path[i], (off_t)k), 0);
			want = may_end(path[i], &b, k) ? LNDS_DONE : LNDS_INTEGRITY;
			if (judged() != want)
				fail_msg("%s cut to %zu: not found", path[i], k);
		}
		lnds_buf_c(&b, 'x');
		write_file(path[i], b.p, b.n);
		if (judged() != LNDS_INTEGRITY)
			fail_msg("%s longer: not found", path[i]);
		write_file(path[i], b.p, b.n - 1);
	}
	assert_int_equal(judged(), LNDS_DONE);
	lnds_buf_free(&b);
}

/* Neither a folder nor a pipe nor a dead link is a file. */
static void kinds(void **state)
{
	struct lnds_buf b = {0};
	char aside[140];
	size_t i;

	(void)state;
	for (i = 0; i < npath; i++) {
		snprintf(aside, sizeof(aside), "%s.aside", folder);
		assert_int_equal(rename(path[i], aside), 0);
		/* Grids are not listed: one may go. */
		assert_int_equal(
			judged(), strstr(path[i], ".lmg") ? LNDS_DONE : LNDS_INTEGRITY);
		assert_int_equal(mkdir(path[i], 0777), 0);
		assert_int_equal(judged(), LNDS_INTEGRITY);
		assert_int_equal(rmdir(path[i]), 0);
		assert_int_equal(mkfifo(path[i], 0666), 0);
		alarm(60);
		assert_int_equal(judged(), LNDS_INTEGRITY);
		alarm(0);
		assert_int_equal(unlink(path[i]), 0);
		assert_int_equal(symlink("nowhere", path[i]), 0);
		assert_int_equal(judged(), LNDS_INTEGRITY);
		assert_int_equal(unlink(path[i]), 0);
		/* A link to it is as good. */
		assert_int_equal(symlink(aside, path[i]), 0);
		assert_int_equal(judged(), LNDS_DONE);
		assert_int_equal(unlink(path[i]), 0);
		assert_int_equal(rename(aside, path[i]), 0);
	}
	lnds_buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(flips, setup, teardown),
		cmocka_unit_test_setup_teardown(cuts, setup, teardown),
		cmocka_unit_test_setup_teardown(kinds, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
