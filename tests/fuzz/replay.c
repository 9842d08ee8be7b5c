/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target without libFuzzer: over the empty input, then over every file of the
 * corpus folders named, whole, cut at each of its first CUTS bytes, and with each of them
 * flipped. So the targets are part of every build, under every compiler and sanitizer.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUTS 600
#define LIMIT (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A copy of exactly n bytes, so that a sanitizer sees the first byte read beyond. */
static void run(const uint8_t *p, size_t n)
{
	uint8_t *copy = calloc(1, n ? n : 1);
	if (!copy)
		abort();
	memcpy(copy, p, n);
	(void)LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void run_variants(uint8_t *p, size_t n)
{
	run(p, n);
	for (size_t i = 0; i < n && i < CUTS; i++) {
		run(p, i);
		p[i] ^= (uint8_t)(1u << (i & 7));
		run(p, n);
		p[i] ^= (uint8_t)(1u << (i & 7));
	}
}

static bool run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *buf = malloc(LIMIT);
	if (!f || !buf) {
		perror(path);
		return false;
	}
	run_variants(buf, fread(buf, 1, LIMIT, f));
	free(buf);
	(void)fclose(f);
	return true;
}

int main(int argc, char **argv)
{
	size_t files = 0;
	run((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++) {
		struct dirent **e;
		int n = scandir(argv[i], &e, NULL, alphasort);
		if (n < 0) {
			perror(argv[i]);
			return 1;
		}
		for (int k = 0; k < n; k++) {
			char path[4096];
			(void)snprintf(path, sizeof path, "%s/%s", argv[i], e[k]->d_name);
			if (e[k]->d_name[0] != '.' && !run_file(path))
				return 1;
			files += e[k]->d_name[0] != '.';
			free(e[k]);
		}
		free(e);
	}
	printf("%zu files of the corpus replayed\n", files);
	return argc > 1 && files == 0;
}
