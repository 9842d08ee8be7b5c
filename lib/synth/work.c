/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of work. Wages are plausible, not measured: the quantiles follow a log-normal
 * curve with a heavier upper end, given by a few knots and straight lines between them.
 */
#include "synth/work.h"

#include <string.h>

/* clang-format off */
static const struct {
	char nace[6];
	uint16_t euros;
} branches[LNDS_BRANCHES] = {
	{"01.11", 2900}, {"02.20", 3000}, {"10.71", 2800}, {"11.05", 3500},
	{"16.23", 3200}, {"18.12", 3300}, {"20.59", 4300}, {"22.29", 3900},
	{"24.10", 4400}, {"25.11", 3700}, {"25.62", 3700}, {"28.29", 4200},
	{"33.12", 3900}, {"35.11", 5200}, {"36.00", 4300}, {"38.11", 3100},
	{"41.20", 3400}, {"42.11", 3500}, {"43.21", 3300}, {"43.22", 3300},
	{"43.34", 3000}, {"45.11", 3500}, {"45.20", 3200}, {"46.39", 3700},
	{"46.90", 3900}, {"47.11", 2700}, {"47.30", 2700}, {"47.71", 2700},
	{"47.73", 3400}, {"49.31", 3600}, {"49.41", 3300}, {"51.10", 5200},
	{"52.29", 3700}, {"53.10", 4000}, {"55.10", 2800}, {"56.10", 2600},
	{"56.30", 2600}, {"58.13", 4300}, {"61.10", 4900}, {"62.01", 5400},
	{"62.02", 5600}, {"63.11", 5000}, {"64.19", 6000}, {"64.20", 6200},
	{"65.12", 5600}, {"66.30", 6300}, {"68.20", 4200}, {"69.10", 6200},
	{"69.20", 5100}, {"70.22", 5500}, {"71.12", 4700}, {"74.90", 4200},
	{"78.20", 2900}, {"80.10", 3000}, {"81.21", 2600}, {"84.11", 5300},
	{"85.20", 5800}, {"86.10", 4700}, {"87.30", 3900}, {"88.91", 3600},
};

/* Quantile (of 1024) and its wage in thousandths of the median. */
static const struct {
	uint16_t at, value;
} knots[] = {
	{0, 350}, {32, 470}, {64, 542}, {128, 631}, {192, 701}, {256, 764}, {320, 822},
	{384, 880}, {448, 939}, {512, 1000}, {576, 1065}, {640, 1136}, {704, 1216},
	{768, 1309}, {832, 1426}, {896, 1584}, {960, 1846}, {992, 2105}, {1008, 2366},
	{1016, 2650}, {1020, 3000}, {1024, 5500},
};
/* clang-format on */

void lnds_work_init(struct lnds_work *w)
{
	unsigned i, k = 0;

	*w = (struct lnds_work){0};
	for (i = 0; i < LNDS_BRANCHES; i++) {
		memcpy(w->nace[i], branches[i].nace, sizeof(branches[i].nace));
		w->base[i] = branches[i].euros * 100u;
	}
	/* From 0.85 at sixteen to 1.36 at fifty, then flat. */
	for (i = 16; i < 128; i++)
		w->factor[i] = (uint16_t)(850 + 15 * ((i < 50 ? i : 50) - 16));
	for (i = 0; i < LNDS_QUANTILES; i++) {
		while (i >= knots[k + 1].at)
			k++;
		w->quantile[i] =
			(uint16_t)(knots[k].value +
				   (knots[k + 1].value - knots[k].value) *
					   (i - knots[k].at) /
					   (unsigned)(knots[k + 1].at - knots[k].at));
	}
}
