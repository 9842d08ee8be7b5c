/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases: from a file, a descriptor, a command or the terminal. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/key.h"
#include "crypto/secret_file.h"
#include "os/tty.h"

#define LIMIT 4096
#define LEAST_NEW 12

extern char **environ;

bool lnds_passphrase_given(const struct lnds_key_source *src)
{
	return src->pass_file || src->pass_fd >= 0 || src->pass_cmd;
}

bool lnds_passphrase_new_ok(const struct lnds_secret *pass, struct lnds_err *err)
{
	if (pass->n >= LEAST_NEW)
		return true;
	lnds_fail(err, LNDS_REFUSED, NULL, "the new passphrase has fewer than %d bytes",
		LEAST_NEW);
	return lnds_hint(err, "take four or more words");
}

/* Starts `/bin/sh -c cmd` with its output in *from. Its input is /dev/null: the data may
 * come on ours. */
static bool start(const char *cmd, int *from, pid_t *pid, struct lnds_err *err)
{
	char *const argv[] = {"sh", "-c", (char *)cmd, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t pipe_signal;
	int fd[2], rc;

	if (pipe2(fd, O_CLOEXEC) != 0)
		return lnds_fail_sys(err, "cannot make a pipe");
	(void)sigemptyset(&pipe_signal);
	(void)sigaddset(&pipe_signal, SIGPIPE);
	rc = posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigdefault(&attr, &pipe_signal);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	rc = rc ? rc : posix_spawn_file_actions_init(&files);
	rc = rc ? rc
		: posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	rc = rc ? rc : posix_spawn_file_actions_adddup2(&files, fd[1], 1);
	rc = rc ? rc : posix_spawn(pid, "/bin/sh", &files, &attr, argv, environ);
	(void)posix_spawn_file_actions_destroy(&files);
	(void)posix_spawnattr_destroy(&attr);
	(void)close(fd[1]);
	*from = fd[0];
	if (rc == 0)
		return true;
	(void)close(fd[0]);
	errno = rc;
	return lnds_fail_sys(err, "cannot start /bin/sh");
}

static struct lnds_secret *from_command(const char *cmd, struct lnds_err *err)
{
	struct lnds_secret *s;
	int from, status;
	pid_t pid;

	if (!start(cmd, &from, &pid, err))
		return NULL;
	s = lnds_secret_fd(from, "the output of the passphrase command", LIMIT, err);
	(void)close(from);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!s || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		return s;
	lnds_secret_free(s);
	if (WIFEXITED(status))
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the passphrase command ended with status %d",
			WEXITSTATUS(status));
	else
		lnds_fail(err, LNDS_REFUSED, NULL,
			"the passphrase command was ended by signal %d",
			WTERMSIG(status));
	lnds_hint(err, "run it by itself to see why");
	return NULL;
}

struct lnds_secret *lnds_passphrase(
	const struct lnds_key_source *src, bool creating, struct lnds_err *err)
{
	struct lnds_secret *s;
	uint8_t *lf;

	if (src->pass_file)
		s = lnds_secret_file(src->pass_file, LIMIT, err);
	else if (src->pass_fd >= 0)
		s = lnds_secret_fd(src->pass_fd, "the passphrase descriptor", LIMIT, err);
	else if (src->pass_cmd)
		s = from_command(src->pass_cmd, err);
	else
		s = lnds_tty_passphrase(
			creating ? "new passphrase: " : "passphrase: ", creating, err);
	if (!s)
		return NULL;
	lf = memchr(s->p, '\n', s->n);
	if (lf) {
		const size_t n = (size_t)(lf - s->p);

		lnds_wipe(lf, s->n - n);
		s->n = n;
	}
	if (s->n == 0)
		lnds_fail(err, LNDS_REFUSED, NULL, "the passphrase is empty");
	else if (!creating || lnds_passphrase_new_ok(s, err))
		return s;
	lnds_secret_free(s);
	return NULL;
}
