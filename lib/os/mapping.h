/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole file as bytes in memory, mapped for reading. A pipe goes to a nameless
 * temporary file first. The file must not be cut while it is mapped.
 */
#ifndef LNDS_OS_MAPPING_H
#define LNDS_OS_MAPPING_H

#include <stdint.h>

#include "base/err.h"

struct lnds_mapping {
	const uint8_t *p; /* page-aligned; of an empty file an address all the same */
	size_t n;
};

/* "-" is stdin. tmp as in os/tmpfile.h. */
bool lnds_mapping_open(const char *path, const char *tmp, struct lnds_mapping *m,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* A regular file from its first byte; fd stays the caller's and may be closed. */
bool lnds_mapping_fd(int fd, const char *name, struct lnds_mapping *m,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Whole pages of these bytes of a mapping may leave memory: they come back from the file
 * when they are looked at again. */
void lnds_mapping_passed(const void *p, size_t n);
void lnds_mapping_close(struct lnds_mapping *m); /* zeroed allowed */

#endif
