/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * age headers: whatever the bytes, parsing ends with a header or an integrity error; and
 * since the form is canonical, a header that was read and is written again has the same
 * bytes.
 */
#include "fuzz/fuzz.h"

#include "base/enc.h"
#include "crypto/age_header.h"
#include "crypto/age_stanza.h"

/* Writes h again: args and bodies by the writer, the MAC as it stood. */
static void write_again(const struct lnds_age_header *h, struct lnds_buf *out)
{
	lnds_age_header_begin(out);
	for (size_t i = 0; i < h->n; i++) {
		const struct lnds_age_stanza *s = &h->stanza[i];
		struct lnds_buf args = {0};

		for (size_t a = 0; a < s->narg; a++) {
			if (a)
				lnds_buf_c(&args, ' ');
			lnds_buf_sv(&args, s->arg[a]);
		}
		lnds_age_stanza_put(
			out, lnds_buf_cstr(&args), lnds_age_body(h, s), s->nbody);
		lnds_buf_free(&args);
	}
	lnds_buf_str(out, "--- ");
	lnds_b64(out, h->mac, sizeof(h->mac), LNDS_B64_RAW);
	lnds_buf_c(out, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_sv file = {(const char *)p, n};
	struct lnds_age_header h;
	struct lnds_err err = {0};
	struct lnds_buf again = {0};
	uint8_t key[LNDS_AGE_FILE_KEY];
	static const uint8_t identity[32] = {1};
	bool scrypt, kept = true;

	if (!lnds_age_header_parse(file, &h, &err)) {
		must(err.code == LNDS_INTEGRITY && err.id && err.msg[0]);
		return 0;
	}
	must(h.n >= 1 && h.size <= n && h.text.n < h.size);
	for (size_t i = 0; i < h.n; i++)
		kept = kept && h.stanza[i].narg <= LNDS_AGE_ARGS;
	if (kept) {
		write_again(&h, &again);
		must(again.n == h.size && memcmp(again.p, p, h.size) == 0);
	}
	if (lnds_age_stanzas_check(&h, &scrypt, &err) && !scrypt)
		must(lnds_age_unwrap(&h, identity, key, &err) <= 0);
	lnds_buf_free(&again);
	lnds_age_header_free(&h);
	return 0;
}
