/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON lines with a checksum; see sealed.h. */
#include "mesh/store/sealed.h"

#include "base/enc.h"
#include "mesh/measure/crc32c.h"

#define MEMBER "\"crc\":\""
#define SEAL_N (sizeof(MEMBER) - 1 + 8 + 2) /* with its end, "} */

void lnds_mesh_seal(struct lnds_sv object, struct lnds_buf *out)
{
	const size_t from = out->n;

	object = lnds_sv_trim(object);
	if (object.n < 2 || object.p[object.n - 1] != '}')
		return;
	lnds_buf_add(out, object.p, object.n - 1);
	if (object.n > 2)
		lnds_buf_c(out, ',');
	lnds_buf_printf(out, MEMBER "%08x\"}\n",
		lnds_mesh_crc32c(0, out->p + from, out->n - from));
}

enum seal { SOUND, NONE, BROKEN };

/* *object is the text before it was sealed, without the brace at the end. */
static enum seal judge(struct lnds_sv line, struct lnds_sv *object)
{
	const size_t member = sizeof(MEMBER) - 1;
	const char *seal;
	uint8_t crc[4];

	if (line.n < SEAL_N + 1)
		return NONE;
	seal = line.p + line.n - SEAL_N;
	if (memcmp(seal, MEMBER, member) != 0)
		return NONE;
	object->p = line.p;
	object->n = line.n - SEAL_N;
	if (memcmp(seal + member + 8, "\"}", 2) != 0 ||
		!lnds_unhex((struct lnds_sv){seal + member, 8}, crc, false) ||
		lnds_mesh_crc32c(0, object->p, object->n) !=
			((uint32_t)crc[0] << 24 | (uint32_t)crc[1] << 16 |
				(uint32_t)crc[2] << 8 | crc[3]))
		return BROKEN;
	object->n -= object->p[object->n - 1] == ',';
	return SOUND;
}

uint64_t lnds_mesh_unseal(struct lnds_sv text, struct lnds_buf *out, uint64_t *bare)
{
	struct lnds_sv line, object;
	uint64_t number = 0;

	*bare = 0;
	while (text.n) {
		line = lnds_sv_cut(text, '\n', &text);
		number++;
		switch (judge(line, &object)) {
		case BROKEN:
			return number;
		case SOUND:
			lnds_buf_sv(out, object);
			lnds_buf_c(out, '}');
			break;
		case NONE:
			*bare += lnds_sv_trim(line).n > 0;
			lnds_buf_sv(out, line);
		}
		lnds_buf_c(out, '\n');
	}
	return 0;
}
