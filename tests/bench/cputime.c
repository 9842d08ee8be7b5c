/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times commands against one another: they run in turn, RUNS rounds, so that a busy
 * minute of the machine falls on all of them alike.
 *
 *	cputime [-r RUNS] [-i FILE] [-o FILE] COMMAND ARG… [::: COMMAND ARG…]…
 *
 * Prints a line for each command: median CPU seconds (user and system, its waited-for
 * children included), median wall seconds, largest resident set in KiB. stdin is FILE or
 * empty, stdout FILE or /dev/null. A command that fails ends it with code 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS 8
#define MAX_RUNS 1000

struct command {
	char **argv;
	double cpu[MAX_RUNS], wall[MAX_RUNS];
	long rss_kib;
};

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void redirect(const char *path, int flags, int fd)
{
	int f = open(path, flags, 0600);
	if (f < 0 || dup2(f, fd) < 0) {
		perror(path);
		_exit(126);
	}
	(void)close(f);
}

static bool run(struct command *c, unsigned round, const char *in, const char *out)
{
	double start = now();
	pid_t pid = fork();
	if (pid == 0) {
		redirect(in, O_RDONLY, STDIN_FILENO);
		redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		execvp(c->argv[0], c->argv);
		perror(c->argv[0]);
		_exit(127);
	}
	int status = -1;
	struct rusage u;
	while (pid > 0 && wait4(pid, &status, 0, &u) < 0 && errno == EINTR)
		;
	if (pid < 0 || status != 0) {
		fprintf(stderr, "cputime: %s ends with status %x\n", c->argv[0],
			(unsigned)status);
		return false;
	}
	c->wall[round] = now() - start;
	c->cpu[round] = seconds(u.ru_utime) + seconds(u.ru_stime);
	if (u.ru_maxrss > c->rss_kib)
		c->rss_kib = u.ru_maxrss;
	return true;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *v, unsigned n)
{
	qsort(v, n, sizeof *v, ascending);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

int main(int argc, char **argv)
{
	static struct command command[MAX_COMMANDS];
	unsigned runs = 5, n = 0;
	const char *in = "/dev/null", *out = "/dev/null";
	int o;
	while ((o = getopt(argc, argv, "+r:i:o:")) != -1) {
		if (o == 'r')
			runs = (unsigned)atoi(optarg);
		else if (o == 'i')
			in = optarg;
		else if (o == 'o')
			out = optarg;
		else
			return 2;
	}
	if (runs < 1 || runs > MAX_RUNS || optind >= argc)
		return 2;
	command[n++].argv = argv + optind;
	for (int i = optind; i < argc; i++) {
		if (strcmp(argv[i], ":::"))
			continue;
		argv[i] = NULL;
		if (n == MAX_COMMANDS || i + 1 == argc)
			return 2;
		command[n++].argv = argv + i + 1;
	}
	for (unsigned r = 0; r < runs; r++)
		for (unsigned i = 0; i < n; i++)
			if (!run(&command[i], r, in, out))
				return 1;
	for (unsigned i = 0; i < n; i++)
		printf("%.6f %.6f %ld\n", median(command[i].cpu, runs),
			median(command[i].wall, runs), command[i].rss_kib);
	return 0;
}
