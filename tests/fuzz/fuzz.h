/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the fuzz targets: the entry, a condition that must hold, the input as a file. */
#ifndef LNDS_TEST_FUZZ_H
#define LNDS_TEST_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static inline void must(bool holds)
{
	if (!holds)
		abort();
}

/* A file in memory with these bytes, at its beginning. */
static inline int fuzz_file(const uint8_t *p, size_t n)
{
	const int fd = memfd_create("input", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, p, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

#endif
