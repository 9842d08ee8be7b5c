/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sorting more records than memory holds. A record is a byte string of any length;
 * records come out in byte order (memcmp; a prefix comes first), so a key stands at the
 * record's beginning, numbers in it big-endian. Equal records all come out. Up to `memory`
 * bytes are held; beyond that sorted runs go to one unlinked file in `tmp` and are merged
 * while they are read. The result does not depend on the memory given.
 *
 *	struct lnds_extsort *s = lnds_extsort_new(memory, tmp);
 *	… lnds_extsort_add(s, record, n, err) …
 *	lnds_extsort_begin(s, err)
 *	while ((rc = lnds_extsort_next(s, &record, err)) == 1) …
 *	lnds_extsort_free(s);
 */
#ifndef LNDS_OS_EXTSORT_H
#define LNDS_OS_EXTSORT_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

struct lnds_extsort;

/* memory: bytes, at least 1 MiB is used. tmp: borrowed; NULL: TMPDIR, or /tmp. */
struct lnds_extsort *lnds_extsort_new(uint64_t memory, const char *tmp)
	__attribute__((returns_nonnull));
/* A copy of the record's n < 2^32 bytes. */
bool lnds_extsort_add(struct lnds_extsort *s, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The same without a copy: room for a record of n bytes, which the caller fills before
 * the next call on s. NULL on failure. */
void *lnds_extsort_room(
	struct lnds_extsort *s, size_t n, struct lnds_err *err) LNDS_MUST_CHECK;
uint64_t lnds_extsort_count(const struct lnds_extsort *s);
/* After the last record: sorts. May be called once. */
bool lnds_extsort_begin(struct lnds_extsort *s, struct lnds_err *err) LNDS_MUST_CHECK;
/* 1 a record (valid until the next call), 0 the end, -1 failure. */
int lnds_extsort_next(struct lnds_extsort *s, struct lnds_sv *record,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* From the first record again (the map after the codes). */
bool lnds_extsort_rewind(struct lnds_extsort *s, struct lnds_err *err) LNDS_MUST_CHECK;
void lnds_extsort_free(struct lnds_extsort *s); /* NULL allowed */

#endif
