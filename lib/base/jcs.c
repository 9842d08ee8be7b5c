/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Canonical JSON. Members are sorted by the UTF-16 code units of their keys, which differs
 * from byte order only where a character above FFFF meets one from E000 to FFFF.
 */
#include "base/jcs.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/json.h"

/* ECMAScript's shortest digits: the fewest of "%.*e" that read back as v. */
static void shortest(double v, char text[32])
{
	for (int digits = 0; digits < 17; digits++) {
		snprintf(text, 32, "%.*e", digits, v);
		if (strtod(text, NULL) == v)
			return;
	}
}

void lnds_jcs_number(struct lnds_buf *out, double v)
{
	char text[32], digits[20];
	int k = 0, n;

	if (v == 0) { /* also -0 */
		lnds_buf_c(out, '0');
		return;
	}
	if (v < 0) {
		lnds_buf_c(out, '-');
		v = -v;
	}
	shortest(v, text);
	for (const char *p = text; *p != 'e'; p++)
		if (lnds_is_digit(*p))
			digits[k++] = *p;
	while (k > 1 && digits[k - 1] == '0')
		k--;
	digits[k] = '\0';
	n = atoi(strchr(text, 'e') + 1) + 1; /* v = 0.digits * 10^n */
	if (n > 0 && n <= 21) {
		for (int i = 0; i < k || i < n; i++) {
			if (i == n)
				lnds_buf_c(out, '.');
			lnds_buf_c(out, i < k ? digits[i] : '0');
		}
	} else if (n > -6 && n <= 0) {
		lnds_buf_str(out, "0.");
		for (int i = n; i < 0; i++)
			lnds_buf_c(out, '0');
		lnds_buf_str(out, digits);
	} else {
		lnds_buf_c(out, digits[0]);
		if (k > 1)
			lnds_buf_printf(out, ".%s", digits + 1);
		lnds_buf_printf(out, "e%+d", n - 1);
	}
}

/* Order of UTF-16 code units: characters above FFFF (lead bytes F0 and up) become
 * surrogates, which stand before E000 (lead byte EE). */
static int cmp_utf16(const void *a, const void *b)
{
	const unsigned char *x = *(const unsigned char *const *)a;
	const unsigned char *y = *(const unsigned char *const *)b;

	while (*x && *x == *y)
		x++, y++;
	if (*x >= 0xEE && *y >= 0xEE && (*x >= 0xF0) != (*y >= 0xF0))
		return *x >= 0xF0 ? -1 : 1;
	return (int)*x - (int)*y;
}

static void put_object(struct lnds_buf *out, const json_t *value)
{
	json_t *object =
		(json_t *)(uintptr_t)value; /* jansson iterates no const object */
	const size_t n = json_object_size(value);
	const char **key = lnds_calloc(n + 1, sizeof(*key));
	const char *k;
	json_t *member;
	size_t i = 0;

	json_object_foreach(object, k, member) key[i++] = k;
	qsort(key, n, sizeof(*key), cmp_utf16);
	lnds_buf_c(out, '{');
	for (i = 0; i < n; i++) {
		if (i)
			lnds_buf_c(out, ',');
		lnds_json_str(out, lnds_sv(key[i]));
		lnds_buf_c(out, ':');
		lnds_jcs(out, json_object_get(value, key[i]));
	}
	lnds_buf_c(out, '}');
	free(key);
}

static void put_array(struct lnds_buf *out, const json_t *value)
{
	lnds_buf_c(out, '[');
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i)
			lnds_buf_c(out, ',');
		lnds_jcs(out, json_array_get(value, i));
	}
	lnds_buf_c(out, ']');
}

void lnds_jcs(struct lnds_buf *out, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		put_object(out, value);
		break;
	case JSON_ARRAY:
		put_array(out, value);
		break;
	case JSON_STRING:
		lnds_json_str(out, (struct lnds_sv){json_string_value(value),
					   json_string_length(value)});
		break;
	case JSON_INTEGER: /* as a double, as in ECMAScript */
		lnds_jcs_number(out, (double)json_integer_value(value));
		break;
	case JSON_REAL:
		lnds_jcs_number(out, json_real_value(value));
		break;
	case JSON_TRUE:
		lnds_buf_str(out, "true");
		break;
	case JSON_FALSE:
		lnds_buf_str(out, "false");
		break;
	case JSON_NULL:
		lnds_buf_str(out, "null");
		break;
	}
}
