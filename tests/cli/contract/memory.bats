# SPDX-License-Identifier: GPL-3.0-or-later
# Memory does not grow with the input: the peak over a pipe, as wait4 tells it. Not under
# sanitizers, whose shadow memory is their own.
# shellcheck shell=bash disable=SC2154

load ../lib

# peak KIB COMMAND…: runs it over stdin; its peak is at most KIB.
peak() {
	local most=$1 kib
	shift
	kib=$("$LNDS_BIN/../bench/cputime" -r 1 -i /dev/stdin "$@" | awk '{ print $3 }')
	echo "peak of $1: $kib KiB"
	[ "$kib" -le "$most" ]
}

@test "lnds-convert holds 170 MB of pipe in 64 MiB, with threads, to CSV and NDJSON" {
	lnds-synth persons -n 2e6 | peak 65536 lnds-convert -t 2
	lnds-synth persons -n 2e6 | peak 65536 lnds-convert -t 4 --to ndjson
	lnds-synth persons -n 1e6 --to ndjson | peak 65536 lnds-convert -t 2 --to csv
}

@test "lnds-convert does not hold a quoted cell back: irregular input in 64 MiB" {
	awk 'BEGIN { print "a,b"; for (i = 0; i < 2e6; i++) print i ",5\" pipe" }' |
		peak 65536 lnds-convert -t 2
}

@test "lnds-pseudo run holds 85 MB of pipe in 64 MiB" {
	lnds-pseudo init office --project demo --field person=matricule >/dev/null
	lnds-synth persons -n 1e6 |
		peak 65536 lnds-pseudo run --home office -t 4 -c matricule --keep nace,sex
}

@test "lnds-synth persons writes 170 MB in 64 MiB" {
	peak 65536 lnds-synth persons -n 2e6 -t 4 </dev/null
}
