/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the common options say together: words become delimiters, "I/N" a shard, "5%" a
 * share; contradictions are refused before anything is read.
 */
#include "base/map.h"
#include "base/num.h"
#include "cli/common.h"
#include "os/cpu.h"

#include <inttypes.h>
#include <stdlib.h>

#define MAX_THREADS 256
#define ALL_PPM 1000000u

static bool delimiter(const char *name, const char *text, char *out, struct lnds_err *err)
{
	static const struct {
		const char *word;
		char c;
	} known[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'}};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(text, known[i].word) == 0) {
			*out = known[i].c;
			return true;
		}
	if (strlen(text) == 1 && (unsigned char)text[0] < 0x80 &&
		!strchr("\"\r\n", text[0])) {
		*out = text[0];
		return true;
	}
	lnds_fail(err, LNDS_USAGE, NULL, "--%s: not a delimiter: '%.20s'", name, text);
	return lnds_hint(
		err, "one ASCII byte but quote, CR, LF; or comma, semicolon, tab, pipe");
}

/* What --header says twice is no fault of the input. */
static bool distinct_names(const struct lnds_list *names, struct lnds_err *err)
{
	struct lnds_map seen = {0};
	size_t i = 0;

	while (i < names->n &&
		lnds_map_add(&seen, names->item[i], (uint32_t)i) == LNDS_MAP_NONE)
		i++;
	lnds_map_free(&seen);
	if (i == names->n)
		return true;
	lnds_fail(err, LNDS_USAGE, NULL, "--header names '%.*s' twice",
		LNDS_SV_ARG(names->item[i]));
	return lnds_hint(err, "give each column a name of its own");
}

static bool dialect(
	struct lnds_common *c, const struct lnds_table *t, struct lnds_err *err)
{
	if (lnds_table_given(t, "delimiter")) {
		if (!delimiter("delimiter", c->delimiter, &c->dialect.delimiter, err))
			return false;
		if (c->from == LNDS_TSV && c->dialect.delimiter != '\t') {
			lnds_fail(err, LNDS_USAGE, NULL,
				"--delimiter contradicts --from tsv");
			return lnds_hint(err, "use --from csv with a delimiter");
		}
	}
	if (c->out_delimiter) {
		if (!delimiter(
			    "out-delimiter", c->out_delimiter, &c->out_delimiter_c, err))
			return false;
		if (c->to == LNDS_TSV && c->out_delimiter_c != '\t') {
			lnds_fail(err, LNDS_USAGE, NULL,
				"--out-delimiter contradicts --to tsv");
			return lnds_hint(err, "use --to csv with a delimiter");
		}
	}
	if (c->null_words.n > LNDS_NULL_WORDS) {
		lnds_fail(
			err, LNDS_USAGE, NULL, "--null given %zu times", c->null_words.n);
		return lnds_hint(err, "at most %d words", LNDS_NULL_WORDS);
	}
	for (size_t i = 0; i < c->null_words.n; i++)
		c->dialect.null_word[i] = lnds_sv(c->null_words.item[i]);
	c->dialect.nnull = (unsigned)c->null_words.n;
	c->dialect.format = c->from;
	c->dialect.header = c->header.item;
	c->dialect.nheader = (uint32_t)c->header.n;
	return distinct_names(&c->header, err);
}

static bool max_errors(struct lnds_common *c, struct lnds_err *err)
{
	struct lnds_sv s = lnds_sv(c->max_errors_text);

	if (s.n && s.p[s.n - 1] == '%') {
		if (lnds_percent(s, &c->max_errors_ppm))
			return true;
	} else if (lnds_count(s, &c->max_errors)) {
		return true;
	}
	lnds_fail(err, LNDS_USAGE, NULL, "--max-errors: not a number or share: '%.20s'",
		c->max_errors_text);
	return lnds_hint(err, "write it like 100 or 0.5%%");
}

static bool policy(
	struct lnds_common *c, const struct lnds_table *t, struct lnds_err *err)
{
	c->max_errors = UINT64_MAX;
	c->max_errors_ppm = ALL_PPM;
	if (!c->max_errors_text)
		return true;
	if (c->quarantine && !lnds_table_given(t, "on-error"))
		c->on_error = LNDS_ON_ERROR_QUARANTINE;
	if (c->quarantine && c->on_error != LNDS_ON_ERROR_QUARANTINE) {
		lnds_fail(err, LNDS_USAGE, NULL, "--quarantine contradicts --on-error %s",
			c->on_error == LNDS_ON_ERROR_SKIP ? "skip" : "fail");
		return lnds_hint(err, "leave out one of them");
	}
	if (!c->quarantine && c->on_error == LNDS_ON_ERROR_QUARANTINE) {
		lnds_fail(err, LNDS_USAGE, NULL, "--on-error quarantine needs a file");
		return lnds_hint(err, "name it with --quarantine FILE");
	}
	if (lnds_table_given(t, "max-errors") && c->on_error == LNDS_ON_ERROR_FAIL) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--max-errors means nothing with --on-error fail");
		return lnds_hint(err, "add --quarantine FILE, or --on-error skip");
	}
	return max_errors(c, err);
}

static bool shard(struct lnds_common *c, struct lnds_err *err)
{
	struct lnds_sv n, i = lnds_sv_cut(lnds_sv(c->shard_text), '/', &n);
	uint64_t vi, vn;

	if (!lnds_u64(i, &vi) || !lnds_u64(n, &vn) || vn == 0 || vn > UINT32_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL, "--shard: not I/N: '%.40s'",
			c->shard_text);
		return lnds_hint(err, "write it like 0/4");
	}
	if (vi >= vn) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--shard: there is no part %" PRIu64 " of %" PRIu64, vi, vn);
		return lnds_hint(err,
			"parts count from 0: 0/%" PRIu64 " to %" PRIu64 "/%" PRIu64, vn,
			vn - 1, vn);
	}
	c->shard_i = (uint32_t)vi;
	c->shard_n = (uint32_t)vn;
	return true;
}

static bool key_sources(const struct lnds_key_source *k, struct lnds_err *err)
{
	if (k->key_file && k->key_fd >= 0) {
		lnds_fail(err, LNDS_USAGE, NULL, "two sources of the key");
		return lnds_hint(err, "give --key-file or --key-fd");
	}
	if (!!k->pass_file + (k->pass_fd >= 0) + !!k->pass_cmd > 1) {
		lnds_fail(err, LNDS_USAGE, NULL, "two sources of the passphrase");
		return lnds_hint(err, "give one of --pass-file, --pass-fd, --pass-cmd");
	}
	if (k->key_fd >= 0 && k->key_fd == k->pass_fd) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"--key-fd and --pass-fd name the same descriptor");
		return lnds_hint(err, "give each its own, as 3 and 4");
	}
	return true;
}

/* What tells of a run may not stand among its records. */
static bool apart_from_stdout(const struct lnds_common *c, struct lnds_err *err)
{
	const char *const path[] = {c->quarantine, c->report, c->audit};
	static const char *const name[] = {"quarantine", "report", "audit"};

	for (int i = 0; i < 3; i++) {
		if (!path[i] || strcmp(path[i], "-") != 0)
			continue;
		lnds_fail(
			err, LNDS_USAGE, NULL, "--%s cannot be standard output", name[i]);
		return lnds_hint(err, "name a file; ./- if it is called so");
	}
	return true;
}

bool lnds_common_resolve(
	struct lnds_common *c, const struct lnds_table *t, struct lnds_err *err)
{
	if (c->threads_asked > MAX_THREADS) {
		lnds_fail(err, LNDS_USAGE, NULL, "--threads: more than %d", MAX_THREADS);
		return lnds_hint(err, "0 takes what the machine has");
	}
	c->threads = (unsigned)c->threads_asked;
	if (c->threads == 0)
		c->threads = lnds_cpu_threads();
	c->seed_given = lnds_table_given(t, "seed");
	if (!c->tmp)
		c->tmp = getenv("TMPDIR");
	if (!c->tmp || !c->tmp[0])
		c->tmp = "/tmp";
	if (c->shard_text && !shard(c, err))
		return false;
	return dialect(c, t, err) && policy(c, t, err) && key_sources(&c->key, err) &&
	       apart_from_stdout(c, err);
}
