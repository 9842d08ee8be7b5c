/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sniffing: a proposal of a mapping (mesh/mapping/mapping.h) for a file that nobody has
 * described, out of its first 256 KiB and its last 4. The built-in mappings come first;
 * else delimiter, header, time, parameters, station and quality are looked for. What is
 * assumed says so in a comment; what cannot be decided is commented out.
 */
#ifndef LNDS_MESH_SNIFF_H
#define LNDS_MESH_SNIFF_H

#include "mesh/sniff/sniff_text.h"
#include "mesh/store/param.h"

/* Appends the mapping, with comments on how sure it is and the first five rows as it
 * reads them. *decided: it can be used as it is (but for a station or a year that an
 * option must give). LNDS_DATA where no table is found. */
bool lnds_mesh_sniff(const struct lnds_mesh_sniff_text *t, const char *name,
	const struct lnds_mesh_params *params, struct lnds_buf *out, bool *decided,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
