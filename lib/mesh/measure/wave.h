/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions as whole-number unit vectors, so that their sums are exact. */
#ifndef LNDS_MESH_WAVE_H
#define LNDS_MESH_WAVE_H

#include <stdint.h>

#define LNDS_MESH_TURN 36000u
#define LNDS_MESH_QUARTER (LNDS_MESH_TURN / 4)

/* A direction m 10^-e degrees in hundredths of a degree, 0 to 35999, half to even. */
uint32_t lnds_mesh_hundredths(int64_t m, int e);
/* round(2^30 sin(2 pi i / 36000)), i from 0 to 35999; any thread. */
int32_t lnds_mesh_sin(uint32_t i);
int32_t lnds_mesh_cos(uint32_t i);
/* All of them, for loops: i from 0 to 44999; the cosine of i stands at i + LNDS_MESH_QUARTER. */
const int32_t *lnds_mesh_sines(void);

#endif
