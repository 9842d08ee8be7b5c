/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run logs: any file is verified or refused with a place; the head of what was verified
 * covers every byte, since appending to it makes a log that verifies too.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>

#include "crypto/chain.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct lnds_chain_run run = {.program = LNDS_SV("p"),
		.version = LNDS_SV("1"),
		.command = LNDS_SV("c")};
	const int fd = fuzz_file(p, n);
	struct lnds_chain_head head, appended;
	struct lnds_err err = {0};
	uint64_t warn;
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!lnds_chain_verify(path, NULL, NULL, &head, &warn, &err)) {
		must(err.code == LNDS_INTEGRITY || (err.code == LNDS_DATA && n == 0));
		must(err.msg[0] && (err.line > 0 || n == 0));
	} else {
		must(lnds_chain_append(path, &run, &appended, &err));
		must(appended.seq == head.seq + 1);
		must(lnds_chain_verify(path, NULL, NULL, &head, &warn, &err));
		must(head.seq == appended.seq &&
			memcmp(head.hash, appended.hash, LNDS_SHA256_LEN) == 0);
	}
	(void)close(fd);
	return 0;
}
