/* SPDX-License-Identifier: GPL-3.0-or-later */
/* INI entry by entry; see ini.h. */
#include "mesh/mapping/ini.h"

#include "text/utf8.h"

static int wrong(const struct lnds_mesh_ini *ini, const char *msg, const char *hint,
	struct lnds_err *err)
{
	lnds_fail(err, LNDS_USAGE, NULL, "%s", msg);
	lnds_hint(err, "%s", hint);
	err->input = ini->name;
	err->line = ini->line;
	return -1;
}

/* Behind the quote that closes the one at p[0], or 0. */
static size_t quoted_end(struct lnds_sv s)
{
	size_t i = 1;

	for (; i < s.n; i++) {
		if (s.p[i] != '"')
			continue;
		if (i + 1 == s.n || s.p[i + 1] != '"')
			return i + 1;
		i++;
	}
	return 0;
}

/* "a ""b"" c" without its quotes. */
static struct lnds_sv unquoted(struct lnds_sv s, struct lnds_arena *arena)
{
	struct lnds_sv in = {s.p + 1, s.n - 2};
	size_t i, n = 0;
	char *out;

	if (!memchr(in.p, '"', in.n))
		return in;
	out = lnds_arena_bytes(arena, in.n);
	for (i = 0; i < in.n; i++) {
		out[n++] = in.p[i];
		i += in.p[i] == '"';
	}
	return (struct lnds_sv){out, n};
}

static struct lnds_sv next_line(struct lnds_mesh_ini *ini)
{
	struct lnds_sv rest, line = lnds_sv_cut(ini->rest, '\n', &rest);

	ini->rest = rest;
	ini->line++;
	return lnds_sv_trim(line);
}

static int entry(struct lnds_mesh_ini *ini, struct lnds_sv line, struct lnds_err *err)
{
	size_t at = 0;
	const char *eq;

	if (line.p[0] == '"') {
		at = quoted_end(line);
		if (!at)
			return wrong(ini, "a quote that is never closed",
				"a quote inside quotes is written twice", err);
	}
	eq = memchr(line.p + at, '=', line.n - at);
	if (!eq)
		return wrong(ini, "neither a section nor key = value",
			"comments begin with # or ;", err);
	ini->key = lnds_sv_trim((struct lnds_sv){line.p, (size_t)(eq - line.p)});
	ini->value = lnds_sv_trim(
		(struct lnds_sv){eq + 1, line.n - (size_t)(eq + 1 - line.p)});
	if (at && ini->key.n != at)
		return wrong(ini, "text behind a quoted key",
			"KEY = VALUE, or \"KEY\" = VALUE", err);
	if (at)
		ini->key = unquoted(ini->key, ini->arena);
	if (!ini->key.n)
		return wrong(ini, "a value without a key", "KEY = VALUE", err);
	if (!ini->section.n)
		return wrong(ini, "a key before the first section",
			"[file], [time], [station] and [values] hold keys", err);
	return 1;
}

int lnds_mesh_ini_next(struct lnds_mesh_ini *ini, struct lnds_err *err)
{
	struct lnds_sv line;

	while (ini->rest.n) {
		line = next_line(ini);
		if (ini->line == 1 && lnds_sv_starts(line, LNDS_SV("\xef\xbb\xbf")))
			line = (struct lnds_sv){line.p + 3, line.n - 3};
		if (lnds_utf8_check(line.p, line.n) != line.n ||
			(line.n && memchr(line.p, 0, line.n)))
			return wrong(ini, "not UTF-8 text",
				"mapping files are written in UTF-8", err);
		if (!line.n || line.p[0] == '#' || line.p[0] == ';')
			continue;
		if (line.p[0] != '[')
			return entry(ini, line, err);
		if (line.n < 3 || line.p[line.n - 1] != ']')
			return wrong(
				ini, "a section without its bracket", "[section]", err);
		ini->section = lnds_sv_trim((struct lnds_sv){line.p + 1, line.n - 2});
	}
	return 0;
}

static bool is_sep(char c, char sep)
{
	return sep == ' ' ? c == ' ' || c == '\t' : c == sep;
}

bool lnds_mesh_ini_word(struct lnds_sv *rest, char sep, struct lnds_arena *arena,
	struct lnds_sv *word, bool *bad)
{
	struct lnds_sv s = *rest;
	bool quoted = false;
	size_t n = 0, end;

	*bad = false;
	while (s.n && (*s.p == ' ' || *s.p == '\t'))
		s = (struct lnds_sv){s.p + 1, s.n - 1};
	if (!s.p || (sep == ' ' && !s.n))
		return false;
	while (n < s.n && !is_sep(s.p[n], sep)) {
		if (s.p[n] != '"' || (n && sep != ' ')) {
			n++;
			continue;
		}
		end = quoted_end((struct lnds_sv){s.p + n, s.n - n});
		*bad = !end;
		if (!end)
			return false;
		quoted = n == 0;
		n += end;
	}
	*rest = n < s.n ? (struct lnds_sv){s.p + n + 1, s.n - n - 1}
			: (struct lnds_sv){NULL, 0};
	*word = lnds_sv_trim((struct lnds_sv){s.p, n});
	if (quoted && quoted_end(*word) == word->n)
		*word = unquoted(*word, arena);
	return true;
}

void lnds_mesh_ini_put(struct lnds_buf *out, struct lnds_sv word, const char *special)
{
	size_t i;
	bool plain = word.n && lnds_sv_trim(word).n == word.n;

	for (i = 0; plain && i < word.n; i++)
		plain = word.p[i] != '"' && !strchr(special, word.p[i]);
	if (plain) {
		lnds_buf_sv(out, word);
		return;
	}
	lnds_buf_c(out, '"');
	for (i = 0; i < word.n; i++) {
		if (word.p[i] == '"')
			lnds_buf_c(out, '"');
		lnds_buf_c(out, word.p[i]);
	}
	lnds_buf_c(out, '"');
}
