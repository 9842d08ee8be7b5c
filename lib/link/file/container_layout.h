/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand in a container; for container.c and container_write.c. */
#ifndef LNDS_LINK_CONTAINER_LAYOUT_H
#define LNDS_LINK_CONTAINER_LAYOUT_H

#include <stdint.h>

#define LNDS_LINK_FRONT 32u /* bytes before the table */
#define LNDS_LINK_ENTRY 24u /* bytes of a section's entry */
#define LNDS_LINK_TAIL 32u  /* the SHA-256 at the end */

static inline uint64_t lnds_link_align(uint64_t at)
{
	return (at + 63) & ~UINT64_C(63);
}

#endif
