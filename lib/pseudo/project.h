/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A project's configuration: everything that decides what its pseudonyms look like, who
 * may order what, and until when. One plain value without pointers: copy it, compare
 * fields, no free. Filled from project options (lnds_pseudo_config_field, _check) or from
 * a project file; whatever its source, a config is used only after
 * lnds_pseudo_config_check held.
 */
#ifndef LNDS_PSEUDO_PROJECT_H
#define LNDS_PSEUDO_PROJECT_H

#include "pseudo/class.h"

enum lnds_pseudo_method { LNDS_PSEUDO_REV, LNDS_PSEUDO_NON };
enum lnds_pseudo_treatment { LNDS_PSEUDO_SAME, LNDS_PSEUDO_DATA, LNDS_PSEUDO_DIFF };
enum lnds_pseudo_format { LNDS_PSEUDO_NUM, LNDS_PSEUDO_ALPHA, LNDS_PSEUDO_ALNUM };

#define LNDS_PSEUDO_MAX_FIELDS 32
#define LNDS_PSEUDO_MAX_ISSUERS 16
#define LNDS_PSEUDO_KEY_LEN 64 /* K_use */

struct lnds_pseudo_field {
	char dom[33]; /* domain: [a-z0-9_-]{1,32} */
	struct lnds_pseudo_class inp;
	uint32_t len;	/* L: symbols of the core; 0: AES-SIV, by the value's length */
	uint8_t kcv[8]; /* key check value; zero until keys are derived */
};

struct lnds_pseudo_issuer {
	char name[65]; /* [A-Za-z0-9._-]{1,64} */
	uint8_t pub[32];
};

struct lnds_pseudo_config {
	char prj[65]; /* [A-Za-z0-9._-]{1,64} */
	char pfx[9];  /* [A-Za-z_-]{0,8} */
	uint8_t kid[8];
	enum lnds_pseudo_method mth;
	enum lnds_pseudo_treatment trt;
	enum lnds_pseudo_format fmt;
	bool chk, dual;
	uint32_t epo; /* epoch, from 1 */
	uint64_t max; /* identifiers the collision bound is held for, from 1 */
	uint64_t ret; /* end of retention, Unix seconds */
	uint32_t nfield, nissuer;
	struct lnds_pseudo_field field[LNDS_PSEUDO_MAX_FIELDS];	   /* sorted by dom */
	struct lnds_pseudo_issuer issuer[LNDS_PSEUDO_MAX_ISSUERS]; /* sorted by name */
};

/* The words of project files: "rev", "data", "alnum". */
const char *lnds_pseudo_method_word(enum lnds_pseudo_method m);
const char *lnds_pseudo_treatment_word(enum lnds_pseudo_treatment t);
const char *lnds_pseudo_format_word(enum lnds_pseudo_format f);

/* Adds a field from "DOM=CLASS[,LEN]" and computes its length; mth, trt, fmt, chk and pfx
 * are set before. LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_pseudo_config_field(
	struct lnds_pseudo_config *cfg, struct lnds_sv text, struct lnds_err *err);
/* Names, lengths, order and counts are as they must be (LNDS_USAGE), and the collision
 * bound at `max` holds (LNDS_REFUSED). Keys, issuers' keys and retention are not judged.
 */
LNDS_MUST_CHECK bool lnds_pseudo_config_check(
	const struct lnds_pseudo_config *cfg, struct lnds_err *err);
/* Number of the field of domain dom, or -1. */
int lnds_pseudo_config_find(const struct lnds_pseudo_config *cfg, struct lnds_sv dom);

#endif
