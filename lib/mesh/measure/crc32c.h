/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CRC-32C (Castagnoli; RFC 3720, appendix B.4): of "123456789" it is E3069283. By the
 * processor's instruction where there is one, else by tables of four bytes.
 */
#ifndef LNDS_MESH_CRC32C_H
#define LNDS_MESH_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Of n bytes at p, after those that gave `crc` (0 at first). */
uint32_t lnds_mesh_crc32c(uint32_t crc, const void *p, size_t n);
/* The table twin, for tests. */
uint32_t lnds_mesh_crc32c_plain(uint32_t crc, const void *p, size_t n);

#endif
