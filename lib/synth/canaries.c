/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten beginnings and ten ends: a hundred canaries. */
#include "synth/canaries.h"

#include <stdio.h>

static const char *const surname_start[2][10] = {
	{"Qwax", "Zwyx", "Vroxq", "Xylq", "Jqux", "Wrzyk", "Yxev", "Kwiqz", "Pfyxt",
		"Ghwoq"},
	{"Qwäx", "Zwüx", "Vröxq", "Xölq", "Jqüx", "Wrzäk", "Yxöv", "Kwüqz", "Pfäxt",
		"Ghwöq"},
};
static const char *const surname_end[10] = {"ander", "brunn", "corder", "dalvig",
	"enholt", "fenster", "gardel", "hollow", "imber", "jonsk"};
static const char *const first_start[2][10] = {
	{"Zyxo", "Qwend", "Vuxil", "Xamqo", "Jyqel", "Wuzzo", "Yqori", "Kixwa", "Pyxam",
		"Ghuqe"},
	{"Zyxö", "Qwünd", "Växil", "Xämqo", "Jyqöl", "Wüzzo", "Yqöri", "Küxwa", "Päxam",
		"Ghüqe"},
};
static const char *const first_end[10] = {
	"bax", "cox", "dux", "fax", "gix", "hox", "jux", "kax", "lix", "mox"};

void lnds_canary(uint64_t k, enum lnds_repertoire rep, struct lnds_person *o)
{
	unsigned start = (unsigned)(k % 10), end = (unsigned)(k / 10 % 10);
	bool umlaut = k % 3 == 0;
	char text[LNDS_NAME_ROOM];
	int n;

	n = snprintf(text, sizeof(text), "%s%s", surname_start[umlaut][start],
		surname_end[end]);
	o->letter = text[0];
	o->last_n = (uint8_t)lnds_name_recode(
		rep, (struct lnds_sv){text, (size_t)n}, o->last);
	n = snprintf(
		text, sizeof(text), "%s%s", first_start[umlaut][start], first_end[end]);
	o->first_n = (uint8_t)lnds_name_recode(
		rep, (struct lnds_sv){text, (size_t)n}, o->first);
	o->odd = false;
}
