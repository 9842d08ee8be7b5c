/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice of a kernel. */
#include "link/kernel/kernel.h"

const struct lnds_link_kernel *lnds_link_kernel_for(enum lnds_link_isa isa)
{
	static const struct {
		enum lnds_link_isa isa;
		const struct lnds_link_kernel *kernel;
	} best[] = {{LNDS_LINK_AVX512, &lnds_link_kernel_avx512},
		{LNDS_LINK_AVX2, &lnds_link_kernel_avx2},
		{LNDS_LINK_SCALAR, &lnds_link_kernel_scalar},
		{LNDS_LINK_SCALAR, &lnds_link_kernel_plain}};
	unsigned i;

	for (i = 0; i < sizeof(best) / sizeof(*best); i++) {
		if ((isa == LNDS_LINK_AUTO || isa == best[i].isa) &&
			best[i].kernel->usable && best[i].kernel->usable())
			return best[i].kernel;
	}
	return NULL;
}
