/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sines, of a quarter turn, made once. */
#include "mesh/wave.h"

#include <math.h>
#include <pthread.h>

#include "mesh/ratio.h"

#define TURN 36000u
#define QUARTER (TURN / 4)

static int32_t table[QUARTER + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(void)
{
	uint32_t i;

	for (i = 0; i <= QUARTER; i++)
		table[i] = (int32_t)lround(1073741824.0 * sin(2 * M_PI * i / TURN));
}

uint32_t lnds_mesh_hundredths(int64_t m, int e)
{
	__int128 v = m, den = 1;
	int k;

	for (k = e; k < 2; k++)
		v *= 10;
	for (k = 2; k < e; k++)
		den *= 10;
	v = lnds_mesh_half_even(v, den, NULL) % TURN;
	return (uint32_t)(v < 0 ? v + TURN : v);
}

int32_t lnds_mesh_sin(uint32_t i)
{
	pthread_once(&once, fill);
	if (i >= TURN / 2)
		return -lnds_mesh_sin(i - TURN / 2);
	return i <= QUARTER ? table[i] : table[TURN / 2 - i];
}

int32_t lnds_mesh_cos(uint32_t i)
{
	return lnds_mesh_sin((i + QUARTER) % TURN);
}
