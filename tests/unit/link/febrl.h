/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * FEBRL4 as code files in memory: 5000 originals (dataset4a) and their damaged copies (4b),
 * encoded by the library with the five or three columns that the bars of linkage speak of.
 */
#ifndef TESTS_FEBRL_H
#define TESTS_FEBRL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/num.h"
#include "crypto/digest.h"
#include "link/encode/coder.h"
#include "link/file/codes.h"
#include "os/file.h"

#define FEBRL_ROWS 5000u
#define FEBRL_BITS 1024u
#define FEBRL_CELLS 5u

struct febrl_file {
	struct lnds_buf text;
	struct lnds_sv cell[FEBRL_ROWS][FEBRL_CELLS]; /* given name, surname, suburb,
						       * postcode, date of birth */
	uint32_t entity[FEBRL_ROWS];
};

/* All rows, encoded; slices share its memory. */
struct febrl_codes {
	uint8_t *code;
	uint8_t (*tag)[LNDS_LINK_TAG];
	uint16_t popcount[FEBRL_ROWS];
	uint64_t mask[FEBRL_ROWS];
	struct lnds_link_manifest manifest;
};

/* false: the folder of shared data is not there. */
static bool febrl_path(char *out, size_t n, const char *name)
{
	const char *shared = getenv("LNDS_SHARED");
	FILE *f;

	(void)snprintf(out, n, "%s/data/linkage/%s", shared ? shared : "../shared", name);
	f = fopen(out, "rb");
	return f && fclose(f) == 0;
}

/* Cells are parted by comma and blank; none is quoted. */
static bool febrl_read(const char *path, struct febrl_file *f, struct lnds_err *err)
{
	static const unsigned column[FEBRL_CELLS] = {1, 2, 6, 7, 9};
	struct lnds_sv rest, line, cell[12], id;
	unsigned row = 0, i;
	uint64_t entity;

	if (!lnds_slurp(path, 16u << 20, &f->text, err))
		return false;
	(void)lnds_sv_cut(lnds_buf_view(&f->text), '\n', &rest);
	while (rest.n && row < FEBRL_ROWS) {
		line = lnds_sv_cut(rest, '\n', &rest);
		for (i = 0; i < 12; i++)
			cell[i] = lnds_sv_trim(lnds_sv_cut(line, ',', &line));
		for (i = 0; i < FEBRL_CELLS; i++)
			f->cell[row][i] = cell[column[i]];
		(void)lnds_sv_cut(cell[0], '-', &id);
		if (!lnds_u64(lnds_sv_cut(id, '-', &id), &entity))
			return lnds_fail(err, LNDS_DATA, NULL, "no rec_id");
		f->entity[row++] = (uint32_t)entity;
	}
	return row == FEBRL_ROWS || lnds_fail(err, LNDS_DATA, NULL, "%u rows", row);
}

static void febrl_feature(
	struct lnds_buf *b, const char *id, unsigned n, const char *more, unsigned bits)
{
	lnds_buf_printf(b,
		"%s{\"identifier\":\"%s\",\"format\":{\"type\":\"string\"},\"hashing\":"
		"{\"comparison\":{\"type\":\"ngram\",\"n\":%u%s},\"strategy\":"
		"{\"bitsPerFeature\":%u}}}",
		b->p[b->n - 1] == '[' ? "" : ",", id, n, more, bits);
}

static void febrl_ignored(struct lnds_buf *b, const char *id)
{
	lnds_buf_printf(b, ",{\"identifier\":\"%s\",\"ignored\":true}", id);
}

/* encoding: clk or tmh; five or three columns. */
static struct lnds_link_schema *febrl_schema(
	const char *encoding, bool five, struct lnds_err *err)
{
	const char *const positional = ",\"positional\":true";
	struct lnds_link_schema *s;
	struct lnds_buf b = {0};

	lnds_buf_printf(&b,
		"{\"version\":3,\"clkConfig\":{\"l\":%u,\"kdf\":{\"type\":\"HKDF\","
		"\"hash\":\"SHA256\",\"keySize\":64}},\"lnds\":{\"encoding\":\"%s\","
		"\"profile\":\"none\"},\"features\":[",
		FEBRL_BITS, encoding);
	febrl_feature(&b, "given_name", 2, "", five ? 120 : 150);
	febrl_feature(&b, "surname", 2, "", five ? 160 : 200);
	if (five) {
		febrl_feature(&b, "suburb", 2, "", 100);
		febrl_feature(&b, "postcode", 1, positional, 60);
	} else {
		febrl_ignored(&b, "suburb");
		febrl_ignored(&b, "postcode");
	}
	febrl_feature(&b, "date_of_birth", 1, positional, five ? 160 : 200);
	lnds_buf_str(&b, "]}");
	s = lnds_link_schema_parse(lnds_buf_view(&b), "febrl", false, err);
	lnds_buf_free(&b);
	return s;
}

static void febrl_manifest(
	const struct lnds_link_schema *s, const char *party, struct lnds_link_manifest *m)
{
	unsigned i;

	*m = (struct lnds_link_manifest){.encoding = s->encoding,
		.bits = s->bits,
		.nfeature = s->nfeature,
		.n = FEBRL_ROWS};
	(void)snprintf(m->party, sizeof(m->party), "%s", party);
	for (i = 0; i < s->nfeature; i++) {
		const struct lnds_sv id = s->feature[i].id;

		memcpy(m->feature[i].id, id.p, id.n);
		m->feature[i].weight = s->feature[i].weight;
	}
}

/* The secret of a turn, from a digest of its number. */
static bool febrl_secret(
	unsigned turn, struct lnds_link_secret *secret, struct lnds_err *err)
{
	uint8_t digest[LNDS_SHA256_LEN];
	char hex[65];
	unsigned i;

	lnds_sha256(&turn, sizeof(turn), digest);
	for (i = 0; i < 32; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	*secret = (struct lnds_link_secret){.ikm = lnds_secret_new(64, err)};
	if (secret->ikm)
		memcpy(secret->ikm->p, hex, 64);
	return secret->ikm != NULL;
}

static bool febrl_encode(const struct febrl_file *f, const struct lnds_link_coding *c,
	const char *party, struct febrl_codes *out, struct lnds_err *err)
{
	struct lnds_link_coder *coder = lnds_link_coder_new(c, err);
	struct lnds_link_cell cell[FEBRL_CELLS];
	struct lnds_link_coded coded;
	uint32_t row, i, bytes = FEBRL_BITS / 8;
	bool ok = coder != NULL;

	*out = (struct febrl_codes){.code = aligned_alloc(64, (size_t)FEBRL_ROWS * bytes),
		.tag = lnds_calloc(FEBRL_ROWS, sizeof(*out->tag))};
	febrl_manifest(c->schema, party, &out->manifest);
	for (row = 0; ok && row < FEBRL_ROWS; row++) {
		for (i = 0; i < FEBRL_CELLS; i++)
			cell[i] = (struct lnds_link_cell){f->cell[row][i]};
		ok = lnds_link_code(coder, cell, &coded, err);
		if (!ok)
			break;
		memcpy(out->code + (size_t)row * bytes, coded.code, bytes);
		lnds_put_u32be(out->tag[row], row);
		for (i = 0; i < bytes; i++)
			out->popcount[row] =
				(uint16_t)(out->popcount[row] +
					   __builtin_popcount(coded.code[i]));
		out->mask[row] = coded.mask;
	}
	lnds_link_coder_free(coder);
	return ok;
}

/* Rows [from, from + n) as a code file of their own. */
static struct lnds_link_codes febrl_slice(
	const struct febrl_codes *all, uint32_t from, uint32_t n)
{
	struct lnds_link_codes c = {.name = all->manifest.party,
		.manifest = all->manifest,
		.n = n,
		.bits = FEBRL_BITS,
		.bytes = FEBRL_BITS / 8,
		.code = all->code + (size_t)from * (FEBRL_BITS / 8),
		.tag = (const uint8_t(*)[LNDS_LINK_TAG])all->tag + from,
		.popcount = all->popcount + from,
		.mask = all->mask + from};

	c.manifest.n = n;
	lnds_put_u32be(c.sha256, from);
	lnds_put_u32be(c.sha256 + 4, n);
	return c;
}

static void febrl_codes_free(struct febrl_codes *c)
{
	free(c->code);
	free(c->tag);
	*c = (struct febrl_codes){0};
}

#endif
