/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the weights of all bytes of a presence mask. */
#include "link/match/overlap.h"

#include <string.h>

/* Sums are held in millionths of a weight unit, so that the share needs no rounding. */
#define PPM 1000000u

void lnds_link_overlap_init(
	struct lnds_link_overlap *o, const struct lnds_link_manifest *m, uint32_t min_ppm)
{
	uint64_t total = 0;
	unsigned f, byte;

	memset(o, 0, sizeof(*o));
	for (f = 0; f < m->nfeature; f++) {
		const uint64_t weight = m->feature[f].weight;

		total += weight;
		for (byte = 0; byte < 256; byte++) {
			if (byte >> f % 8 & 1)
				o->sum[f / 8][byte] += weight * PPM;
		}
	}
	o->need = total * min_ppm;
	o->all = o->need == 0;
}
