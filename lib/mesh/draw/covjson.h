/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What maps and series in CoverageJSON 1.0 (OGC 21-069r2) share: times, parameters with UCUM units and NERC's
 * URIs of CF standard names, reference systems. Each appends without blanks.
 */
#ifndef LNDS_MESH_COVJSON_H
#define LNDS_MESH_COVJSON_H

#include "mesh/draw/field.h"

/* "2023-01-01T00:00:00Z", with quotes. */
void lnds_mesh_cov_time(struct lnds_buf *out, int64_t t);
/* "parameters":{"temp":{…}}; description: what the values are. */
void lnds_mesh_cov_parameters(struct lnds_buf *out, const struct lnds_mesh_param *p,
	enum lnds_mesh_stat stat, struct lnds_sv description);
/* {"coordinates":["t"],"system":{…}} */
void lnds_mesh_cov_temporal(struct lnds_buf *out);

#endif
