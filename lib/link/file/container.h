/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The container of both binary files, little-endian: 0 magic[8]; 8 u32 meta length; 12
 * u32 number of sections; 16 u64 file length; 24 u64 zero; 32 the table, 24 bytes a
 * section (id[4], u32 element size, u64 offset, u64 count); meta (canonical JSON);
 * sections at multiples of 64, zero-padded; the last 32 bytes are the SHA-256 of all
 * before.
 *
 * An open container maps the file; whatever it gives lives until it is closed. Table,
 * length and hash are checked before anything is given.
 */
#ifndef LNDS_LINK_CONTAINER_H
#define LNDS_LINK_CONTAINER_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"
#include "os/mapping.h"
#include "stream/sink.h"

#define LNDS_LINK_MAX_SECTIONS 80u /* tags of 64 sources in a run */

struct lnds_link_file { /* what was read, for reports */
	uint64_t bytes;
	uint8_t sha256[32]; /* of all of them */
};

struct lnds_link_put;
struct lnds_link_section {
	char id[5];    /* four characters and a NUL */
	uint32_t size; /* bytes an element */
	uint64_t count;
	const void *p; /* read: into the map. write: the bytes, or NULL where `put` makes
			* them */
	/* write: appends all count elements by calls of lnds_link_put; NULL where p is set */
	bool (*put)(void *arg, struct lnds_link_put *to, struct lnds_err *err);
	void *arg;
};

struct lnds_link_container;

/* Maps the file; a pipe ("-" is stdin) goes to an unlinked file in `tmp` first (NULL:
 * TMPDIR or /tmp). LNDS_INTEGRITY for a wrong magic, table, length or hash. */
struct lnds_link_container *lnds_link_container_open(const char *path,
	const char magic[8], const char *tmp, struct lnds_err *err) LNDS_MUST_CHECK;
/* The same over bytes in a descriptor that the container then owns. */
struct lnds_link_container *lnds_link_container_fd(int fd, const char *name,
	const char magic[8], struct lnds_err *err) LNDS_MUST_CHECK;
/* The same over bytes in memory, which the container takes over (also on failure). */
struct lnds_link_container *lnds_link_container_own(struct lnds_mapping *map,
	const char *name, const char magic[8], struct lnds_err *err) LNDS_MUST_CHECK;
struct lnds_sv lnds_link_container_meta(const struct lnds_link_container *c);
/* The section `id` with elements of `size` bytes, or NULL. */
const struct lnds_link_section *lnds_link_container_section(
	const struct lnds_link_container *c, const char *id, uint32_t size);
/* The hash at the file's end. */
const uint8_t *lnds_link_container_sha256(const struct lnds_link_container *c);
const struct lnds_link_file *lnds_link_container_file(
	const struct lnds_link_container *c);
void lnds_link_container_close(struct lnds_link_container *c); /* NULL allowed */

/* Where a section's bytes go while a container is written: hashed and written through. */
struct lnds_link_put;
bool lnds_link_put(struct lnds_link_put *to, const void *p, size_t n,
	struct lnds_err *err) LNDS_MUST_CHECK;
/* Writes a whole container to out (sequentially: a pipe will do); sha256 gets the hash at
 * its end, or is NULL. A `put` that gives another number of bytes than count × size is
 * a defect and fails with LNDS_SYSTEM. */
bool lnds_link_container_write(struct lnds_sink *out, const char magic[8],
	struct lnds_sv meta, const struct lnds_link_section *section, size_t nsection,
	uint8_t sha256[32], struct lnds_err *err) LNDS_MUST_CHECK;

#endif
