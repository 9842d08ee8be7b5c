/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps of ISO 8601 (2004, 4.3) as station files have them. */
#ifndef LNDS_MESH_STAMP_H
#define LNDS_MESH_STAMP_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

/* YYYY-MM-DD, T or a blank, hh:mm[:ss], then Z, +hh:mm, -hh:mm or nothing (UTC); 24:00 is the next
 * day's 00:00. Years 1 to 9998. */
bool lnds_mesh_stamp(struct lnds_sv s, int64_t *utc) LNDS_MUST_CHECK;
/* "2023-04-05T10:20:00Z": 20 bytes, no NUL. */
void lnds_mesh_stamp_put(char *out, int64_t utc);

#endif
