/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as text and thresholds from text, in integers. */
#include "link/kernel/score.h"

#define MOST_DIGITS 18u

bool lnds_link_threshold(struct lnds_sv text, uint32_t *t)
{
	uint64_t num = 0, den = 1;
	bool point = false;
	unsigned digits = 0;
	size_t i;

	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (!lnds_is_digit(text.p[i]) || ++digits > MOST_DIGITS)
			return false;
		num = 10 * num + (uint64_t)(text.p[i] - '0');
		if (point)
			den *= 10;
	}
	if (!digits || text.p[text.n - 1] == '.' || num > den)
		return false;
	*t = (uint32_t)(((unsigned __int128)num << 24) / den);
	return true;
}

void lnds_link_score_text(uint32_t score, char out[9])
{
	const uint64_t v = ((uint64_t)score * 1000000 + (1u << 23)) >> 24;
	uint32_t millionths = (uint32_t)(v % 1000000);
	unsigned i;

	out[0] = (char)('0' + v / 1000000 % 10);
	out[1] = '.';
	for (i = 7; i >= 2; i--, millionths /= 10)
		out[i] = (char)('0' + millionths % 10);
	out[8] = '\0';
}
