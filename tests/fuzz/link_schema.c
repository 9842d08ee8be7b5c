/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Schemas of linkage: any bytes are refused with a message and a place, or give a schema
 * within its bounds, from which a profile is made or refused, and under which any value is
 * taken or refused. Strict and as clkhash.
 */
#include "fuzz.h"
#include "link/encode/token.h"
#include "link/schema/profile.h"

static void check_bounds(const struct lnds_link_schema *s)
{
	bool any = false;

	must(s->bits >= 64 && s->bits <= 2048 && s->bits % 64 == 0);
	must((uint64_t)s->bits << (s->xor_folds + s->fold) <= 65536);
	must(s->nfeature >= 1 && s->nfeature <= LNDS_LINK_MAX_FEATURES);
	must(2u * s->nfeature * s->key_size <= 255 * s->kdf_bits / 8);
	must(s->nharden <= LNDS_LINK_MAX_HARDEN && s->nblock <= LNDS_LINK_MAX_BLOCKS);
	must(s->chaff <= 1000000 && s->blip <= 32768);
	for (unsigned i = 0; i < s->nfeature; i++) {
		const struct lnds_link_feature *f = &s->feature[i];

		must(f->id.n > 0 && f->id.n < LNDS_LINK_ID);
		any = any || !f->ignored;
		if (f->ignored)
			continue;
		must(!f->bits_per_token != !f->bits_per_feature && f->weight > 0);
		must(f->compare != LNDS_LINK_NGRAM || f->n > 0);
		must(f->compare != LNDS_LINK_NUMERIC || f->distance > 0);
	}
	must(any);
}

static void check_values(const struct lnds_link_schema *s, bool compat)
{
	static const char *const value[] = {"", "a", "1979-11-05", "-012", "Él ", "12.5"};
	struct lnds_link_tokens t = {0};
	struct lnds_buf work = {0};
	struct lnds_err err = {0};

	for (unsigned i = 0; i < s->nfeature; i++) {
		const struct lnds_link_feature *f = &s->feature[i];

		for (size_t k = 0; !f->ignored && k < sizeof(value) / sizeof(*value);
			k++) {
			struct lnds_sv v;

			if (lnds_link_value(
				    f, compat, lnds_sv(value[k]), &work, &v, &err))
				(void)!lnds_link_tokens_make(f, v, &t, &err);
		}
	}
	lnds_link_tokens_free(&t);
	lnds_buf_free(&work);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv text = {(const char *)p, n};

	for (int compat = 0; compat < 2; compat++) {
		struct lnds_err err = {0};
		struct lnds_link_schema *s =
			lnds_link_schema_parse(text, "fuzz", compat, &err);

		if (!s) {
			must(err.code == LNDS_USAGE ||
				(!compat && err.code == LNDS_REFUSED));
			must(err.msg[0] && err.input);
			continue;
		}
		check_bounds(s);
		lnds_link_profile_free(lnds_link_profile_new(s, compat, &err));
		check_values(s, compat);
		lnds_link_schema_free(s);
	}
	return 0;
}
