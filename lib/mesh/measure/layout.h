/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Binary files of a store as they lie on disk: little-endian, every member aligned to its size. Only
 * readers and writers of segments, batches and grids look in here.
 */
#ifndef LNDS_MESH_LAYOUT_H
#define LNDS_MESH_LAYOUT_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "stores are mapped as they are: little-endian machines only"
#endif

#define LNDS_MESH_SEG_MAGIC "LNDSMX1\n"
#define LNDS_MESH_BATCH_MAGIC "LNDSMB1\n"
#define LNDS_MESH_FORMAT 1u
#define LNDS_MESH_ALIGN 64u

struct lnds_mesh_seg_header {
	char magic[8];
	uint32_t version, sections;
	uint64_t length;
	int64_t t0;
	uint32_t step, nslots, nstations, ndays;
	uint8_t width;
	int8_t e;
	uint8_t kind, zero;
	uint32_t year;
	int64_t offset;
	char param[32];
	uint32_t table_crc;
	uint8_t zeros[24];
	uint32_t crc;
};
static_assert(sizeof(struct lnds_mesh_seg_header) == 128, "man lnds-formats");

struct lnds_mesh_section {
	uint32_t id, crc;
	uint64_t offset, length, zero;
};
static_assert(sizeof(struct lnds_mesh_section) == 32, "man lnds-formats");

enum lnds_mesh_section_id { /* each once, in this order */
	LNDS_MESH_DIR = 1,
	LNDS_MESH_DATA,
	LNDS_MESH_DAYS,
	LNDS_MESH_QC,
	LNDS_MESH_FILLS,
	LNDS_MESH_CHANGES,
};
#define LNDS_MESH_SECTIONS 6u

struct lnds_mesh_batch_header {
	char magic[8];
	uint32_t version, arrival;
	uint64_t seq, length;
	uint32_t runs;
	uint8_t dup, zeros[23];
	uint32_t crc;
};
static_assert(sizeof(struct lnds_mesh_batch_header) == 64, "man lnds-formats");

struct lnds_mesh_run_header {
	uint16_t param;
	uint8_t width, kind;
	uint32_t station;
	uint16_t year;
	int8_t e;
	uint8_t zero;
	uint32_t slot, n, bytes, payload_crc, crc;
};
static_assert(sizeof(struct lnds_mesh_run_header) == 32, "man lnds-formats");

#define LNDS_MESH_GRID_MAGIC "LNDSMG1\n"
struct lnds_mesh_grid_header { /* then cells, lists of points, their squared distances */
	char magic[8];
	uint32_t version, cells;
	uint64_t length;
	uint32_t s, ncol, nrow, points;
	int64_t e0, n0;
	char name[32];
	uint32_t points_crc, cell_crc, near_crc, d2_crc;
	uint8_t zeros[20];
	uint32_t crc;
};
static_assert(sizeof(struct lnds_mesh_grid_header) == 128, "man lnds-formats");

static inline uint64_t lnds_mesh_align(uint64_t at, uint64_t to)
{
	return (at + to - 1) & ~(to - 1);
}

#endif
