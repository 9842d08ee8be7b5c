# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034
# The bars of lnds-link, on two registers of the same invented persons (link_people.c; FEBRL4's
# columns resampled where ../shared is there).

# people N: a.csv and b.csv of N rows each in $dir/people-N, once; prints the folder.
people() {
	folder=$dir/people-$1
	febrl=${LNDS_SHARED:-../shared}/data/linkage/dataset4a.csv
	[ -f "$febrl" ] || febrl=${LNDS_SHARED:-../shared/data}/linkage/dataset4a.csv
	[ -f "$febrl" ] || febrl=
	[ -d "$folder" ] || {
		mkdir "$folder"
		# shellcheck disable=SC2086
		"$bench/link_people" "$1" 1 "$folder/a.csv" "$folder/b.csv" ${febrl:+"$febrl"}
	}
	echo "$folder"
}

# codes N: a.lnc and b.lnc of them, under one key and the schema of the FEBRL4 tests.
codes() {
	folder=$(people "$1")
	[ -f "$dir/link.key" ] ||
		"$bin/lnds-link" keygen --project bench -o "$dir/link.key" >/dev/null 2>&1
	for party in a b; do
		[ -f "$folder/$party.lnc" ] || "$bin/lnds-link" encode -q \
			--schema tests/cli/lnds-link/febrl.json --key-file "$dir/link.key" \
			--party $party --id rec_id --map "$folder/$party.map" \
			-o "$folder/$party.lnc" "$folder/$party.csv"
	done
	echo "$folder"
}

# scan MINIMUM MOONSHOT OPTION…: all pairs of 8192 rows of A and 8192 of B, one core.
scan() {
	minimum=$1 moonshot=$2
	shift 2
	folder=$(codes 100000)
	kernels "$minimum" "$moonshot" "$bench/link_scan" "$@" "$folder/a.lnc" "$folder/b.lnc"
}

if grep -q avx512_vpopcntdq /proc/cpuinfo; then
	scan 3.0× 3.6× -k avx512 -t 0.70 -0
	scan 4.5× 7× -k avx512 -t 0.80
	scan 5.5× 9× -k avx512 -t 0.85
	scan 10.5× 13× -k avx512 -t 0.90
fi
if grep -q avx2 /proc/cpuinfo; then
	scan 2.3× 3.8× -k avx2 -t 0.85
	scan 4.5× 6× -k avx2 -t 0.90
fi
scan 1.6× 2.2× -k scalar -t 0.85
scan 0.9× 0.98× -n 4096
