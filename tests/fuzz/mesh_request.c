/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests of a batch: any JSON is read or refused; texts of a question are texts. */
#include <string.h>

#include "base/json.h"
#include "fuzz/fuzz.h"
#include "mesh/map/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_mesh_request r;
	struct lnds_arena a = {0};
	struct lnds_err err = {0};
	json_t *o;

	lnds_jansson_ready();
	o = json_loadb(
		(const char *)p, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (o && lnds_mesh_request_read(o, &a, &r, &err)) {
		must(json_is_object(o));
		must(!r.ask.what.param || strlen(r.ask.what.param) <= n);
		must(r.op == LNDS_MESH_OP_MAP || !r.ask.grid);
	} else if (o) {
		must(err.code == LNDS_USAGE && err.msg[0]);
	}
	json_decref(o);
	lnds_arena_free(&a);
	return 0;
}
