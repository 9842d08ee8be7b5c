/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code files side by side; see compare.h. */
#include "link/report/compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/map.h"
#include "link/file/meta.h"
#include "link/report/report.h"

static int more_frequent(const void *a, const void *b)
{
	const struct lnds_link_mask_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->mask < y->mask ? -1 : x->mask > y->mask;
}

/* Each mask of the file and how often it occurs, the most frequent first. */
static struct lnds_link_mask_count *count_masks(
	const struct lnds_link_codes *codes, size_t *n)
{
	struct lnds_link_mask_count *list = NULL;
	struct lnds_map seen = {0};
	size_t cap = 0;
	uint32_t row;

	*n = 0;
	for (row = 0; row < codes->n; row++) {
		const struct lnds_sv key = {
			(const char *)&codes->mask[row], sizeof(codes->mask[row])};
		const uint32_t at = lnds_map_add(&seen, key, (uint32_t)*n);

		if (at != LNDS_MAP_NONE) {
			list[at].n++;
			continue;
		}
		if (*n == cap) {
			cap = cap ? 2 * cap : 64;
			list = lnds_realloc(list, cap, sizeof(*list));
		}
		list[(*n)++] = (struct lnds_link_mask_count){codes->mask[row], 1};
	}
	lnds_map_free(&seen);
	qsort(list, *n, sizeof(*list), more_frequent);
	return list;
}

void lnds_link_overview(
	const struct lnds_link_codes *codes, struct lnds_link_overview *out)
{
	struct lnds_link_mask_count *list;
	size_t n, i;
	uint32_t row;

	*out = (struct lnds_link_overview){0};
	for (row = 0; row < codes->n; row++)
		out->ones += codes->popcount[row];
	list = count_masks(codes, &n);
	for (i = 0; i < n; i++) {
		if (i < LNDS_LINK_COMPARE_MASKS)
			out->mask[out->nmask++] = list[i];
		else
			out->others += list[i].n;
	}
	free(list);
}

static void add_share(struct lnds_buf *b, const char *key, double share)
{
	lnds_json_key(b, key);
	if (isnan(share))
		lnds_buf_str(b, "null");
	else
		lnds_buf_printf(b, "%.6f", share);
}

/* "surname+sex": the features that a mask says are there. */
static void add_present(
	struct lnds_buf *b, const struct lnds_link_manifest *m, uint64_t mask)
{
	unsigned i, n = 0;

	lnds_json_key(b, "present");
	lnds_buf_c(b, '[');
	for (i = 0; i < m->nfeature; i++) {
		if (!(mask >> i & 1))
			continue;
		if (n++)
			lnds_buf_c(b, ',');
		lnds_json_str(b, lnds_sv(m->feature[i].id));
	}
	lnds_buf_c(b, ']');
}

static void add_file(const struct lnds_link_codes *codes, struct lnds_buf *b)
{
	struct lnds_link_overview o;
	const double n = codes->n;
	unsigned i;

	lnds_link_overview(codes, &o);
	lnds_buf_c(b, '{');
	lnds_link_meta_str(b, "party", codes->manifest.party);
	lnds_link_meta_u64(b, "n", codes->n);
	lnds_link_meta_u64(b, "bits", codes->bits);
	lnds_json_key(b, "mean_popcount");
	lnds_buf_printf(b, "%.2f", (double)o.ones / n);
	add_share(b, "fill", (double)o.ones / n / codes->bits);
	lnds_json_key(b, "masks");
	lnds_buf_c(b, '[');
	for (i = 0; i < o.nmask && !codes->manifest.bare; i++) {
		lnds_buf_str(b, i ? ",{" : "{");
		lnds_json_key(b, "mask");
		lnds_buf_printf(b, "\"%" PRIx64 "\"", o.mask[i].mask);
		add_present(b, &codes->manifest, o.mask[i].mask);
		add_share(b, "share", (double)o.mask[i].n / n);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
	add_share(b, "other_masks", (double)o.others / n);
	lnds_buf_str(b, "}\n");
}

/* True where it is worth a warning, which is appended to `warnings`. */
static bool add_pair(const struct lnds_link_codes *x, const struct lnds_link_codes *y,
	struct lnds_buf *b, struct lnds_buf *warnings)
{
	const double corr = lnds_link_bit_corr(x, y);
	struct lnds_buf text = {0};

	lnds_buf_c(b, '{');
	lnds_link_meta_str(b, "a", x->manifest.party);
	lnds_link_meta_str(b, "b", y->manifest.party);
	add_share(b, "bit_corr", corr);
	lnds_buf_str(b, "}\n");
	if (isnan(corr) || corr >= LNDS_LINK_BIT_CORR)
		return false;
	lnds_buf_printf(&text,
		"%s and %s: bit_corr %.6f is below 0.9: another key, other habits of "
		"writing, or another population",
		x->manifest.party, y->manifest.party, corr);
	if (warnings->n)
		lnds_buf_c(warnings, ',');
	lnds_json_str(warnings, lnds_buf_view(&text));
	lnds_buf_free(&text);
	return true;
}

unsigned lnds_link_compare(
	const struct lnds_link_codes *codes, unsigned n, struct lnds_buf *out)
{
	struct lnds_buf warnings = {0};
	uint64_t records = 0;
	unsigned i, k, warned = 0;

	for (i = 0; i < n; i++) {
		add_file(&codes[i], out);
		records += codes[i].n;
	}
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n; k++)
			warned += add_pair(&codes[i], &codes[k], out, &warnings);
	lnds_buf_str(out, "{\"summary\":true");
	lnds_link_meta_u64(out, "files", n);
	lnds_link_meta_u64(out, "n", records);
	lnds_json_key(out, "warnings");
	lnds_buf_c(out, '[');
	lnds_buf_sv(out, lnds_buf_view(&warnings));
	lnds_buf_str(out, "]}\n");
	lnds_buf_free(&warnings);
	return warned;
}
