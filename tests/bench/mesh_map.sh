# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# Means and maps of lnds-mesh: in a session, as a process, on twice the years; DuckDB and GDAL.

# shellcheck source=tests/bench/mesh_data.sh
. tests/bench/mesh_data.sh

map_request='{"op":"map","param":"temp","start":"2023","grid":"lux1524"}'
means_request='{"op":"query","param":"temp","start":"2023"}'
scan_request='{"op":"query","param":"temp","start":"2023","scan":true}'

# map_process STORE [PROGRAM]: the arguments of the same map as a process.
map_process() {
	echo "${2:-$mesh}" map -S "$1" --param temp --start 2023 --grid lux1524 --to ndjson
}

# The program for machines without our libraries, which the system need not load either.
static=$PWD/build/static/bin/lnds-mesh
scripts/build static >/dev/null 2>&1 || static=

ms() { # MICROSECONDS
	calc "$1 / 1000" '%.3f ms'
}

# against WHAT PEER US MS MINIMUM MOONSHOT: our microseconds against DuckDB's milliseconds.
against() {
	row "$1" "$2" "$(ms "$3")" "$(calc "$4" '%.3f ms')" "$(calc "$4 * 1000 / $3" '%.1f×')" \
		"$5" "$6"
}

mesh_answers() {
	map_us=$(batch_us "$dir/lux" "$map_request")
	row 'a map of 2023, 50 stations, 1524 cells, in a session (bar 1)' – "$(ms "$map_us")" – – \
		'1 ms' '0.1 ms'
	# shellcheck disable=SC2046
	timed 2 $(map_process "$dir/lux") ::: true || return 0
	map_wall=$ours
	row 'a map as a process, exec to exit (bar 2)' 'true(1)' "$(calc "$ours * 1000" '%.2f ms')" \
		"$(calc "$peer * 1000" '%.2f ms')" – '5 ms' '2 ms'
	row 'a map as a process, CPU (bar 2)' 'true(1)' \
		"$(awk 'NR == 1 { printf "%.2f ms", $1 * 1000 }' "$dir/times")" \
		"$(awk 'NR == 2 { printf "%.2f ms", $1 * 1000 }' "$dir/times")" – – –
	# shellcheck disable=SC2046
	if [ -n "$static" ] && timed 2 $(map_process "$dir/lux" "$static") ::: true; then
		row 'the same by the static program (bar 2)' 'true(1)' \
			"$(calc "$ours * 1000" '%.2f ms')" "$(calc "$peer * 1000" '%.2f ms')" – '5 ms' '2 ms'
	fi
	mesh_peer || return 0
	against 'a map of 2023, all of it, in a session (bar 3)' 'DuckDB, avg GROUP BY of raw rows' "$map_us" "$(peer_says raw)" \
		40× 400×
	against '50 means by --scan (bar 4)' 'DuckDB, avg GROUP BY of raw rows' \
		"$(batch_us "$dir/lux" "$scan_request")" "$(peer_says raw)" 10× 30×
	against '50 means (bar 5)' 'DuckDB, hand-kept daily roll-up' \
		"$(batch_us "$dir/lux" "$means_request")" "$(peer_says rollup)" 1× 10×
	"$mesh" query -S "$dir/lux" --param temp --start 2023 --station L01 |
		awk -F, -v theirs="$(peer_says mean)" 'NR == 2 && ($8 - theirs) ^ 2 > 1e-6 {
			print "bench: DuckDB has another mean than we" }' >&2
}

# GDAL on the means of the stations; it does not know Luxembourg's border, nor heights.
mesh_gdal() {
	have gdal_grid || return 0
	"$mesh" query -S "$dir/lux" --param temp --start 2023 >"$dir/means.csv"
	"$mesh" stations -S "$dir/lux" | awk -F, 'NR == FNR { mean[$1] = $8; next }
		FNR == 1 { print "x,y,z"; next } { print $4 * 71695 "," $3 * 111195 "," mean[$1] }' \
		"$dir/means.csv" - >"$dir/points.csv"
	cat >"$dir/points.vrt" <<END
<OGRVRTDataSource><OGRVRTLayer name="points"><SrcDataSource>$dir/points.csv</SrcDataSource>
<GeometryType>wkbPoint</GeometryType>
<GeometryField encoding="PointFromColumns" x="x" y="y" z="z"/></OGRVRTLayer></OGRVRTDataSource>
END
	against_gdal 'a map as a process (bar 6)' "$mesh"
	[ -z "$static" ] || against_gdal 'the same by the static program (bar 6)' "$static"
}

# against_gdal WHAT PROGRAM
against_gdal() {
	# shellcheck disable=SC2046
	timed 2 $(map_process "$dir/lux" "$2") ::: gdal_grid -q -a \
		invdistnn:power=2:max_points=5:radius=100000 -outsize 42 61 -of GTiff -l points \
		"$dir/points.vrt" "$dir/points.tif" || return 0
	row "$1" 'gdal_grid invdistnn, given the means' \
		"$(calc "$ours * 1000" '%.2f ms')" "$(calc "$peer * 1000" '%.2f ms')" \
		"$(calc "$peer / $ours" '%.1f×')" 20× –
}

mesh_growth() {
	mesh_store ten --start 2014-01-03 --days 3650
	: >"$dir/few" && : >"$dir/many"
	for _ in $(seq "$runs"); do
		batch_us "$dir/lux" "$map_request" >>"$dir/few"
		batch_us "$dir/ten" "$map_request" >>"$dir/many"
	done
	few=$(middle <"$dir/few") many=$(middle <"$dir/many")
	row 'a map in a session, with five years more (bar 11)' 'without them' "$(ms "$many")" "$(ms "$few")" \
		"$(calc "$many / $few" '%.2f×')" '≤ 1.10×' –
	# shellcheck disable=SC2046
	timed 2 $(map_process "$dir/ten") ::: $(map_process "$dir/lux") || return 0
	row 'a map as a process, with five years more (bar 11)' 'without them' "$(calc "$ours * 1000" '%.2f ms')" \
		"$(calc "$peer * 1000" '%.2f ms')" "$(calc "$ours / $peer" '%.2f×')" '≤ 1.10×' –
}

mesh_sizes() {
	# shellcheck disable=SC2046
	timed 3 $(map_process "$dir/lux") ::: true || return 0
	size=$("$mesh" map -S "$dir/lux" --param temp --start 2023 --to ndjson | wc -c)
	row 'a map, NDJSON (bar 12)' – "$(calc "$size / 1000" '%.1f KB')" – – '10 KB' –
	row 'peak RSS with file pages, map (bar 12)' – "$(calc "$ours / 1024" '%.1f MiB')" – – '16 MiB' –
}

# The slides' own figures are quoted; ours are those above.
mesh_slides() {
	cat <<END

**Against the slides**, whose hardware is not known: one year of 50 stations to a map of 1524 cells. Their
relational database needs 49 s: 21 s of query, 17 s of program, 11 s for 120 MB. The 21 s are a
model (4.258 G tests of ten cycles, no index); PostgreSQL would scan that table in about 11 s, and
with an index answer in 0.4 s. Their graph database executes in 20 ms and answers in 86 to 90 ms, 11 KB.
END
	[ -n "${map_wall:-}" ] || return 0
	cat <<END
Here the same map takes $(calc "$map_wall * 1000" '%.1f ms') as a process, $(calc "0.086 / $map_wall" %.0f) \
times less than the graph database's 86 ms, and $(ms "$map_us") in a session, $(calc "86000 / $map_us" %.0f) times less.
END
	[ -s "$dir/duckdb" ] || return 0
	cat <<END

DuckDB, which anyone can install, takes $(calc "$(peer_says raw)" '%.1f ms') over raw rows for the means
alone, and $(calc "$(peer_says rollup)" '%.2f ms') over a daily roll-up that somebody keeps by hand. Against that what is gained is upkeep:
late data, corrections, as-of, flags, coverage, local days.
END
}

if can map && can batch; then
	mesh_store lux
	mesh_answers
	mesh_gdal
	mesh_growth
	mesh_sizes
	mesh_slides
else
	echo 'bench: this lnds-mesh draws no maps: their rows are left out' >&2
fi
