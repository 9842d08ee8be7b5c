/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches read: header, then run after run, each checked before it is given. */
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/measure/crc32c.h"
#include "mesh/measure/layout.h"
#include "mesh/measure/time.h"
#include "mesh/store/batchlog.h"
#include "mesh/store/kept.h"

struct lnds_mesh_batch {
	const struct lnds_mesh_store *s;
	const char *path;
	struct lnds_mapping m;
	const struct lnds_mesh_batch_header *h;
	uint64_t at;
	uint32_t given; /* runs */
	bool full;
};

static bool damaged(const char *path, const char *part, struct lnds_err *err)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "%s: %s is damaged", path, part);
	return lnds_hint(err, "restore this file from a backup, or ingest its data anew");
}

static bool header_ok(
	const struct lnds_mapping *m, const struct lnds_mesh_batch_entry *entry)
{
	static const uint8_t zeros[sizeof(((struct lnds_mesh_batch_header *)0)->zeros)];
	const struct lnds_mesh_batch_header *h = (const void *)m->p;

	return m->n >= sizeof(*h) && memcmp(h->magic, LNDS_MESH_BATCH_MAGIC, 8) == 0 &&
	       h->crc == entry->crc && lnds_mesh_crc32c(0, h, sizeof(*h) - 4) == h->crc &&
	       h->version == LNDS_MESH_FORMAT && h->arrival <= UINT16_MAX &&
	       h->seq == entry->seq && h->length == m->n && h->dup <= LNDS_MESH_ERROR &&
	       memcmp(h->zeros, zeros, sizeof(zeros)) == 0;
}

static struct lnds_mesh_batch *made(struct lnds_mesh_store *s, struct lnds_mapping *m,
	const char *path, const struct lnds_mesh_batch_entry *entry, bool full,
	struct lnds_err *err)
{
	struct lnds_mesh_batch *b;

	if (m->n != entry->bytes || !header_ok(m, entry)) {
		damaged(path, m->n == entry->bytes ? "the header" : "its length", err);
		lnds_mapping_close(m);
		return NULL;
	}
	b = lnds_calloc(1, sizeof(*b));
	b->s = s;
	b->path = path;
	b->m = *m;
	b->h = (const void *)m->p;
	b->at = sizeof(*b->h);
	b->full = full;
	return b;
}

struct lnds_mesh_batch *lnds_mesh_batch_open(struct lnds_mesh_store *s,
	const struct lnds_mesh_batch_entry *entry, bool full, struct lnds_err *err)
{
	const char *path = lnds_mesh_batch_path(s, entry->seq);
	struct lnds_mapping m;

	return lnds_mesh_kept_map(path, &m, err) ? made(s, &m, path, entry, full, err)
						 : NULL;
}

struct lnds_mesh_batch *lnds_mesh_batch_fd(struct lnds_mesh_store *s, int fd,
	const char *path, const struct lnds_mesh_batch_entry *entry, struct lnds_err *err)
{
	struct lnds_mapping m;

	if (!lnds_mapping_fd(fd, path, &m, err))
		return NULL;
	return made(s, &m, path, entry, false, err);
}

uint16_t lnds_mesh_batch_arrival(const struct lnds_mesh_batch *b)
{
	return (uint16_t)b->h->arrival;
}

enum lnds_mesh_dup lnds_mesh_batch_dup(const struct lnds_mesh_batch *b)
{
	return (enum lnds_mesh_dup)b->h->dup;
}

/* Bytes of payload that the run's header asks for, or UINT64_MAX. */
static uint64_t payload(const struct lnds_mesh_run_header *h)
{
	switch (h->kind) {
	case LNDS_MESH_RUN_VALUES:
		return h->n && (h->width == 2 || h->width == 4)
			       ? (uint64_t)h->n * h->width
			       : UINT64_MAX;
	case LNDS_MESH_RUN_FLAGS:
		return h->n && h->width == 1 ? h->n : UINT64_MAX;
	case LNDS_MESH_RUN_SERIES:
		return h->n || h->width != 4 ? UINT64_MAX : 8;
	default:
		return UINT64_MAX;
	}
}

static bool run_ok(const struct lnds_mesh_batch *b, const struct lnds_mesh_run_header *h)
{
	const struct lnds_mesh_store *s = b->s;
	uint64_t slots;

	if (lnds_mesh_crc32c(0, h, sizeof(*h) - 4) != h->crc || h->zero ||
		h->param >= s->params.n || h->station >= s->stations.n || h->year < 1 ||
		h->year > 9998 || h->bytes != payload(h) ||
		lnds_mesh_align(h->bytes, 8) > b->m.n - b->at - sizeof(*h))
		return false;
	slots = (uint64_t)(lnds_mesh_year_start(h->year + 1) -
			   lnds_mesh_year_start(h->year)) /
		s->step;
	return h->slot < slots && h->n <= slots - h->slot && h->e <= 9 &&
	       (h->kind != LNDS_MESH_RUN_VALUES || h->e >= s->params.item[h->param].e);
}

static bool payload_ok(const struct lnds_mesh_run_header *h, const uint8_t *p)
{
	const uint64_t end = lnds_mesh_align(h->bytes, 8);
	uint64_t i;

	for (i = h->bytes; i < end; i++)
		if (p[i])
			return false;
	return lnds_mesh_crc32c(0, p, h->bytes) == h->payload_crc;
}

static bool series_ok(struct lnds_mesh_run *run, const uint8_t *p)
{
	uint32_t both[2];

	if (run->kind != LNDS_MESH_RUN_SERIES)
		return true;
	memcpy(both, p, sizeof(both));
	run->phase = both[0];
	run->cadence = both[1];
	return run->cadence && 86400 % run->cadence == 0 && run->phase < 86400;
}

int lnds_mesh_batch_next(
	struct lnds_mesh_batch *b, struct lnds_mesh_run *run, struct lnds_err *err)
{
	const struct lnds_mesh_run_header *h = (const void *)(b->m.p + b->at);
	const uint8_t *p = (const uint8_t *)(h + 1);

	if (b->at == b->m.n && b->given == b->h->runs)
		return 0;
	if (b->given == b->h->runs || b->m.n - b->at < sizeof(*h) || !run_ok(b, h)) {
		damaged(b->path, "the header of a run", err);
		return -1;
	}
	*run = (struct lnds_mesh_run){.param = h->param,
		.station = h->station,
		.year = h->year,
		.width = h->width,
		.kind = h->kind,
		.e = h->e,
		.slot = h->slot,
		.n = h->n,
		.value = p,
		.batch = b};
	if ((b->full && !payload_ok(h, p)) || !series_ok(run, p)) {
		damaged(b->path, "the payload of a run", err);
		return -1;
	}
	b->at += sizeof(*h) + lnds_mesh_align(h->bytes, 8);
	b->given++;
	return 1;
}

bool lnds_mesh_batch_sound(
	const struct lnds_mesh_batch *b, const void *value, struct lnds_err *err)
{
	const struct lnds_mesh_run_header *h = value;

	return payload_ok(h - 1, value) || damaged(b->path, "the payload of a run", err);
}

void lnds_mesh_batch_close(struct lnds_mesh_batch *b)
{
	if (!b)
		return;
	lnds_mapping_close(&b->m);
	free(b);
}
