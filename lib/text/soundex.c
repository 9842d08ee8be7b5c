/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Soundex as the US National Archives describe it. */
#include "text/norm.h"

bool lnds_soundex(struct lnds_sv s, char out[4])
{
	/* For a to z; '0' are the vowels, y, and h and w. */
	static const char code[26] = "01230120022455012623010202";
	char last = '0';
	unsigned n = 0;

	for (size_t i = 0; i < s.n && n < 4; i++) {
		const unsigned letter = ((unsigned char)s.p[i] | 0x20u) - 'a';
		char c;

		if (letter >= 26)
			continue;
		c = code[letter];
		if (n == 0)
			out[n++] = (char)('A' + letter);
		else if (letter == 'h' - 'a' || letter == 'w' - 'a')
			continue;
		else if (c != '0' && c != last)
			out[n++] = c;
		last = c;
	}
	if (n == 0)
		return false;
	while (n < 4)
		out[n++] = '0';
	return true;
}
