/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run log as a file: appending under a lock, verifying from the first line on. */
#include "crypto/chain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "crypto/chain_line.h"
#include "os/file.h"
#include "os/lock.h"

#define LOCK_SECONDS 10

/* Puts file and line to a failure. Always false. */
static bool at_line(struct lnds_err *err, const char *path, uint64_t line)
{
	err->input = path;
	err->line = line;
	return false;
}

static bool torn(struct lnds_err *err, const char *path, uint64_t line)
{
	lnds_fail(err, LNDS_INTEGRITY, NULL, "line is torn: it has no line end");
	lnds_hint(err, "a run was cut off while it wrote: keep a copy, remove this line");
	return at_line(err, path, line);
}

/* Does this line stand where `head` ends? Then head moves on to it. */
static bool follow(struct lnds_chain_head *head, struct lnds_sv line,
	struct lnds_chain_link *link, struct lnds_err *err)
{
	if (!lnds_chain_line_parse(line, link, err))
		return false;
	if (link->seq != head->seq + 1 ||
		memcmp(link->prev, head->hash, LNDS_SHA256_LEN) != 0) {
		if (head->seq == 0)
			return lnds_fail(err, LNDS_INTEGRITY, NULL,
				"line does not begin a chain: seq 1 and 64 zeros do");
		return lnds_fail(err, LNDS_INTEGRITY, NULL,
			"line does not continue line %llu",
			(unsigned long long)head->seq);
	}
	head->seq = link->seq;
	lnds_sha256(line.p, line.n, head->hash);
	return true;
}

/* Lines by LF through one buffer. */
struct lines {
	int fd;
	const char *path;
	uint64_t number;
	size_t at, n;
	bool end;
	char buf[8 * LNDS_CHAIN_LINE_MAX];
};

/* 1 and the line without its LF; 0 at the end; -1 failure. */
static int next_line(struct lines *l, struct lnds_sv *line, struct lnds_err *err)
{
	for (;;) {
		char *from = l->buf + l->at;
		const size_t left = l->n - l->at;
		char *lf = memchr(from, '\n', left);
		size_t got;

		if (lf || left >= LNDS_CHAIN_LINE_MAX) {
			l->number++;
			*line = (struct lnds_sv){from, lf ? (size_t)(lf - from) : left};
			l->at += line->n + 1;
			if (line->n < LNDS_CHAIN_LINE_MAX)
				return 1;
			lnds_fail(err, LNDS_INTEGRITY, NULL,
				"line is longer than %d bytes", LNDS_CHAIN_LINE_MAX);
			(void)at_line(err, l->path, l->number);
			return -1;
		}
		if (l->end) {
			if (!left)
				return 0;
			(void)torn(err, l->path, l->number + 1);
			return -1;
		}
		memmove(l->buf, from, left);
		l->at = 0;
		l->n = left;
		if (!lnds_read_some(l->fd, l->buf + left, sizeof(l->buf) - left, &got,
			    l->path, err))
			return -1;
		l->n += got;
		l->end = got == 0;
	}
}

bool lnds_chain_verify(const char *path,
	bool (*each)(void *arg, const struct lnds_chain_head *at, struct lnds_sv line,
		struct lnds_err *err),
	void *arg, struct lnds_chain_head *head, uint64_t *warn_time,
	struct lnds_err *err)
{
	const int fd = lnds_open_read(path, err);
	struct lnds_chain_head at = {0};
	struct lnds_chain_link link;
	struct lnds_sv line;
	struct lines *l;
	uint64_t last = 0, backwards = 0;
	int got;

	if (fd < 0)
		return false;
	l = lnds_calloc(1, sizeof(*l));
	l->fd = fd;
	l->path = path;
	while ((got = next_line(l, &line, err)) > 0) {
		if (!follow(&at, line, &link, err)) {
			(void)at_line(err, path, l->number);
			got = -1;
			break;
		}
		backwards += link.time && link.time < last;
		last = link.time ? link.time : last;
		if (each && !each(arg, &at, line, err)) {
			(void)at_line(err, path, l->number);
			got = -1;
			break;
		}
	}
	if (fd != STDIN_FILENO)
		(void)close(fd);
	free(l);
	if (got < 0)
		return false;
	if (!at.seq) {
		lnds_fail(err, LNDS_DATA, NULL, "no line to verify");
		return at_line(err, path, 0);
	}
	*head = at;
	*warn_time = backwards;
	return true;
}

/* Lines in the first `size` bytes of fd, for a message. */
static uint64_t count_lines(int fd, off_t size)
{
	char buf[16384];
	uint64_t n = 0;
	off_t at = 0;

	while (at < size) {
		const ssize_t r = pread(fd, buf, sizeof(buf), at);

		if (r <= 0)
			break;
		for (ssize_t i = 0; i < r; i++)
			n += buf[i] == '\n';
		at += r;
	}
	return n;
}

/* All n bytes at an offset; a file that ends before them is as bad as a broken disk. */
static bool read_at(int fd, char *p, size_t n, off_t at)
{
	while (n) {
		const ssize_t r = pread(fd, p, n, at);

		if (r == 0)
			errno = EIO;
		if (r == 0 || (r < 0 && errno != EINTR))
			return false;
		if (r > 0) {
			p += r;
			at += r;
			n -= (size_t)r;
		}
	}
	return true;
}

/* The head of the chain from its last line. */
static bool read_head(int fd, const char *path, off_t size, struct lnds_chain_head *head,
	struct lnds_err *err)
{
	char buf[LNDS_CHAIN_LINE_MAX + 1]; /* and the LF before it */
	const size_t want = size < (off_t)sizeof(buf) ? (size_t)size : sizeof(buf);
	struct lnds_chain_link link;
	struct lnds_sv line;
	char *lf;

	*head = (struct lnds_chain_head){0};
	if (size == 0)
		return true;
	if (!read_at(fd, buf, want, size - (off_t)want))
		return lnds_fail_sys(err, "cannot read '%s'", path);
	if (buf[want - 1] != '\n')
		return torn(err, path, count_lines(fd, size) + 1);
	lf = memrchr(buf, '\n', want - 1);
	line.p = lf ? lf + 1 : buf;
	line.n = (size_t)(buf + want - 1 - line.p);
	if (!lf && want == sizeof(buf))
		lnds_fail(err, LNDS_INTEGRITY, NULL, "line is longer than %d bytes",
			LNDS_CHAIN_LINE_MAX);
	else if (lnds_chain_line_parse(line, &link, err)) {
		head->seq = link.seq;
		lnds_sha256(line.p, line.n, head->hash);
		return true;
	}
	return at_line(err, path, count_lines(fd, size));
}

/* One write, but for signals; what of it did not fit is taken back, so that the chain
 * stays whole. */
static bool write_line(
	int fd, const char *path, off_t size, struct lnds_sv line, struct lnds_err *err)
{
	size_t done = 0;

	while (done < line.n) {
		const ssize_t w = write(fd, line.p + done, line.n - done);

		if (w > 0)
			done += (size_t)w;
		else if (w == 0 || errno != EINTR)
			break;
	}
	if (done == line.n)
		return true;
	lnds_fail_sys(err, "cannot append to '%s'", path);
	if (done > 0 && ftruncate(fd, size) != 0)
		lnds_hint(err, "its last line is torn now: remove it");
	return false;
}

/* The line that continues head; what would break the chain for the next run is refused.
 */
static bool make_line(struct lnds_buf *line, const char *path,
	const struct lnds_chain_run *run, struct lnds_chain_head *head,
	struct lnds_err *err)
{
	struct lnds_chain_link link;

	lnds_chain_line_put(line, run, head);
	if (line->n > LNDS_CHAIN_LINE_MAX) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"the line for '%s' would be longer than %d bytes", path,
			LNDS_CHAIN_LINE_MAX);
		return lnds_hint(err, "name fewer files in one run");
	}
	if (!lnds_chain_line_parse((struct lnds_sv){line->p, line->n - 1}, &link, err))
		return lnds_fail(err, LNDS_USAGE, NULL,
			"what is to be logged in '%s' is not JSON in UTF-8", path);
	head->seq++;
	lnds_sha256(line->p, line->n - 1, head->hash);
	return true;
}

static bool append(int fd, const char *path, const struct lnds_chain_run *run,
	struct lnds_chain_head *head, struct lnds_err *err)
{
	struct lnds_buf line = {0};
	struct stat st;
	bool ok;

	if (!lnds_lock(fd, path, LOCK_SECONDS, err))
		return false;
	if (fstat(fd, &st) != 0)
		return lnds_fail_sys(err, "cannot read '%s'", path);
	if (!S_ISREG(st.st_mode)) {
		lnds_fail(err, LNDS_USAGE, NULL, "'%s' is not a regular file", path);
		return lnds_hint(err, "a run log is read back before it is continued");
	}
	if (!read_head(fd, path, st.st_size, head, err))
		return false;
	ok = make_line(&line, path, run, head, err) &&
	     write_line(fd, path, st.st_size, lnds_buf_view(&line), err);
	if (ok && fsync(fd) != 0)
		ok = lnds_fail_sys(err, "cannot sync '%s'", path);
	lnds_buf_free(&line);
	return ok;
}

bool lnds_chain_append(const char *path, const struct lnds_chain_run *run,
	struct lnds_chain_head *head, struct lnds_err *err)
{
	struct lnds_chain_head at;
	const int fd =
		open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd < 0)
		return lnds_fail_sys(err, "cannot open '%s'", path);
	if (!append(fd, path, run, &at, err)) {
		(void)close(fd);
		return false;
	}
	if (!lnds_close(fd, path, err))
		return false;
	/* A new name is durable only once its directory is. */
	if (at.seq == 1 && !lnds_fsync_parent(path, err))
		return false;
	if (head)
		*head = at;
	return true;
}
