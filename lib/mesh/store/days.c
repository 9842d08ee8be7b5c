/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The day table: prefix sums of accepted values, from which any period is two rows. */
#include "mesh/measure/wave.h"
#include "mesh/store/segment_write.h"

void lnds_mesh_days(const struct lnds_mesh_row *row, uint32_t ndays,
	struct lnds_mesh_day *day, size_t stride)
{
	const uint32_t slots = row->high / ndays;
	struct lnds_mesh_day sum = {0}, *d;
	uint32_t k, i, end;
	int32_t q;

	for (k = 0, i = 0; k < ndays; k++, day += stride) {
		d = day;
		*d = sum;
		d->min = d->max = LNDS_MESH_NULL;
		for (end = i + slots; i < end; i++) {
			q = row->q[i];
			if (q == LNDS_MESH_NULL || lnds_mesh_rejected(row->flags[i]))
				continue;
			sum.sum += q;
			sum.n++;
			sum.suspects += lnds_mesh_suspect(row->flags[i]);
			d->max = q > d->max ? q : d->max;
			if (d->min == LNDS_MESH_NULL || q < d->min)
				d->min = q;
		}
	}
	*day = sum;
	day->min = day->max = LNDS_MESH_NULL;
}

void lnds_mesh_vector_days(const struct lnds_mesh_row *row, int64_t offset,
	uint32_t ndays, struct lnds_mesh_vector_day *day, size_t stride)
{
	const uint32_t slots = row->high / ndays;
	struct lnds_mesh_vector_day sum = {0};
	uint32_t k, i, end, at;

	for (k = 0, i = 0; k < ndays; k++, day += stride) {
		*day = sum;
		for (end = i + slots; i < end; i++) {
			if (row->q[i] == LNDS_MESH_NULL ||
				lnds_mesh_rejected(row->flags[i]))
				continue;
			at = lnds_mesh_hundredths(row->q[i] + offset, row->e);
			sum.sum_sin += lnds_mesh_sin(at);
			sum.sum_cos += lnds_mesh_cos(at);
			sum.n++;
			sum.suspects += lnds_mesh_suspect(row->flags[i]);
		}
	}
	*day = sum;
}
