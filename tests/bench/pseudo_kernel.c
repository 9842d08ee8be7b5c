/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernels of pseudonymisation: the cipher alone, and a column of identifiers in
 * memory, validated, enciphered or hashed, written as symbols. The peer is what careless code would do:
 * an unkeyed SHA-256 of each identifier by OpenSSL's one-call digest.
 *
 *	pseudo_kernel [BEGINNING-OF-A-MEASURE'S-NAME]
 */
#include <stdint.h>
#include <string.h>

#include "bench/versus.h"
#include "crypto/digest.h"
#include "pseudo/coder.h"
#include "pseudo/ff1.h"
#include "pseudo/keys.h"
#include "pseudo/plan.h"
#include "text/check.h"

#define COUNT 65536
#define ROUNDS 16

struct job {
	struct lnds_pseudo_coder *coder;
	struct lnds_arena arena;
	struct lnds_sv cell[COUNT], out[COUNT];
	uint64_t n[COUNT];
	char text[COUNT][32];
};

static void ours(void *arg)
{
	struct job *j = arg;

	for (unsigned i = 0; i < ROUNDS; i++) {
		lnds_pseudo_encode(j->coder, j->cell, j->n, COUNT, j->out, &j->arena);
		lnds_arena_reset(&j->arena);
	}
}

static void theirs(void *arg)
{
	struct job *j = arg;
	uint8_t hash[LNDS_SHA256_LEN];

	for (unsigned i = 0; i < ROUNDS; i++) {
		for (unsigned k = 0; k < COUNT; k++)
			lnds_sha256(j->cell[k].p, j->cell[k].n, hash);
	}
}

/* Different valid matricules: born between 1900 and 1999. */
static void matricule(unsigned k, char out[32])
{
	snprintf(out, 32, "%04u%02u%02u%03u", 1900 + k % 100, 1 + k / 100 % 12,
		1 + k / 1200 % 28, 1 + k / 33600);
	lnds_matricule_check(out, out + 11);
	out[13] = 0;
}

static void code(unsigned k, char out[32])
{
	snprintf(out, 32, "K%07uAB%06u", k, k * 7919 % 1000000);
}

static const char *wanted = ""; /* measures whose name begins so */

static void ff1_ours(void *arg)
{
	static struct lnds_ff1_lanes lanes;

	for (unsigned i = 0; i < COUNT * ROUNDS; i += LNDS_FF1_LANES)
		lnds_ff1_encipher(arg, &lanes, LNDS_FF1_LANES);
}

static void ff1_theirs(void *arg)
{
	uint8_t hash[LNDS_SHA256_LEN];

	(void)arg;
	for (unsigned i = 0; i < COUNT * ROUNDS; i++)
		lnds_sha256("1893120105732", 13, hash);
}

/* The cipher alone, number to number. */
static void measure_ff1(const char *name, unsigned len)
{
	static const uint8_t key[32] = {1};
	struct lnds_ff1 *f;

	if (strncmp(name, wanted, strlen(wanted)) != 0)
		return;
	f = lnds_ff1_new(key, 36, len);
	versus(&(struct versus){.measure = name,
		.peer = "SHA-256, a call each",
		.unit = "M ids/s",
		.amount = COUNT * ROUNDS / 1e6,
		.ours = ff1_ours,
		.theirs = ff1_theirs,
		.arg = f});
	lnds_ff1_free(f);
}

static void measure(const char *name, const char *field, enum lnds_pseudo_method mth,
	enum lnds_pseudo_treatment trt, void (*make)(unsigned, char[32]))
{
	static struct job j;
	static const uint8_t use[LNDS_PSEUDO_KEY_LEN] = {1}, salt[32] = {2};
	struct lnds_pseudo_config cfg = {.prj = "bench",
		.epo = 1,
		.max = 1000000,
		.mth = mth,
		.trt = trt,
		.fmt = LNDS_PSEUDO_ALNUM};
	struct lnds_err err;

	if (strncmp(name, wanted, strlen(wanted)) != 0)
		return;
	if (!lnds_pseudo_config_field(&cfg, lnds_sv(field), &err)) {
		fprintf(stderr, "pseudo_kernel: %s\n", err.msg);
		exit(2);
	}
	for (unsigned k = 0; k < COUNT; k++) {
		make(k, j.text[k]);
		j.cell[k] = lnds_sv(j.text[k]);
		j.n[k] = k;
	}
	j.coder = lnds_pseudo_coder_new(&cfg, 0, use, salt, false);
	versus(&(struct versus){.measure = name,
		.peer = "SHA-256, a call each",
		.unit = "M ids/s",
		.amount = COUNT * ROUNDS / 1e6,
		.ours = ours,
		.theirs = theirs,
		.arg = &j});
	lnds_pseudo_coder_free(j.coder);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		wanted = argv[1];
	measure_ff1("FF1 alone, 11 symbols (matricule)", 11);
	measure_ff1("FF1 alone, 20 symbols (code:16)", 20);
	measure_ff1("FF1 alone, 25 symbols, two limbs", 25);
	measure_ff1("FF1 alone, 36 symbols, two limbs", 36);
	measure("Cell to pseudonym, matricule alnum", "person=matricule", LNDS_PSEUDO_REV,
		LNDS_PSEUDO_SAME, matricule);
	measure("Cell to pseudonym, matricule, different", "person=matricule",
		LNDS_PSEUDO_REV, LNDS_PSEUDO_DIFF, matricule);
	measure("Cell to pseudonym, code:32", "person=code:32", LNDS_PSEUDO_REV,
		LNDS_PSEUDO_SAME, code);
	measure("Cell to pseudonym, record number", "person=matricule", LNDS_PSEUDO_NON,
		LNDS_PSEUDO_DIFF, matricule);
	measure("Cell to pseudonym, HMAC and conversion", "person=matricule",
		LNDS_PSEUDO_NON, LNDS_PSEUDO_SAME, matricule);
	return 0;
}
