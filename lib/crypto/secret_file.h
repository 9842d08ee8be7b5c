/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the files of crypto/: secrets from descriptors (files: crypto/key.h). */
#ifndef LNDS_CRYPTO_SECRET_FILE_H
#define LNDS_CRYPTO_SECRET_FILE_H

#include "os/secret.h"

/* All bytes of fd up to its end; more than `limit`: LNDS_DATA. Makes fd close-on-exec. */
struct lnds_secret *lnds_secret_fd(
	int fd, const char *name, size_t limit, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
