/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X25519 identities of age and their files. */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/age.h"
#include "crypto/age_stanza.h"
#include "crypto/key.h"
#include "os/entropy.h"
#include "os/file.h"

#define SECRET_HRP "age-secret-key-"
#define PUBLIC_HRP "age"
#define LIMIT 65536

struct lnds_secret *lnds_age_identity_make(struct lnds_err *err)
{
	struct lnds_secret *s = lnds_secret_new(32, err);

	if (s && lnds_entropy(s->p, 32, err))
		return s;
	lnds_secret_free(s);
	return NULL;
}

void lnds_age_recipient(const uint8_t identity[32], struct lnds_buf *out)
{
	uint8_t pub[32];

	lnds_x25519_public(identity, pub);
	lnds_bech32(out, PUBLIC_HRP, pub, sizeof(pub), false);
}

bool lnds_age_recipient_parse(struct lnds_sv text, uint8_t out[32], struct lnds_err *err)
{
	size_t n;

	if (lnds_unbech32(text, PUBLIC_HRP, out, 32, &n) && n == 32)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "not an age recipient");
	if (lnds_sv_starts(text, LNDS_SV("AGE-SECRET-KEY-")))
		return lnds_hint(err, "this is the secret half: give its \"age1…\"");
	return lnds_hint(err, "one begins with age1: the output of age-keygen -y");
}

/* The one line that is neither blank nor a comment, decoded. */
static bool parse_identity(
	const char *path, struct lnds_sv text, uint8_t out[32], struct lnds_err *err)
{
	uint64_t number = 0, found = 0;

	while (text.p) {
		struct lnds_sv line = lnds_sv_cut(text, '\n', &text);
		size_t n;

		number++;
		line = lnds_sv_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (found++)
			lnds_fail(err, LNDS_DATA, NULL, "more than one identity");
		else if (lnds_unbech32(line, SECRET_HRP, out, 32, &n) && n == 32)
			continue;
		else
			lnds_fail(err, LNDS_INTEGRITY, NULL,
				"not an age identity (AGE-SECRET-KEY-1…)");
		err->input = path;
		err->line = number;
		return false;
	}
	if (!found) {
		lnds_fail(err, LNDS_INTEGRITY, NULL, "no age identity in it");
		err->input = path;
	}
	return found == 1;
}

struct lnds_secret *lnds_age_identity_read(const char *path, struct lnds_err *err)
{
	struct lnds_secret *file = lnds_secret_file(path, LIMIT, err), *s = NULL;
	struct lnds_sv text;

	if (!file)
		return NULL;
	text = (struct lnds_sv){(const char *)file->p, file->n};
	if (lnds_age_is(text)) {
		lnds_fail(err, LNDS_REFUSED, NULL, "'%s' is sealed with a passphrase",
			path);
		lnds_hint(err, "open it first: age -d -o FILE %s", path);
	} else {
		s = lnds_secret_new(32, err);
	}
	if (s && !parse_identity(path, text, s->p, err)) {
		lnds_secret_free(s);
		s = NULL;
	}
	lnds_secret_free(file);
	return s;
}

bool lnds_age_identity_write(
	const char *path, const uint8_t identity[32], struct lnds_err *err)
{
	static const char comment[] = "# public key: ";
	const size_t n = lnds_bech32_len(SECRET_HRP, 32);
	struct lnds_buf recipient = {0};
	struct lnds_secret *text;
	char *to;
	bool ok;

	lnds_age_recipient(identity, &recipient);
	text = lnds_secret_new(sizeof(comment) - 1 + recipient.n + 1 + n + 1, err);
	if (!text) {
		lnds_buf_free(&recipient);
		return false;
	}
	to = (char *)text->p;
	to = mempcpy(to, comment, sizeof(comment) - 1);
	to = mempcpy(to, recipient.p, recipient.n);
	*to++ = '\n';
	lnds_bech32_put(to, SECRET_HRP, identity, 32, true);
	to[n] = '\n';
	lnds_buf_free(&recipient);
	ok = lnds_create(path, 0600, text->p, text->n, err);
	lnds_secret_free(text);
	return ok;
}
