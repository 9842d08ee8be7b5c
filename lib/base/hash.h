/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fast non-cryptographic 64-bit hash for tables in memory. Seeded from the operating
 * system once a process, so that crafted input cannot aim at collisions; never for
 * output.
 */
#ifndef LNDS_BASE_HASH_H
#define LNDS_BASE_HASH_H

#include <stdint.h>

#include "base/sv.h"

uint64_t lnds_hash(struct lnds_sv s);

#endif
