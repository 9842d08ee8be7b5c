# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# lnds-mesh ingest, compact, check: CPU time, bytes on disk, memory.

# shellcheck source=tests/bench/mesh_data.sh
. tests/bench/mesh_data.sh

# again STORE ARG…: ingest into a store made empty again; the batch that the manifest forgets is
# removed by ingest itself.
cat >"$dir/again" <<END
#!/bin/sh
store=\$1
shift
[ -f "\$store.MANIFEST" ] || cp "\$store/MANIFEST" "\$store.MANIFEST"
while read -r line; do
	echo "\$line"
done <"\$store.MANIFEST" >"\$store/MANIFEST"
exec "$mesh" ingest -q -S "\$store" --map wide --no-compact --arrival 2024-01-01 "\$@"
END
chmod +x "$dir/again"

# anonymous COMMAND…: the most memory without file pages that it was seen with, KiB.
anonymous() {
	"$@" &
	most=0
	while now=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$!/status" 2>/dev/null) &&
		[ -n "$now" ]; do
		[ "$now" -le "$most" ] || most=$now
	done
	wait
	echo "$most"
}

mesh_lanes() {
	f=$(mesh_year) amount=$(bytes "$(mesh_year)") unit=MB
	fast=$(mesh_empty fast) odd=$(mesh_empty odd)
	# A stray quote in each hundredth row: libcsv judges them all.
	awk '{ print } NR % 100 == 0 { print "L\"01,," }' "$f" >"$dir/odd.csv"
	timed 1 "$dir/again" "$fast" "$f" ::: \
		"$dir/again" "$odd" --on-error skip "$dir/odd.csv" || return 0
	row 'ingest, a year of 50 stations, CPU (bar 7)' – "$(rate "$ours")" – – '400 MB/s' '700 MB/s'
	amount=$(bytes "$dir/odd.csv")
	row 'the same, judged by libcsv throughout (bar 7)' – "$(rate "$peer")" – – '90 MB/s' –
	rm -f "$dir/odd.csv"
	mesh_peer || return 0
	amount=$(bytes "$f") read=$(peer_says read)
	row 'ingest, a year of 50 stations, CPU (bar 8)' 'DuckDB CREATE TABLE AS read_csv, into a file' \
		"$(rate "$ours")" "$(rate "$read")" "$(calc "$read / $ours" '%.1f×')" 10× 25×
}

mesh_upkeep() {
	mesh_store lux
	timed 1 "$mesh" compact -q -S "$dir/lux" --all ::: "$mesh" check -q -S "$dir/lux" || return 0
	row 'compact --all, 26.28 M slots, CPU (bar 9)' – "$(calc "$ours" '%.2f s')" – – '1.5 s' '0.5 s'
	row 'check, all of it, CPU (bar 9)' – "$(calc "$peer" '%.2f s')" – – '0.6 s' –
	values=$("$mesh" info -S "$dir/lux" | awk -F, 'NR > 1 { n += $4 } END { print n }')
	disk=$(find "$dir/lux" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')
	theirs=–
	mesh_peer && theirs=$(calc "$(peer_says bytes) / $values")
	row 'bytes a value (bar 10)' "$([ "$theirs" = – ] && echo – || echo 'DuckDB, rows and roll-up')" \
		"$(calc "$disk / $values")" "$theirs" – 2.3 1.2
	row 'peak RSS without file pages, ingest (bar 12)' – \
		"$(calc "$(anonymous "$dir/again" "$fast" "$f") / 1024" '%.1f MiB')" – – '64 MiB' –
}

mesh_lanes
mesh_upkeep
