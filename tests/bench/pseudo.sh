# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034
# The bars of lnds-pseudo: kernels, then W1 (matricule,date,amount; all different) from
# file to file against DuckDB and Miller, memory, start.

# home NAME OPTION…: an office with one project, $dir/NAME; quietly.
home() {
	name=$1
	shift
	"$bin/lnds-pseudo" init "$dir/$name" --project demo --field person=matricule "$@" \
		>/dev/null 2>&1
}

w1() {
	amount=$((size * 1000000 / 33)) unit=rows
	f=$(input w1 "$amount") into=$dir/out.csv
	home rev
	home non --method non-reversible
	for project in rev non; do
		set -- "$bin/lnds-pseudo" run --home "$dir/$project" -t 1 -c matricule \
			--keep date,amount
		least='3×, 2 M rows/s' most='6 M rows/s'
		[ $project = rev ] || least='2×, 2 M rows/s' most=3×
		duckdb && versus "W1, $project same" 'DuckDB sha256, threads=1' "$least" "$most" \
			"$@" "$f" ::: node tests/bench/peers/duckdb.js "$PWD/build/bench/node_modules" \
			"$f" "$dir/out.duckdb"
		[ $project = rev ] || continue
		# shellcheck disable=SC2016
		have mlr && versus "W1, $project same" 'Miller sha256' 12× – "$@" "$f" ::: \
			mlr -S --icsv --ocsv put '$matricule=sha256($matricule)' "$f"
	done
	into=
}

# Wall time with four workers, Miller as it comes.
w1_wall() {
	have mlr || return 0
	# shellcheck disable=SC2016
	timed 2 "$bin/lnds-pseudo" run --home "$dir/rev" -t 4 -c matricule --keep date,amount \
		"$f" ::: mlr -S --icsv --ocsv put '$matricule=sha256($matricule)' "$f" || return 0
	row 'W1, rev same, wall, -t 4' 'Miller sha256' "$(rate "$ours")" "$(rate "$peer")" \
		"$(calc "$peer / $ours" '%.1f×')" '30× (4 cores)' 60×
}

memory() {
	timed 3 "$bin/lnds-pseudo" run --home "$dir/rev" -t 4 -c matricule --keep date,amount \
		"$f" ::: true || return 0
	row "peak RSS, W1, -t 4" – "$(calc "$ours / 1024" '%.1f MiB')" – – '64 MiB' '32 MiB'
}

startup() {
	have hyperfine || return 0
	head -n 1 "$f" >"$dir/header.csv"
	hyperfine -N -w 5 -r 50 --export-csv "$dir/start" "$bin/lnds-pseudo run --home \
$dir/rev -c matricule --keep date,amount $dir/header.csv" >/dev/null 2>&1 || return 0
	row 'start, header only' – "$(awk -F, 'NR == 2 { printf "%.2f ms", $(NF - 4) * 1000 }' \
		"$dir/start")" – – '10 ms' '5 ms'
}

for kernel in 'FF1 alone, 11:10 M ids/s:20 M ids/s' 'FF1 alone, 25:6 M ids/s:–' \
	'FF1 alone, 36:6 M ids/s:–' 'Cell to pseudonym, matricule alnum:–:–' \
	'Cell to pseudonym, HMAC:4 M ids/s:8 M ids/s'; do
	bar=${kernel#*:}
	kernels "${bar%:*}" "${bar#*:}" "$bench/pseudo_kernel" "${kernel%%:*}"
done
w1
w1_wall
memory
startup
