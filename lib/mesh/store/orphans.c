/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Removing what no manifest names: temporaries (.NAME.XXXXXX), batches and segments that
 * were written but not committed, segments and batches that a compaction replaced. What has
 * another kind of name is somebody else's and stays.
 */
#include "mesh/store/orphans.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

typedef bool wanted_fn(const struct lnds_mesh_store *s, uint32_t param, const char *name);

/* Does the name end with this? */
static bool ends(const char *name, size_t n, const char *end)
{
	const size_t k = strlen(end);

	return n >= k && memcmp(name + n - k, end, k) == 0;
}

/* ".NAME.XXXXXX" of a NAME with this end? */
static bool is_temporary(const char *name, const char *end)
{
	const size_t n = strlen(name);

	return n > 8 && name[0] == '.' && name[n - 7] == '.' && ends(name, n - 7, end);
}

static bool own_wanted(const struct lnds_mesh_store *s, uint32_t param, const char *name)
{
	(void)s;
	(void)param;
	return !is_temporary(name, ".ndjson") && !is_temporary(name, ".MANIFEST") &&
	       !is_temporary(name, ".mesh.json");
}

static bool grid_wanted(const struct lnds_mesh_store *s, uint32_t param, const char *name)
{
	(void)s;
	(void)param;
	return !is_temporary(name, ".lmg");
}

static bool batch_wanted(
	const struct lnds_mesh_store *s, uint32_t param, const char *name)
{
	char listed[40];
	size_t i;

	(void)param;
	for (i = 0; i < s->manifest.nbatch; i++) {
		snprintf(listed, sizeof(listed), "%llu.lmb",
			(unsigned long long)s->manifest.batch[i].seq);
		if (!strcmp(listed, name))
			return true;
	}
	return !ends(name, strlen(name), ".lmb") && !is_temporary(name, ".lmb");
}

static bool segment_wanted(
	const struct lnds_mesh_store *s, uint32_t param, const char *name)
{
	char listed[40];
	size_t i;

	for (i = 0; i < s->manifest.nseg; i++) {
		snprintf(listed, sizeof(listed), "%u.%u.lmx", s->manifest.seg[i].year,
			s->manifest.seg[i].gen);
		if (s->manifest.seg[i].param == param && !strcmp(listed, name))
			return true;
	}
	return !ends(name, strlen(name), ".lmx") && !is_temporary(name, ".lmx");
}

static bool sweep(struct lnds_mesh_store *s, const char *folder, uint32_t param,
	wanted_fn *wanted, struct lnds_err *err)
{
	DIR *d = opendir(folder);
	struct lnds_buf path = {0};
	const struct dirent *e;
	bool ok = true;

	if (!d)
		return errno == ENOENT || lnds_fail_sys(err, "cannot list %s", folder);
	while (ok && (e = readdir(d))) {
		if (e->d_type == DT_DIR || wanted(s, param, e->d_name))
			continue;
		path.n = 0;
		lnds_buf_printf(&path, "%s/%s", folder, e->d_name);
		if (unlink(lnds_buf_cstr(&path)) != 0 && errno != ENOENT &&
			errno != EISDIR)
			ok = lnds_fail_sys(err, "cannot remove %s", path.p);
	}
	lnds_buf_free(&path);
	closedir(d);
	return ok;
}

bool lnds_mesh_orphans_remove(struct lnds_mesh_store *s, struct lnds_err *err)
{
	uint32_t i;

	if (!sweep(s, s->dir, 0, own_wanted, err) ||
		!sweep(s, lnds_mesh_path(s, "log"), 0, batch_wanted, err) ||
		!sweep(s, lnds_mesh_path(s, "grid"), 0, grid_wanted, err))
		return false;
	for (i = 0; i < s->params.n; i++)
		if (!sweep(s, lnds_mesh_path(s, "seg/%s", s->params.item[i].id), i,
			    segment_wanted, err))
			return false;
	return true;
}
