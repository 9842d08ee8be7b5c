# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# lnds-link, all of it: the scan, encoding, matching, assignment.

# shellcheck source=tests/bench/link_scan.sh
. tests/bench/link_scan.sh
# shellcheck source=tests/bench/link_encode.sh
. tests/bench/link_encode.sh
# shellcheck source=tests/bench/link_match.sh
. tests/bench/link_match.sh
# shellcheck source=tests/bench/link_assign.sh
. tests/bench/link_assign.sh
