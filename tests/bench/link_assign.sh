# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# lnds-link assign of an invented run of 10^8 pairs (1.6 GB), to links on a disk: time, and
# its peak against 64 MiB and 16 bytes a record. Needs --long.

# assigned NAME PAIRS ROWS SOURCES ARG…
assigned() {
	what="assign, $1" amount=$2 unit=pairs
	bound=$((65536 + $4 * $3 / 64))
	"$bench/link_pairs" "$2" "$3" "$4" "$dir/plan.json" "$dir/pairs.run"
	shift 4
	"$bench/cputime" -r "$runs" "$bin/lnds-link" assign -q --plan "$dir/plan.json" "$@" \
		-o "$dir/links.csv" "$dir/pairs.run" >"$dir/times" || return 0
	row "$what, CPU" – "$(rate "$(cut -d' ' -f1 "$dir/times")")" – – – –
	row "$what, peak RSS" – \
		"$(awk '{ printf "%.1f MiB", $3 / 1024 }' "$dir/times")" – – \
		"$(calc "$bound / 1024" '%.1f MiB')" –
}

if [ -n "$long" ]; then
	assigned '2 × 1 M records, greedy' 100000000 1000000 2
	assigned '2 × 1 M records, optimal' 100000000 1000000 2 --mode optimal
	assigned '2 × 10 M records, greedy' 100000000 10000000 2
	assigned '3 × 1 M records, clusters' 100000000 1000000 3
	rm -f "$dir/pairs.run" "$dir/links.csv"
else
	echo 'bench: assign of 10^8 pairs needs --long: its rows are left out' >&2
fi
