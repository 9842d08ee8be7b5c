/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PEM of small objects, straight between key memory and text memory. */
#include "crypto/pem.h"

#include "base/enc.h"

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"
#define LINE 48 /* bytes in a line of 64 */

size_t lnds_pem_len(const char *label, size_t n)
{
	const size_t lines = (n + LINE - 1) / LINE;

	return sizeof(BEGIN) - 1 + sizeof(END) - 1 +
	       2 * (strlen(label) + sizeof(DASHES) - 1 + 1) + (n + 2) / 3 * 4 + lines;
}

static char *put_border(char *o, const char *begin, const char *label)
{
	o = stpcpy(o, begin);
	o = stpcpy(o, label);
	return mempcpy(o, DASHES "\n", sizeof(DASHES));
}

void lnds_pem_put(char *out, const char *label, const uint8_t *p, size_t n)
{
	char *o = put_border(out, BEGIN, label);

	for (size_t i = 0; i < n; i += LINE) {
		o = lnds_b64_put(o, p + i, n - i < LINE ? n - i : LINE, LNDS_B64_PADDED);
		*o++ = '\n';
	}
	(void)put_border(o, END, label);
}

static bool is_border(struct lnds_sv line, const char *begin, const char *label)
{
	const struct lnds_sv parts[] = {lnds_sv(begin), lnds_sv(label), LNDS_SV(DASHES)};

	for (size_t i = 0; i < 3; i++) {
		if (!lnds_sv_starts(line, parts[i]))
			return false;
		line.p += parts[i].n;
		line.n -= parts[i].n;
	}
	return line.n == 0;
}

static struct lnds_sv next_line(struct lnds_sv *rest)
{
	struct lnds_sv line = lnds_sv_cut(*rest, '\n', rest);

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

bool lnds_pem_get(
	struct lnds_sv text, const char *label, uint8_t *out, size_t cap, size_t *n)
{
	struct lnds_sv rest = lnds_sv_trim(text);
	struct lnds_sv line = next_line(&rest);
	size_t at = 0, got = LINE;

	if (!is_border(line, BEGIN, label))
		return false;
	for (;;) {
		line = next_line(&rest);
		if (is_border(line, END, label))
			break;
		/* Only the last line may be short. */
		if (got != LINE || !line.n || line.n > 64 || !rest.p ||
			!lnds_unb64(line, LNDS_B64_PADDED, out + at, cap - at, &got))
			return false;
		at += got;
	}
	*n = at;
	return rest.p == NULL;
}
