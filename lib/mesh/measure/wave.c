/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sines, a turn and a quarter, made once. */
#include "mesh/measure/wave.h"

#include <math.h>
#include <pthread.h>

#include "mesh/measure/ratio.h"

#define TURN LNDS_MESH_TURN
#define QUARTER LNDS_MESH_QUARTER

static int32_t table[TURN + QUARTER];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(void)
{
	uint32_t i;

	for (i = 0; i <= QUARTER; i++)
		table[i] = table[TURN / 2 - i] =
			(int32_t)lround(1073741824.0 * sin(2 * M_PI * i / TURN));
	for (i = TURN / 2; i < TURN; i++)
		table[i] = -table[i - TURN / 2];
	for (i = TURN; i < TURN + QUARTER; i++)
		table[i] = table[i - TURN];
}

uint32_t lnds_mesh_hundredths(int64_t m, int e)
{
	__int128 v = m, den = 1;
	int k;

	if (e == 2 && m >= 0)
		return (uint32_t)((uint64_t)m % TURN);
	for (k = e; k < 2; k++)
		v *= 10;
	for (k = 2; k < e; k++)
		den *= 10;
	v = lnds_mesh_half_even(v, den, NULL) % TURN;
	return (uint32_t)(v < 0 ? v + TURN : v);
}

const int32_t *lnds_mesh_sines(void)
{
	pthread_once(&once, fill);
	return table;
}

int32_t lnds_mesh_sin(uint32_t i)
{
	return lnds_mesh_sines()[i];
}

int32_t lnds_mesh_cos(uint32_t i)
{
	return lnds_mesh_sines()[i + QUARTER];
}
