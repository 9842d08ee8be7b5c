/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The progress line: "PROG  412 MB/s  3.1 GB / 7.9 GB  39%  ETA 12 s", only on a
 * terminal, from the second second on, five times a second.
 */
#ifndef LNDS_CLI_PROGRESS_H
#define LNDS_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lnds_progress {
	const char *prog;
	const char *unit; /* what is counted: "pairs"; NULL: bytes */
	bool on;
	uint64_t start_ns, last_ns;
};

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t lnds_progress_clock(void);
void lnds_progress_start(struct lnds_progress *p, const char *prog, bool wanted);
/* arg is a struct lnds_progress; units; total 0: not known. */
void lnds_progress_show(void *arg, uint64_t done, uint64_t total);
void lnds_progress_end(struct lnds_progress *p);

/* The line itself, after `ns` nanoseconds, NUL-terminated; returns out. */
const char *lnds_progress_line(char *out, size_t cap, const struct lnds_progress *p,
	uint64_t done, uint64_t total, uint64_t ns);

#endif
