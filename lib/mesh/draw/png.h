/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PNG (ISO/IEC 15948) of a picture in memory: 8-bit sRGB, no time, fixed filter and compression level: the same
 * picture gives the same bytes with the same zlib. The only file that includes libpng.
 */
#ifndef LNDS_MESH_PNG_H
#define LNDS_MESH_PNG_H

#include "base/buf.h"
#include "mesh/draw/canvas.h"

/* Appends the file. LNDS_SYSTEM where libpng says no. */
bool lnds_mesh_png_write(const struct lnds_mesh_canvas *c, struct lnds_buf *out,
	struct lnds_err *err) LNDS_MUST_CHECK;

#endif
