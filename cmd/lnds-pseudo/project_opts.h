/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Project options: what init, project new and explain take to describe a project. One
 * table and one step from it to a configuration.
 */
#ifndef LNDS_PSEUDO_PROJECT_OPTS_H
#define LNDS_PSEUDO_PROJECT_OPTS_H

#include "cli/opts.h"
#include "pseudo/project.h"

struct lnds_project_opts {
	const char *project;
	struct lnds_strs field;
	int method, treatment, format;
	const char *retention;
	bool check;
	const char *prefix;
	uint64_t max_ids;
};

/* Entries of an option table for a context `struct T` that has the options at `m`;
 * need: LNDS_OPT_REQUIRED or 0. */
/* clang-format off */
#define LNDS_PROJECT_OPTS(T, m, need) \
	{0, "project", "P", NULL, NULL, "name of the project", \
		LNDS_OPT_STR, offsetof(struct T, m.project), need}, \
	{0, "field", "DOM=CLASS[,LEN]", NULL, NULL, \
		"domain and class of its identifiers (repeatable)", \
		LNDS_OPT_STRS, offsetof(struct T, m.field), need}, \
	{0, "method", "M", "reversible|non-reversible", "reversible", \
		"whether pseudonyms can be turned back", \
		LNDS_OPT_ENUM, offsetof(struct T, m.method), 0}, \
	{0, "treatment", "T", "same|dataset|different", "same", \
		"pseudonym of an identifier: always the same, per run, per cell", \
		LNDS_OPT_ENUM, offsetof(struct T, m.treatment), 0}, \
	{0, "format", "F", "numeric|alphabet|alphanumeric", "alphanumeric", \
		"symbols of a pseudonym", \
		LNDS_OPT_ENUM, offsetof(struct T, m.format), 0}, \
	{0, "retention", "PERIOD", NULL, "P1Y", \
		"how long the key lives: ISO 8601 years, months, days", \
		LNDS_OPT_STR, offsetof(struct T, m.retention), 0}, \
	{0, "check", NULL, NULL, NULL, "add a check symbol (ISO 7064)", \
		LNDS_OPT_FLAG, offsetof(struct T, m.check), 0}, \
	{0, "prefix", "S", NULL, NULL, "put S before each pseudonym", \
		LNDS_OPT_STR, offsetof(struct T, m.prefix), 0}, \
	{0, "max-ids", "N", NULL, "1e8", \
		"identifiers for which the collision bound holds", \
		LNDS_OPT_U64, offsetof(struct T, m.max_ids), 0}
/* clang-format on */

/* The configuration, without issuers, kid and check values; retention ends with the last
 * second of its last day in UTC. Checked but for the collision bound, which is the
 * keystore's to refuse. LNDS_USAGE. */
LNDS_MUST_CHECK bool lnds_project_config(const struct lnds_project_opts *o, uint64_t now,
	struct lnds_pseudo_config *cfg, struct lnds_err *err);

#endif
