# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# What the benches share; read by scripts/bench, which sets size, runs, bin, bench, dir.

machine() {
	awk -F ': ' '/^model name/ { print $2; exit }' /proc/cpuinfo |
		sed "s/^/Machine: /; s/\$/, $(nproc) cores, $(uname -m)/"
	echo
	echo "Input files of $size MB, medians of $runs."
}

heading() {
	printf '\n**%s**\n\n' "$1"
	echo '| measure | peer | ours | theirs | ratio | minimum | moonshot |'
	echo '|---|---|---|---|---|---|---|'
}

# row MEASURE PEER OURS PEERS RATIO MINIMUM MOONSHOT
row() {
	printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$@"
}

# calc EXPRESSION [FORMAT]: awk arithmetic.
calc() {
	awk "BEGIN { printf \"${2:-%.2f}\", $1 }"
}

have() {
	command -v "$1" >/dev/null 2>&1 || {
		echo "bench: $1 is not installed: its rows are left out" >&2
		return 1
	}
}

# duckdb: is it there, or can it be fetched? It lies in build/bench, never at the top of the tree.
duckdb() {
	[ -d build/bench/node_modules/@duckdb/node-api ] || {
		have npm || return 1
		mkdir -p build/bench
		npm install --prefix build/bench --no-audit --no-fund @duckdb/node-api \
			>/dev/null 2>&1
	}
}

# input KIND [SIZE]: makes $dir/KIND once, prints its path.
input() {
	[ -f "$dir/$1" ] || "$bench/generate" "$1" "${2:-${size}000000}" >"$dir/$1"
	echo "$dir/$1"
}

bytes() {
	wc -c <"$1"
}

# timed FIELD OURS… ::: PEER…: sets ours and peer to the medians of FIELD (1 CPU seconds, 2
# wall seconds, 3 KiB). Uses: into (an output file).
timed() {
	field=$1
	shift
	"$bench/cputime" -r "$runs" -o "${into:-/dev/null}" "$@" >"$dir/times" || return 1
	ours=$(awk -v f="$field" 'NR == 1 { print $f }' "$dir/times")
	peer=$(awk -v f="$field" 'NR == 2 { print $f }' "$dir/times")
}

# rate SECONDS: how fast `amount` is done in that time, in `unit` (MB: amount is bytes).
rate() {
	if [ "$unit" = MB ]; then
		calc "$amount / 1e6 / $1" '%.0f MB/s'
	else
		calc "$amount / 1e6 / $1" "%.2f M $unit/s"
	fi
}

# versus MEASURE PEER MINIMUM MOONSHOT OURS… ::: PEER…: a row in which speed counts.
versus() {
	measure=$1 peer_name=$2 minimum=$3 moonshot=$4
	shift 4
	timed 1 "$@" || return 0
	row "$measure" "$peer_name" "$(rate "$ours")" "$(rate "$peer")" \
		"$(calc "$peer / $ours" '%.1f×')" "$minimum" "$moonshot"
}

# kernels MINIMUM MOONSHOT PROGRAM ARG…: rows of a driver that times both sides itself. It
# prints lines of MEASURE, PEER, our rate and the peer's in the same unit (TABs between),
# the unit last: "csv to spans, d0	libcsv	1400	280	MB/s".
kernels() {
	minimum=$1 moonshot=$2
	shift 2
	"$@" | while IFS='	' read -r measure peer_name ours peer unit; do
		row "$measure" "$peer_name" "$ours $unit" "$peer $unit" \
			"$(calc "$ours / $peer" '%.1f×')" "$minimum" "$moonshot"
	done
}
