/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Magic bytes: RFC 8878 (zstd), RFC 1952 (gzip), PKZIP, age, GA4GH Crypt4GH. */
#include "stream/magic.h"

#include "base/sv.h"

static const struct format {
	struct lnds_sv magic;
	unsigned char low; /* bits of the first byte that do not matter */
	enum lnds_magic is;
	const char *what, *hint;
} formats[] = {
	/* clang-format off */
	{LNDS_SV("\x28\xb5\x2f\xfd"), 0, LNDS_MAGIC_ZSTD, "zstd data inside zstd data",
		"zstd -dc FILE | zstd -dc | … inflates both"},
	{LNDS_SV("\x50\x2a\x4d\x18"), 15, LNDS_MAGIC_ZSTD, "zstd data inside zstd data",
		"zstd -dc FILE | zstd -dc | … inflates both"}, /* skippable */
	{LNDS_SV("\xff\xfe"), 0, LNDS_MAGIC_UTF16LE, "UTF-16 text",
		"iconv -f UTF-16 -t UTF-8 makes it readable here"},
	{LNDS_SV("\xfe\xff"), 0, LNDS_MAGIC_UTF16BE, "UTF-16 text",
		"iconv -f UTF-16 -t UTF-8 makes it readable here"},
	{LNDS_SV("\x1f\x8b"), 0, LNDS_MAGIC_FOREIGN, "gzip data",
		"gzip -dc FILE | … inflates it; zstd files are read as they are"},
	{LNDS_SV("PK\x03\x04"), 0, LNDS_MAGIC_FOREIGN, "a zip archive",
		"an Excel workbook? save the sheet as CSV UTF-8; else unzip -p FILE"},
	{LNDS_SV("age-encryption.org/v1\n"), 0, LNDS_MAGIC_FOREIGN, "an age file",
		"lnds-encrypt decrypt, or age -d, opens it"},
	{LNDS_SV("-----BEGIN AGE ENCRYPTED FILE-----"), 0, LNDS_MAGIC_FOREIGN,
		"an age file", "lnds-encrypt decrypt, or age -d, opens it"},
	{LNDS_SV("crypt4gh"), 0, LNDS_MAGIC_FOREIGN, "a Crypt4GH file",
		"lnds-encrypt decrypt opens it"},
	/* clang-format on */
};

static bool matches(const struct format *f, const char *p, size_t n)
{
	unsigned char differ;

	if (n == 0)
		return true;
	differ = (unsigned char)(p[0] ^ f->magic.p[0]);
	return !(differ & ~f->low) && memcmp(p + 1, f->magic.p + 1, n - 1) == 0;
}

static const struct format *find(const char *p, size_t n, bool *more)
{
	*more = false;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const struct format *f = &formats[i];

		if (n >= f->magic.n && matches(f, p, f->magic.n))
			return f;
		if (n < f->magic.n && matches(f, p, n))
			*more = true;
	}
	return NULL;
}

enum lnds_magic lnds_magic(const char *p, size_t n, bool *more)
{
	const struct format *f = find(p, n, more);

	return f ? f->is : LNDS_MAGIC_TEXT;
}

bool lnds_magic_refuse(const char *p, size_t n, const char *name, struct lnds_err *err)
{
	bool more;
	const struct format *f = find(p, n, &more);

	if (!f)
		return lnds_fail(err, LNDS_DATA, NULL, "not CSV or NDJSON");
	lnds_fail(err, LNDS_DATA, NULL, "%s, not CSV or NDJSON", f->what);
	err->input = name;
	return lnds_hint(err, "%s", f->hint);
}
