/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Link ids against values computed elsewhere (Python's hmac), in any order of tags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/enc.h"
#include "link/deliver/linkid.h"

static void expect(const uint8_t id[LNDS_LINK_ID_BYTES], const char *hex)
{
	char text[2 * LNDS_LINK_ID_BYTES + 1] = {0};

	lnds_hex(text, id, LNDS_LINK_ID_BYTES);
	assert_string_equal(text, hex);
}

static void vectors(void **state)
{
	uint8_t key[32], tag[2][LNDS_LINK_TAG], id[LNDS_LINK_ID_BYTES];
	struct lnds_link_ids *ids;
	unsigned i;

	(void)state;
	for (i = 0; i < 32; i++)
		key[i] = (uint8_t)i;
	memset(tag[0], 0xaa, sizeof(tag[0]));
	memset(tag[1], 0x0b, sizeof(tag[1]));
	ids = lnds_link_ids_new(key);
	for (i = 0; i < 2; i++) {
		lnds_link_id(ids, (const uint8_t(*)[LNDS_LINK_TAG])tag, 2, id);
		expect(id, "125b50a80919d9b1044993bc65aea0a3");
		lnds_link_id_solo(ids, tag[i], id);
		if (i == 0)
			expect(id, "52a32acd0799a28cebfa6446b1f7427b");
		memset(tag[0], 0x0b, sizeof(tag[0])); /* the other way round */
		memset(tag[1], 0xaa, sizeof(tag[1]));
	}
	expect(id, "52a32acd0799a28cebfa6446b1f7427b");
	lnds_link_ids_free(ids);
	lnds_link_ids_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(vectors)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
