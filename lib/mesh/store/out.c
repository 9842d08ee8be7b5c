/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a store being written; see out.h. */
#include "mesh/store/out.h"

#include <errno.h>
#include <unistd.h>

#include "os/file.h"

#define ENOUGH (256u << 10)

bool lnds_mesh_out_open(struct lnds_mesh_out *o, const char *path, struct lnds_err *err)
{
	*o = (struct lnds_mesh_out){.name = path};
	o->file = lnds_atomic_open(path, 0666, err);
	return o->file != NULL;
}

static bool flush(struct lnds_mesh_out *o, struct lnds_err *err)
{
	const size_t n = o->buf.n;

	o->buf.n = 0;
	return lnds_write_all(lnds_atomic_fd(o->file), o->buf.p, n, o->name, err);
}

bool lnds_mesh_out_add(
	struct lnds_mesh_out *o, const void *p, size_t n, struct lnds_err *err)
{
	o->at += n;
	lnds_buf_add(&o->buf, p, n);
	return o->buf.n < ENOUGH || flush(o, err);
}

bool lnds_mesh_out_align(struct lnds_mesh_out *o, unsigned to, struct lnds_err *err)
{
	static const char zero[64];
	const uint64_t more = (to - o->at % to) % to;

	return more == 0 || lnds_mesh_out_add(o, zero, (size_t)more, err);
}

bool lnds_mesh_out_head(
	struct lnds_mesh_out *o, const void *p, size_t n, struct lnds_err *err)
{
	const char *from = p;
	size_t done = 0;
	ssize_t k;

	if (!flush(o, err))
		return false;
	while (done < n) {
		k = pwrite(lnds_atomic_fd(o->file), from + done, n - done, (off_t)done);
		if (k < 0 && errno != EINTR)
			return lnds_fail_sys(err, "cannot write '%s'", o->name);
		done += k > 0 ? (size_t)k : 0;
	}
	return true;
}

bool lnds_mesh_out_commit(struct lnds_mesh_out *o, struct lnds_err *err)
{
	struct lnds_atomic *file = o->file;

	o->file = NULL;
	lnds_buf_free(&o->buf);
	return lnds_atomic_commit(file, err);
}

void lnds_mesh_out_abort(struct lnds_mesh_out *o)
{
	lnds_atomic_abort(o->file);
	o->file = NULL;
	lnds_buf_free(&o->buf);
}
