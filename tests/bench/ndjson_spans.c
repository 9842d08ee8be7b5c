/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NDJSON to spans, every member visited, from read(2) on, against json_loads of each line.
 * At most the first 64 MB of the file: jansson is slow.
 */
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "bench/versus.h"
#include "stream/ndjson.h"

#define MOST ((size_t)64 << 20)

struct job {
	const char *path;
	char *text;
	size_t n;
	uint64_t sink; /* so that nothing is optimised away */
};

static void ours(void *arg)
{
	static const struct lnds_dialect dialect;
	struct job *j = arg;
	struct lnds_ndjson *e = lnds_ndjson_new(&dialect, false);
	struct lnds_store *s = lnds_store_new();
	const int fd = open(j->path, O_RDONLY);
	size_t have = 0, used = 0, total = 0;
	struct lnds_err err;

	while (total < j->n) {
		char *raw = lnds_store_raw(s, LNDS_BATCH_RAW);
		ssize_t got;

		memmove(raw, raw + used, have - used);
		have -= used;
		got = read(fd, raw + have, LNDS_BATCH_RAW - have);
		if (got <= 0)
			break;
		have += (size_t)got;
		lnds_store_reset(s);
		if (!lnds_ndjson_scan(e, s, have, &used, &err))
			exit(1);
		total += used;
		for (size_t i = 0; i < (size_t)s->b.nrow * s->b.ncol; i++)
			j->sink += s->b.span[i].len_kind;
	}
	(void)close(fd);
	lnds_store_free(s);
	lnds_ndjson_free(e);
}

static void theirs(void *arg)
{
	struct job *j = arg;

	for (char *p = j->text, *const end = p + j->n; p < end;) {
		char *const lf = memchr(p, '\n', (size_t)(end - p));

		*lf = '\0';
		json_t *doc = json_loads(p, 0, NULL);

		j->sink += json_object_size(doc);
		json_decref(doc);
		*lf = '\n';
		p = lf + 1;
	}
}

int main(int argc, char **argv)
{
	struct job j = {.path = argc > 1 ? argv[1] : ""};
	const int fd = open(j.path, O_RDONLY);
	ssize_t got;

	j.text = malloc(MOST + 1);
	while (j.text && fd >= 0 && j.n < MOST &&
		(got = read(fd, j.text + j.n, MOST - j.n)) > 0)
		j.n += (size_t)got;
	while (j.n && j.text[j.n - 1] != '\n')
		j.n--;
	if (!j.n) {
		fprintf(stderr, "usage: ndjson_spans FILE.ndjson\n");
		return 2;
	}
	versus(&(struct versus){.measure = "NDJSON to spans",
		.peer = "json_loads per line",
		.unit = "GB/s",
		.amount = (double)j.n / 1e9,
		.runs = 5,
		.ours = ours,
		.theirs = theirs,
		.arg = &j});
	free(j.text);
	return j.sink == 0;
}
