/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of reading a mapping: what its two halves (keys, values) share. */
#ifndef LNDS_MESH_MAPPING_PARSE_H
#define LNDS_MESH_MAPPING_PARSE_H

#include "mesh/mapping/ini.h"
#include "mesh/mapping/mapping.h"

struct lnds_mesh_mapping_parse {
	struct lnds_mesh_mapping *m;
	const struct lnds_mesh_params *params;
	struct lnds_mesh_ini ini;
	struct lnds_err *err;
	uint32_t value_cap;
	uint64_t seen; /* keys of the table that came */
	bool step_given;
};

/* The error that is there, at the current line. Always false. */
bool lnds_mesh_mapping_here(struct lnds_mesh_mapping_parse *p);
/* Fails at the current line; adds `hint` or, where NULL, nothing. Always false. */
bool lnds_mesh_mapping_wrong(struct lnds_mesh_mapping_parse *p, const char *hint,
	const char *fmt, ...) LNDS_PRINTF(3, 4);
/* "unknown WHAT 'X'" with the nearest of names, or all of them, as hint. Always false. */
bool lnds_mesh_mapping_unknown(struct lnds_mesh_mapping_parse *p, const char *what,
	struct lnds_sv word, const struct lnds_sv *names, size_t n);

/* Takes the entry that ini stands on. */
bool lnds_mesh_mapping_entry(struct lnds_mesh_mapping_parse *p) LNDS_MUST_CHECK;

/* Texts to what they mean; false told. `text` is a whole value or a word of one. */
bool lnds_mesh_mapping_column(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_column *out) LNDS_MUST_CHECK;
bool lnds_mesh_mapping_words(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	char sep, struct lnds_mesh_words *out) LNDS_MUST_CHECK;
bool lnds_mesh_mapping_word(struct lnds_mesh_mapping_parse *p, const char *what,
	struct lnds_sv text, const char *const *names, int *out) LNDS_MUST_CHECK;
bool lnds_mesh_mapping_u32(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	uint32_t least, uint32_t most, uint32_t *out) LNDS_MUST_CHECK;

/* `PARAM unit=… label=…` into v. */
bool lnds_mesh_mapping_value(struct lnds_mesh_mapping_parse *p, struct lnds_sv text,
	struct lnds_mesh_value_map *v) LNDS_MUST_CHECK;
/* A further value, zeroed but for its defaults. */
struct lnds_mesh_value_map *lnds_mesh_mapping_add(struct lnds_mesh_mapping_parse *p);

extern const char *const lnds_mesh_label_name[]; /* start, end, instant, NULL */

#endif
