/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters: the built-in table, reading, writing, refusals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mesh/store/param.h"

static void builtin(void **state)
{
	struct lnds_mesh_params p;
	struct lnds_err err;
	uint32_t at;

	(void)state;
	lnds_mesh_params_init(&p);
	assert_int_equal(p.n, 11);
	assert_true(lnds_mesh_param_find(&p, LNDS_SV("temp"), &at, &err));
	assert_int_equal(p.item[at].low, -4000);
	assert_int_equal(p.item[at].lapse, 6500);
	assert_true(lnds_mesh_param_find(&p, LNDS_SV("pres"), &at, &err));
	assert_int_equal(p.item[at].offset, 100000);
	assert_false(p.item[at].mappable);
	assert_true(lnds_mesh_param_find(&p, LNDS_SV("dir"), &at, &err));
	assert_int_equal(p.item[at].aggregate, LNDS_MESH_VECTOR);
	assert_int_equal(p.item[at].step, -1);
	assert_false(lnds_mesh_param_find(&p, LNDS_SV("tepm"), &at, &err));
	assert_int_equal(err.code, LNDS_USAGE);
	assert_string_equal(err.hint, "did you mean 'temp'?");
	lnds_mesh_params_free(&p);
}

/* What is written is read again as the same table. */
static void round_trip(void **state)
{
	struct lnds_mesh_params p, q = {0};
	struct lnds_buf a = {0}, b = {0};
	struct lnds_err err;
	uint32_t i;

	(void)state;
	lnds_mesh_params_init(&p);
	for (i = 0; i < p.n; i++)
		lnds_mesh_param_json(&p.item[i], &a);
	assert_true(lnds_mesh_params_add(&q, lnds_buf_view(&a), "again", &err));
	assert_true(lnds_mesh_params_add(&p, lnds_buf_view(&a), "the same", &err));
	assert_int_equal(p.n, q.n);
	for (i = 0; i < q.n; i++)
		lnds_mesh_param_json(&q.item[i], &b);
	assert_true(lnds_sv_eq(lnds_buf_view(&a), lnds_buf_view(&b)));
	lnds_buf_free(&a);
	lnds_buf_free(&b);
	lnds_mesh_params_free(&p);
	lnds_mesh_params_free(&q);
}

static void refusals(void **state)
{
	static const char *const bad[] = {"[]", "{", "{\"id\":\"x\"}",
		"{\"id\":\"X\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":1,\"range\":[0,1]}",
		"{\"id\":\"x\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"avg\","
		"\"decimals\":1,\"range\":[0,1]}",
		"{\"id\":\"x\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":1,\"range\":[0,0.25]}",
		"{\"id\":\"x\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":1,\"range\":[1,0]}",
		"{\"id\":\"x\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":10,\"range\":[0,1]}",
		"{\"id\":\"x\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":1,\"range\":[0,1],\"typo\":1}",
		"{\"id\":\"temp\",\"standard_name\":\"a\",\"unit\":\"%\",\"aggregate\":"
		"\"mean\","
		"\"decimals\":1,\"range\":[0,1]}"};
	static const char good[] = "\n{\"id\":\"snow\",\"standard_name\":\"surface_snow_"
				   "thickness\",\"unit\":\"mm\","
				   "\"aggregate\":\"max\",\"decimals\":0,\"range\":[0,"
				   "9999],\"step\":\"12\"}";
	struct lnds_mesh_params p;
	struct lnds_err err;
	size_t i;

	(void)state;
	lnds_mesh_params_init(&p);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = (struct lnds_err){0};
		if (lnds_mesh_params_add(&p, lnds_sv(bad[i]), "p.ndjson", &err))
			fail_msg("accepted %s", bad[i]);
		assert_int_equal(err.code, LNDS_USAGE);
		assert_int_equal(err.line, 1);
		assert_int_equal(p.n, 11);
	}
	assert_true(lnds_mesh_params_add(&p, lnds_sv(good), "p.ndjson", &err));
	assert_int_equal(p.n, 12);
	assert_int_equal(p.item[11].step, 12);
	lnds_mesh_params_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(builtin),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
