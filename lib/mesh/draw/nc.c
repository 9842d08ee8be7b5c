/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NetCDF classic files; see nc.h. */
#include "mesh/draw/nc.h"

#include <stdlib.h>

#include "base/num.h"

#define TOO_LARGE (UINT64_C(1) << 31)

enum { TAG_DIMENSION = 10, TAG_VARIABLE = 11, TAG_ATTRIBUTE = 12 };

static const uint8_t size_of[] = {0, 1, 1, 2, 4, 4, 8};

static void put_u32(struct lnds_buf *out, uint32_t v)
{
	lnds_put_u32be((uint8_t *)lnds_buf_room(out, 4), v);
	out->n += 4;
}

static void pad(struct lnds_buf *out, size_t base)
{
	while ((out->n - base) % 4)
		lnds_buf_c(out, 0);
}

static void put_name(struct lnds_buf *out, const char *name, size_t base)
{
	put_u32(out, (uint32_t)strlen(name));
	lnds_buf_str(out, name);
	pad(out, base);
}

void lnds_mesh_nc_init(struct lnds_mesh_nc *nc)
{
	*nc = (struct lnds_mesh_nc){0};
}

void lnds_mesh_nc_free(struct lnds_mesh_nc *nc)
{
	unsigned i;

	for (i = 0; i <= LNDS_MESH_NC_VARS; i++)
		lnds_buf_free(&nc->att[i]);
}

unsigned lnds_mesh_nc_dim(struct lnds_mesh_nc *nc, const char *name, uint32_t length)
{
	if (nc->ndim == LNDS_MESH_NC_DIMS)
		abort(); /* a defect of the caller: formats have a fixed set */
	nc->dim[nc->ndim].name = name;
	nc->dim[nc->ndim].length = length;
	return nc->ndim++;
}

unsigned lnds_mesh_nc_var(struct lnds_mesh_nc *nc, const char *name,
	enum lnds_mesh_nc_type type, unsigned ndim, unsigned dim0, unsigned dim1)
{
	if (nc->nvar == LNDS_MESH_NC_VARS)
		abort(); /* as above */
	nc->var[nc->nvar] = (struct lnds_mesh_nc_var){name, type, ndim, {dim0, dim1}};
	return nc->nvar++;
}

static struct lnds_buf *attribute(struct lnds_mesh_nc *nc, unsigned var, const char *name,
	uint32_t type, uint32_t n)
{
	struct lnds_buf *out = &nc->att[var];

	nc->natt[var]++;
	put_name(out, name, 0);
	put_u32(out, type);
	put_u32(out, n);
	return out;
}

void lnds_mesh_nc_text(
	struct lnds_mesh_nc *nc, unsigned var, const char *name, struct lnds_sv text)
{
	struct lnds_buf *out;

	if (text.n == 0)
		return;
	out = attribute(nc, var, name, LNDS_MESH_NC_CHAR, (uint32_t)text.n);
	lnds_buf_sv(out, text);
	pad(out, 0);
}

void lnds_mesh_nc_numbers(struct lnds_mesh_nc *nc, unsigned var, const char *name,
	enum lnds_mesh_nc_type type, const double *v, uint32_t n)
{
	struct lnds_buf *out = attribute(nc, var, name, type, n);
	uint32_t i;

	for (i = 0; i < n; i++)
		lnds_mesh_nc_put(out, type, v[i]);
	pad(out, 0);
}

void lnds_mesh_nc_number(struct lnds_mesh_nc *nc, unsigned var, const char *name,
	enum lnds_mesh_nc_type type, double v)
{
	lnds_mesh_nc_numbers(nc, var, name, type, &v, 1);
}

void lnds_mesh_nc_put(struct lnds_buf *out, enum lnds_mesh_nc_type type, double v)
{
	uint8_t *p = (uint8_t *)lnds_buf_room(out, 8);
	uint64_t wide;
	uint32_t word;
	float narrow;

	switch (type) {
	case LNDS_MESH_NC_BYTE:
	case LNDS_MESH_NC_CHAR:
		*p = (uint8_t)(int)v;
		break;
	case LNDS_MESH_NC_SHORT:
		lnds_put_u16be(p, (uint16_t)(int16_t)v);
		break;
	case LNDS_MESH_NC_INT:
		lnds_put_u32be(p, (uint32_t)(int32_t)v);
		break;
	case LNDS_MESH_NC_FLOAT:
		narrow = (float)v;
		memcpy(&word, &narrow, sizeof(word));
		lnds_put_u32be(p, word);
		break;
	case LNDS_MESH_NC_DOUBLE:
		memcpy(&wide, &v, sizeof(wide));
		lnds_put_u64be(p, wide);
		break;
	}
	out->n += size_of[type];
}

/* Bytes of a variable, padded. */
static uint64_t size_of_var(const struct lnds_mesh_nc *nc, unsigned var)
{
	const struct lnds_mesh_nc_var *v = &nc->var[var];
	unsigned __int128 n = size_of[v->type];
	unsigned i;

	for (i = 0; i < v->ndim; i++)
		n *= nc->dim[v->dim[i]].length;
	return n >= TOO_LARGE ? TOO_LARGE : ((uint64_t)n + 3) / 4 * 4;
}

static void put_attributes(struct lnds_mesh_nc *nc, unsigned var, struct lnds_buf *out)
{
	put_u32(out, nc->natt[var] ? TAG_ATTRIBUTE : 0);
	put_u32(out, nc->natt[var]);
	lnds_buf_sv(out, lnds_buf_view(&nc->att[var]));
}

/* The header with begins counted from 0; where[i] is the place of a begin in it. */
static void put_header(struct lnds_mesh_nc *nc, struct lnds_buf *out, size_t *where)
{
	const struct lnds_mesh_nc_var *v;
	unsigned i, k;

	lnds_buf_add(out, "CDF\x01", 4);
	put_u32(out, 0); /* records */
	put_u32(out, nc->ndim ? TAG_DIMENSION : 0);
	put_u32(out, nc->ndim);
	for (i = 0; i < nc->ndim; i++) {
		put_name(out, nc->dim[i].name, nc->base);
		put_u32(out, nc->dim[i].length);
	}
	put_attributes(nc, LNDS_MESH_NC_GLOBAL, out);
	put_u32(out, nc->nvar ? TAG_VARIABLE : 0);
	put_u32(out, nc->nvar);
	for (i = 0; i < nc->nvar; i++) {
		v = &nc->var[i];
		put_name(out, v->name, nc->base);
		put_u32(out, v->ndim);
		for (k = 0; k < v->ndim; k++)
			put_u32(out, v->dim[k]);
		put_attributes(nc, i, out);
		put_u32(out, v->type);
		put_u32(out, (uint32_t)size_of_var(nc, i));
		where[i] = out->n;
		put_u32(out, 0);
	}
}

bool lnds_mesh_nc_begin(
	struct lnds_mesh_nc *nc, struct lnds_buf *out, struct lnds_err *err)
{
	size_t where[LNDS_MESH_NC_VARS];
	uint64_t end;
	unsigned i;

	nc->base = out->n;
	put_header(nc, out, where);
	nc->begin = end = out->n - nc->base;
	for (i = 0; i < nc->nvar; i++) {
		lnds_put_u32be((uint8_t *)out->p + where[i], (uint32_t)end);
		end += size_of_var(nc, i);
	}
	nc->at = 0;
	if (end < TOO_LARGE)
		return true;
	out->n = nc->base;
	lnds_fail(err, LNDS_USAGE, NULL, "a NetCDF file of 2 GiB or more is not written");
	return lnds_hint(err, "ask for a shorter period or fewer stations");
}

void lnds_mesh_nc_end_var(struct lnds_mesh_nc *nc, struct lnds_buf *out)
{
	const uint64_t size = size_of_var(nc, nc->at++);

	pad(out, nc->base);
	nc->begin += size;
	if (out->n - nc->base != nc->begin)
		abort(); /* a defect of the caller: values missing or too many */
}
