/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * anonlink's JSON against jansson: a document that jansson reads, with one list of codes that
 * all decode to one length, opens, and with the same codes; one that jansson does not
 * read opens only for the line ends in its strings.
 */
#include <jansson.h>
#include <stdio.h>

#include "base/enc.h"
#include "base/json.h"
#include "fuzz/fuzz.h"
#include "link/file/codes.h"

#define MOST 256u

/* Decodes a JSON string with line ends; 0 where it is no code. */
static size_t decode(const json_t *v, uint8_t out[MOST])
{
	const char *s = json_string_value(v);
	struct lnds_buf b = {0};
	size_t i, n = 0;

	for (i = 0; s && i < json_string_length(v); i++)
		if (s[i] != '\n' && s[i] != '\r')
			lnds_buf_c(&b, s[i]);
	if (!s || !lnds_unb64(lnds_buf_view(&b), LNDS_B64_PADDED, out, MOST, &n))
		n = 0;
	lnds_buf_free(&b);
	return n;
}

static const json_t *code_of(const json_t *list, size_t i, bool blocks)
{
	const json_t *v = json_array_get(list, i);

	return blocks ? json_array_get(v, 0) : v;
}

/* Is it what must open? */
static bool valid(const json_t *list, bool blocks)
{
	const size_t rows = json_array_size(list);
	uint8_t code[MOST];
	size_t i, k, n = 0;

	for (i = 0; i < rows; i++) {
		const json_t *row = json_array_get(list, i);
		const size_t got = decode(code_of(list, i, blocks), code);

		if (got < 8 || got % 8 || (n && got != n))
			return false;
		n = got;
		for (k = 1; blocks && k < json_array_size(row); k++)
			if (k > LNDS_LINK_MAX_BLOCKS ||
				!json_is_string(json_array_get(row, k)))
				return false;
	}
	return rows > 0;
}

static void same_codes(const struct lnds_link_codes *c, const json_t *list, bool blocks)
{
	uint8_t code[MOST];
	uint32_t i;

	must(c->n == json_array_size(list));
	for (i = 0; i < c->n; i++) {
		must(decode(code_of(list, i, blocks), code) == c->bytes);
		must(memcmp(code, c->code + (size_t)i * c->bytes, c->bytes) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	json_t *doc, *clks, *blocks, *list;
	struct lnds_link_codes c;
	struct lnds_err err = {0};
	char path[40];
	bool opened;
	int fd;

	if (n >= 3 && (p[0] == 0xef || memcmp(p, "LND", 3) == 0 || p[0] == 0x28))
		return 0;
	lnds_jansson_ready();
	doc = json_loadb(
		(const char *)p, n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	clks = json_object_get(doc, "clks");
	blocks = json_object_get(doc, "clknblocks");
	list = clks ? clks : blocks;
	fd = fuzz_file(p, n);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	opened = lnds_link_codes_open(path, NULL, true, NULL, &c, &err);
	if (doc && json_object_size(doc) == 1 && json_is_array(list)) {
		/* A key may be spelled with escapes: that is not anonlink's. */
		if (!memchr(p, '\\', n))
			must(opened == valid(list, blocks != NULL));
		if (opened)
			same_codes(&c, list, blocks != NULL);
	} else if (opened && c.manifest.bare) {
		must(memchr(p, '\n', n) || memchr(p, '\r', n));
	}
	if (opened)
		lnds_link_codes_close(&c);
	(void)close(fd);
	json_decref(doc);
	return 0;
}
