/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps; see stamp.h. */
#include "mesh/measure/stamp.h"

#include "text/date.h"

static bool two(const char *p, unsigned *out)
{
	*out = (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
	return lnds_is_digit(p[0]) && lnds_is_digit(p[1]);
}

/* "Z", "+01:00" or nothing; *shift is what to take off. */
static bool zone(const char *p, size_t n, int64_t *shift)
{
	unsigned h, m;

	*shift = 0;
	if (n == 0 || (n == 1 && *p == 'Z'))
		return true;
	if (n != 6 || (*p != '+' && *p != '-') || p[3] != ':' || !two(p + 1, &h) ||
		!two(p + 4, &m) || h > 14 || m > 59)
		return false;
	*shift = (*p == '-' ? -1 : 1) * (int64_t)(h * 3600 + m * 60);
	return true;
}

bool lnds_mesh_stamp(struct lnds_sv s, int64_t *utc)
{
	unsigned h, m, sec = 0;
	struct lnds_date d;
	size_t at = 16;
	int64_t shift;

	if (s.n < 16 || (s.p[10] != 'T' && s.p[10] != ' ') || s.p[13] != ':' ||
		!lnds_date_parse((struct lnds_sv){s.p, 10}, &d) || d.year > 9998 ||
		!two(s.p + 11, &h) || !two(s.p + 14, &m))
		return false;
	if (s.n >= 19 && s.p[16] == ':') {
		if (!two(s.p + 17, &sec))
			return false;
		at = 19;
	}
	if (h > 24 || m > 59 || sec > 59 || (h == 24 && (m || sec)) ||
		!zone(s.p + at, s.n - at, &shift))
		return false;
	*utc = INT64_C(86400) * lnds_date_days(d) + h * 3600 + m * 60 + sec - shift;
	return true;
}

static void put_two(char *out, int64_t v)
{
	out[0] = (char)('0' + v / 10);
	out[1] = (char)('0' + v % 10);
}

void lnds_mesh_stamp_put(char *out, int64_t utc)
{
	const int64_t day = (utc >= 0 ? utc : utc - 86399) / 86400;
	const int64_t s = utc - day * 86400;

	lnds_date_put(out, lnds_date_of((int32_t)day));
	out[10] = 'T';
	put_two(out + 11, s / 3600);
	out[13] = ':';
	put_two(out + 14, s / 60 % 60);
	out[16] = ':';
	put_two(out + 17, s % 60);
	out[19] = 'Z';
}

bool lnds_mesh_clock_tell(struct lnds_mesh_clock *c, struct lnds_sv s)
{
	c->date = 0; /* no text begins so */
	if (!lnds_mesh_stamp(s, &c->t))
		return false;
	/* 24:00 is of another day than its text. */
	if (s.n != 20 || memcmp(s.p + 11, "24", 2) == 0)
		return true;
	memcpy(&c->date, s.p, sizeof(c->date));
	memcpy(&c->end, s.p + 8, sizeof(c->end));
	memcpy(&c->rest, s.p + 12, sizeof(c->rest));
	c->midnight = c->t - ((c->t % 86400) + 86400) % 86400;
	return true;
}
