/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The syntax of -c, NAME[@DOM][=NEW], over a header whose names look like it: what is
 * accepted sets exactly one column and leaves no other with its identifiers; what is not
 * is a usage error or a refusal, with a hint.
 */
#include "fuzz/fuzz.h"

#include "base/alloc.h"
#include "pseudo/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct lnds_sv names[] = {{"a", 1}, {"a=b", 3}, {"a@person", 8},
		{"a@person=b", 10}, {"@", 1}, {"=", 1}};
	const uint32_t ncol = sizeof(names) / sizeof(*names);
	struct lnds_pseudo_keys keys = {
		.cfg = {.prj = "fuzz", .epo = 1, .max = 1000}, .has = {true, false}};
	struct lnds_columns columns = {.n = ncol, .name = names};
	char *text = lnds_strdup((struct lnds_sv){(const char *)p, n});
	const struct lnds_pseudo_order order = {
		.keys = &keys, .column = (const char *const *)&text, .ncolumn = 1};
	struct lnds_pseudo_run *run;
	struct lnds_filter f;
	struct lnds_out *out = NULL;
	struct lnds_err err = {0};
	uint32_t nout = 0;

	for (uint32_t i = 0; i < ncol; i++)
		must(lnds_map_add(&columns.index, names[i], i) == LNDS_MAP_NONE);
	must(lnds_pseudo_config_field(&keys.cfg, LNDS_SV("other=lu-vat"), &err) &&
		lnds_pseudo_config_field(&keys.cfg, LNDS_SV("person=matricule"), &err));
	run = lnds_pseudo_run_new(&order, &err);
	must(run != NULL);
	f = lnds_pseudo_filter(run);
	if (f.plan(run, &columns, &out, &nout, &err))
		must(nout == 1 && out[0].set && out[0].in < ncol && out[0].name.n > 0);
	else
		must((err.code == LNDS_USAGE || err.code == LNDS_REFUSED) && err.hint[0]);
	lnds_pseudo_run_free(run);
	lnds_map_free(&columns.index);
	free(text);
	return 0;
}
