/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caches of cells: what was put in is found until one is emptied; room that is shared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "link/encode/cache.h"

#define PAYLOAD 64u

static struct lnds_sv key_of(unsigned i, char text[64])
{
	/* every third is longer than what an entry holds itself */
	const int n = snprintf(
		text, 64, "%s%u", i % 3 ? "" : "a key that lies somewhere else ", i);

	return (struct lnds_sv){text, (size_t)n};
}

static struct lnds_link_entry *get(struct lnds_link_cache *c, unsigned i)
{
	char text[64];
	const struct lnds_sv key = key_of(i, text);

	return lnds_link_cache_get(c, key, lnds_link_cache_place(c, key));
}

/* Adds entries from..to - 1, each with its number; gives how often the cache was emptied. */
static unsigned add(struct lnds_link_cache *c, unsigned from, unsigned to)
{
	unsigned emptied = 0;

	for (unsigned i = from; i < to; i++) {
		char text[64];
		const struct lnds_sv key = key_of(i, text);
		const uint32_t before = c->n;
		struct lnds_link_entry *e =
			lnds_link_cache_add(c, key, lnds_link_cache_place(c, key));

		emptied += c->n <= before;
		memset(e->payload, 0, PAYLOAD);
		memcpy(e->payload, &i, sizeof(i));
	}
	return emptied;
}

static bool holds(struct lnds_link_cache *c, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		const struct lnds_link_entry *e = get(c, i);

		if (!e || memcmp(e->payload, &i, sizeof(i)) != 0)
			return false;
	}
	return true;
}

static void test_budget(void **state)
{
	struct lnds_link_cache *c = lnds_link_cache_new(PAYLOAD, 1 << 20, NULL);
	const unsigned most = c->most;

	(void)state;
	assert_true(most > 1000);
	assert_int_equal(add(c, 0, most), 0);
	assert_true(holds(c, 0, most));
	assert_null(get(c, most));
	assert_int_equal(add(c, most, most + 1), 1);
	assert_true(holds(c, most, most + 1));
	assert_null(get(c, 0));
	lnds_link_cache_free(c);
	/* the least */
	c = lnds_link_cache_new(PAYLOAD, 1024, NULL);
	assert_int_equal(add(c, 0, 16), 0);
	assert_int_equal(add(c, 16, 17), 1);
	lnds_link_cache_free(c);
	lnds_link_cache_free(NULL);
}

/* One borrows all that is spare; the other keeps its own, and borrows when it is back. */
static void test_spare(void **state)
{
	size_t spare = 1 << 20;
	struct lnds_link_cache *a = lnds_link_cache_new(PAYLOAD, 1 << 18, &spare);
	struct lnds_link_cache *b = lnds_link_cache_new(PAYLOAD, 1 << 18, &spare);
	const unsigned own = a->own, all = own + (1u << 20) / (unsigned)a->stride;

	(void)state;
	assert_int_equal(add(a, 0, all), 0);
	assert_true(holds(a, 0, all));
	assert_true(spare < a->stride);
	assert_int_equal(add(b, 0, own), 0);
	assert_int_equal(add(b, own, own + 1), 1);
	assert_int_equal(add(a, all, all + 1), 1);
	assert_true(spare == 1 << 20);
	assert_int_equal(add(b, own + 1, own + all), 0);
	assert_true(holds(b, own, own + all));
	lnds_link_cache_free(a);
	lnds_link_cache_free(b);
	assert_true(spare == 1 << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_spare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
