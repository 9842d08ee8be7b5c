/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of common options. Help, completion, the manual's check and parsing all come
 * from it: an option is added here, in lnds(7), and nowhere else.
 */
#include "cli/common.h"

#define IO LNDS_GROUP_IO
#define OUT LNDS_GROUP_OUTPUT
#define BAD LNDS_GROUP_BAD
#define KEY LNDS_GROUP_KEY
#define RUN LNDS_GROUP_RUN
#define EVIDENCE LNDS_GROUP_EVIDENCE
#define THREADS LNDS_GROUP_THREADS
#define SHARD LNDS_GROUP_SHARD
#define SEED LNDS_GROUP_SEED
#define FILE_ONLY LNDS_GROUP_FILE
#define AT(field) offsetof(struct lnds_common, field)

/* clang-format off */
const struct lnds_common_opt lnds_common_opts[] = {
	{IO | OUT | FILE_ONLY, "io", {'o', "output", "FILE", NULL, NULL,
		"write to FILE, which appears whole or not at all",
		LNDS_OPT_STR, AT(output), LNDS_OPT_WRITES}},
	{IO, "io", {0, "from", "FORMAT", "auto|csv|tsv|ndjson", "auto",
		"format of the input", LNDS_OPT_ENUM, AT(from), 0}},
	{IO | OUT, "io", {0, "to", "FORMAT", "same|csv|tsv|ndjson", "same",
		"format of the output", LNDS_OPT_ENUM, AT(to), 0}},
	{IO, "io", {'d', "delimiter", "C", NULL, ",",
		"one byte, or comma, semicolon, tab, pipe; CSV in and out",
		LNDS_OPT_STR, AT(delimiter), 0}},
	{IO, "io", {0, "out-delimiter", "C", NULL, NULL,
		"delimiter of the output, where it differs", LNDS_OPT_STR,
		AT(out_delimiter), 0}},
	{IO, "io", {0, "header", "LIST", NULL, NULL,
		"names when CSV has no header line; columns when NDJSON becomes CSV",
		LNDS_OPT_LIST, AT(header), 0}},
	{IO, "io", {0, "encoding", "ENC", "utf-8|latin1|cp1252", "utf-8",
		"encoding of the input", LNDS_OPT_ENUM, AT(dialect.encoding), 0}},
	{IO, "io", {0, "null", "TEXT", NULL, NULL,
		"an unquoted cell equal to TEXT is null too (up to 8)", LNDS_OPT_STRS,
		AT(null_words), 0}},
	{IO, "io", {0, "max-record", "SIZE", NULL, "16M",
		"longest record", LNDS_OPT_SIZE, AT(dialect.max_record), 0}},
	{BAD, "bad", {0, "on-error", "POLICY", "fail|quarantine|skip", "fail",
		"what happens to a bad record", LNDS_OPT_ENUM, AT(on_error), 0}},
	{BAD, "bad", {0, "quarantine", "FILE", NULL, NULL,
		"bad records go there, with a reason", LNDS_OPT_STR, AT(quarantine),
		LNDS_OPT_WRITES}},
	{BAD, "bad", {0, "max-errors", "N|P%", NULL, "100%",
		"more bad records than this fail the run", LNDS_OPT_STR,
		AT(max_errors_text), 0}},
	{KEY, "key", {0, "key-file", "F", NULL, NULL,
		"read the key from F", LNDS_OPT_STR, AT(key.key_file), LNDS_OPT_READS}},
	{KEY, "key", {0, "key-fd", "N", NULL, NULL,
		"read the key from descriptor N", LNDS_OPT_FD, AT(key.key_fd), 0}},
	{KEY, "key", {0, "pass-file", "F", NULL, NULL,
		"read the passphrase from F", LNDS_OPT_STR, AT(key.pass_file),
		LNDS_OPT_READS}},
	{KEY, "key", {0, "pass-fd", "N", NULL, NULL,
		"read the passphrase from descriptor N", LNDS_OPT_FD,
		AT(key.pass_fd), 0}},
	{KEY, "key", {0, "pass-cmd", "C", NULL, NULL,
		"read the passphrase from what the shell command C prints",
		LNDS_OPT_STR, AT(key.pass_cmd), LNDS_OPT_PRIVATE}},
	{RUN | THREADS, "run", {'t', "threads", "N", NULL, "0",
		"worker threads; 0: as many as there are processors, up to 16",
		LNDS_OPT_U64, AT(threads_asked), 0}},
	{RUN | SHARD, "run", {0, "shard", "I/N", NULL, NULL,
		"do part I of N, counted from 0", LNDS_OPT_STR, AT(shard_text), 0}},
	{RUN | SEED, "run", {0, "seed", "N", NULL, "1",
		"seed of what is drawn at random", LNDS_OPT_U64, AT(seed), 0}},
	{RUN, "run", {0, "memory", "SIZE", NULL, NULL,
		"memory for tables that are held", LNDS_OPT_SIZE, AT(memory), 0}},
	{RUN, "run", {0, "tmp", "DIR", NULL, NULL,
		"folder for what does not fit in memory ($TMPDIR)", LNDS_OPT_STR,
		AT(tmp), 0}},
	{EVIDENCE, "evidence", {0, "report", "FILE", NULL, NULL,
		"write one JSON object about the run", LNDS_OPT_STR, AT(report),
		LNDS_OPT_WRITES}},
	{EVIDENCE, "evidence", {0, "audit", "FILE", NULL, NULL,
		"append one line to a hash-chained log", LNDS_OPT_STR, AT(audit),
		LNDS_OPT_WRITES}},
	{0, "talk", {'q', "quiet", NULL, NULL, NULL,
		"errors only", LNDS_OPT_FLAG, AT(quiet), 0}},
	{0, "talk", {'v', "verbose", NULL, NULL, NULL,
		"say more; end with wall, CPU and peak memory", LNDS_OPT_FLAG,
		AT(verbose), 0}},
	{0, "talk", {'h', "", NULL, NULL, NULL,
		"one screen of help", LNDS_OPT_FLAG, AT(usage), LNDS_OPT_STOPS}},
	{0, "talk", {0, "help", NULL, NULL, NULL,
		"all options", LNDS_OPT_FLAG, AT(help), LNDS_OPT_STOPS}},
	{0, "talk", {'V', "version", NULL, NULL, NULL,
		"name and version", LNDS_OPT_FLAG, AT(version), LNDS_OPT_STOPS}},
	{0, NULL, {0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0}},
};
/* clang-format on */

bool lnds_common_taken(const struct lnds_common_opt *o, const struct lnds_cmd *cmd)
{
	for (const struct lnds_opt *own = cmd->opts; own && own->name; own++)
		if (own->name[0] && strcmp(own->name, o->opt.name) == 0)
			return false;
	return !o->groups || (o->groups & cmd->groups);
}

void lnds_common_add(struct lnds_table *t, unsigned groups, struct lnds_common *c)
{
	for (const struct lnds_common_opt *o = lnds_common_opts; o->opt.name; o++) {
		bool foreign = o->groups && !(o->groups & groups);

		/* The command's own option of that name is meant. */
		if (lnds_table_find(t, lnds_sv(o->opt.name)))
			continue;
		lnds_table_add(t, (struct lnds_table_entry){
					  .opt = &o->opt,
					  .groups = o->groups,
					  .common = true,
					  .foreign = foreign,
					  .base = c,
				  });
	}
}
