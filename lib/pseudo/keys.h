/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys of a project (RFC 5869, HKDF with SHA-256) and the set of use-keys that a run
 * works with. LP(x) is u16be length and bytes, numbers as decimal ASCII. The key set owns
 * its locked memory; lnds_pseudo_keys_free zeroises it.
 *
 *	PRK   = HKDF-Extract("lnds-pseudo/v1", K_P)
 *	K_use = HKDF-Expand(PRK, LP("use") LP(prj) LP(dom) LP(mth) LP(trt) LP(fmt) LP(len)
 *			LP(inp) LP(epo), 64)
 *	kid   = HKDF-Expand(PRK, LP("kid") LP(prj), 8)
 *	PRK_r = HKDF-Extract(S, K_use)			S: 32-byte run secret
 *	K_run = HKDF-Expand(PRK_r, LP("run"), 64)
 *	K_rnd = HKDF-Expand(PRK_r, LP("rnd"), 32)
 *	kcv   = SHA-256("lnds-pseudo/v1 kcv" || K_use), the first 8 bytes
 */
#ifndef LNDS_PSEUDO_KEYS_H
#define LNDS_PSEUDO_KEYS_H

#include "os/secret.h"
#include "pseudo/project.h"

#define LNDS_PSEUDO_SALT_LEN 32

void lnds_pseudo_prk(const uint8_t project_key[32], uint8_t prk[32]);
void lnds_pseudo_kid(const uint8_t prk[32], const char *prj, uint8_t kid[8]);
void lnds_pseudo_use_key(const uint8_t prk[32], const struct lnds_pseudo_config *cfg,
	uint32_t field, uint8_t use[LNDS_PSEUDO_KEY_LEN]);
void lnds_pseudo_kcv(const uint8_t use[LNDS_PSEUDO_KEY_LEN], uint8_t kcv[8]);
/* Keys of one run; either output may be NULL. */
void lnds_pseudo_run_keys(const uint8_t use[LNDS_PSEUDO_KEY_LEN],
	const uint8_t salt[LNDS_PSEUDO_SALT_LEN], uint8_t run[LNDS_PSEUDO_KEY_LEN],
	uint8_t rnd[32]);

/* What a run may use: the configuration and the keys of the domains its token allows. */
struct lnds_pseudo_keys {
	struct lnds_pseudo_config cfg;
	bool has[LNDS_PSEUDO_MAX_FIELDS]; /* the token allows cfg.field[i] */
	struct lnds_secret *use;	  /* nfield × 64 bytes; zero where !has[i] */
};

/* K_use of field i. */
static inline const uint8_t *lnds_pseudo_keys_use(
	const struct lnds_pseudo_keys *k, uint32_t i)
{
	return k->use->p + (size_t)i * LNDS_PSEUDO_KEY_LEN;
}

void lnds_pseudo_keys_free(struct lnds_pseudo_keys *k);

#endif
