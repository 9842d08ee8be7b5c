/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link_encode dataset4a.csv RECORDS: encode from CSV to .lnc and map, both in memory, on
 * one core; against itself without any cache, on a fiftieth of the records. The input is
 * the five columns of FEBRL 4a resampled by seed, with uniform birth dates.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/num.h"
#include "base/rng.h"
#include "bench/versus.h"
#include "link/encode/encode.h"
#include "os/file.h"
#include "text/date.h"

#define ROWS 5000u
#define FEWER 50u

static const char schema[] =
	"{\"version\":3,\"clkConfig\":{\"l\":1024,\"kdf\":{\"type\":\"HKDF\"}},"
	"\"lnds\":{\"encoding\":\"%s\"},\"features\":["
	"{\"identifier\":\"given_name\",\"format\":{\"type\":\"string\"},\"hashing\":{"
	"\"comparison\":{\"type\":\"ngram\",\"n\":2},\"strategy\":{\"bitsPerFeature\":"
	"120}}},"
	"{\"identifier\":\"surname\",\"format\":{\"type\":\"string\"},\"hashing\":{"
	"\"comparison\":{\"type\":\"ngram\",\"n\":2},\"strategy\":{\"bitsPerFeature\":"
	"160}}},"
	"{\"identifier\":\"suburb\",\"format\":{\"type\":\"string\"},\"hashing\":{"
	"\"comparison\":{\"type\":\"ngram\",\"n\":2},\"strategy\":{\"bitsPerFeature\":"
	"100}}},"
	"{\"identifier\":\"postcode\",\"format\":{\"type\":\"string\"},\"hashing\":{"
	"\"comparison\":{\"type\":\"ngram\",\"n\":1,\"positional\":true},"
	"\"strategy\":{\"bitsPerFeature\":60}}},"
	"{\"identifier\":\"date_of_birth\",\"format\":{\"type\":\"string\"},\"hashing\":{"
	"\"comparison\":{\"type\":\"ngram\",\"n\":1,\"positional\":true},"
	"\"strategy\":{\"bitsPerFeature\":160}}}]}";

static void die(const char *what, const struct lnds_err *err)
{
	fprintf(stderr, "link_encode: %s%s%s\n", what, err ? ": " : "",
		err ? err->msg : "");
	exit(2);
}

static struct lnds_sv cell[ROWS][4];

static void read_cells(const char *path, struct lnds_buf *text)
{
	static const unsigned column[4] = {1, 2, 6, 7};
	struct lnds_err err;
	struct lnds_sv rest, line, field;

	if (!lnds_slurp(path, 16u << 20, text, &err))
		die("cannot read", &err);
	rest = lnds_buf_view(text);
	(void)lnds_sv_cut(rest, '\n', &rest);
	for (unsigned row = 0; row < ROWS; row++) {
		line = lnds_sv_cut(rest, '\n', &rest);
		for (unsigned i = 0, k = 0; k < 4; i++) {
			field = lnds_sv_cut(line, ',', &line);
			if (i == column[k])
				cell[row][k++] = lnds_sv_trim(field);
		}
	}
}

/* n records as a file in memory; its path. */
static const char *make(uint64_t n, char path[64])
{
	const int fd = memfd_create("csv", 0),
		  first = lnds_date_days((struct lnds_date){1930, 1, 1});
	struct lnds_buf b = {0};
	struct lnds_err err;

	lnds_buf_str(&b, "given_name,surname,suburb,postcode,date_of_birth\n");
	for (uint64_t i = 0; i < n; i++) {
		const uint64_t item = lnds_draw_item(1, i);
		struct lnds_date d;

		for (uint32_t k = 0; k < 4; k++) {
			lnds_buf_sv(&b, cell[lnds_below(lnds_draw(item, 0, k), ROWS)][k]);
			lnds_buf_c(&b, ',');
		}
		d = lnds_date_of(
			first + (int32_t)lnds_below(lnds_draw(item, 0, 4), 80 * 365));
		lnds_buf_printf(&b, "%04d%02u%02u\n", d.year, d.month, d.day);
	}
	if (fd < 0 || !lnds_write_all(fd, b.p, b.n, "memory", &err))
		die("no memory for the input", NULL);
	lnds_buf_free(&b);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return path;
}

struct job {
	struct lnds_link_coding coding;
	const char *path;
};

static void encode(void *arg)
{
	const struct job *j = arg;
	static const uint8_t tag_key[32] = {1};
	struct lnds_sink map = {.fd = memfd_create("map", 0), .name = "map"},
			 out = {.fd = memfd_create("lnc", 0), .name = "lnc"};
	const struct lnds_link_encode_opts o = {.coding = &j->coding,
		.party = "bench",
		.tag_key = tag_key,
		.map = &map,
		.memory = UINT64_C(1) << 30};
	struct lnds_source source = {.path = j->path, .name = "bench"};
	const struct lnds_io io = {.source = &source,
		.nsource = 1,
		.threads = 1,
		.max_errors = UINT64_MAX,
		.max_errors_ppm = 1000000};
	struct lnds_counts counts;
	struct lnds_err err;
	struct lnds_link_encode *e = lnds_link_encode_new(&o, &err);

	if (!e || !lnds_filter_run(lnds_link_encode_filter(), e, &io, &counts, &err) ||
		!lnds_link_encode_finish(e, &out, &err))
		die("cannot encode", &err);
	lnds_link_encode_free(e);
	close(map.fd);
	close(out.fd);
}

static double median(struct job *j, int runs)
{
	double t[9];

	for (int i = 0; i < runs; i++)
		t[i] = versus_time(encode, j);
	qsort(t, (size_t)runs, sizeof(*t), versus_ascending);
	return t[runs / 2];
}

static void compare(const char *encoding, uint64_t n, const char *all, const char *few)
{
	struct lnds_link_secret secret = {.raw = true};
	struct job cached = {.path = all}, twin = {.path = few};
	char json[sizeof(schema) + 8];
	struct lnds_err err;
	struct lnds_link_schema *s;

	snprintf(json, sizeof(json), schema, encoding);
	s = lnds_link_schema_parse(lnds_sv(json), "bench", false, &err);
	secret.ikm = s ? lnds_secret_new(64, &err) : NULL;
	if (!secret.ikm)
		die("no schema or secret", &err);
	cached.coding = (struct lnds_link_coding){.schema = s,
		.profile = lnds_link_profile_new(s, false, &err),
		.secret = &secret};
	twin.coding = cached.coding;
	twin.coding.uncached = true;
	printf("encode %s\tuncached twin\t%.4g\t%.4g\tM records/s\n", encoding,
		(double)n / 1e6 / median(&cached, 5),
		(double)(n / FEWER) / 1e6 / median(&twin, 3));
	lnds_link_profile_free(
		(struct lnds_link_profile *)(uintptr_t)cached.coding.profile);
	lnds_link_schema_free(s);
	lnds_link_secret_free(&secret);
}

int main(int argc, char **argv)
{
	struct lnds_buf text = {0};
	char all[64], few[64];
	uint64_t n;

	if (argc != 3 || !lnds_count(lnds_sv(argv[2]), &n) || n < FEWER)
		die("dataset4a.csv RECORDS", NULL);
	read_cells(argv[1], &text);
	make(n, all);
	make(n / FEWER, few);
	compare("clk", n, all, few);
	compare("tmh", n, all, few);
	lnds_buf_free(&text);
	return 0;
}
