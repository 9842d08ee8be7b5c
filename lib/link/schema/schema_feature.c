/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The features of a schema, in the forms of versions 1, 2 and 3: the older ones say the
 * same in other words (clkhash 0.18, clkhash/schema.py, _convert_v1_to_v2 and
 * _convert_v2_to_v3).
 */
#include <math.h>

#include "base/arena.h"
#include "link/schema/schema_at.h"
#include "text/dateform.h"

#define MOST_INSERTED 32768 /* bits per token or feature */
#define MOST_GRAM 64
#define MOST_RESOLUTION 10000
#define MOST_DISTANCE 4611686018427387904.0 /* 2^62 */

static bool read_pattern(const struct lnds_link_at *format, struct lnds_link_feature *f)
{
	struct lnds_sv text = {0};

	if (!lnds_link_at_text(format, "pattern", &text))
		return false;
	if (!text.p)
		return true;
	if (lnds_link_at_has(format, "case") || lnds_link_at_has(format, "minLength") ||
		lnds_link_at_has(format, "maxLength"))
		return lnds_link_at_fail(format, "pattern", "say it in the pattern",
			"excludes case, minLength and maxLength");
	f->pattern = lnds_pattern_new(text, format->r->err);
	return f->pattern || lnds_link_at_locate(format, "pattern");
}

static bool read_string(const struct lnds_link_at *format, struct lnds_link_feature *f)
{
	int64_t least = 0, most = 0;
	int charset = LNDS_LINK_UTF8, letter_case = LNDS_LINK_MIXED;

	if (!lnds_link_at_known(format,
		    "type|encoding|case|minLength|maxLength|pattern|description") ||
		!lnds_link_at_word(
			format, "encoding", "utf-8|utf-16|utf-32|ascii", &charset) ||
		!lnds_link_at_word(format, "case", "mixed|lower|upper", &letter_case) ||
		!lnds_link_at_int(format, "minLength", 0, INT32_MAX, &least) ||
		!lnds_link_at_int(format, "maxLength", 1, INT32_MAX, &most))
		return false;
	f->charset = (enum lnds_link_charset)charset;
	f->letter_case = (enum lnds_link_case)letter_case;
	f->min_length = (uint32_t)least;
	f->max_length = (uint32_t)most;
	return read_pattern(format, f);
}

static bool read_integer(const struct lnds_link_at *format, struct lnds_link_feature *f)
{
	f->has_minimum = lnds_link_at_has(format, "minimum");
	f->has_maximum = lnds_link_at_has(format, "maximum");
	return lnds_link_at_known(format, "type|minimum|maximum|description") &&
	       lnds_link_at_int(format, "minimum", INT64_MIN, INT64_MAX, &f->minimum) &&
	       lnds_link_at_int(format, "maximum", INT64_MIN, INT64_MAX, &f->maximum);
}

static bool read_date(const struct lnds_link_at *format, struct lnds_link_feature *f)
{
	struct lnds_link_at unused;

	if (!lnds_link_at_known(format, "type|format|description") ||
		!lnds_link_at_member(format, "format", JSON_STRING, &unused) ||
		!lnds_link_at_text(format, "format", &f->date_format))
		return false;
	f->date_format = lnds_link_at_keep(format, f->date_format);
	return lnds_dateform_check(f->date_format, format->r->compat, format->r->err) ||
	       lnds_link_at_locate(format, "format");
}

static bool read_enum(const struct lnds_link_at *format, struct lnds_link_feature *f)
{
	struct lnds_link_at values;
	struct lnds_sv *value;
	size_t n;

	if (!lnds_link_at_known(format, "type|values|description") ||
		!lnds_link_at_member(format, "values", JSON_ARRAY, &values))
		return false;
	n = json_array_size(values.j);
	if (n > UINT32_MAX / 2)
		return lnds_link_at_fail(&values, NULL, NULL, "too many values");
	value = lnds_arena_alloc(format->r->s->arena, (n + 1) * sizeof(*value));
	for (size_t i = 0; i < n; i++) {
		const json_t *j = json_array_get(values.j, i);

		if (!json_is_string(j))
			return lnds_link_at_fail(&values, NULL, NULL, "values are texts");
		value[i] = lnds_link_at_keep(format,
			(struct lnds_sv){json_string_value(j), json_string_length(j)});
	}
	f->value = value;
	f->nvalue = (uint32_t)n;
	return true;
}

static bool read_format(const struct lnds_link_at *feature, struct lnds_link_feature *f)
{
	static bool (*const reader[])(
		const struct lnds_link_at *, struct lnds_link_feature *) = {
		read_string, read_integer, read_date, read_enum};
	struct lnds_link_at format;
	int type = -1;

	if (!lnds_link_at_member(feature, "format", JSON_OBJECT, &format) ||
		!lnds_link_at_word(&format, "type", "string|integer|date|enum", &type))
		return false;
	if (type < 0)
		return lnds_link_at_fail(&format, NULL, NULL, "member 'type' is missing");
	f->format = (enum lnds_link_format)type;
	return reader[type](&format, f);
}

/* The distance times 10^precision: exact for a whole number, else rounded half to even. */
static bool read_distance(
	const struct lnds_link_at *comparison, struct lnds_link_feature *f)
{
	const json_t *j = json_object_get(comparison->j, "thresholdDistance");
	double scale = 1, distance;

	if (!json_is_number(j) || json_number_value(j) <= 0)
		return lnds_link_at_fail(comparison, "thresholdDistance", NULL,
			"must be a number above 0");
	for (uint32_t i = 0; i < f->precision; i++)
		scale *= 10; /* exact to 10^22 */
	distance = rint(json_number_value(j) * scale);
	if (distance < 1)
		return lnds_link_at_fail(comparison, "thresholdDistance",
			"a greater fractional_precision", "rounds to 0");
	if (distance >= MOST_DISTANCE)
		return lnds_link_at_fail(
			comparison, "thresholdDistance", NULL, "is too large");
	f->distance = (int64_t)distance;
	if (json_is_integer(j)) {
		f->distance = json_integer_value(j);
		for (uint32_t i = 0; i < f->precision; i++)
			f->distance *= 10;
	}
	return true;
}

static bool read_comparison(
	const struct lnds_link_at *hashing, struct lnds_link_feature *f)
{
	struct lnds_link_at c;
	int64_t n = 0, resolution = 0, precision = 0;
	int type = -1;

	if (!lnds_link_at_member(hashing, "comparison", JSON_OBJECT, &c) ||
		!lnds_link_at_word(&c, "type", "ngram|exact|numeric", &type))
		return false;
	if (type < 0)
		return lnds_link_at_fail(&c, NULL, NULL, "member 'type' is missing");
	f->compare = (enum lnds_link_compare)type;
	if (f->compare == LNDS_LINK_EXACT)
		return lnds_link_at_known(&c, "type|description");
	if (f->compare == LNDS_LINK_NGRAM) {
		struct lnds_link_at unused;

		if (!lnds_link_at_known(&c, "type|n|positional|description") ||
			!lnds_link_at_member(&c, "n", JSON_NULL, &unused) ||
			!lnds_link_at_int(&c, "n", 1, MOST_GRAM, &n))
			return false;
		f->n = (uint32_t)n;
		return lnds_link_at_bool(&c, "positional", &f->positional);
	}
	if (!lnds_link_at_known(&c,
		    "type|thresholdDistance|resolution|fractional_precision|"
		    "description") ||
		!lnds_link_at_int(&c, "resolution", 1, MOST_RESOLUTION, &resolution) ||
		!lnds_link_at_int(&c, "fractional_precision", 0, 18, &precision))
		return false;
	if (!resolution)
		return lnds_link_at_fail(
			&c, NULL, NULL, "member 'resolution' is missing");
	f->resolution = (uint32_t)resolution;
	f->precision = (uint32_t)precision;
	return read_distance(&c, f);
}

static bool read_hash(const struct lnds_link_at *at, struct lnds_link_feature *f)
{
	struct lnds_link_at hash;
	int type = -1;

	f->hash = LNDS_LINK_BLAKE;
	if (!lnds_link_at_has(at, "hash"))
		return true;
	if (!lnds_link_at_member(at, "hash", JSON_OBJECT, &hash) ||
		!lnds_link_at_known(&hash, "type|prevent_singularity|description") ||
		!lnds_link_at_word(&hash, "type", "blakeHash|doubleHash", &type) ||
		!lnds_link_at_bool(&hash, "prevent_singularity", &f->prevent_singularity))
		return false;
	if (type < 0)
		return lnds_link_at_fail(&hash, NULL, NULL, "member 'type' is missing");
	f->hash = (enum lnds_link_hash)type;
	if (f->hash == LNDS_LINK_DOUBLE_HASH)
		lnds_link_at_refuse(&hash, NULL, "doubleHash can be broken");
	else if (lnds_link_at_has(&hash, "prevent_singularity"))
		return lnds_link_at_fail(
			&hash, "prevent_singularity", NULL, "is for doubleHash");
	return true;
}

/* bitsPerToken, bitsPerFeature; before version 3 k, numBits. */
static bool read_strategy(const struct lnds_link_at *hashing, struct lnds_link_feature *f)
{
	const bool v3 = hashing->r->version == 3;
	const char *const token = v3 ? "bitsPerToken" : "k";
	const char *const whole = v3 ? "bitsPerFeature" : "numBits";
	struct lnds_link_at s;
	int64_t t = 0, w = 0;

	if (!lnds_link_at_member(hashing, "strategy", JSON_OBJECT, &s) ||
		!lnds_link_at_known(
			&s, v3 ? "bitsPerToken|bitsPerFeature" : "k|numBits") ||
		!lnds_link_at_int(&s, token, 1, MOST_INSERTED, &t) ||
		!lnds_link_at_int(&s, whole, 1, MOST_INSERTED, &w))
		return false;
	if (!t == !w)
		return lnds_link_at_fail(
			&s, NULL, NULL, "either %s or %s is wanted", token, whole);
	f->bits_per_token = (uint32_t)t;
	f->bits_per_feature = (uint32_t)w;
	return true;
}

/* Version 1: k of clkConfig times the feature's weight; weight 0 is another word for
 * ignored. */
static bool read_weight(const struct lnds_link_at *hashing, struct lnds_link_feature *f)
{
	const struct lnds_link_at *root = hashing->up->up->up;
	const json_t *config = json_object_get(root->j, "clkConfig");
	const struct lnds_link_at at = {
		.up = root, .name = "clkConfig", .j = config, .r = hashing->r};
	const json_t *weight = json_object_get(hashing->j, "weight");
	double w = weight ? json_number_value(weight) : 1, bits;
	int64_t k = 0;

	if (!lnds_link_at_int(&at, "k", 1, MOST_INSERTED, &k))
		return false;
	if (!k)
		return lnds_link_at_fail(&at, NULL, NULL, "member 'k' is missing");
	if ((weight && !json_is_number(weight)) || w < 0)
		return lnds_link_at_fail(
			hashing, "weight", NULL, "must be a number from 0 on");
	bits = rint(w * (double)k);
	f->ignored = w == 0;
	if (!f->ignored && (bits < 1 || bits > MOST_INSERTED))
		return lnds_link_at_fail(hashing, "weight", NULL,
			"times k must lie between 1 and %d", MOST_INSERTED);
	f->bits_per_token = f->ignored ? 0 : (uint32_t)bits;
	return read_hash(&at, f);
}

static bool read_missing(const struct lnds_link_at *hashing, struct lnds_link_feature *f)
{
	struct lnds_link_at m;

	if (!lnds_link_at_has(hashing, "missingValue"))
		return true;
	if (!lnds_link_at_member(hashing, "missingValue", JSON_OBJECT, &m) ||
		!lnds_link_at_known(&m, "sentinel|replaceWith|description") ||
		!lnds_link_at_text(&m, "sentinel", &f->sentinel) ||
		!lnds_link_at_text(&m, "replaceWith", &f->replace))
		return false;
	if (!f->sentinel.p)
		return lnds_link_at_fail(&m, NULL, NULL, "member 'sentinel' is missing");
	f->has_sentinel = true;
	f->sentinel = lnds_link_at_keep(&m, f->sentinel);
	f->has_replace = f->replace.p != NULL;
	if (f->has_replace) {
		f->replace = lnds_link_at_keep(&m, f->replace);
		lnds_link_at_refuse(&m, "replaceWith", "makes missing values match");
	}
	return true;
}

/* ngram and positional stand in `hashing` itself before version 3. */
static bool read_gram(const struct lnds_link_at *hashing, struct lnds_link_feature *f)
{
	struct lnds_link_at unused;
	int64_t n = 0;

	if (!lnds_link_at_member(hashing, "ngram", JSON_NULL, &unused) ||
		!lnds_link_at_int(hashing, "ngram", 1, MOST_GRAM, &n))
		return false;
	f->compare = LNDS_LINK_NGRAM;
	f->n = (uint32_t)n;
	return lnds_link_at_bool(hashing, "positional", &f->positional);
}

static bool read_hashing(const struct lnds_link_at *feature, struct lnds_link_feature *f)
{
	static const char *const known[] = {
		"ngram|positional|weight|missingValue|description",
		"hash|strategy|ngram|positional|missingValue",
		"hash|strategy|comparison|missingValue"};
	const int version = feature->r->version;
	struct lnds_link_at hashing;

	if (!lnds_link_at_member(feature, "hashing", JSON_OBJECT, &hashing) ||
		!lnds_link_at_known(&hashing, known[version - 1]))
		return false;
	if (version == 1)
		return read_gram(&hashing, f) && read_weight(&hashing, f) &&
		       read_missing(&hashing, f);
	return (version == 2 ? read_gram(&hashing, f) : read_comparison(&hashing, f)) &&
	       read_strategy(&hashing, f) && read_hash(&hashing, f) &&
	       read_missing(&hashing, f);
}

/* What the feature counts in min-overlap and min-weight (section 4.5). */
static uint32_t weight_of(const struct lnds_link_feature *f)
{
	if (f->bits_per_feature)
		return f->bits_per_feature;
	switch (f->compare) {
	case LNDS_LINK_NGRAM:
		return 8 * f->bits_per_token;
	case LNDS_LINK_NUMERIC:
		return (2 * f->resolution + 1) * f->bits_per_token;
	default:
		return f->bits_per_token;
	}
}

static bool read_identifier(
	const struct lnds_link_at *feature, struct lnds_link_feature *f)
{
	const struct lnds_link_schema *s = feature->r->s;
	struct lnds_link_at unused;

	if (!lnds_link_at_member(feature, "identifier", JSON_STRING, &unused) ||
		!lnds_link_at_text(feature, "identifier", &f->id))
		return false;
	if (f->id.n == 0 || f->id.n >= LNDS_LINK_ID)
		return lnds_link_at_fail(feature, "identifier", NULL,
			"must have 1 to %u bytes", LNDS_LINK_ID - 1);
	for (const struct lnds_link_feature *other = s->feature; other < f; other++)
		if (lnds_sv_eq(other->id, f->id))
			return lnds_link_at_fail(feature, "identifier", NULL,
				"is that of another feature");
	f->id = lnds_link_at_keep(feature, f->id);
	return true;
}

static bool read_feature(const struct lnds_link_at *feature, struct lnds_link_feature *f)
{
	if (!json_is_object(feature->j))
		return lnds_link_at_fail(feature, NULL, NULL, "must be an object");
	if (!lnds_link_at_known(
		    feature, "identifier|ignored|format|hashing|description") ||
		!read_identifier(feature, f) ||
		!lnds_link_at_bool(feature, "ignored", &f->ignored))
		return false;
	if (f->ignored)
		return true;
	if (!read_format(feature, f) || !read_hashing(feature, f))
		return false;
	f->weight = f->ignored ? 0 : weight_of(f);
	return true;
}

bool lnds_link_schema_features(struct lnds_link_at *root)
{
	struct lnds_link_schema *s = root->r->s;
	struct lnds_link_at all;
	size_t n;

	if (!lnds_link_at_member(root, "features", JSON_ARRAY, &all))
		return false;
	n = json_array_size(all.j);
	if (n == 0 || n > LNDS_LINK_MAX_FEATURES)
		return lnds_link_at_fail(&all, NULL, NULL, "1 to %u features are wanted",
			LNDS_LINK_MAX_FEATURES);
	for (size_t i = 0; i < n; i++) {
		const struct lnds_link_at feature = {.up = &all,
			.index = i,
			.j = json_array_get(all.j, i),
			.r = root->r};

		/* Counted first: what it holds is freed in any case. */
		s->nfeature++;
		if (!read_feature(&feature, &s->feature[i]))
			return false;
	}
	return true;
}
