/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps of ISO 8601 (2004, 4.3) as station files have them. */
#ifndef LNDS_MESH_STAMP_H
#define LNDS_MESH_STAMP_H

#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/sv.h"

/* YYYY-MM-DD, T or a blank, hh:mm[:ss], then Z, +hh:mm, -hh:mm or nothing (UTC); 24:00 is the next
 * day's 00:00. Years 1 to 9998. */
bool lnds_mesh_stamp(struct lnds_sv s, int64_t *utc) LNDS_MUST_CHECK;
/* "2023-04-05T10:20:00Z": 20 bytes, no NUL. */
void lnds_mesh_stamp_put(char *out, int64_t utc);

/* Stamps one after the other: most are the same again, or of the same day. Zeroed at first. */
struct lnds_mesh_clock {
	int64_t t;		  /* of the last one */
	uint64_t date, end, rest; /* bytes 0-7, 8-15 and 12-19 of it */
	int64_t midnight;	  /* of its day */
};

/* Tells p[0, 20), "YYYY-MM-DDThh:mm:ssZ", into c->t if the one before makes that easy. False: it says nothing,
 * lnds_mesh_clock_tell is to be asked. */
static inline bool lnds_mesh_clock_quick(struct lnds_mesh_clock *c, const char *p)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t date, end, rest, hms;
	uint32_t h, m, s;

	memcpy(&date, p, sizeof(date));
	memcpy(&end, p + 8, sizeof(end));
	memcpy(&rest, p + 12, sizeof(rest));
	if (date != c->date || (uint32_t)end << 8 != (uint32_t)c->end << 8)
		return false; /* another day, or not the same separator */
	if (end == c->end && rest == c->rest)
		return true;
	memcpy(&hms, p + 11, sizeof(hms));
	hms ^= UINT64_C(0x30303a30303a3030); /* "00:00:00" */
	if (p[19] != 'Z' || hms & UINT64_C(0x0000ff0000ff0000) ||
		(((hms + 0x76 * each) | hms) & 0x80 * each))
		return false;
	h = (uint32_t)(hms & 15) * 10 + (uint32_t)(hms >> 8 & 15);
	m = (uint32_t)(hms >> 24 & 15) * 10 + (uint32_t)(hms >> 32 & 15);
	s = (uint32_t)(hms >> 48 & 15) * 10 + (uint32_t)(hms >> 56 & 15);
	if (h > 23 || m > 59 || s > 59)
		return false;
	c->end = end;
	c->rest = rest;
	c->t = c->midnight + h * 3600 + m * 60 + s;
	return true;
}
/* As lnds_mesh_stamp, into c->t. */
bool lnds_mesh_clock_tell(struct lnds_mesh_clock *c, struct lnds_sv s) LNDS_MUST_CHECK;

#endif
