/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of JSON that carry their own checksum: the last member of an object is "crc", the
 * CRC-32C, in eight hexadecimal digits, of the bytes of the line before it. So are the settings
 * and the tables of a store kept.
 */
#ifndef LNDS_MESH_SEALED_H
#define LNDS_MESH_SEALED_H

#include "base/buf.h"

/* Appends the object, a line without its end, with its checksum and a line end. */
void lnds_mesh_seal(struct lnds_sv object, struct lnds_buf *out);
/* Appends each line of `text` without its checksum, and tells the first one (from 1) whose
 * checksum is broken; 0: none. *bare counts lines that have none. */
uint64_t lnds_mesh_unseal(struct lnds_sv text, struct lnds_buf *out, uint64_t *bare);

#endif
