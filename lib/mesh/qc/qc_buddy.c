/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations against their neighbours, hour by hour; see qc_buddy.h. */
#include "mesh/qc/qc_buddy.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "mesh/store/row.h"

#define HOUR 3600

struct neighbours { /* of all stations, as they stand at one time */
	const struct lnds_mesh_epoch **epoch; /* NULL: not in the game */
	uint32_t *first;		      /* nstation + 1 places in item */
	uint32_t *item;
	size_t cap;
	double *mean, *scratch; /* reduced, in 10^-e; NAN: none */
};

static int64_t full_hour(int64_t t)
{
	const int64_t into = t % HOUR;

	return t - into - (into < 0 ? HOUR : 0);
}

static size_t cells(const struct lnds_mesh_hours *h)
{
	return (size_t)h->n * h->nstation;
}

void lnds_mesh_hours_begin(
	struct lnds_mesh_hours *h, uint32_t nstation, int64_t start, int64_t end)
{
	lnds_mesh_hours_free(h);
	h->start = full_hour(start);
	h->n = (uint32_t)((end - h->start + HOUR - 1) / HOUR);
	h->nstation = nstation;
	h->sum = lnds_calloc(cells(h) + 1, sizeof(*h->sum));
	h->count = lnds_calloc(cells(h) + 1, sizeof(*h->count));
	h->out = lnds_calloc(cells(h) + 1, sizeof(*h->out));
}

static size_t cell(const struct lnds_mesh_hours *h, uint32_t station, int64_t t)
{
	return (size_t)((t - h->start) / HOUR) * h->nstation + station;
}

void lnds_mesh_hours_add(
	struct lnds_mesh_hours *h, uint32_t station, int64_t t, int64_t value)
{
	const size_t at = cell(h, station, t);

	h->sum[at] += value;
	h->count[at]++;
}

bool lnds_mesh_hours_out(const struct lnds_mesh_hours *h, uint32_t station, int64_t t)
{
	return h->out[cell(h, station, t)];
}

static const struct lnds_mesh_epoch *place(
	const struct lnds_mesh_station *s, int64_t t, bool elevation)
{
	const struct lnds_mesh_epoch *e = lnds_mesh_epoch_at(s, t);

	return e && !isnan(e->e) && !(elevation && isnan(e->elevation)) ? e : NULL;
}

static bool near(const struct lnds_mesh_epoch *a, const struct lnds_mesh_epoch *b)
{
	const double de = a->e - b->e, dn = a->n - b->n;

	return de * de + dn * dn <= LNDS_MESH_BUDDY_NEAR * LNDS_MESH_BUDDY_NEAR;
}

/* Lists of neighbours, made anew when a station came, went or moved. */
static void meet(struct neighbours *nb, const struct lnds_mesh_stations *s, uint32_t n,
	int64_t t, bool elevation)
{
	bool moved = nb->first == NULL;
	uint32_t i, k;
	size_t used = 0;

	for (i = 0; i < n; i++) {
		const struct lnds_mesh_epoch *e = place(&s->item[i], t, elevation);

		moved |= e != nb->epoch[i];
		nb->epoch[i] = e;
	}
	if (!moved)
		return;
	if (!nb->first)
		nb->first = lnds_calloc((size_t)n + 1, sizeof(*nb->first));
	for (i = 0; i < n; i++) {
		nb->first[i] = (uint32_t)used;
		for (k = 0; nb->epoch[i] && k < n; k++) {
			if (k == i || !nb->epoch[k] || !near(nb->epoch[i], nb->epoch[k]))
				continue;
			if (used == nb->cap) {
				nb->cap = nb->cap ? 2 * nb->cap : 256;
				nb->item = lnds_realloc(
					nb->item, nb->cap, sizeof(*nb->item));
			}
			nb->item[used++] = k;
		}
	}
	nb->first[n] = (uint32_t)used;
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static bool out_of_line(const struct neighbours *nb, uint32_t station, double limit)
{
	double middle, spread, *v = nb->scratch;
	size_t n = 0, i;

	for (i = nb->first[station]; i < nb->first[station + 1]; i++)
		if (!isnan(nb->mean[nb->item[i]]))
			v[n++] = nb->mean[nb->item[i]];
	if (n < LNDS_MESH_BUDDY_LEAST)
		return false;
	middle = median(v, n);
	for (i = 0; i < n; i++)
		v[i] = fabs(v[i] - middle);
	spread = LNDS_MESH_BUDDY_MADS * median(v, n);
	return fabs(nb->mean[station] - middle) > (spread > limit ? spread : limit);
}

void lnds_mesh_buddies(struct lnds_mesh_hours *h, const struct lnds_mesh_stations *s,
	const struct lnds_mesh_param *p, int e)
{
	const double ten = (double)lnds_mesh_ten(e),
		     limit = (double)p->buddy * (double)lnds_mesh_ten(e - p->e);
	const double lapse = (double)p->lapse * ten / 1e6; /* 10^-e per metre */
	const uint32_t n = h->nstation;
	struct neighbours nb = {0};
	uint32_t hour, i;
	size_t at;

	nb.epoch = lnds_calloc((size_t)n + 1, sizeof(const struct lnds_mesh_epoch *));
	nb.mean = lnds_calloc((size_t)n + 1, sizeof(*nb.mean));
	nb.scratch = lnds_calloc((size_t)n + 1, sizeof(*nb.scratch));
	for (hour = 0; hour < h->n; hour++) {
		meet(&nb, s, n, h->start + (int64_t)hour * HOUR, p->lapse != 0);
		for (i = 0; i < n; i++) {
			at = (size_t)hour * n + i;
			nb.mean[i] = NAN;
			if (!h->count[at] || !nb.epoch[i])
				continue;
			nb.mean[i] = (double)h->sum[at] / h->count[at];
			if (p->lapse)
				nb.mean[i] += lapse * nb.epoch[i]->elevation;
		}
		for (i = 0; i < n; i++)
			h->out[(size_t)hour * n + i] =
				!isnan(nb.mean[i]) && out_of_line(&nb, i, limit);
	}
	free(nb.epoch);
	free(nb.first);
	free(nb.item);
	free(nb.mean);
	free(nb.scratch);
}

void lnds_mesh_hours_free(struct lnds_mesh_hours *h)
{
	free(h->sum);
	free(h->count);
	free(h->out);
	*h = (struct lnds_mesh_hours){0};
}
