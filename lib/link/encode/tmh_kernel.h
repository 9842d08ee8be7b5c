/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two loops of tmh.h over rows, for each kind of processor; for tmh.c and the tests
 * that hold them equal. Rows are as there; they need no alignment.
 */
#ifndef LNDS_LINK_TMH_KERNEL_H
#define LNDS_LINK_TMH_KERNEL_H

#include <stddef.h>
#include <stdint.h>

struct lnds_link_tmh_kernel {
	void (*min)(uint16_t *into, const uint16_t *row, uint32_t bits);
	void (*code)(
		const uint16_t *const *row, unsigned n, uint32_t bits, uint8_t *code);
};

extern const struct lnds_link_tmh_kernel lnds_link_tmh_plain;
extern const struct lnds_link_tmh_kernel lnds_link_tmh_avx2; /* empty where not built */

#endif
