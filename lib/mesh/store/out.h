/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of a store being written: buffered, in order, its head put last. */
#ifndef LNDS_MESH_OUT_H
#define LNDS_MESH_OUT_H

#include "base/buf.h"
#include "os/atomic.h"

struct lnds_mesh_out {
	struct lnds_atomic *file;
	const char *name; /* borrowed */
	struct lnds_buf buf;
	uint64_t at; /* bytes given so far */
};

bool lnds_mesh_out_open(
	struct lnds_mesh_out *o, const char *path, struct lnds_err *err) LNDS_MUST_CHECK;
bool lnds_mesh_out_add(struct lnds_mesh_out *o, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Zeros up to a multiple of `to`. */
bool lnds_mesh_out_align(
	struct lnds_mesh_out *o, unsigned to, struct lnds_err *err) LNDS_MUST_CHECK;
/* Writes what is buffered, then n bytes over the beginning of the file. */
bool lnds_mesh_out_head(struct lnds_mesh_out *o, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Synced, renamed, its folder synced. Ends o. */
bool lnds_mesh_out_commit(struct lnds_mesh_out *o, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_mesh_out_abort(struct lnds_mesh_out *o); /* zeroed and ended allowed */

#endif
