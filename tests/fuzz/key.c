/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Key files: any bytes are a key or an error that shows none of them; a key that was read
 * has one text form, so what was read is what the writer writes. The same bytes as PEM.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>

#include "base/enc.h"
#include "crypto/age.h"
#include "crypto/key.h"
#include "crypto/pem.h"

static void check_text(const struct lnds_key *key, const uint8_t *p, size_t n)
{
	struct lnds_buf again = {0};

	lnds_buf_printf(&again, "lnds-key v1 %s\nid %s\nkey ", key->kind, key->id);
	lnds_b64(&again, key->secret->p, key->secret->n, LNDS_B64_PADDED);
	lnds_buf_c(&again, '\n');
	must(again.n == n && memcmp(again.p, p, n) == 0);
	lnds_buf_free(&again);
}

static void check_pem(const uint8_t *p, size_t n)
{
	uint8_t out[128];
	size_t len = 0;

	if (lnds_pem_get((struct lnds_sv){(const char *)p, n}, "PRIVATE KEY", out,
		    sizeof(out), &len))
		must(len <= sizeof(out) && lnds_pem_len("PRIVATE KEY", len) <= n + 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_key_source src = LNDS_KEY_SOURCE_NONE;
	struct lnds_key key;
	struct lnds_err err = {0};

	check_pem(p, n);
	if (lnds_age_is((struct lnds_sv){(const char *)p, n}))
		return 0; /* scrypt would take the time of all other inputs */
	src.key_fd = fuzz_file(p, n);
	if (lnds_key_read(&src, "pseudo", &key, &err)) {
		check_text(&key, p, n);
		lnds_key_free(&key);
	} else {
		must(err.code == LNDS_INTEGRITY || err.code == LNDS_REFUSED ||
			(err.code == LNDS_DATA && n > 65536));
		must(err.msg[0] && !key.secret);
	}
	(void)close(src.key_fd);
	return 0;
}
