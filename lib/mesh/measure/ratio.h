/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Division of integers, rounded half to even: the one rounding of lnds-mesh. */
#ifndef LNDS_MESH_RATIO_H
#define LNDS_MESH_RATIO_H

#include <stdbool.h>
#include <stdint.h>

/* num / den to the nearest whole number, ties to even; den > 0. *exact becomes false if anything
 * was rounded, and stays as it is otherwise; NULL allowed. */
static inline __int128 lnds_mesh_half_even(__int128 num, __int128 den, bool *exact)
{
	__int128 q = num / den, r = num % den, twice;

	if (r == 0)
		return q;
	if (exact)
		*exact = false;
	twice = 2 * (r < 0 ? -r : r);
	if (twice > den || (twice == den && (q & 1)))
		q += num < 0 ? -1 : 1;
	return q;
}

#endif
