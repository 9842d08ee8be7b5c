# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# What the benches of lnds-mesh share: stores of gen's stream, and DuckDB on the same stream.

mesh=$bin/lnds-mesh
[ "$runs" -ge 20 ] || runs=20

# mesh_empty NAME: a store in $dir that knows gen's stations; prints its path.
mesh_empty() {
	[ -d "$dir/$1" ] || {
		"$mesh" init -q "$dir/$1"
		"$mesh" gen --what stations | "$mesh" stations -q -S "$dir/$1" --import -
	}
	echo "$dir/$1"
}

# mesh_store NAME GEN-OPTION…: a compacted store of that stream, with lux1524 where there are grids.
mesh_store() {
	[ -d "$dir/$1" ] && return 0
	store=$(mesh_empty "$1")
	name=$1
	shift
	"$mesh" gen "$@" | "$mesh" ingest -q -S "$store" --map wide --arrival 2024-01-01 -
	"$mesh" compact -q -S "$store"
	can grid || return 0
	"$mesh" gen --what dem >"$dir/dem.asc"
	"$mesh" grid -q -S "$store" lux1524 --dem "$dir/dem.asc" >/dev/null
}

# can COMMAND: does lnds-mesh know it?
can() {
	"$mesh" "$1" -h >/dev/null 2>&1
}

# mesh_year: one year of 50 stations, 5,256,000 rows; prints the file.
mesh_year() {
	[ -f "$dir/year.csv" ] || "$mesh" gen --start 2023-01-01 --days 365 -o "$dir/year.csv"
	echo "$dir/year.csv"
}

# mesh_peer: DuckDB's figures go to $dir/duckdb (peers/mesh.js), once; false where it is not there.
mesh_peer() {
	[ -s "$dir/duckdb" ] && return 0
	duckdb || return 1
	"$mesh" gen | node tests/bench/peers/mesh.js "$PWD/build/bench/node_modules" \
		"$dir/duck.db" "$(mesh_year)" "$runs" >"$dir/duckdb" || {
		rm -f "$dir/duckdb"
		echo 'bench: DuckDB does not run: its rows are left out' >&2
		return 1
	}
}

# peer_says WHAT
peer_says() {
	awk -v what="$1" '$1 == what { print $2 }' "$dir/duckdb"
}

# batch_us STORE REQUEST: median microseconds of an answer, `batch --timing`, of $runs after a first one.
batch_us() {
	awk -v n="$runs" -v line="$2" 'BEGIN { while (n-- >= 0) print line }' |
		"$mesh" batch -S "$1" --timing |
		sed -n 's/.*"us":\([0-9.]*\).*/\1/p' | sed 1d | middle
}

# middle: the median of the numbers that come, one a line.
middle() {
	sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}
