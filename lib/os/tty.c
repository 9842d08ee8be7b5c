/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal. A passphrase is read from /dev/tty byte by byte straight into locked
 * memory: no stdio buffer ever holds it. The terminal's settings come back on every path,
 * also when a signal asks to stop.
 */
#include "os/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "os/file.h"

#define LONGEST 1024

bool lnds_is_tty(int fd)
{
	return isatty(fd) == 1;
}

int lnds_tty_width(int fd)
{
	struct winsize w;

	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

/* One line from fd into s. */
static bool read_line(int fd, struct lnds_secret *s, struct lnds_err *err)
{
	for (s->n = 0;;) {
		uint8_t c;
		size_t got;
		bool ok = lnds_read_some(fd, &c, 1, &got, "/dev/tty", err);

		if (ok && got && c != '\n' && s->n < LONGEST) {
			s->p[s->n++] = c;
			lnds_wipe(&c, 1);
			continue;
		}
		if (!ok)
			return false;
		if (!got && !s->n)
			return lnds_fail(err, LNDS_USAGE, NULL, "no passphrase given");
		if (got && c != '\n')
			return lnds_fail(err, LNDS_USAGE, NULL,
				"the passphrase is longer than %d bytes", LONGEST);
		return true;
	}
}

/* Prompts and reads one line with echo off. */
static struct lnds_secret *ask(int fd, const char *prompt, struct lnds_err *err)
{
	struct lnds_secret *s = lnds_secret_new(LONGEST, err);
	struct termios old, quiet;
	bool ok;

	if (!s)
		return NULL;
	ok = lnds_write_all(fd, prompt, strlen(prompt), "/dev/tty", err);
	if (ok && tcgetattr(fd, &old) != 0)
		ok = lnds_fail_sys(err, "cannot turn off the echo of the terminal");
	if (ok) {
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
		quiet.c_lflag |= ICANON | ISIG;
		if (tcsetattr(fd, TCSAFLUSH, &quiet) != 0) {
			ok = lnds_fail_sys(
				err, "cannot turn off the echo of the terminal");
		} else {
			ok = read_line(fd, s, err);
			(void)tcsetattr(fd, TCSAFLUSH, &old);
			(void)!write(
				fd, "\n", 1); /* the one the user typed was not shown */
		}
	}
	if (ok)
		return s;
	lnds_secret_free(s);
	return NULL;
}

struct lnds_secret *lnds_tty_passphrase(
	const char *prompt, bool confirm, struct lnds_err *err)
{
	const int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct lnds_secret *first, *again = NULL;
	bool same;

	if (fd < 0) {
		lnds_fail(err, LNDS_USAGE, NULL,
			"a passphrase is needed and no terminal is there");
		lnds_hint(err, "give --pass-file, --pass-fd or --pass-cmd");
		return NULL;
	}
	first = ask(fd, prompt, err);
	if (first && confirm)
		again = ask(fd, "the same again: ", err);
	(void)close(fd);
	if (!first || !confirm)
		return first;

	same = again && again->n == first->n &&
	       lnds_secret_eq(again->p, first->p, first->n);
	if (again && !same)
		lnds_fail(err, LNDS_USAGE, NULL, "the two passphrases differ");
	lnds_secret_free(again);
	if (same)
		return first;
	lnds_secret_free(first);
	return NULL;
}
