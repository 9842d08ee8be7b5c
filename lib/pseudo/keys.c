/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derivation of keys; every input is length-prefixed, so that no two can run together. */
#include "pseudo/keys.h"

#include <stdio.h>

#include "base/num.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"

/* Labels and names of one derivation: at most 10 parts, none above 64 bytes. */
struct info {
	uint8_t p[512];
	size_t n;
};

static void part(struct info *info, const char *s)
{
	size_t n = strlen(s);

	lnds_put_u16be(info->p + info->n, (uint16_t)n);
	memcpy(info->p + info->n + 2, s, n);
	info->n += 2 + n;
}

static void part_number(struct info *info, uint32_t v)
{
	char text[12];

	snprintf(text, sizeof(text), "%u", v);
	part(info, text);
}

static void expand(const uint8_t prk[32], const struct info *info, uint8_t *out, size_t n)
{
	lnds_hkdf_expand(prk, (struct lnds_sv){(const char *)info->p, info->n}, out, n);
}

void lnds_pseudo_prk(const uint8_t project_key[32], uint8_t prk[32])
{
	lnds_hkdf_extract(LNDS_SV("lnds-pseudo/v1"), project_key, 32, prk);
}

void lnds_pseudo_kid(const uint8_t prk[32], const char *prj, uint8_t kid[8])
{
	struct info info = {.n = 0};

	part(&info, "kid");
	part(&info, prj);
	expand(prk, &info, kid, 8);
}

void lnds_pseudo_use_key(const uint8_t prk[32], const struct lnds_pseudo_config *cfg,
	uint32_t field, uint8_t use[LNDS_PSEUDO_KEY_LEN])
{
	const struct lnds_pseudo_field *f = &cfg->field[field];
	char cls[LNDS_PSEUDO_CLASS_NAME];
	struct info info = {.n = 0};

	part(&info, "use");
	part(&info, cfg->prj);
	part(&info, f->dom);
	part(&info, lnds_pseudo_method_word(cfg->mth));
	part(&info, lnds_pseudo_treatment_word(cfg->trt));
	part(&info, lnds_pseudo_format_word(cfg->fmt));
	part_number(&info, f->len);
	part(&info, lnds_pseudo_class_name(f->inp, cls));
	part_number(&info, cfg->epo);
	expand(prk, &info, use, LNDS_PSEUDO_KEY_LEN);
}

void lnds_pseudo_kcv(const uint8_t use[LNDS_PSEUDO_KEY_LEN], uint8_t kcv[8])
{
	static const char label[] = "lnds-pseudo/v1 kcv";
	uint8_t in[sizeof(label) - 1 + LNDS_PSEUDO_KEY_LEN], hash[LNDS_SHA256_LEN];

	memcpy(in, label, sizeof(label) - 1);
	memcpy(in + sizeof(label) - 1, use, LNDS_PSEUDO_KEY_LEN);
	lnds_sha256(in, sizeof(in), hash);
	memcpy(kcv, hash, 8);
	lnds_wipe(in, sizeof(in));
}

void lnds_pseudo_run_keys(const uint8_t use[LNDS_PSEUDO_KEY_LEN],
	const uint8_t salt[LNDS_PSEUDO_SALT_LEN], uint8_t run[LNDS_PSEUDO_KEY_LEN],
	uint8_t rnd[32])
{
	struct info run_info = {.n = 0}, rnd_info = {.n = 0};
	uint8_t prk[32];

	lnds_hkdf_extract((struct lnds_sv){(const char *)salt, LNDS_PSEUDO_SALT_LEN}, use,
		LNDS_PSEUDO_KEY_LEN, prk);
	part(&run_info, "run");
	part(&rnd_info, "rnd");
	if (run)
		expand(prk, &run_info, run, LNDS_PSEUDO_KEY_LEN);
	if (rnd)
		expand(prk, &rnd_info, rnd, 32);
	lnds_wipe(prk, sizeof(prk));
}

void lnds_pseudo_keys_free(struct lnds_pseudo_keys *k)
{
	lnds_secret_free(k->use);
	k->use = NULL;
}
