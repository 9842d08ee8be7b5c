/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A matching in parts: shards merged, batches kept and taken again, lost or damaged; always
 * the bytes of one run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "link/match/merge.h"
#include "unit/link/world.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shards),
		cmocka_unit_test(resumes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
