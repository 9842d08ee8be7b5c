# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154
# Two registers of the same invented persons (link_people.c; FEBRL4's columns resampled where
# ../shared is there) and their codes, for the benches of lnds-link.

# people N: a.csv and b.csv of N rows each in $dir/people-N, once; prints the folder.
people() {
	folder=$dir/people-$1
	febrl=${LNDS_SHARED:-../shared}/data/linkage/dataset4a.csv
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
