/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instruction sets that kernels are written for; AUTO: the best that the processor has. */
#ifndef LNDS_LINK_ISA_H
#define LNDS_LINK_ISA_H

enum lnds_link_isa { LNDS_LINK_AUTO, LNDS_LINK_SCALAR, LNDS_LINK_AVX2, LNDS_LINK_AVX512 };

#endif
