/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in memory; see mapping.h. */
#include "os/mapping.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "os/tmpfile.h"

static const uint8_t nothing[1];

bool lnds_mapping_fd(
	int fd, const char *name, struct lnds_mapping *m, struct lnds_err *err)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) != 0)
		return lnds_fail_sys(err, "cannot look at %s", name);
	*m = (struct lnds_mapping){nothing, 0};
	if (st.st_size == 0)
		return true;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return lnds_fail_sys(err, "cannot map %s", name);
	*m = (struct lnds_mapping){p, (size_t)st.st_size};
	return true;
}

bool lnds_mapping_open(
	const char *path, const char *tmp, struct lnds_mapping *m, struct lnds_err *err)
{
	const char *name = path[0] == '-' && !path[1] ? "stdin" : path;
	const int fd = lnds_open_read(path, err);
	struct stat st;
	int copy = -1;
	bool ok;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && lseek(fd, 0, SEEK_CUR) == 0) {
		ok = lnds_mapping_fd(fd, name, m, err);
	} else {
		copy = lnds_tmp_copy(fd, path, tmp, err);
		ok = copy >= 0 && lnds_mapping_fd(copy, name, m, err);
	}
	if (copy >= 0)
		(void)close(copy);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return ok;
}

void lnds_mapping_passed(const void *p, size_t n)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t from = ((uintptr_t)p + page - 1) & -page;
	const uintptr_t to = ((uintptr_t)p + n) & -page;

	if (to > from)
		(void)madvise((void *)from, to - from, MADV_DONTNEED);
}

void lnds_mapping_close(struct lnds_mapping *m)
{
	if (m->n)
		(void)munmap((void *)(uintptr_t)m->p, m->n);
	*m = (struct lnds_mapping){0};
}
