/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lnds-mesh batch: requests in, answers out, in order, as long as somebody asks. */
#include <unistd.h>

#include "commands.h"
#include "mesh/map/session.h"
#include "os/file.h"

#define CHUNK (64u << 10)
#define LONGEST (16u << 20)
#define MUCH (256u << 10)

struct options {
	const char *store;
	bool timing;
};

/* clang-format off */
static const struct lnds_opt opts[] = {
	LNDS_MESH_STORE_OPT(struct options),
	{0, "timing", NULL, NULL, NULL, "add the microseconds that each answer took",
		LNDS_OPT_FLAG, offsetof(struct options, timing), 0},
	{0},
};
/* clang-format on */

struct talk {
	struct lnds_app *app;
	struct lnds_mesh_session *session;
	bool timing;
	const char *name;
	struct lnds_buf in, out;
	uint64_t line, answers;
};

static void warn(void *app, const char *text)
{
	lnds_app_warn(app, "%s", text);
}

static bool flush(struct talk *t, struct lnds_err *err)
{
	const bool ok = lnds_app_print(t->app, lnds_buf_view(&t->out), err);

	t->out.n = 0;
	return ok;
}

/* What was answered before a line that cannot be read is printed all the same. */
static bool located(struct talk *t, struct lnds_err *err)
{
	struct lnds_err second;

	err->input = t->name;
	err->line = t->line;
	(void)flush(t, &second);
	return false;
}

static bool answer(struct talk *t, struct lnds_sv line, struct lnds_err *err)
{
	if (t->line++ == 0 && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0) {
		line.p += 3; /* a byte-order mark */
		line.n -= 3;
	}
	line = lnds_sv_trim(line);
	if (line.n == 0)
		return true;
	if (!lnds_mesh_session_answer(t->session, line, t->timing, &t->out, err))
		return located(t, err);
	t->answers++;
	return t->out.n < MUCH || flush(t, err);
}

/* All whole lines that are there. */
static bool lines(struct talk *t, struct lnds_err *err)
{
	struct lnds_sv rest = lnds_buf_view(&t->in), line;
	size_t done;

	while (rest.n && memchr(rest.p, '\n', rest.n)) {
		line = lnds_sv_cut(rest, '\n', &rest);
		if (!answer(t, line, err))
			return false;
	}
	done = t->in.n - rest.n;
	if (rest.n)
		memmove(t->in.p, t->in.p + done, rest.n);
	t->in.n = rest.n;
	if (t->in.n < LONGEST)
		return true;
	t->line++;
	lnds_fail(err, LNDS_DATA, NULL, "a line longer than %u bytes", LONGEST);
	return located(t, err);
}

static bool talk(struct talk *t, int fd, struct lnds_err *err)
{
	size_t got = 1;

	t->line = 0;
	while (got) {
		if (t->out.n && !lnds_readable_now(fd) && !flush(t, err))
			return false;
		if (!lnds_read_some(
			    fd, lnds_buf_room(&t->in, CHUNK), CHUNK, &got, t->name, err))
			return false;
		t->in.n += got;
		if (!lines(t, err))
			return false;
	}
	if (t->in.n && !answer(t, lnds_buf_view(&t->in), err))
		return false;
	t->in.n = 0;
	return flush(t, err);
}

static bool talks(struct talk *t, struct lnds_err *err)
{
	size_t i;
	bool ok = t->app->noperand || (t->name = "stdin", talk(t, STDIN_FILENO, err));
	int fd;

	for (i = 0; ok && i < t->app->noperand; i++) {
		fd = lnds_open_read(t->app->operand[i], err);
		t->name = fd == STDIN_FILENO ? "stdin" : t->app->operand[i];
		ok = fd >= 0 && talk(t, fd, err);
		if (fd > STDIN_FILENO)
			(void)close(fd);
	}
	return ok;
}

static enum lnds_code run(struct lnds_app *app, void *ctx, struct lnds_err *err)
{
	const struct options *o = ctx;
	struct talk t = {.app = app, .timing = o->timing};
	bool ok;

	t.session = lnds_mesh_session_open(o->store, warn, app, err);
	ok = t.session && talks(&t, err);
	lnds_app_counted(app, t.answers, t.answers);
	lnds_mesh_session_close(t.session);
	lnds_buf_free(&t.in);
	lnds_buf_free(&t.out);
	return ok ? LNDS_DONE : err->code;
}

const struct lnds_cmd lnds_cmd_batch = {
	.name = "batch",
	.operands = "[FILE...]",
	.summary = "answer requests of queries, maps and errors, one a line",
	.examples = {"lnds-mesh batch -S lux requests.ndjson",
		"echo "
		"'{\"id\":1,\"op\":\"map\",\"param\":\"temp\",\"start\":\"2019-01-02\"}' "
		"| lnds-mesh batch -S lux --timing",
		"echo '{\"op\":\"cv\",\"param\":\"temp\",\"start\":\"2019-01-02\"}' | "
		"lnds-mesh batch -S lux"},
	.groups = LNDS_GROUP_FILE,
	.opts = opts,
	.ctx_size = sizeof(struct options),
	.run = run,
};
