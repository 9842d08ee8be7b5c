/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keystore's log of a run: hashes of its streams, beside the frame's own taps, and
 * the line at its end.
 */
#ifndef LNDS_PSEUDO_TAP_H
#define LNDS_PSEUDO_TAP_H

#include "cli/app.h"
#include "pseudo/keystore.h"
#include "pseudo/run.h"

struct lnds_cmd_tap;

/* Taps the sources and the output of io, which must stay. */
struct lnds_cmd_tap *lnds_cmd_tap_on(struct lnds_io *io);
/* Gives the taps back, takes the keystore's lock again and writes the line of event e:
 * counts and streams are filled in from the run; one that was refused is a `refuse` line.
 * `ok` and err are how the run ended; returns how all of it ended. Frees t. */
LNDS_MUST_CHECK bool lnds_cmd_tap_log(struct lnds_cmd_tap *t, struct lnds_keystore *ks,
	struct lnds_keystore_event e, const struct lnds_counts *records,
	const struct lnds_pseudo_counts *ids, bool ok, struct lnds_err *err);

/* May the streams of a run be hashed into a log or report? Only if each holds enough clear
 * identifiers: where there are several inputs, whatever was not made might be missing in
 * any one of them. */
bool lnds_cmd_hashable(const struct lnds_io *io, const struct lnds_counts *records,
	const struct lnds_pseudo_counts *ids);

/* Names the dropped columns, once. */
void lnds_cmd_warn_dropped(const struct lnds_app *app, const struct lnds_pseudo_run *run);

#endif
