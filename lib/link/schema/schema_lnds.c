/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member `lnds` of a schema: encoding, profile, hardening, chaff, blocks. */
#include <math.h>

#include "base/arena.h"
#include "base/jcs.h"
#include "base/num.h"
#include "link/schema/schema_at.h"

#define MILLION 1000000u

static bool read_profile(const struct lnds_link_at *m)
{
	const json_t *j = json_object_get(m->j, "profile");
	struct lnds_buf text = {0};

	if (!j)
		return true;
	if (!json_is_string(j) && !json_is_object(j))
		return lnds_link_at_fail(
			m, "profile", NULL, "must be a name or an object");
	lnds_jcs(&text, j);
	m->r->s->profile_json = lnds_link_at_keep(m, lnds_buf_view(&text));
	lnds_buf_free(&text);
	return true;
}

/* salt=COL; COL is a feature, and one that is hashed. */
static bool read_salt(const struct lnds_link_at *list, struct lnds_sv column)
{
	struct lnds_link_schema *s = list->r->s;

	if (s->salt_column.p)
		return lnds_link_at_fail(list, NULL, NULL, "salt is given twice");
	for (unsigned i = 0; i < s->nfeature; i++)
		if (lnds_sv_eq(s->feature[i].id, column) && !s->feature[i].ignored) {
			s->salt_column = s->feature[i].id;
			return true;
		}
	return lnds_link_at_fail(list, NULL, "salt=COL names the identifier of a feature",
		"no feature is called '%.*s'", (int)(column.n < 50 ? column.n : 50),
		column.p);
}

static bool read_blip(const struct lnds_link_at *list, struct lnds_sv share)
{
	struct lnds_link_schema *s = list->r->s;
	uint32_t ppm;

	if (s->blip)
		return lnds_link_at_fail(list, NULL, NULL, "blip is given twice");
	if (!lnds_share(share, &ppm) || ppm > MILLION / 2)
		return lnds_link_at_fail(list, NULL, "such as blip=0.05",
			"blip wants a share of the bits, at most 0.5");
	s->blip = (uint32_t)(((uint64_t)ppm * 65536 + MILLION / 2) / MILLION);
	if (!s->blip)
		return lnds_link_at_fail(
			list, NULL, "such as blip=0.05", "blip rounds to nothing");
	return true;
}

static bool read_step(
	const struct lnds_link_at *list, struct lnds_sv step, struct lnds_sv slot[4])
{
	struct lnds_link_schema *s = list->r->s;
	struct lnds_sv value, name = lnds_sv_cut(step, '=', &value);

	if (lnds_sv_is(name, "salt") && value.p) {
		slot[0] = lnds_link_at_keep(list, step);
		return read_salt(list, value);
	}
	if (lnds_sv_is(name, "blip") && value.p) {
		slot[3] = lnds_link_at_keep(list, step);
		return read_blip(list, value);
	}
	if (lnds_sv_is(step, "fold") && !s->fold) {
		slot[1] = lnds_link_at_keep(list, step);
		s->fold = true;
		return true;
	}
	if (lnds_sv_is(step, "rule90") && !s->rule90) {
		slot[2] = lnds_link_at_keep(list, step);
		s->rule90 = true;
		return true;
	}
	return lnds_link_at_fail(list, NULL,
		"known, once each: salt=COL fold rule90 blip=F",
		"'%.*s' is no hardening, or there twice",
		(int)(step.n < 50 ? step.n : 50), step.p);
}

/* Hardening has one order, whatever order it is written in. */
static bool read_harden(const struct lnds_link_at *m)
{
	struct lnds_link_schema *s = m->r->s;
	struct lnds_sv slot[LNDS_LINK_MAX_HARDEN] = {0};
	struct lnds_link_at list;

	if (!lnds_link_at_has(m, "harden"))
		return true;
	if (!lnds_link_at_member(m, "harden", JSON_ARRAY, &list))
		return false;
	for (size_t i = 0; i < json_array_size(list.j); i++) {
		const json_t *j = json_array_get(list.j, i);
		const struct lnds_link_at at = {
			.up = &list, .index = i, .j = j, .r = m->r};

		if (!json_is_string(j))
			return lnds_link_at_fail(&at, NULL, NULL, "must be a text");
		if (!read_step(&at,
			    (struct lnds_sv){json_string_value(j), json_string_length(j)},
			    slot))
			return false;
	}
	for (unsigned i = 0; i < LNDS_LINK_MAX_HARDEN; i++)
		if (slot[i].p)
			s->harden[s->nharden++] = slot[i];
	return true;
}

static bool read_chaff(const struct lnds_link_at *m)
{
	const json_t *j = json_object_get(m->j, "chaff");
	double share;

	if (!j)
		return true;
	share = json_number_value(j);
	if (!json_is_number(j) || share < 0 || share > 1)
		return lnds_link_at_fail(
			m, "chaff", "0.10 is usual", "must be a share from 0 to 1");
	m->r->s->chaff = (uint32_t)lrint(share * MILLION);
	return share == 0 || m->r->s->chaff ||
	       lnds_link_at_fail(m, "chaff", "0.10 is usual", "rounds to nothing");
}

static bool read_blocks(const struct lnds_link_at *m)
{
	struct lnds_link_schema *s = m->r->s;
	struct lnds_link_at list;

	if (!lnds_link_at_has(m, "blocks"))
		return true;
	if (!lnds_link_at_member(m, "blocks", JSON_ARRAY, &list))
		return false;
	if (json_array_size(list.j) > LNDS_LINK_MAX_BLOCKS)
		return lnds_link_at_fail(
			&list, NULL, NULL, "at most %u passes", LNDS_LINK_MAX_BLOCKS);
	for (size_t i = 0; i < json_array_size(list.j); i++) {
		const json_t *j = json_array_get(list.j, i);

		if (!json_is_string(j) || json_string_length(j) == 0)
			return lnds_link_at_fail(&list, NULL,
				"such as year(birth_date)+sex", "passes are texts");
		s->block[s->nblock++] = lnds_link_at_keep(
			m, (struct lnds_sv){json_string_value(j), json_string_length(j)});
	}
	return true;
}

bool lnds_link_schema_member(struct lnds_link_at *root)
{
	struct lnds_link_at m;
	int encoding = LNDS_LINK_CLK;

	if (!lnds_link_at_member(root, "lnds", JSON_OBJECT, &m) ||
		!lnds_link_at_known(&m, "encoding|profile|harden|chaff|blocks") ||
		!lnds_link_at_word(&m, "encoding", "clk|tmh", &encoding))
		return false;
	root->r->s->encoding = (enum lnds_link_encoding)encoding;
	return read_profile(&m) && read_harden(&m) && read_chaff(&m) && read_blocks(&m);
}
