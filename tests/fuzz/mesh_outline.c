/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outlines of GeoJSON: what is read is closed, turned as RFC 7946 says, and can be filled. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "mesh/grid/grid.h"

static char path[64];

static void tidy(void)
{
	(void)unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct lnds_mesh_outline o;
	struct lnds_mesh_crs crs;
	struct lnds_err err = {0};
	uint32_t cells;
	FILE *f;
	size_t i;
	int d;

	if (!path[0]) {
		strcpy(path, "/tmp/lnds-fuzz-XXXXXX");
		must((d = mkstemp(path)) >= 0 && close(d) == 0 && atexit(tidy) == 0);
	}
	f = fopen(path, "w");
	must(f && fwrite(p, 1, n, f) == n && fclose(f) == 0);
	must(lnds_mesh_crs(LNDS_SV("EPSG:2169"), &crs, &err));
	if (lnds_mesh_outline_read(path, &crs, &o, &err)) {
		must(o.n > 0);
		for (i = 0; i < o.n; i++)
			for (d = 0; d < 2; d++)
				must(o.ring[i].n >= 4 &&
					o.ring[i].xy[0][d] ==
						o.ring[i].xy[o.ring[i].n - 1][d]);
		(void)!lnds_mesh_cells_in(&o, 100000, NULL, &cells, &err);
		lnds_mesh_outline_free(&o);
	} else {
		must(err.code == LNDS_DATA && err.hint[0]);
	}
	return 0;
}
