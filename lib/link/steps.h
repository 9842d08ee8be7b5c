/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a run has already done, kept in its folder, so that a run that was interrupted
 * goes on and one whose inputs changed repeats what depends on them. steps.json holds,
 * for each step, a hash of all that went into it and the SHA-256 of the files that came
 * out; a step counts as done while both still hold. It holds no secret.
 *
 * The folder is locked while it is open. Names of steps and files are borrowed for the
 * call only.
 */
#ifndef LNDS_LINK_STEPS_H
#define LNDS_LINK_STEPS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct lnds_link_steps;

/* Makes the folder (0700) if there is none. One that holds files, but no steps.json, is
 * LNDS_USAGE; one that another run has open is LNDS_TEMPORARY. A steps.json that cannot
 * be understood counts as none. */
struct lnds_link_steps *lnds_link_steps_open(
	const char *dir, struct lnds_err *err) LNDS_MUST_CHECK;
/* Where no step was done, and none had been before, nothing is left: neither steps.json
 * nor a folder that was made here. NULL allowed. */
void lnds_link_steps_close(struct lnds_link_steps *s);

/* DIR/FILE, in `path`; NUL-terminated, until the next change of `path`. */
const char *lnds_link_steps_path(
	const struct lnds_link_steps *s, const char *file, struct lnds_buf *path);

/* Was the step done with these inputs, and are the files it left as they were? */
bool lnds_link_steps_done(const struct lnds_link_steps *s, const char *step,
	const uint8_t in[32], const char *const *file, size_t n);
/* The step is done: hashes its files and writes steps.json. */
bool lnds_link_steps_finish(struct lnds_link_steps *s, const char *step,
	const uint8_t in[32], const char *const *file, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* The SHA-256 of a file of a step that is done; false where there is none. */
bool lnds_link_steps_hash(const struct lnds_link_steps *s, const char *step,
	const char *file, uint8_t out[32]) LNDS_MUST_CHECK;

#endif
