/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An LD_PRELOAD library that makes chosen calls fail, each at its k-th occurrence:
 *
 *	LNDS_FAULT=write:3:ENOSPC,fsync:1:EIO
 *
 * Calls: read write close fsync rename open malloc unlink mmap mkdir. Each name covers its relatives
 * (pread, writev, fdatasync, renameat, calloc …). Instead of an errno name: SHORT (half
 *of what was asked for is read or written), KILL (SIGKILL instead of the call) or
 *KILLAFTER (the call, then SIGKILL). Where the file named by LNDS_FAULT_FIRED is wanted,
 *it is created when a fault strikes, holding "1" if the call was an fsync of a directory.
 *
 * Not counted: writes to stderr (the message must come through), reading from what is
 * neither file nor pipe, closing what was only read from, everything before main().
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum call {
	READ,
	WRITE,
	CLOSE,
	FSYNC,
	RENAME,
	OPEN,
	MALLOC,
	UNLINK,
	MMAP,
	MKDIR,
	NCALLS
};
static const char *const call_name[] = {"read", "write", "close", "fsync", "rename",
	"open", "malloc", "unlink", "mmap", "mkdir"};

/* What a fault does beside failing with an errno (all of these are above any errno). */
enum { SHORT = 10000, KILL, KILLAFTER };

static const struct {
	const char *name;
	int value;
} effects[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"ENOMEM", ENOMEM}, {"EINTR", EINTR},
	{"EACCES", EACCES}, {"EMFILE", EMFILE}, {"EDQUOT", EDQUOT}, {"EPIPE", EPIPE},
	{"SHORT", SHORT}, {"KILL", KILL}, {"KILLAFTER", KILLAFTER}};

static struct {
	long at; /* the occurrence that fails; 0: none */
	int effect;
	atomic_long seen;
} fault[NCALLS];
static atomic_bool armed;
static const char *fired_path;

/* glibc's own, below the ones this library puts in front of them. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);

_Noreturn static void usage(const char *spec)
{
	fprintf(stderr, "inject: cannot understand LNDS_FAULT=%s\n", spec);
	_exit(125);
}

static void parse_one(const char *item, const char *spec)
{
	char call[16], effect[16];
	long at;
	if (sscanf(item, "%15[a-z]:%ld:%15[A-Z]", call, &at, effect) != 3 || at < 1)
		usage(spec);
	for (int c = 0; c < NCALLS; c++) {
		for (size_t e = 0; e < sizeof effects / sizeof *effects; e++) {
			if (strcmp(call, call_name[c]) || strcmp(effect, effects[e].name))
				continue;
			fault[c].at = at;
			fault[c].effect = effects[e].value;
			return;
		}
	}
	usage(spec);
}

__attribute__((constructor)) static void start(void)
{
	const char *spec = getenv("LNDS_FAULT");
	fired_path = getenv("LNDS_FAULT_FIRED");
	for (const char *p = spec; p && *p; p += strcspn(p, ",")) {
		p += *p == ',';
		parse_one(p, spec);
	}
	atomic_store(&armed, true);
}

/* What a program reads to learn of its data: not an eventfd, nor a device of chance. */
static bool holds_data(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 &&
	       (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

static bool is_directory(int fd)
{
	struct stat st;
	return fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The effect that strikes this occurrence of the call, or 0. */
static int strike(enum call c, int fd)
{
	if (!atomic_load_explicit(&armed, memory_order_relaxed) || !fault[c].at ||
		atomic_fetch_add(&fault[c].seen, 1) + 1 != fault[c].at)
		return 0;
	if (fired_path) {
		long f = syscall(
			SYS_open, fired_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		(void)syscall(
			SYS_write, f, c == FSYNC && is_directory(fd) ? "1" : "0", 1L);
		(void)syscall(SYS_close, f);
	}
	if (fault[c].effect == KILL)
		(void)kill(getpid(), SIGKILL);
	return fault[c].effect;
}

/* Ends a call that was struck: with an errno, or after it has been made. */
static long finish(int effect, long done)
{
	if (effect == KILLAFTER)
		(void)kill(getpid(), SIGKILL);
	if (effect == 0 || effect == SHORT)
		return done;
	errno = effect;
	return -1;
}

static bool goes_on(int effect)
{
	return effect == 0 || effect == SHORT || effect == KILLAFTER;
}

static size_t shortened(int effect, size_t n)
{
	return effect == SHORT && n > 1 ? n / 2 : n;
}

ssize_t read(int fd, void *p, size_t n)
{
	int e = holds_data(fd) ? strike(READ, fd) : 0;
	return finish(e, goes_on(e) ? syscall(SYS_read, fd, p, shortened(e, n)) : -1);
}

ssize_t pread(int fd, void *p, size_t n, off_t off)
{
	int e = holds_data(fd) ? strike(READ, fd) : 0;
	return finish(
		e, goes_on(e) ? syscall(SYS_pread64, fd, p, shortened(e, n), off) : -1);
}

ssize_t write(int fd, const void *p, size_t n)
{
	int e = fd == STDERR_FILENO ? 0 : strike(WRITE, fd);
	return finish(e, goes_on(e) ? syscall(SYS_write, fd, p, shortened(e, n)) : -1);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t off)
{
	int e = strike(WRITE, fd);
	return finish(
		e, goes_on(e) ? syscall(SYS_pwrite64, fd, p, shortened(e, n), off) : -1);
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	int e = fd == STDERR_FILENO ? 0 : strike(WRITE, fd);
	return finish(
		e, goes_on(e) ? syscall(SYS_writev, fd, v, e == SHORT ? 1 : n) : -1);
}

/* The descriptor is closed in any case, as Linux does when close fails. */
int close(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	int e = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY ? strike(CLOSE, fd) : 0;
	return (int)finish(e, syscall(SYS_close, fd));
}

int fsync(int fd)
{
	int e = strike(FSYNC, fd);
	return (int)finish(e, goes_on(e) ? syscall(SYS_fsync, fd) : -1);
}

int fdatasync(int fd)
{
	int e = strike(FSYNC, fd);
	return (int)finish(e, goes_on(e) ? syscall(SYS_fdatasync, fd) : -1);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	int e = strike(RENAME, -1);
	return (int)finish(
		e, goes_on(e) ? syscall(SYS_renameat, from_fd, from, to_fd, to) : -1);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	int e = strike(RENAME, -1);
	return (int)finish(
		e, goes_on(e) ? syscall(SYS_renameat2, from_fd, from, to_fd, to, flags)
			      : -1);
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int unlinkat(int dir, const char *path, int flags)
{
	int e = strike(UNLINK, -1);
	return (int)finish(e, goes_on(e) ? syscall(SYS_unlinkat, dir, path, flags) : -1);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

/* Of files: memory comes by malloc. */
void *mmap(void *at, size_t n, int prot, int flags, int fd, off_t off)
{
	int e = fd >= 0 ? strike(MMAP, -1) : 0;

	/* The call returns an address or an error number below zero, as a kernel does. */
	return (void *)finish(
		e, goes_on(e) ? syscall(SYS_mmap, at, n, prot, flags, fd, off) : -1);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
	int e = strike(MKDIR, -1);
	return (int)finish(e, goes_on(e) ? syscall(SYS_mkdirat, dir, path, mode) : -1);
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

static int open_struck(int dir, const char *path, int flags, mode_t mode)
{
	int e = strike(OPEN, -1);
	return (int)finish(
		e, goes_on(e) ? syscall(SYS_openat, dir, path, flags, mode) : -1);
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_struck(AT_FDCWD, path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_struck(dir, path, flags, mode);
}

void *malloc(size_t n)
{
	return goes_on(strike(MALLOC, -1)) ? __libc_malloc(n) : (errno = ENOMEM, NULL);
}

void *calloc(size_t n, size_t size)
{
	return goes_on(strike(MALLOC, -1)) ? __libc_calloc(n, size)
					   : (errno = ENOMEM, NULL);
}

void *realloc(void *p, size_t n)
{
	return goes_on(strike(MALLOC, -1)) ? __libc_realloc(p, n)
					   : (errno = ENOMEM, NULL);
}

void *aligned_alloc(size_t align, size_t n)
{
	return goes_on(strike(MALLOC, -1)) ? __libc_memalign(align, n)
					   : (errno = ENOMEM, NULL);
}

/* What FORTIFY_SOURCE makes of read, pread and open. */
ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t __pread_chk(int fd, void *p, size_t n, off_t off, size_t room);
int __open_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);

ssize_t __read_chk(int fd, void *p, size_t n, size_t room)
{
	return n > room ? (abort(), -1) : read(fd, p, n);
}

ssize_t __pread_chk(int fd, void *p, size_t n, off_t off, size_t room)
{
	return n > room ? (abort(), -1) : pread(fd, p, n, off);
}

int __open_2(const char *path, int flags)
{
	return open_struck(AT_FDCWD, path, flags, 0);
}

int __openat_2(int dir, const char *path, int flags)
{
	return open_struck(dir, path, flags, 0);
}

int posix_memalign(void **p, size_t align, size_t n)
{
	void *m = aligned_alloc(align, n);
	if (!m)
		return ENOMEM;
	*p = m;
	return 0;
}
