/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on stderr, and the progress line that they push aside. */
#include "cli/diag.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_bool drawn; /* a transient line stands on the terminal */

/* stderr may be gone; there is nobody left to tell. */
static void put(const char *p, size_t n)
{
	while (n) {
		ssize_t got = write(STDERR_FILENO, p, n);

		if (got <= 0)
			return;
		p += got;
		n -= (size_t)got;
	}
}

/* What a terminal would act upon: C0 controls, DEL, C1 controls (U+0080 to U+009F), and
 * bytes that are not UTF-8, among which a terminal may find C1 controls of its own. */
static void clean(struct lnds_buf *b)
{
	for (size_t at = 0; at < b->n; at++) {
		at += lnds_utf8_check(b->p + at, b->n - at);
		if (at < b->n)
			b->p[at] = '?';
	}
	for (size_t i = 0; i < b->n; i++) {
		unsigned char c = (unsigned char)b->p[i];

		if ((c < 0x20 && c != '\n') || c == 0x7f)
			b->p[i] = '?';
		if (c == 0xc2 && (unsigned char)b->p[i + 1] < 0xa0)
			b->p[i] = b->p[i + 1] = '?';
	}
}

static void add_vprintf(struct lnds_buf *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

static void add_vprintf(struct lnds_buf *b, const char *fmt, va_list ap)
{
	char text[1024];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	if (n > 0)
		lnds_buf_add(
			b, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

/* A name may hold a line end: only ours may stand in the message. */
static void add_name(struct lnds_buf *b, const char *name)
{
	for (; *name; name++)
		lnds_buf_c(b, *name == '\n' ? '?' : *name);
}

void lnds_diag_locate(struct lnds_buf *b, const struct lnds_err *err)
{
	if (err->input) {
		add_name(b, strcmp(err->input, "-") == 0 ? "stdin" : err->input);
		if (err->line)
			lnds_buf_printf(b, ":%" PRIu64, err->line);
		lnds_buf_str(b, ": ");
	}
	if (err->column[0]) {
		lnds_buf_str(b, "column '");
		add_name(b, err->column);
		lnds_buf_str(b, "': ");
	}
	add_name(b, err->msg);
}

void lnds_diag_error(const char *prog, const struct lnds_err *err)
{
	struct lnds_buf b = {0};

	lnds_buf_printf(&b, "%s: ", prog);
	lnds_diag_locate(&b, err);
	lnds_buf_c(&b, '\n');
	if (err->hint[0]) {
		lnds_buf_printf(&b, "%s: hint: ", prog);
		add_name(&b, err->hint);
		lnds_buf_c(&b, '\n');
	}
	clean(&b);
	lnds_diag_clear();
	put(b.p, b.n);
	lnds_buf_free(&b);
}

void lnds_diag_vsay(const char *prog, const char *kind, const char *fmt, va_list ap)
{
	struct lnds_buf b = {0};

	lnds_buf_printf(&b, "%s: ", prog);
	if (kind)
		lnds_buf_printf(&b, "%s: ", kind);
	add_vprintf(&b, fmt, ap);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\n')
			b.p[i] = '?';
	lnds_buf_c(&b, '\n');
	clean(&b);
	lnds_diag_clear();
	put(b.p, b.n);
	lnds_buf_free(&b);
}

void lnds_diag_text(struct lnds_sv text)
{
	lnds_diag_clear();
	put(text.p, text.n);
}

void lnds_diag_transient(const char *line)
{
	struct lnds_buf b = {0};

	lnds_buf_printf(&b, "\r%s\033[K", line);
	put(b.p, b.n);
	lnds_buf_free(&b);
	atomic_store(&drawn, true);
}

void lnds_diag_clear(void)
{
	if (atomic_exchange(&drawn, false))
		put("\r\033[K", 4);
}
