/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The project file: a configuration as one line of JSON, members sorted, ASCII, no
 * spaces, and LF. All its bytes, the LF too, are hashed into the keyring: one edited byte
 * makes the project's key unusable. Inside tokens the same object stands without the LF.
 *
 *	{"chk":0,"dual":false,"epo":1,"fld":[{"dom":"person","inp":"matricule","kcv":…,
 *	"len":11}],"fmt":"alnum","iss":{"lnds":"<base64url, 32 bytes>"},"kid":…,"max":…,
 *	"mth":"rev","pfx":"","prj":"demo","ret":…,"trt":"same","v":1}
 */
#ifndef LNDS_PSEUDO_PROJECT_FILE_H
#define LNDS_PSEUDO_PROJECT_FILE_H

#include <jansson.h>

#include "base/buf.h"
#include "pseudo/project.h"

#define LNDS_PROJECT_FILE_MAX 65536
#define LNDS_PSEUDO_TIME_MAX UINT64_C(253402300799) /* the end of year 9999 */

/* Appends the object, without LF. */
void lnds_project_write(const struct lnds_pseudo_config *cfg, struct lnds_buf *out);

/* Reads a parsed object: every member known, sound by lnds_pseudo_config_check, its
 * issuers' keys different. Any fault: LNDS_REFUSED; `what` names it in messages. */
LNDS_MUST_CHECK bool lnds_project_from_json(json_t *o, const char *what,
	struct lnds_pseudo_config *cfg, struct lnds_err *err);

/* Reads the bytes of a project file; they must be exactly what lnds_project_write gives
 * and one LF. */
LNDS_MUST_CHECK bool lnds_project_parse(struct lnds_sv file, const char *what,
	struct lnds_pseudo_config *cfg, struct lnds_err *err);
/* The same of a file by its path. */
LNDS_MUST_CHECK bool lnds_project_read(
	const char *path, struct lnds_pseudo_config *cfg, struct lnds_err *err);

/* [A-Za-z0-9._-]{1,64}? */
bool lnds_project_issuer_name(const char *name);
/* Names and counts of issuers: adds one (LNDS_USAGE if the name or key is there already,
 * the name is not [A-Za-z0-9._-]{1,64}, or there are too many). */
LNDS_MUST_CHECK bool lnds_project_add_issuer(struct lnds_pseudo_config *cfg,
	const char *name, const uint8_t pub[32], struct lnds_err *err);

#endif
