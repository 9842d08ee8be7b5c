/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line of long runs; integers only, decimal units. */
#include "cli/progress.h"
#include "base/num.h"
#include "cli/diag.h"
#include "os/tty.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)
#define FIRST SECOND
#define EVERY (SECOND / 5)

uint64_t lnds_progress_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

void lnds_progress_start(struct lnds_progress *p, const char *prog, bool wanted)
{
	p->prog = prog;
	p->on = wanted && lnds_is_tty(STDERR_FILENO);
	p->start_ns = lnds_progress_clock();
	p->last_ns = p->start_ns + FIRST - EVERY;
}

/* "999 B", "3.1 GB", "412 MB"; "999 pairs", "3.1 G pairs". */
static void amount(char out[32], uint64_t v, const char *unit)
{
	static const char *const prefix[] = {"", "k", "M", "G", "T", "P", "E"};
	const char *blank = "";
	uint64_t tenths = 0;
	int u = 0;

	for (; v >= 1000; u++) {
		tenths = v % 1000 / 100;
		v /= 1000;
	}
	if (!unit)
		unit = "B";
	else if (u)
		blank = " ";
	if (u && v < 10)
		snprintf(out, 32, "%" PRIu64 ".%" PRIu64 " %s%s%s", v, tenths, prefix[u],
			blank, unit);
	else
		snprintf(out, 32, "%" PRIu64 " %s%s%s", v, prefix[u], blank, unit);
}

static void remaining(char out[24], uint64_t seconds)
{
	if (seconds < 100)
		snprintf(out, 24, "%" PRIu64 " s", seconds);
	else if (seconds < 100 * 60)
		snprintf(out, 24, "%" PRIu64 " min", (seconds + 30) / 60);
	else
		snprintf(out, 24, "%" PRIu64 " h", (seconds + 1800) / 3600);
}

const char *lnds_progress_line(char *out, size_t cap, const struct lnds_progress *p,
	uint64_t done, uint64_t total, uint64_t ns)
{
	char rate[32], now[32], all[32], eta[24];
	uint64_t per_second = lnds_muldiv(done, SECOND, ns ? ns : 1);

	amount(rate, per_second, p->unit);
	amount(now, done, p->unit);
	if (total == 0 || done > total) {
		snprintf(out, cap, "%s  %s/s  %s", p->prog, rate, now);
		return out;
	}
	amount(all, total, p->unit);
	remaining(eta, per_second ? (total - done + per_second - 1) / per_second : 0);
	snprintf(out, cap, "%s  %s/s  %s / %s  %" PRIu64 "%%  ETA %s", p->prog, rate, now,
		all, lnds_muldiv(done, 100, total), per_second ? eta : "-");
	return out;
}

void lnds_progress_show(void *arg, uint64_t done, uint64_t total)
{
	struct lnds_progress *p = arg;
	char line[160];
	size_t width;
	uint64_t now;

	if (!p->on)
		return;
	now = lnds_progress_clock();
	if (now - p->last_ns < EVERY || now < p->last_ns)
		return;
	p->last_ns = now;
	lnds_progress_line(line, sizeof(line), p, done, total, now - p->start_ns);
	/* A line that wraps could not be wiped out. */
	width = (size_t)lnds_tty_width(STDERR_FILENO);
	if (width > 0 && strlen(line) >= width)
		line[width - 1] = '\0';
	lnds_diag_transient(line);
}

void lnds_progress_end(struct lnds_progress *p)
{
	p->on = false;
	lnds_diag_clear();
}
