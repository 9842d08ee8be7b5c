/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting pairs in place: buckets byte by byte of what orders them (American flag sort),
 * small buckets by insertion. No memory beside the pairs: there may be as many as
 * --memory allows.
 */
#include "link/file/pairs.h"

#define SMALL 24u /* pairs: sorted by insertion */

static void insertion(struct lnds_link_pair *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct lnds_link_pair x = p[i];
		size_t k;

		for (k = i; k && lnds_link_pair_cmp(&x, &p[k - 1]) < 0; k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

/* The bytes of the order, the most significant first. A score is at most 2^24: one bit
 * more than three bytes, which only the score 1 has. */
#define BYTES 14u

static unsigned byte_of(const struct lnds_link_pair *p, unsigned i)
{
	if (i < 4)
		return ~p->score >> (24 - 8 * i) & 255;
	if (i == 4)
		return p->sa;
	if (i < 9)
		return p->a >> (64 - 8 * i) & 255;
	if (i == 9)
		return p->sb;
	return p->b >> (104 - 8 * i) & 255;
}

static void flag_sort(struct lnds_link_pair *p, size_t n, unsigned byte)
{
	size_t from[256], to[256] = {0}, at = 0;

	if (n <= SMALL) {
		insertion(p, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		to[byte_of(&p[i], byte)]++;
	if (to[byte_of(p, byte)] == n) {
		if (byte + 1 < BYTES)
			flag_sort(p, n, byte + 1);
		return;
	}
	for (unsigned b = 0; b < 256; b++) {
		from[b] = at;
		at = to[b] += at;
	}
	for (unsigned b = 0; b < 256; b++) {
		while (from[b] < to[b]) {
			struct lnds_link_pair x = p[from[b]];
			unsigned home = byte_of(&x, byte);

			while (home != b) {
				const struct lnds_link_pair y = p[from[home]];

				p[from[home]++] = x;
				x = y;
				home = byte_of(&x, byte);
			}
			p[from[b]++] = x;
		}
	}
	for (unsigned b = 0; byte + 1 < BYTES && b < 256; b++) {
		at = b ? to[b - 1] : 0;
		if (to[b] - at > 1)
			flag_sort(p + at, to[b] - at, byte + 1);
	}
}

void lnds_link_pairs_sort(struct lnds_link_pair *pair, size_t n)
{
	flag_sort(pair, n, 0);
}
