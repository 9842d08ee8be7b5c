/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CoverageJSON; see covjson.h. */
#include "mesh/draw/covjson.h"

#include "base/json.h"
#include "mesh/draw/words.h"
#include "mesh/measure/stamp.h"

void lnds_mesh_cov_time(struct lnds_buf *out, int64_t t)
{
	char *p = lnds_buf_room(out, 22);

	p[0] = p[21] = '"';
	lnds_mesh_stamp_put(p + 1, t);
	out->n += 22;
}

/* "name":{"en":"text"} */
static void put_words(struct lnds_buf *out, const char *name, struct lnds_sv text)
{
	lnds_json_key(out, name);
	lnds_buf_str(out, "{\"en\":");
	lnds_json_str(out, text);
	lnds_buf_c(out, '}');
}

void lnds_mesh_cov_parameters(struct lnds_buf *out, const struct lnds_mesh_param *p,
	enum lnds_mesh_stat stat, struct lnds_sv description)
{
	const struct lnds_sv unit = lnds_mesh_stat_unit(p, stat);
	const bool quantity = lnds_mesh_cell_method(stat) && p->standard_name.n;
	struct lnds_buf text = {0};

	lnds_json_key(out, "parameters");
	lnds_buf_c(out, '{');
	lnds_json_key(out, p->id);
	lnds_buf_str(out, "{\"type\":\"Parameter\"");
	put_words(out, "description", description);
	lnds_buf_str(out, ",\"unit\":{");
	put_words(out, "label", unit);
	lnds_buf_str(out, ",\"symbol\":{\"value\":");
	lnds_mesh_ucum(unit, &text);
	lnds_json_str(out, lnds_buf_view(&text));
	lnds_buf_str(out, ",\"type\":\"http://www.opengis.net/def/uom/UCUM/\"}}");
	lnds_buf_str(out, ",\"observedProperty\":{");
	if (quantity) {
		text.n = 0;
		lnds_buf_str(&text, "http://vocab.nerc.ac.uk/standard_name/");
		lnds_buf_sv(&text, p->standard_name);
		lnds_buf_c(&text, '/');
		lnds_json_key(out, "id");
		lnds_json_str(out, lnds_buf_view(&text));
	}
	text.n = 0;
	lnds_mesh_name_words(p, &text);
	if (!quantity)
		lnds_buf_printf(&text, ", %s", lnds_mesh_stat_words(stat));
	put_words(out, "label", lnds_buf_view(&text));
	lnds_buf_str(out, "}}}");
	lnds_buf_free(&text);
}

void lnds_mesh_cov_temporal(struct lnds_buf *out)
{
	lnds_buf_str(out, "{\"coordinates\":[\"t\"],\"system\":"
			  "{\"type\":\"TemporalRS\",\"calendar\":\"Gregorian\"}}");
}
