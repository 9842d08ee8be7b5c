/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MANIFEST: text that alone decides which files of a store exist.
 *
 *	lnds-mesh 1
 *	gen G
 *	seg PARAM YEAR GEN BYTES CRC
 *	batch SEQ BYTES CRC
 *	crc HEX                       of all bytes before this line
 */
#include "mesh/store/manifest.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "base/num.h"
#include "mesh/measure/crc32c.h"
#include "os/atomic.h"
#include "os/file.h"

static bool damaged(struct lnds_err *err, uint64_t line)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "the manifest is damaged");
	err->input = "MANIFEST";
	err->line = line;
	return lnds_hint(err, "restore it from a backup: nothing was changed");
}

static void put_crc(struct lnds_buf *out, uint32_t crc)
{
	lnds_buf_printf(out, "%08x\n", crc);
}

void lnds_mesh_manifest_text(const struct lnds_mesh_manifest *m,
	const struct lnds_mesh_params *params, struct lnds_buf *out)
{
	size_t i;

	lnds_buf_printf(out, "lnds-mesh 1\ngen %llu\n", (unsigned long long)m->gen);
	for (i = 0; i < m->nseg; i++) {
		lnds_buf_printf(out, "seg %s %u %u %llu ",
			params->item[m->seg[i].param].id, m->seg[i].year, m->seg[i].gen,
			(unsigned long long)m->seg[i].bytes);
		put_crc(out, m->seg[i].crc);
	}
	for (i = 0; i < m->nbatch; i++) {
		lnds_buf_printf(out, "batch %llu %llu ",
			(unsigned long long)m->batch[i].seq,
			(unsigned long long)m->batch[i].bytes);
		put_crc(out, m->batch[i].crc);
	}
	lnds_buf_str(out, "crc ");
	put_crc(out, lnds_mesh_crc32c(0, out->p, out->n - 4));
}

/* The words of a line, at most six; returns their number. */
static unsigned split(struct lnds_sv line, struct lnds_sv word[6])
{
	unsigned n = 0;

	while (line.p && n < 6)
		word[n++] = lnds_sv_cut(line, ' ', &line);
	return line.p ? 7 : n;
}

static bool whole(struct lnds_sv s, uint64_t most, uint64_t *out)
{
	return lnds_u64(s, out) && *out <= most;
}

static bool hex32(struct lnds_sv s, uint32_t *out)
{
	uint8_t b[4];

	if (s.n != 8 || !lnds_unhex(s, b, false))
		return false;
	*out = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
	return true;
}

static bool add_seg(struct lnds_mesh_manifest *m, const struct lnds_mesh_params *params,
	const struct lnds_sv w[6])
{
	uint64_t year, gen, bytes;
	struct lnds_mesh_seg_entry e = {0}, *before;

	e.param = lnds_map_get(&params->index, w[1]);
	if (e.param == LNDS_MAP_NONE || !whole(w[2], 9999, &year) ||
		!whole(w[3], UINT32_MAX, &gen) || !whole(w[4], UINT64_MAX, &bytes) ||
		!hex32(w[5], &e.crc))
		return false;
	e.year = (uint16_t)year;
	e.gen = (uint32_t)gen;
	e.bytes = bytes;
	before = m->nseg ? &m->seg[m->nseg - 1] : NULL;
	if (before && lnds_mesh_seg_cmp(params, before, &e) >= 0)
		return false;
	m->seg = lnds_realloc(m->seg, m->nseg + 1, sizeof(*m->seg));
	m->seg[m->nseg++] = e;
	return true;
}

static bool add_batch(struct lnds_mesh_manifest *m, const struct lnds_sv w[6])
{
	struct lnds_mesh_batch_entry e = {0};

	if (!whole(w[1], UINT64_MAX, &e.seq) || !whole(w[2], UINT64_MAX, &e.bytes) ||
		!hex32(w[3], &e.crc) ||
		(m->nbatch && m->batch[m->nbatch - 1].seq >= e.seq))
		return false;
	m->batch = lnds_realloc(m->batch, m->nbatch + 1, sizeof(*m->batch));
	m->batch[m->nbatch++] = e;
	return true;
}

int lnds_mesh_seg_cmp(const struct lnds_mesh_params *params,
	const struct lnds_mesh_seg_entry *a, const struct lnds_mesh_seg_entry *b)
{
	int c = strcmp(params->item[a->param].id, params->item[b->param].id);

	return c ? c : (a->year > b->year) - (a->year < b->year);
}

/* Is the last line "crc HEX" of all before it? *body is what stands before. */
static bool sealed(struct lnds_sv text, struct lnds_sv *body)
{
	uint32_t crc;

	if (text.n < 13 || memcmp(text.p + text.n - 13, "crc ", 4) != 0 ||
		text.p[text.n - 1] != '\n' ||
		!hex32((struct lnds_sv){text.p + text.n - 9, 8}, &crc))
		return false;
	*body = (struct lnds_sv){text.p, text.n - 13};
	return crc == lnds_mesh_crc32c(0, body->p, body->n);
}

/* Is it byte for byte what we would write: no leading zeros, no line end left out? */
static bool written_so(const struct lnds_mesh_manifest *m,
	const struct lnds_mesh_params *params, struct lnds_sv text)
{
	struct lnds_buf again = {0};
	bool same;

	lnds_mesh_manifest_text(m, params, &again);
	same = lnds_sv_eq(lnds_buf_view(&again), text);
	lnds_buf_free(&again);
	return same;
}

bool lnds_mesh_manifest_parse(struct lnds_sv text, const struct lnds_mesh_params *params,
	struct lnds_mesh_manifest *m, struct lnds_err *err)
{
	struct lnds_sv body, line, w[6];
	uint64_t number = 0;
	unsigned n;
	bool ok = true;

	*m = (struct lnds_mesh_manifest){0};
	if (!sealed(text, &body))
		return damaged(err, 0);
	while (ok && body.n) {
		line = lnds_sv_cut(body, '\n', &body);
		n = split(line, w);
		number++;
		if (number == 1)
			ok = lnds_sv_is(line, "lnds-mesh 1");
		else if (number == 2)
			ok = n == 2 && lnds_sv_is(w[0], "gen") && lnds_u64(w[1], &m->gen);
		else if (n == 6 && lnds_sv_is(w[0], "seg"))
			ok = m->nbatch == 0 && add_seg(m, params, w);
		else
			ok = n == 4 && lnds_sv_is(w[0], "batch") && add_batch(m, w);
	}
	if (ok && number >= 2 && written_so(m, params, text))
		return true;
	lnds_mesh_manifest_free(m);
	return damaged(err, number);
}

void lnds_mesh_manifest_free(struct lnds_mesh_manifest *m)
{
	free(m->seg);
	free(m->batch);
	*m = (struct lnds_mesh_manifest){0};
}

bool lnds_mesh_manifest_write(const char *path, const struct lnds_mesh_manifest *m,
	const struct lnds_mesh_params *params, struct lnds_err *err)
{
	struct lnds_atomic *file = lnds_atomic_open(path, 0666, err);
	struct lnds_buf text = {0};
	bool ok;

	if (!file)
		return false;
	lnds_mesh_manifest_text(m, params, &text);
	ok = lnds_write_all(lnds_atomic_fd(file), text.p, text.n, path, err);
	lnds_buf_free(&text);
	if (ok)
		return lnds_atomic_commit(file, err);
	lnds_atomic_abort(file);
	return false;
}
