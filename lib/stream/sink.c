/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing to a sink: the descriptor first, then the tap, so that a hash covers what got
 * out. */
#include "stream/sink.h"

#include "os/file.h"

bool lnds_sink_write(struct lnds_sink *s, const void *p, size_t n, struct lnds_err *err)
{
	if (!n)
		return true;
	if (!lnds_write_all(s->fd, p, n, s->name, err))
		return false;
	if (s->tap.put)
		s->tap.put(s->tap.arg, p, n);
	s->bytes += n;
	return true;
}
