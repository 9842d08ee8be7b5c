# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154
# Encoding FEBRL4's five columns, resampled to a million records, from CSV to .lnc on one
# core: against the same without any cache.
febrl=${LNDS_SHARED:-../shared}/data/linkage/dataset4a.csv
if [ -f "$febrl" ]; then
	kernels 'clk 1 M/s, 20×; tmh 0.2 M/s' 'clk 3 M/s; tmh 1 M/s' \
		"$bench/link_encode" "$febrl" 1e6
else
	echo "bench: no shared data: $febrl: the rows of encode are left out" >&2
fi
