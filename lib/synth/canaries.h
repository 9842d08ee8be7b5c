/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that neither lists nor grammar can give: a third of them with umlauts, so that
 * transcoding is covered too.
 */
#ifndef LNDS_SYNTH_CANARIES_H
#define LNDS_SYNTH_CANARIES_H

#include "synth/persons.h"

/* Gives the person the names of canary k (below LNDS_MAX_CANARIES). */
void lnds_canary(uint64_t k, enum lnds_repertoire rep, struct lnds_person *o);

#endif
