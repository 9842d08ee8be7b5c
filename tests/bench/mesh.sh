# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# lnds-mesh, all of it: ingest, compaction and size; means and maps; the slides.

# shellcheck source=tests/bench/mesh_ingest.sh
. tests/bench/mesh_ingest.sh
# shellcheck source=tests/bench/mesh_map.sh
. tests/bench/mesh_map.sh
