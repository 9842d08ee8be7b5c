/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kernels of pseudonymisation: a column of identifiers in memory, validated,
 * enciphered or hashed, written as symbols. The peer is what careless code would do:
 * an unkeyed SHA-256 of each identifier by OpenSSL's one-call digest.
 *
 *	pseudo_kernel [BEGINNING-OF-A-MEASURE'S-NAME]
 */
#include <stdint.h>
#include <string.h>

#include "bench/versus.h"
#include "crypto/digest.h"
#include "pseudo/coder.h"
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
	measure("FF1, matricule alnum", "person=matricule", LNDS_PSEUDO_REV,
		LNDS_PSEUDO_SAME, matricule);
	measure("FF1, two limbs (matricule, diff)", "person=matricule", LNDS_PSEUDO_REV,
		LNDS_PSEUDO_DIFF, matricule);
	measure("FF1, two limbs (code:32)", "person=code:32", LNDS_PSEUDO_REV,
		LNDS_PSEUDO_SAME, code);
	measure("FF1 of the record number", "person=matricule", LNDS_PSEUDO_NON,
		LNDS_PSEUDO_DIFF, matricule);
	measure("HMAC and conversion, matricule alnum", "person=matricule",
		LNDS_PSEUDO_NON, LNDS_PSEUDO_SAME, matricule);
	return 0;
}
