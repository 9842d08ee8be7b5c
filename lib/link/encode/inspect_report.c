/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted, as NDJSON, and what experience warns of. */
#include <inttypes.h>
#include <stdio.h>

#include "base/json.h"
#include "link/encode/inspect_inner.h"

#define LEAST_FILL 35 /* per cent */
#define MOST_FILL 55
#define MOST_MISSING 20
#define MOST_WEIGHT 40
#define MOST_NEW_YEARS 1
#define LEAST_SALT 16  /* bytes */
#define MOST_BLOCK 5   /* per cent */
#define LEAST_BLOCK 10 /* records */

struct warnings {
	struct lnds_buf *out;
	int n;
};

static void warn(struct warnings *w, const char *fmt, ...) LNDS_PRINTF(2, 3);
static void warn(struct warnings *w, const char *fmt, ...)
{
	char text[320];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (w->n++)
		lnds_buf_c(w->out, ',');
	lnds_json_str(w->out, lnds_sv(text));
}

static double share(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

/* Is part more than `percent` of whole? */
static bool over(uint64_t part, uint64_t whole, unsigned percent)
{
	return (unsigned __int128)part * 100 > (unsigned __int128)whole * percent;
}

static void feature_line(
	const struct lnds_link_inspect *in, unsigned i, struct lnds_buf *out)
{
	const struct lnds_link_feature *f = &in->coding->schema->feature[i];

	lnds_buf_str(out, "{\"feature\":");
	lnds_json_str(out, f->id);
	lnds_buf_printf(out,
		",\"weight\":%" PRIu32
		",\"filled\":%.3f,\"distinct\":%zu,\"mean_tokens\":%.1f}\n",
		f->weight, share(in->feature[i].filled, in->n), in->feature[i].values.n,
		share(in->feature[i].tokens, in->feature[i].filled));
}

static void warn_feature(
	const struct lnds_link_inspect *in, unsigned i, struct warnings *w)
{
	const struct lnds_link_feature *f = &in->coding->schema->feature[i];
	const uint64_t filled = in->feature[i].filled;

	if (over(in->n - filled, in->n, MOST_MISSING))
		warn(w, "%.*s is missing in %.1f %% of records", LNDS_SV_ARG(f->id),
			100 * share(in->n - filled, in->n));
	if (over(f->weight, in->total_weight, MOST_WEIGHT))
		warn(w, "%.*s has %.1f %% of the weight", LNDS_SV_ARG(f->id),
			100 * share(f->weight, in->total_weight));
	if (over(in->feature[i].new_year, filled, MOST_NEW_YEARS))
		warn(w, "%.*s is 1 January in %.1f %% of dates: a default?",
			LNDS_SV_ARG(f->id), 100 * share(in->feature[i].new_year, filled));
}

static void warn_block(
	const struct lnds_link_inspect *in, unsigned pass, struct warnings *w)
{
	const struct lnds_link_tally *t = &in->block[pass];
	uint32_t most = 0;
	size_t rare = 0;

	for (size_t i = 0; i < t->cap; i++) {
		if (t->times[i] > most)
			most = t->times[i];
		rare += t->times[i] && t->times[i] < LEAST_BLOCK;
	}
	if (over(most, in->n, MOST_BLOCK))
		warn(w, "block %.*s: one value holds %.1f %% of records",
			LNDS_SV_ARG(in->coding->schema->block[pass]),
			100 * share(most, in->n));
	if (rare)
		warn(w, "block %.*s: %zu values hold fewer than %d records",
			LNDS_SV_ARG(in->coding->schema->block[pass]), rare, LEAST_BLOCK);
}

static void warn_all(const struct lnds_link_inspect *in, struct warnings *w)
{
	const struct lnds_link_schema *s = in->coding->schema;
	const uint64_t bits = in->n * s->bits;

	if (s->encoding == LNDS_LINK_CLK &&
		(over(in->ones, bits, MOST_FILL) || !over(in->ones, bits, LEAST_FILL)))
		warn(w, "fill %.2f is outside 0.%d to 0.%d: %s", share(in->ones, bits),
			LEAST_FILL, MOST_FILL,
			over(in->ones, bits, MOST_FILL) ? "fewer bits for features"
							: "more bits for features");
	for (unsigned i = 0; i < s->nfeature; i++)
		if (!s->feature[i].ignored)
			warn_feature(in, i, w);
	if (s->salt_n < LEAST_SALT)
		warn(w, "no kdf.salt of %d bytes or more", LEAST_SALT);
	if (!s->chaff)
		warn(w, "no chaff: who holds the codes can count and look for a person");
	if (in->unsalted * 1000 > in->n * 5)
		warn(w, "salt column %.*s is missing in %.1f %% of records: unlinkable",
			LNDS_SV_ARG(s->salt_column), 100 * share(in->unsalted, in->n));
	for (unsigned i = 0; i < s->nblock; i++)
		warn_block(in, i, w);
}

int lnds_link_inspect_report(
	const struct lnds_link_inspect *in, struct lnds_buf *out, struct lnds_err *err)
{
	const struct lnds_link_schema *s = in->coding->schema;
	struct warnings w = {.out = out};

	if (!in->n) {
		lnds_fail(err, LNDS_DATA, NULL, "no record to check");
		return -1;
	}
	for (unsigned i = 0; i < s->nfeature; i++)
		if (!s->feature[i].ignored)
			feature_line(in, i, out);
	lnds_buf_printf(out,
		"{\"summary\":true,\"n\":%" PRIu64 ",\"fill\":%.2f,\"identical\":%" PRIu64
		",\"unlinkable\":%" PRIu64 ",\"warnings\":[",
		in->n, share(in->ones, in->n * s->bits), in->identical, in->unlinkable);
	warn_all(in, &w);
	lnds_buf_str(out, "]}\n");
	return w.n;
}
