/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the JSON object of --report from the option table and the streams of the run. */
#include "cli/report.h"
#include "base/enc.h"
#include "base/json.h"
#include "cli/state.h"
#include "os/cpu.h"
#include "text/date.h"
#include "text/utf8.h"

/* File names and option texts come from the command line and may be any bytes: what is
 * not UTF-8 becomes U+FFFD. */
static void text(struct lnds_buf *b, struct lnds_sv s)
{
	struct lnds_buf fixed = {0};

	while (s.n) {
		size_t good = lnds_utf8_check(s.p, s.n);

		lnds_buf_add(&fixed, s.p, good);
		if (good < s.n) {
			lnds_buf_str(&fixed, "\xef\xbf\xbd");
			good++;
		}
		s.p += good;
		s.n -= good;
	}
	lnds_json_str(b, lnds_buf_view(&fixed));
	lnds_buf_free(&fixed);
}

static void text_or_null(struct lnds_buf *b, const char *s)
{
	if (s)
		text(b, lnds_sv(s));
	else
		lnds_buf_str(b, "null");
}

static void number(struct lnds_buf *b, const char *key, uint64_t v)
{
	lnds_json_key(b, key);
	lnds_buf_u64(b, v);
}

static void string(struct lnds_buf *b, const char *key, const char *v)
{
	lnds_json_key(b, key);
	text_or_null(b, v);
}

static void list(struct lnds_buf *b, const struct lnds_opt *o, const void *at)
{
	const struct lnds_list *l = at;
	const struct lnds_strs *s = at;
	size_t n = o->type == LNDS_OPT_LIST ? l->n : s->n;

	lnds_buf_c(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			lnds_buf_c(b, ',');
		text(b, o->type == LNDS_OPT_LIST ? l->item[i] : lnds_sv(s->item[i]));
	}
	lnds_buf_c(b, ']');
}

static void date(struct lnds_buf *b, struct lnds_date d)
{
	char iso[10];

	if (d.year == 0) {
		lnds_buf_str(b, "null");
		return;
	}
	lnds_date_put(iso, d);
	lnds_json_str(b, (struct lnds_sv){iso, sizeof(iso)});
}

static void value(struct lnds_buf *b, const struct lnds_opt *o, const void *at)
{
	const struct lnds_optional_u64 *opt = at;

	switch ((enum lnds_opt_type)o->type) {
	case LNDS_OPT_FLAG:
		lnds_buf_str(b, *(const bool *)at ? "true" : "false");
		return;
	case LNDS_OPT_STR:
		text_or_null(b, *(const char *const *)at);
		return;
	case LNDS_OPT_U64:
	case LNDS_OPT_SIZE:
		lnds_buf_u64(b, *(const uint64_t *)at);
		return;
	case LNDS_OPT_SHARE:
		lnds_buf_printf(b, "%u.%06u", *(const uint32_t *)at / 1000000,
			*(const uint32_t *)at % 1000000);
		return;
	case LNDS_OPT_ENUM:
		text(b, lnds_word(o->values, (size_t) * (const int *)at));
		return;
	case LNDS_OPT_LIST:
	case LNDS_OPT_STRS:
		list(b, o, at);
		return;
	case LNDS_OPT_FD:
		if (*(const int *)at < 0)
			lnds_buf_str(b, "null");
		else
			lnds_buf_printf(b, "%d", *(const int *)at);
		return;
	case LNDS_OPT_DATE:
		date(b, *(const struct lnds_date *)at);
		return;
	case LNDS_OPT_OPTU64:
		if (opt->given)
			lnds_buf_u64(b, opt->value);
		else
			lnds_buf_str(b, "null");
		return;
	}
}

static void options(const struct lnds_app *app, struct lnds_buf *b)
{
	const struct lnds_table *t = &app->state->table;

	lnds_json_key(b, "options");
	lnds_buf_c(b, '{');
	for (size_t i = 0; i < t->n; i++) {
		const struct lnds_table_entry *e = &t->entry[i];

		if (e->foreign || !e->opt->name[0] || (e->opt->flags & LNDS_OPT_STOPS))
			continue;
		lnds_json_key(b, e->opt->name);
		if (e->opt->flags & LNDS_OPT_PRIVATE)
			lnds_buf_str(b, e->given ? "true" : "false");
		else if (e->base == &app->opt && strcmp(e->opt->name, "threads") == 0)
			lnds_buf_u64(b, app->opt.threads);
		else
			value(b, e->opt, (const char *)e->base + e->opt->off);
	}
	lnds_buf_c(b, '}');
}

static const char *format_name(enum lnds_format f)
{
	static const char *const name[] = {NULL, "csv", "tsv", "ndjson"};

	return name[f];
}

/* The members that inputs and outputs share, after their names. */
static void bytes_and_hash(const struct lnds_app *app, struct lnds_buf *b, uint64_t bytes,
	const struct lnds_sha256 *hash, const uint8_t *known)
{
	uint8_t digest[LNDS_SHA256_LEN];
	char hex[2 * LNDS_SHA256_LEN];

	number(b, "bytes", bytes);
	lnds_json_key(b, "sha256");
	if (!lnds_app_digest(app, hash, known, digest)) {
		lnds_buf_str(b, "null");
		return;
	}
	lnds_hex(hex, digest, sizeof(digest));
	lnds_json_str(b, (struct lnds_sv){hex, sizeof(hex)});
}

static void streams(const struct lnds_app *app, struct lnds_buf *b)
{
	lnds_json_key(b, "inputs");
	lnds_buf_c(b, '[');
	for (const struct lnds_app_in *in = app->state->in; in; in = in->next) {
		const struct lnds_source *s = in->source;

		lnds_buf_str(b, in == app->state->in ? "{" : ",{");
		string(b, "name", in->name);
		if (s)
			string(b, "format", format_name(s->format));
		bytes_and_hash(app, b, s ? s->bytes : in->bytes, in->hash, in->digest);
		if (s)
			number(b, "records", s->records);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
	lnds_json_key(b, "outputs");
	lnds_buf_c(b, '[');
	for (const struct lnds_app_out *out = app->state->out; out; out = out->next) {
		if (out->file.removed)
			continue;
		lnds_buf_str(b, b->p[b->n - 1] == '[' ? "{" : ",{");
		string(b, "name", out->file.name);
		bytes_and_hash(app, b, out->file.sink.bytes, out->file.hash, out->digest);
		lnds_buf_c(b, '}');
	}
	lnds_buf_c(b, ']');
}

static void counts(const struct lnds_app *app, struct lnds_buf *b)
{
	const struct lnds_counts *c = &app->state->counts;

	number(b, "read", c->read);
	number(b, "written", c->written);
	number(b, "rejected", c->rejected);
	number(b, "dropped", c->dropped);
	number(b, "skipped_blank", c->skipped_blank);
	lnds_json_key(b, "reasons");
	lnds_buf_c(b, '{');
	for (unsigned i = 0; i < c->nreason; i++)
		number(b, c->reason[i].id, c->reason[i].n);
	lnds_buf_c(b, '}');
}

void lnds_report_build(const struct lnds_app *app, int exit_code, struct lnds_buf *b)
{
	struct lnds_usage u = lnds_app_usage(app);

	lnds_buf_c(b, '{');
	string(b, "program", app->prog);
	string(b, "version", LNDS_VERSION);
	string(b, "command", app->cmd->name ? app->cmd->name : "");
	number(b, "exit", (uint64_t)exit_code);
	options(app, b);
	streams(app, b);
	counts(app, b);
	string(b, "key", app->state->key_id[0] ? app->state->key_id : NULL);
	number(b, "threads", app->opt.threads);
	string(b, "cpu", lnds_cpu_name(lnds_cpu_level()));
	number(b, "wall_ms", u.wall_ms);
	number(b, "cpu_ms", u.cpu_ms);
	number(b, "peak_rss_kib", u.peak_rss_kib);
	lnds_buf_str(b, "}\n");
}
