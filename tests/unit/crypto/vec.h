/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of crypto: bytes from hex, comparison with hex. */
#ifndef LNDS_TEST_VEC_H
#define LNDS_TEST_VEC_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/enc.h"

/* Decodes hex into out; returns the number of bytes. */
static inline size_t vec(const char *hex, uint8_t *out)
{
	const struct lnds_sv s = lnds_sv(hex);

	assert_true(lnds_unhex(s, out, true));
	return s.n / 2;
}

#define assert_hex(p, hex)                                                               \
	do {                                                                             \
		uint8_t want_[512];                                                      \
		const size_t n_ = vec(hex, want_);                                       \
		assert_memory_equal(p, want_, n_);                                       \
	} while (0)

#endif
