/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open views by what they show; see views.h. */
#include "mesh/view/views.h"

#include <stdlib.h>

#include "base/alloc.h"

struct kept {
	struct lnds_mesh_view *view;
	uint32_t param;
	struct lnds_mesh_view_opts o;
	uint64_t used; /* number of the last question */
};

struct lnds_mesh_views {
	struct lnds_mesh_store *s;
	struct kept kept[LNDS_MESH_VIEWS_MOST];
	uint64_t questions;
	const char *manifest;
};

struct lnds_mesh_views *lnds_mesh_views_new(struct lnds_mesh_store *s)
{
	struct lnds_mesh_views *c = lnds_calloc(1, sizeof(*c));

	c->s = s;
	c->manifest = lnds_mesh_path(s, "MANIFEST");
	return c;
}

/* The manifest is replaced whole: another file means another state. */
static bool look(struct lnds_mesh_views *c, struct lnds_err *err)
{
	const struct stat *seen = &c->s->manifest_seen;
	struct stat now;

	if (stat(c->manifest, &now))
		return lnds_fail_sys(err, "cannot read %s", c->manifest);
	if (now.st_ino == seen->st_ino && now.st_size == seen->st_size &&
		now.st_mtim.tv_sec == seen->st_mtim.tv_sec &&
		now.st_mtim.tv_nsec == seen->st_mtim.tv_nsec)
		return true;
	return lnds_mesh_store_refresh(c->s, err);
}

static bool same(
	const struct kept *k, uint32_t param, const struct lnds_mesh_view_opts *o)
{
	return k->view && k->param == param && k->o.qc == o->qc &&
	       k->o.has_as_of == o->has_as_of && k->o.as_of == o->as_of &&
	       k->o.scan == o->scan && k->o.sums_only == o->sums_only;
}

/* Where the view is, or else the place to put it: a free one, or the longest unused. */
static struct kept *place(
	struct lnds_mesh_views *c, uint32_t param, const struct lnds_mesh_view_opts *o)
{
	struct kept *oldest = &c->kept[0];
	unsigned i;

	for (i = 0; i < LNDS_MESH_VIEWS_MOST; i++) {
		if (same(&c->kept[i], param, o))
			return &c->kept[i];
		if (c->kept[i].used < oldest->used)
			oldest = &c->kept[i];
	}
	lnds_mesh_view_free(oldest->view);
	*oldest = (struct kept){.param = param, .o = *o};
	return oldest;
}

bool lnds_mesh_views_of(struct lnds_mesh_views *c, const struct lnds_mesh_selection *sel,
	struct lnds_mesh_view **view, struct lnds_err *err)
{
	struct kept *k;
	uint32_t i;

	if (sel->nparam > LNDS_MESH_VIEWS_MOST)
		return lnds_fail(err, LNDS_USAGE, NULL, "more than %u parameters at once",
			LNDS_MESH_VIEWS_MOST);
	if (!look(c, err))
		return false;
	c->questions++;
	for (i = 0; i < sel->nparam; i++) {
		k = place(c, sel->param[i], &sel->view);
		if (!k->view)
			k->view = lnds_mesh_view_new(c->s, k->param, &k->o, err);
		if (!k->view || !lnds_mesh_view_reach(
					k->view, sel->period.start, sel->period.end, err))
			return false;
		k->used = c->questions;
		view[i] = k->view;
	}
	return true;
}

void lnds_mesh_views_free(struct lnds_mesh_views *c)
{
	unsigned i;

	if (!c)
		return;
	for (i = 0; i < LNDS_MESH_VIEWS_MOST; i++)
		lnds_mesh_view_free(c->kept[i].view);
	free(c);
}
