/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bech32 (BIP 173, constant 1) without the limit of 90 characters, for age's keys.
 * Symbols are found by comparison with all 32 letters and the checksum by masks, so that
 * neither time nor cache depends on the key.
 */
#include "crypto/age.h"
#include "os/secret.h"

static const uint8_t letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

#define CHECK_LEN 6

/* One step of the BCH code over GF(32). */
static uint32_t step(uint32_t c, uint32_t v)
{
	static const uint32_t g[] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	const uint32_t top = c >> 25;

	c = (c & 0x1ffffff) << 5 ^ v;
	for (unsigned i = 0; i < 5; i++)
		c ^= g[i] & (0U - (top >> i & 1));
	return c;
}

static uint32_t start(const char *hrp)
{
	uint32_t c = 1;

	for (const char *p = hrp; *p; p++)
		c = step(c, (uint32_t)*p >> 5);
	c = step(c, 0);
	for (const char *p = hrp; *p; p++)
		c = step(c, (uint32_t)*p & 31);
	return c;
}

/* Letter of value v, and value of a lower case letter (32: none). */
static char letter(uint32_t v)
{
	uint32_t out = 0;

	for (uint32_t i = 0; i < 32; i++)
		out |= letters[i] & (0U - (((i ^ v) - 1) >> 31));
	return (char)out;
}

static uint32_t value(uint32_t c)
{
	uint32_t out = 0, found = 0;

	for (uint32_t i = 0; i < 32; i++) {
		const uint32_t same = 0U - (((letters[i] ^ c) - 1) >> 31);

		out |= i & same;
		found |= same;
	}
	return out | (~found & 32);
}

/* Upper case of a symbol, without a branch: letters have bit 6. */
static char raise(char c, bool upper)
{
	return (char)(upper ? c ^ (c & 0x40) >> 1 : c);
}

size_t lnds_bech32_len(const char *hrp, size_t n)
{
	return strlen(hrp) + 1 + (n * 8 + 4) / 5 + CHECK_LEN;
}

void lnds_bech32_put(char *out, const char *hrp, const uint8_t *p, size_t n, bool upper)
{
	uint32_t c = start(hrp), bits = 0, have = 0;

	for (const char *h = hrp; *h; h++)
		*out++ = raise(*h, upper);
	*out++ = '1';
	for (size_t i = 0; i < n || have; have -= 5) {
		if (have < 5 && i < n) {
			bits = bits << 8 | p[i++];
			have += 8;
		} else if (have < 5) {
			bits <<= 5 - have; /* zeros at the end */
			have = 5;
		}
		c = step(c, bits >> (have - 5) & 31);
		*out++ = raise(letter(bits >> (have - 5) & 31), upper);
	}
	for (int i = 0; i < CHECK_LEN; i++)
		c = step(c, 0);
	c ^= 1;
	for (int i = CHECK_LEN - 1; i >= 0; i--)
		*out++ = raise(letter(c >> 5 * i & 31), upper);
}

void lnds_bech32(
	struct lnds_buf *out, const char *hrp, const uint8_t *p, size_t n, bool upper)
{
	const size_t len = lnds_bech32_len(hrp, n);

	lnds_bech32_put(lnds_buf_room(out, len), hrp, p, n, upper);
	out->n += len;
}

/* Does s begin with hrp and '1'? *upper is the case of its first letter. */
static bool has_prefix(struct lnds_sv s, const char *hrp, bool *upper)
{
	const size_t n = strlen(hrp);

	*upper = s.n && s.p[0] >= 'A' && s.p[0] <= 'Z';
	if (s.n < n + 1 + CHECK_LEN || s.p[n] != '1')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s.p[i] != raise(hrp[i], *upper))
			return false;
	}
	return true;
}

bool lnds_unbech32(struct lnds_sv s, const char *hrp, uint8_t *out, size_t cap, size_t *n)
{
	const size_t from = strlen(hrp) + 1;
	uint32_t c = start(hrp), bits = 0, have = 0, bad = 0;
	size_t len = 0;
	bool upper;

	if (!has_prefix(s, hrp, &upper) || (s.n - from - CHECK_LEN) * 5 / 8 > cap)
		return false;
	for (size_t i = from; i < s.n; i++) {
		const uint32_t raw = (uint8_t)s.p[i];
		/* In an upper case text letters come down; lower case is no symbol. */
		const uint32_t v = value(upper ? raw ^ (raw & 0x40) >> 1 : raw);

		bad |= v >> 5;
		c = step(c, v & 31);
		if (i >= s.n - CHECK_LEN)
			continue;
		bits = bits << 5 | (v & 31);
		have += 5;
		if (have >= 8) {
			have -= 8;
			out[len++] = (uint8_t)(bits >> have);
		}
	}
	/* Fewer than five bits are left over, and they are zero. */
	bad |= have >= 5 || (bits & ((1U << have) - 1)) != 0 || c != 1;
	if (bad)
		lnds_wipe(out, len);
	*n = bad ? 0 : len;
	return !bad;
}
