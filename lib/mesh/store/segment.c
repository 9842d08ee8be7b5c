/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening segments: header, table and bounds verified before anything is trusted. */
#include "mesh/store/segment.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/measure/time.h"
#include "mesh/store/kept.h"

static const char *const section_name[] = {
	"DIR", "DATA", "DAYS", "QC", "FILLS", "CHANGES"};

static bool damaged(const char *path, const char *part, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: %s is damaged", path, part);
	return lnds_hint(err, "restore this file from a backup, or ingest its year anew");
}

static bool map(
	const char *path, uint64_t bytes, struct lnds_mapping *m, struct lnds_err *err)
{
	if (!lnds_mesh_kept_map(path, m, err))
		return false;
	if (m->n == bytes)
		return true;
	lnds_mapping_close(m);
	return damaged(path, "its length", err);
}

static bool header_ok(const struct lnds_mesh_seg_header *h, size_t n,
	const struct lnds_mesh_store *s, const struct lnds_mesh_seg_entry *entry)
{
	const struct lnds_mesh_param *p = &s->params.item[entry->param];
	const int64_t next = lnds_mesh_year_start(entry->year + 1);

	return memcmp(h->magic, LNDS_MESH_SEG_MAGIC, 8) == 0 &&
	       h->version == LNDS_MESH_FORMAT && h->sections == LNDS_MESH_SECTIONS &&
	       h->length == n && h->year == entry->year && h->step == s->step &&
	       h->t0 == lnds_mesh_year_start(entry->year) &&
	       h->ndays == (uint64_t)(next - h->t0) / 86400 &&
	       h->nslots == h->ndays * (86400 / h->step) &&
	       (h->width == 2 || h->width == 4) && h->e >= p->e && h->e <= 9 &&
	       h->kind == (p->aggregate == LNDS_MESH_VECTOR) &&
	       memcmp(h->param, p->id, sizeof(h->param)) == 0 && h->nstations > 0 &&
	       h->nstations <= s->stations.n;
}

/* Bytes of each section that the header asks for; 0: any multiple of `unit`. */
static uint64_t wanted(const struct lnds_mesh_seg_header *h, unsigned i, uint32_t *unit)
{
	static const uint32_t units[LNDS_MESH_SECTIONS] = {64, 1, 24, 8, 16, 16};
	const uint64_t n = h->nstations;

	*unit = units[i];
	switch (i) {
	case 0:
		return n * 64;
	case 1:
		return n * h->nslots * h->width;
	case 2:
		return n * (h->ndays + 1) * 24;
	default:
		return 0;
	}
}

static bool table_ok(
	const struct lnds_mesh_seg_header *h, const struct lnds_mesh_section *table)
{
	uint64_t at = sizeof(*h) + LNDS_MESH_SECTIONS * sizeof(*table), bytes;
	uint32_t unit;
	unsigned i;

	for (i = 0; i < LNDS_MESH_SECTIONS; i++) {
		at = lnds_mesh_align(at, LNDS_MESH_ALIGN);
		bytes = wanted(h, i, &unit);
		if (table[i].id != i + 1 || table[i].zero || table[i].offset != at ||
			table[i].length > h->length || table[i].length % unit ||
			(bytes && table[i].length != bytes))
			return false;
		at += table[i].length;
	}
	return at == h->length;
}

static bool sections_ok(const uint8_t *p, const struct lnds_mesh_section *table,
	bool full, const char *path, struct lnds_err *err)
{
	uint64_t at =
		sizeof(struct lnds_mesh_seg_header) + LNDS_MESH_SECTIONS * sizeof(*table);
	bool large;
	unsigned i;

	for (i = 0; i < LNDS_MESH_SECTIONS; i++) {
		for (; at < table[i].offset; at++)
			if (p[at])
				return damaged(path, "the space between sections", err);
		large = i + 1 == LNDS_MESH_DATA || i + 1 == LNDS_MESH_DAYS;
		if ((full || !large) &&
			lnds_mesh_crc32c(0, p + at, table[i].length) != table[i].crc)
			return damaged(path, section_name[i], err);
		at += table[i].length;
	}
	return true;
}

static void fill(struct lnds_mesh_segment *g, const struct lnds_mapping *m,
	const struct lnds_mesh_seg_header *h, const struct lnds_mesh_section *table,
	const char *path)
{
	const uint8_t *p = m->p;

	*g = (struct lnds_mesh_segment){.year = (uint16_t)h->year,
		.t0 = h->t0,
		.step = h->step,
		.nslots = h->nslots,
		.nstations = h->nstations,
		.ndays = h->ndays,
		.width = h->width,
		.e = h->e,
		.vector = h->kind,
		.offset = h->offset,
		.path = path,
		.days_crc = table[2].crc,
		.map = (void *)(uintptr_t)p,
		.map_n = m->n};
	g->dir = (const void *)(p + table[0].offset);
	g->data = p + table[1].offset;
	if (g->vector)
		g->vector_day = (const void *)(p + table[2].offset);
	else
		g->day = (const void *)(p + table[2].offset);
	g->qc = (const void *)(p + table[3].offset);
	g->nqc = table[3].length / sizeof(*g->qc);
	g->fill = (const void *)(p + table[4].offset);
	g->nfill = table[4].length / sizeof(*g->fill);
	g->change = (const void *)(p + table[5].offset);
	g->nchange = table[5].length / sizeof(*g->change);
}

/* What readers index by must lie in bounds, whatever the checksums say. */
static bool contents_ok(const struct lnds_mesh_segment *g)
{
	const struct lnds_mesh_dir *d;
	uint64_t qc = 0;
	size_t i;

	for (i = 0; i < g->nstations; i++) {
		d = &g->dir[i];
		if (d->qc_first != qc || d->qc_runs > g->nqc - qc || d->id[31] ||
			d->first > d->last || d->last >= g->nslots ||
			(d->values &&
				(!d->cadence || d->phase >= 86400 || 86400 % d->cadence)))
			return false;
		qc += d->qc_runs;
	}
	if (qc != g->nqc)
		return false;
	for (i = 0; i < g->nqc; i++)
		if (g->qc[i].slot >= g->nslots || g->qc[i].n > g->nslots - g->qc[i].slot)
			return false;
	for (i = 0; i < g->nfill; i++)
		if (g->fill[i].station >= g->nstations || g->fill[i].slot >= g->nslots ||
			g->fill[i].n > g->nslots - g->fill[i].slot)
			return false;
	for (i = 0; i < g->nchange; i++)
		if (g->change[i].station >= g->nstations ||
			g->change[i].slot >= g->nslots)
			return false;
	return true;
}

bool lnds_mesh_segment_open(struct lnds_mesh_store *s,
	const struct lnds_mesh_seg_entry *entry, bool full, struct lnds_mesh_segment *seg,
	struct lnds_err *err)
{
	const char *path = lnds_mesh_seg_path(s, entry);
	const struct lnds_mesh_section *table;
	const struct lnds_mesh_seg_header *h;
	const size_t head = sizeof(*h) + LNDS_MESH_SECTIONS * sizeof(*table);
	struct lnds_mapping m;

	if (!map(path, entry->bytes, &m, err))
		return false;
	h = (const void *)m.p;
	table = (const void *)(m.p + sizeof(*h));
	if (m.n < head || lnds_mesh_crc32c(0, m.p, 124) != h->crc ||
		lnds_mesh_crc32c(0, m.p, head) != entry->crc ||
		!header_ok(h, m.n, s, entry))
		damaged(path, "the header", err);
	else if (lnds_mesh_crc32c(0, table, head - sizeof(*h)) != h->table_crc ||
		 !table_ok(h, table))
		damaged(path, "the section table", err);
	else if (sections_ok(m.p, table, full, path, err)) {
		fill(seg, &m, h, table, path);
		if (contents_ok(seg)) {
			if (!full)
				seg->sound = lnds_calloc(
					h->nstations / 64 + 1, sizeof(*seg->sound));
			return true;
		}
		damaged(path, "a section", err);
	}
	lnds_mapping_close(&m);
	return false;
}

void lnds_mesh_segment_close(struct lnds_mesh_segment *seg)
{
	struct lnds_mapping m = {seg->map, seg->map_n};

	if (seg->map)
		lnds_mapping_close(&m);
	free(seg->sound);
	*seg = (struct lnds_mesh_segment){0};
}

bool lnds_mesh_segment_days_sound(const struct lnds_mesh_segment *g, struct lnds_err *err)
{
	const void *days = g->vector ? (const void *)g->vector_day : g->day;

	return lnds_mesh_crc32c(0, days, (size_t)g->nstations * (g->ndays + 1) * 24) ==
		       g->days_crc ||
	       damaged(g->path, section_name[LNDS_MESH_DAYS - 1], err);
}

bool lnds_mesh_segment_row_sound(
	const struct lnds_mesh_segment *g, uint32_t station, struct lnds_err *err)
{
	const size_t bytes = (size_t)g->nslots * g->width;
	const uint64_t bit = UINT64_C(1) << (station % 64);

	if (!g->sound || station >= g->nstations || (g->sound[station / 64] & bit))
		return true;
	if (lnds_mesh_crc32c(0, (const char *)g->data + station * bytes, bytes) !=
		g->dir[station].crc)
		return damaged(g->path, section_name[LNDS_MESH_DATA - 1], err);
	g->sound[station / 64] |= bit;
	return true;
}
