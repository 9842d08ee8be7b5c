/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Segments of a store with all checksums and the length put right: what opens can be read
 * to its last slot, flag and change, and be asked anything.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/mesh_store.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/store/row.h"
#include "mesh/view/stat.h"

#define HEAD (sizeof(struct lnds_mesh_seg_header) + LNDS_MESH_SECTIONS * 32)

static char dir[64];

static void tidy(void)
{
	static const char *const name[] = {
		"/seg/temp/2023.2.lmx", "/seg/temp", "/seg", ""};
	char path[96];
	unsigned i;

	for (i = 0; i < 4; i++) {
		(void)snprintf(path, sizeof(path), "%s%s", dir, name[i]);
		(void)remove(path);
	}
}

static const char *folder(void)
{
	if (!dir[0]) {
		char path[80];

		strcpy(dir, "/tmp/lnds-fuzz-XXXXXX");
		must(mkdtemp(dir) != NULL && atexit(tidy) == 0);
		(void)snprintf(path, sizeof(path), "%s/seg", dir);
		must(mkdir(path, 0700) == 0);
		(void)snprintf(path, sizeof(path), "%s/seg/temp", dir);
		must(mkdir(path, 0700) == 0);
	}
	return dir;
}

static void mend(uint8_t *p, size_t n, struct lnds_mesh_seg_entry *entry)
{
	struct lnds_mesh_seg_header *h = (void *)p;
	struct lnds_mesh_section *t = (void *)(h + 1);
	unsigned i;

	h->length = n;
	for (i = 0; i < LNDS_MESH_SECTIONS; i++)
		if (t[i].offset <= n && t[i].length <= n - t[i].offset)
			t[i].crc = lnds_mesh_crc32c(0, p + t[i].offset, t[i].length);
	h->table_crc = lnds_mesh_crc32c(0, t, HEAD - sizeof(*h));
	h->crc = lnds_mesh_crc32c(0, h, sizeof(*h) - 4);
	entry->crc = lnds_mesh_crc32c(0, p, HEAD);
}

static void look(const struct lnds_mesh_segment *g)
{
	struct lnds_mesh_row row = {0};
	uint32_t i;

	for (i = 0; i < g->nstations; i++) {
		lnds_mesh_row_begin(&row, 0, g->nslots, 9);
		(void)!lnds_mesh_row_segment(&row, g, i);
	}
	lnds_mesh_row_free(&row);
}

static bool slot(void *arg, int64_t t, int64_t value, uint8_t flags, bool counts,
	struct lnds_err *err)
{
	(void)arg;
	(void)t;
	(void)value;
	(void)flags;
	(void)counts;
	(void)err;
	return true;
}

static void ask(struct lnds_mesh_store *s, struct lnds_mesh_seg_entry *entry,
	const struct lnds_mesh_view_opts *o)
{
	static const uint32_t both[2] = {0, 1};
	struct lnds_mesh_sums sums[2];
	struct lnds_mesh_view *v;
	struct lnds_err err;

	s->manifest.seg = entry;
	s->manifest.nseg = 1;
	v = lnds_mesh_view_new(s, 0, o, &err);
	must(v != NULL);
	if (lnds_mesh_view_sums(v, both, 2, 1672600000, 1690000000, sums, &err))
		(void)lnds_mesh_stat(&s->params.item[0], lnds_mesh_view_e(v), sums,
			LNDS_MESH_STAT_MEAN, 0);
	(void)!lnds_mesh_view_slots(v, 0, 1672600000, 1690000000, slot, NULL, &err);
	lnds_mesh_view_free(v);
	s->manifest.seg = NULL;
	s->manifest.nseg = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_mesh_store *s = fuzz_store(folder());
	struct lnds_mesh_seg_entry entry = {.year = 2023, .gen = 2, .bytes = n};
	struct lnds_mesh_segment g;
	struct lnds_err err = {0};
	uint8_t *copy = malloc(n + 1);
	FILE *f;

	must(copy != NULL);
	memcpy(copy, p, n);
	if (n >= HEAD)
		mend(copy, n, &entry);
	f = fopen(lnds_mesh_seg_path(s, &entry), "w");
	must(f && fwrite(copy, 1, n, f) == n && fclose(f) == 0);
	free(copy);
	if (lnds_mesh_segment_open(s, &entry, true, &g, &err)) {
		look(&g);
		lnds_mesh_segment_close(&g);
		ask(s, &entry, &(struct lnds_mesh_view_opts){0});
		ask(s, &entry,
			&(struct lnds_mesh_view_opts){.qc = LNDS_MESH_QC_STRICT,
				.has_as_of = true,
				.as_of = 19500});
		ask(s, &entry, &(struct lnds_mesh_view_opts){.scan = true});
	} else {
		must(err.code == LNDS_INTEGRITY);
	}
	lnds_arena_free(&s->arena);
	return 0;
}
