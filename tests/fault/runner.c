/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a command line again and again, each time with one more system call failing
 * (inject.c), until a run passes untouched; then with the next kind of fault.
 *
 *	fault_runner --lib inject.so --dir DIR [OPTION VALUE]... -- PROGRAM ARG...
 *
 * The command runs in DIR/run, emptied before each run; its inputs lie beside it. After
 * each run must hold: the exit code is 5 with one line on stderr that names a file (and
 * perhaps a hint), or 0 if the fault may be borne; outputs are as before or complete, and
 * the first as before if the code was not 0; what went to stdout is a prefix of the right
 * bytes; the first output is complete only if the log has its line; nothing else lies in
 * the folder.
 *
 *	--out FILE	an output, compared byte for byte; repeatable
 *	--log FILE	the audit log
 *	--tree FOLDER	is there whole or not at all (but where words about it failed)
 *	--parts FOLDER	may hold some of its files after a failure
 *	--any FILE	may hold anything (timings, keys); `-` is stdout; repeatable
 *	--stdin FILE	what the command reads
 *	--only CALL	only faults of this call
 *	--bears CALL	the command may take a failure of this call lightly
 *	--also CODE	another code where memory fails: OpenSSL calls a signature wrong
 *			that it could not check
 *
 * OpenSSL alone allocates five thousand times: after the first hundred calls of a kind
 * only some are struck, unless LNDS_FAULT_ALL is set.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_OUT 8
#define MAX_TOLD 8
#define SECONDS 30

/* How a run may end in which the fault struck. */
enum ending {
	FAILS,	/* 5, nothing else */
	PASSES, /* 0 with the right bytes: a short or interrupted call is no error */
	EITHER, /* memory for a comfort (a stdio buffer) may be missing */
	DIES,	/* by SIGKILL */
};

static const struct fault {
	const char *call, *effect;
	enum ending ending;
	bool both; /* with an old output file, and without one */
} faults[] = {
	{"read", "EIO", FAILS, false},
	{"read", "SHORT", PASSES, false},
	{"read", "EINTR", PASSES, false},
	{"write", "ENOSPC", FAILS, true},
	{"write", "EIO", FAILS, false},
	{"write", "SHORT", PASSES, false},
	{"write", "EINTR", PASSES, false},
	{"close", "EIO", FAILS, true},
	{"fsync", "EIO", FAILS, true},
	{"rename", "EACCES", FAILS, true},
	{"open", "EMFILE", EITHER, false},
	{"malloc", "ENOMEM", EITHER, false},
	{"write", "KILL", DIES, true},
	{"fsync", "KILL", DIES, true},
	{"rename", "KILL", DIES, true},
	{"rename", "KILLAFTER", DIES, false},
};

struct bytes {
	char *p;
	size_t n;
	bool there;
};

struct outcome {
	int code; /* exit code, or 128 + signal */
	bool fired, fired_on_directory;
	int tree; /* files in it; 0: it is not there */
	struct bytes out[MAX_OUT], log, std_out, std_err;
};

static struct {
	const char *lib, *dir, *in, *log, *only, *bears, *tree;
	bool parts;
	const char *out[MAX_OUT], *any[MAX_OUT];
	size_t nout, nany;
	bool all, free_stdout;
	int also; /* or 0 */
	char **argv;
	char run[1024], fired[1024], std_out[1024], std_err[1024];
} job;
static unsigned told, runs;

_Noreturn static void stop(const char *what)
{
	fprintf(stderr, "fault_runner: %s: %s\n", what, strerror(errno));
	exit(2);
}

static struct bytes slurp(const char *path)
{
	struct bytes b = {NULL, 0, false};
	FILE *f = fopen(path, "rb");
	if (!f)
		return b;
	struct stat st;
	if (fstat(fileno(f), &st) != 0 || !(b.p = malloc((size_t)st.st_size + 1)))
		stop(path);
	b.n = fread(b.p, 1, (size_t)st.st_size, f);
	b.p[b.n] = 0;
	b.there = true;
	(void)fclose(f);
	return b;
}

static bool same(struct bytes a, struct bytes b)
{
	return a.there == b.there && a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static void outcome_free(struct outcome *o)
{
	for (size_t i = 0; i < MAX_OUT; i++)
		free(o->out[i].p);
	free(o->log.p);
	free(o->std_out.p);
	free(o->std_err.p);
}

/* Removes what is in a folder, one level of folders deep. */
static void empty_folder(const char *path)
{
	DIR *d = opendir(path);
	if (!d)
		stop(path);
	for (struct dirent *e; (e = readdir(d));) {
		char name[2048];
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		(void)snprintf(name, sizeof name, "%s/%s", path, e->d_name);
		if (unlink(name) == 0)
			continue;
		empty_folder(name);
		if (rmdir(name) != 0)
			stop(name);
	}
	(void)closedir(d);
}

/* The number of files in a folder and those below; 0 where it is not there. */
static int count_files(const char *path)
{
	DIR *d = opendir(path);
	int n = 0;
	for (struct dirent *e; d && (e = readdir(d));) {
		char name[2048];
		(void)snprintf(name, sizeof name, "%s/%s", path, e->d_name);
		if (e->d_type != DT_DIR)
			n++;
		else if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			n += count_files(name);
	}
	if (d)
		(void)closedir(d);
	return n;
}

static void redirect(const char *path, int flags, int fd)
{
	int f = open(path, flags, 0600);
	if (f < 0 || dup2(f, fd) < 0)
		_exit(126);
	(void)close(f);
}

_Noreturn static void child(const char *spec)
{
	if (chdir(job.run) != 0)
		_exit(126);
	redirect(job.in ? job.in : "/dev/null", O_RDONLY, 0);
	redirect(job.std_out, O_WRONLY | O_CREAT | O_TRUNC, 1);
	redirect(job.std_err, O_WRONLY | O_CREAT | O_TRUNC, 2);
	(void)setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	if (spec) {
		(void)setenv("LNDS_FAULT", spec, 1);
		(void)setenv("LNDS_FAULT_FIRED", job.fired, 1);
		(void)setenv("LD_PRELOAD", job.lib, 1);
	}
	(void)alarm(SECONDS);
	execv(job.argv[0], job.argv);
	_exit(127);
}

static void in_run(char *path, size_t n, const char *name)
{
	(void)snprintf(path, n, "%s/%s", job.run, name);
}

static struct outcome run(const char *spec, bool old)
{
	struct outcome o = {0};
	char path[2048];
	empty_folder(job.run);
	(void)unlink(job.fired);
	for (size_t i = 0; old && i < job.nout; i++) {
		in_run(path, sizeof path, job.out[i]);
		FILE *f = fopen(path, "w");
		if (!f || fputs("old\n", f) < 0 || fclose(f) != 0)
			stop(path);
	}
	runs++;
	pid_t pid = fork();
	if (pid < 0)
		stop("fork");
	if (pid == 0)
		child(spec);
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			stop("waitpid");
	o.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	struct bytes fired = slurp(job.fired);
	o.fired = fired.there;
	o.fired_on_directory = fired.n && fired.p[0] == '1';
	free(fired.p);
	for (size_t i = 0; i < job.nout; i++) {
		in_run(path, sizeof path, job.out[i]);
		o.out[i] = slurp(path);
	}
	if (job.log) {
		in_run(path, sizeof path, job.log);
		o.log = slurp(path);
	}
	if (job.tree) {
		in_run(path, sizeof path, job.tree);
		o.tree = count_files(path);
	}
	o.std_out = slurp(job.std_out);
	o.std_err = slurp(job.std_err);
	return o;
}

static void tell(const char *spec, const struct outcome *o, const char *what)
{
	if (++told > MAX_TOLD)
		return;
	printf("FAILED %s: %s (exit %d)\n%s", spec, what, o->code,
		o->std_err.p ? o->std_err.p : "");
}

static bool expected(const char *name)
{
	for (size_t i = 0; i < job.nout; i++)
		if (!strcmp(name, job.out[i]))
			return true;
	for (size_t i = 0; i < job.nany; i++)
		if (!strcmp(name, job.any[i]))
			return true;
	return (job.log && !strcmp(name, job.log)) ||
	       (job.tree && !strcmp(name, job.tree)) || !strcmp(name, ".") ||
	       !strcmp(name, "..");
}

/* Is there anything in the folder that should not be there? A killed process may leave
 * its temporary, whose name begins with a dot. */
static bool litter(bool killed)
{
	bool found = false;
	DIR *d = opendir(job.run);
	if (!d)
		stop(job.run);
	for (struct dirent *e; (e = readdir(d));)
		found = found ||
			(!expected(e->d_name) && !(killed && e->d_name[0] == '.'));
	(void)closedir(d);
	return found;
}

/* One line `PROG: …`, perhaps a second `PROG: hint: …`; warnings do not count. */
static bool one_message(const struct bytes *text)
{
	unsigned messages = 0, others = 0;
	for (const char *p = text->p; *p; p += strcspn(p, "\n") + 1) {
		size_t n = strcspn(p, "\n");
		const char *colon = memmem(p, n, ": ", 2);
		if (!colon || p[n] != '\n')
			others++;
		else if (strncmp(colon, ": warning: ", 11) &&
			 strncmp(colon, ": hint: ", 8))
			messages++;
		if (p[n] == 0)
			break;
	}
	return messages == 1 && others == 0;
}

/* Does the message name a file: an argument, a standard stream, or a path in quotes? */
static bool located(const char *text)
{
	if (strstr(text, "stdin") || strstr(text, "stdout") || strchr(text, '\''))
		return true;
	for (char **a = job.argv + 1; *a; a++)
		if (strlen(*a) > 2 && strstr(text, *a))
			return true;
	return false;
}

/* Is b the beginning of a, or all of it? */
static bool starts_with(const struct bytes *a, const struct bytes *b, bool all)
{
	return b->n <= a->n && (b->n == a->n || !all) &&
	       (!b->n || memcmp(a->p, b->p, b->n) == 0);
}

static bool is_malloc(const struct fault *f)
{
	return !strcmp(f->call, "malloc");
}

static void judge(const char *spec, const struct fault *f, const struct outcome *o,
	const struct outcome *good, const struct outcome *before)
{
	bool passed = o->code == 0, killed = f->ending == DIES;
	bool may_pass = f->ending != FAILS || (job.bears && !strcmp(job.bears, f->call));
	bool failed = o->code == 5 || (o->code && o->code == job.also && is_malloc(f));
	bool complete = true, untouched = true;
	if (killed ? o->code != 128 + SIGKILL
		   : !(passed && may_pass) && !(failed && f->ending != PASSES))
		tell(spec, o, "wrong exit code");
	if (failed && !one_message(&o->std_err))
		tell(spec, o, "not one message");
	if (failed && !is_malloc(f) && !located(o->std_err.p))
		tell(spec, o, "the message names no file");
	for (size_t i = 0; i < job.nout; i++) {
		bool is_new = same(o->out[i], good->out[i]);
		bool is_old = same(o->out[i], before->out[i]);
		complete = complete && is_new;
		untouched = untouched && (is_old || i > 0);
		if (!is_new && !is_old)
			tell(spec, o, "half an output");
	}
	if (o->tree != good->tree && (passed || (o->tree != 0 && !job.parts)))
		tell(spec, o, "half a folder");
	if (failed && o->tree && !o->fired_on_directory && !job.parts && !is_malloc(f) &&
		!strstr(o->std_err.p, "stdout"))
		tell(spec, o, "failed, yet the folder is there");
	if (passed && !complete)
		tell(spec, o, "exit 0 without the output");
	if (!passed && !killed && !untouched && !o->fired_on_directory)
		tell(spec, o, "failed, yet the output was replaced");
	if (job.nout && job.log && same(o->out[0], good->out[0]) &&
		!same(o->log, good->log))
		tell(spec, o, "an output without its audit line");
	if (!job.free_stdout && !starts_with(&good->std_out, &o->std_out, passed))
		tell(spec, o, "wrong bytes on stdout");
	if (litter(killed))
		tell(spec, o, "left a file behind");
}

/* One kind of fault at every k (where there are thousands, at some of the later ones),
 * until it no longer strikes. How often it did. */
static long campaign(const struct fault *f, bool old, const struct outcome *good)
{
	struct outcome before = {0};
	long k = 0, strikes = -1;
	for (size_t i = 0; old && i < job.nout; i++)
		before.out[i] = (struct bytes){strdup("old\n"), 4, true};
	for (bool fired = true; fired && told <= MAX_TOLD; strikes++) {
		char spec[64];
		k += job.all ? 1 : 1 + k / 100;
		(void)snprintf(spec, sizeof spec, "%s:%ld:%s", f->call, k, f->effect);
		struct outcome o = run(spec, old);
		fired = o.fired;
		if (fired)
			judge(spec, f, &o, good, &before);
		else if (o.code != 0)
			tell(spec, &o, "an untouched run failed");
		outcome_free(&o);
	}
	outcome_free(&before);
	printf("%-6s %-9s %s  struck %ld times\n", f->call, f->effect,
		old ? "old file" : "no file ", strikes);
	return strikes;
}

/* A command that writes a file must have been struck in all that this takes. */
static bool must_strike(const char *call)
{
	bool file = job.nout && (!strcmp(call, "close") || !strcmp(call, "fsync") ||
					!strcmp(call, "rename"));
	return file || !strcmp(call, "write") || !strcmp(call, "malloc");
}

static void options(int argc, char **argv)
{
	int i = 1;
	for (; i + 1 < argc && strcmp(argv[i], "--"); i += 2) {
		const char *o = argv[i], *v = argv[i + 1];
		if (!strcmp(o, "--lib"))
			job.lib = v;
		else if (!strcmp(o, "--dir"))
			job.dir = v;
		else if (!strcmp(o, "--stdin"))
			job.in = v;
		else if (!strcmp(o, "--log"))
			job.log = v;
		else if (!strcmp(o, "--tree") || !strcmp(o, "--parts")) {
			job.tree = v;
			job.parts = o[2] == 'p';
		} else if (!strcmp(o, "--bears"))
			job.bears = v;
		else if (!strcmp(o, "--only"))
			job.only = v;
		else if (!strcmp(o, "--also"))
			job.also = atoi(v);
		else if (!strcmp(o, "--out") && job.nout < MAX_OUT)
			job.out[job.nout++] = v;
		else if (!strcmp(o, "--any") && !strcmp(v, "-"))
			job.free_stdout = true;
		else if (!strcmp(o, "--any") && job.nany < MAX_OUT)
			job.any[job.nany++] = v;
		else
			break;
	}
	if (i >= argc || strcmp(argv[i], "--") || !argv[i + 1] || !job.lib || !job.dir) {
		fprintf(stderr,
			"usage: fault_runner --lib L --dir D … -- PROGRAM ARG…\n");
		exit(2);
	}
	job.argv = argv + i + 1;
}

int main(int argc, char **argv)
{
	options(argc, argv);
	job.all = getenv("LNDS_FAULT_ALL") != NULL;
	(void)snprintf(job.run, sizeof job.run, "%s/run", job.dir);
	(void)snprintf(job.fired, sizeof job.fired, "%s/fired", job.dir);
	(void)snprintf(job.std_out, sizeof job.std_out, "%s/stdout", job.dir);
	(void)snprintf(job.std_err, sizeof job.std_err, "%s/stderr", job.dir);
	if (mkdir(job.run, 0700) != 0 && errno != EEXIST)
		stop(job.run);
	struct outcome good = run(NULL, false);
	if (good.code != 0) {
		printf("the command fails without any fault (exit %d)\n%s", good.code,
			good.std_err.p);
		return 1;
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		if (job.only && strcmp(job.only, faults[i].call))
			continue;
		long struck = campaign(&faults[i], false, &good);
		if (!struck && must_strike(faults[i].call)) {
			printf("FAILED: the command makes no %s\n", faults[i].call);
			told++;
		}
		if (faults[i].both && job.nout)
			(void)campaign(&faults[i], true, &good);
	}
	outcome_free(&good);
	printf("%u runs, %u failures\n", runs, told);
	return told != 0;
}
