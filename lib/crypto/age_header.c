/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The header of age v1, read strictly: LF only, arguments of VCHAR divided by one blank,
 * canonical unpadded base64, body lines of 64 columns and a shorter last one.
 */
#include "crypto/age_header.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/enc.h"
#include "crypto/age.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"
#include "os/secret.h"

#define INTRO "age-encryption.org/v1\n"
#define COLUMNS 64
#define MAC_TEXT 43 /* base64 of 32 bytes */

bool lnds_age_is(struct lnds_sv file)
{
	return lnds_sv_starts(file, LNDS_SV(INTRO));
}

static bool malformed(struct lnds_err *err, const char *what)
{
	return lnds_fail(
		err, LNDS_INTEGRITY, "age-header", "malformed age header: %s", what);
}

/* The next line without its LF. */
static bool next_line(struct lnds_sv *rest, struct lnds_sv *line, struct lnds_err *err)
{
	*line = lnds_sv_cut(*rest, '\n', rest);
	return rest->p || lnds_fail(err, LNDS_INTEGRITY, "age-cut",
				  "the file ends within its age header");
}

static bool parse_args(
	struct lnds_sv line, struct lnds_age_stanza *s, struct lnds_err *err)
{
	do {
		const struct lnds_sv arg = lnds_sv_cut(line, ' ', &line);

		for (size_t i = 0; i < arg.n; i++) {
			if (arg.p[i] < 0x21 || arg.p[i] > 0x7e)
				return malformed(err, "a stanza with a foreign byte");
		}
		if (!arg.n)
			return malformed(err, "a stanza with an empty argument");
		if (s->narg < LNDS_AGE_ARGS)
			s->arg[s->narg] = arg;
		s->narg++;
	} while (line.p);
	return true;
}

/* Full lines are 48 bytes each: every line decodes by itself, and only the last can have
 * bits to spare. */
static bool parse_body(struct lnds_sv *rest, struct lnds_age_header *h,
	struct lnds_age_stanza *s, struct lnds_err *err)
{
	struct lnds_sv line;

	s->body = h->bodies.n;
	do {
		uint8_t *to = (uint8_t *)lnds_buf_room(&h->bodies, COLUMNS);
		size_t n;

		if (!next_line(rest, &line, err))
			return false;
		if (line.n > COLUMNS || !lnds_unb64(line, LNDS_B64_RAW, to, COLUMNS, &n))
			return malformed(err, "a stanza's body");
		h->bodies.n += n;
	} while (line.n == COLUMNS);
	s->nbody = h->bodies.n - s->body;
	return true;
}

static bool parse_stanza(struct lnds_sv line, struct lnds_sv *rest,
	struct lnds_age_header *h, struct lnds_err *err)
{
	struct lnds_age_stanza *s;

	if (h->n == LNDS_AGE_STANZAS)
		return malformed(err, "too many stanzas");
	if ((h->n & (h->n - 1)) == 0) /* room for twice as many at each power of two */
		h->stanza =
			lnds_realloc(h->stanza, h->n ? 2 * h->n : 1, sizeof(*h->stanza));
	s = &h->stanza[h->n++];
	*s = (struct lnds_age_stanza){0};
	line.p += 3;
	line.n -= 3;
	return parse_args(line, s, err) && parse_body(rest, h, s, err);
}

static bool parse(struct lnds_sv file, struct lnds_age_header *h, struct lnds_err *err)
{
	struct lnds_sv rest = file, line;
	size_t n;

	if (file.n > LNDS_AGE_HEADER)
		rest.n = LNDS_AGE_HEADER;
	if (!lnds_age_is(file)) {
		if (lnds_sv_starts(LNDS_SV(INTRO), file))
			return next_line(&rest, &line, err);
		malformed(err, "not age-encryption.org/v1");
		if (lnds_sv_starts(file, LNDS_SV("-----BEGIN AGE")))
			lnds_hint(err, "it is in text armor, binary is wanted");
		return false;
	}
	rest.p += sizeof(INTRO) - 1;
	rest.n -= sizeof(INTRO) - 1;
	for (;;) {
		if (!next_line(&rest, &line, err)) {
			if (file.n > LNDS_AGE_HEADER)
				return malformed(err, "longer than 1 MiB");
			return false;
		}
		if (!lnds_sv_starts(line, LNDS_SV("-> ")))
			break;
		if (!parse_stanza(line, &rest, h, err))
			return false;
	}
	if (!lnds_sv_starts(line, LNDS_SV("---")) || !h->n)
		return malformed(err, h->n ? "a line that is no stanza" : "no stanza");
	h->text = (struct lnds_sv){file.p, (size_t)(line.p + 3 - file.p)};
	h->size = (size_t)(rest.p - file.p);
	if (line.n != 4 + MAC_TEXT || line.p[3] != ' ' ||
		!lnds_unb64((struct lnds_sv){line.p + 4, MAC_TEXT}, LNDS_B64_RAW, h->mac,
			sizeof(h->mac), &n))
		return malformed(err, "the MAC line");
	return true;
}

bool lnds_age_header_parse(
	struct lnds_sv file, struct lnds_age_header *h, struct lnds_err *err)
{
	*h = (struct lnds_age_header){0};
	if (parse(file, h, err))
		return true;
	lnds_age_header_free(h);
	return false;
}

void lnds_age_header_free(struct lnds_age_header *h)
{
	free(h->stanza);
	lnds_buf_free(&h->bodies);
	*h = (struct lnds_age_header){0};
}

void lnds_age_header_begin(struct lnds_buf *out)
{
	lnds_buf_str(out, INTRO);
}

void lnds_age_stanza_put(
	struct lnds_buf *out, const char *args, const uint8_t *body, size_t n)
{
	const size_t line = COLUMNS / 4 * 3;

	lnds_buf_printf(out, "-> %s\n", args);
	for (; n >= line; body += line, n -= line) {
		lnds_b64(out, body, line, LNDS_B64_RAW);
		lnds_buf_c(out, '\n');
	}
	lnds_b64(out, body, n, LNDS_B64_RAW);
	lnds_buf_c(out, '\n');
}

void lnds_age_header_mac(struct lnds_sv text, const uint8_t file_key[16], uint8_t out[32])
{
	uint8_t prk[32], key[32];

	lnds_hkdf_extract(LNDS_SV(""), file_key, 16, prk);
	lnds_hkdf_expand(prk, LNDS_SV("header"), key, sizeof(key));
	lnds_hmac(key, sizeof(key), text.p, text.n, out);
	lnds_wipe(prk, sizeof(prk));
	lnds_wipe(key, sizeof(key));
}

void lnds_age_header_end(struct lnds_buf *out, size_t begin, const uint8_t file_key[16])
{
	uint8_t mac[32];

	lnds_buf_str(out, "---");
	lnds_age_header_mac(
		(struct lnds_sv){out->p + begin, out->n - begin}, file_key, mac);
	lnds_buf_c(out, ' ');
	lnds_b64(out, mac, sizeof(mac), LNDS_B64_RAW);
	lnds_buf_c(out, '\n');
}
