/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Randomness of the operating system (getrandom), for keys, nonces and salts. */
#ifndef LNDS_OS_ENTROPY_H
#define LNDS_OS_ENTROPY_H

#include "base/err.h"

bool lnds_entropy(void *p, size_t n, struct lnds_err *err) LNDS_MUST_CHECK;

#endif
