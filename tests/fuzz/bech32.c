/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bech32: what decodes is exactly what the encoder makes of its bytes. */
#include "fuzz/fuzz.h"

#include "crypto/age.h"

static void check(struct lnds_sv s, const char *hrp)
{
	uint8_t out[64];
	struct lnds_buf again = {0};
	size_t n = 0;

	if (!lnds_unbech32(s, hrp, out, sizeof(out), &n))
		return;
	must(n <= sizeof(out));
	lnds_bech32(&again, hrp, out, n, s.p[0] >= 'A' && s.p[0] <= 'Z');
	must(lnds_sv_eq(lnds_buf_view(&again), s));
	lnds_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv s = {(const char *)p, n};
	struct lnds_err err;
	uint8_t key[32];

	check(s, "age");
	check(s, "age-secret-key-");
	if (!lnds_age_recipient_parse(s, key, &err))
		must(err.code == LNDS_USAGE && err.hint[0]);
	return 0;
}
