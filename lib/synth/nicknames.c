/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formal and short forms of first names: sixty pairs from general knowledge. */
#include "synth/names.h"

/* clang-format off */
static const char *const pairs[LNDS_NICKNAMES][2] = {
	{"Johann", "Hans"}, {"Johannes", "Hannes"}, {"Josef", "Sepp"}, {"Joseph", "Jos"},
	{"Michael", "Michel"}, {"Alexander", "Alex"}, {"Maximilian", "Max"},
	{"Wilhelm", "Willi"}, {"Friedrich", "Fritz"}, {"Heinrich", "Heinz"},
	{"Ernst", "Erni"}, {"Manfred", "Manni"}, {"Siegfried", "Sigi"},
	{"Gerhard", "Gerd"}, {"Rudolf", "Rudi"}, {"Walter", "Walti"},
	{"Wolfgang", "Wolf"}, {"Matthias", "Matz"}, {"Sebastian", "Basti"},
	{"Tobias", "Tobi"}, {"Andreas", "Andi"}, {"Stefan", "Steff"}, {"Thomas", "Tom"},
	{"Daniel", "Dan"}, {"Robert", "Rob"}, {"Christian", "Chris"},
	{"Joachim", "Jochen"}, {"Nikolaus", "Klaus"}, {"Peter", "Pit"},
	{"Dominik", "Nik"}, {"Philipp", "Phil"}, {"Lukas", "Luki"}, {"Niklas", "Nick"},
	{"Florian", "Flo"}, {"Benjamin", "Ben"}, {"Elisabeth", "Lisa"},
	{"Katharina", "Kathi"}, {"Margarete", "Grete"}, {"Johanna", "Hanna"},
	{"Gertrud", "Trude"}, {"Hildegard", "Hilde"}, {"Waltraud", "Traudl"},
	{"Rosemarie", "Rosi"}, {"Ursula", "Uschi"}, {"Brigitte", "Gitte"},
	{"Christine", "Christl"}, {"Renate", "Nate"}, {"Susanne", "Susi"},
	{"Gabriele", "Gabi"}, {"Angelika", "Geli"}, {"Stefanie", "Steffi"},
	{"Andrea", "Drea"}, {"Franziska", "Franzi"}, {"Charlotte", "Lotte"},
	{"Barbara", "Babsi"}, {"Manuela", "Manu"}, {"Daniela", "Dani"},
	{"Catherine", "Cathy"}, {"Alexandra", "Sandra"}, {"Antonio", "Toni"},
};
/* clang-format on */

struct lnds_sv lnds_nickname(struct lnds_sv name)
{
	size_t i;

	for (i = 0; i < LNDS_NICKNAMES; i++) {
		if (lnds_sv_is(name, pairs[i][0]))
			return lnds_sv(pairs[i][1]);
		if (lnds_sv_is(name, pairs[i][1]))
			return lnds_sv(pairs[i][0]);
	}
	return lnds_sv("");
}
