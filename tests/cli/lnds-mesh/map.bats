#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# grid, map, cv: cells, formats, refusals, what is said when little is there.
load ../lib

# Three days of invented stations, compacted, with the built-in grid and its terrain.
invent() {
	lnds-mesh init lux
	lnds-mesh gen --what stations | sed 's/,300$/,3600/' | lnds-mesh stations -S lux --import -
	lnds-mesh gen --step 3600 --days 3 >data.csv
	lnds-mesh ingest -S lux --map wide data.csv
	lnds-mesh compact -S lux
}

terrain() {
	lnds-mesh gen --what dem >dem.asc
	run3 0 lnds-mesh grid -S lux lux1524 --dem dem.asc
	same '' "$output$stderr"
}

@test "the built-in grid has the cells of its definition" {
	lnds-mesh init lux
	run3 0 lnds-mesh grid -v -S lux lux1524
	like '^lnds-mesh: lux1524: 1524 cells of 1311 m, 42 columns, 61 rows, 0 stations' "$stderr"
	same '' "$output"
	printf 'id,name,lat,lon\nA,a,49.6,6.1\n' | lnds-mesh stations -S lux --import -
	echo 'A,2023-01-01T00:00Z,5' | sed '1i station,time,temp' |
		lnds-mesh ingest -S lux --map wide -
	lnds-mesh map -S lux --param temp --start 2023-01-01 --min-cover 0 >map.csv 2>err
	same 'lnds-mesh: warning: neither cells nor stations with a value have elevations: interpolated without a lapse rate (grid --dem, stations --import)' \
		"$(cat err)"
	same 1525 "$(wc -l <map.csv)"
	same 'cell,e,n,lon,lat,value,used' "$(head -n 1 map.csv)"
	like '^1,66205.5,135688.5,5\.[0-9]{6},50\.[0-9]{6},5.00,1$' "$(sed -n 2p map.csv)"
	like '^1524,68827.5,57028.5,[0-9.]+,49\.[0-9]{6},5.00,1$' "$(tail -n 1 map.csv)"
}

@test "all formats say the same" {
	invent
	terrain
	ask=(-S lux --param temp --start 2019-01-03)
	lnds-mesh map "${ask[@]}" >map.csv
	lnds-mesh map "${ask[@]}" --to ndjson >map.ndjson
	lnds-mesh map "${ask[@]}" --to geojson >map.geojson
	lnds-mesh map "${ask[@]}" --to geojson --shape point >points.geojson
	lnds-mesh map "${ask[@]}" --to asc >map.asc
	same 1 "$(wc -l <map.ndjson)"
	same 'param start end stat method grid stations cv_rmse values' \
		"$(jq -r 'keys_unsorted | join(" ")' map.ndjson)"
	same 'temp 2019-01-03T00:00:00Z 2019-01-04T00:00:00Z mean idw lux1524 50 1524' \
		"$(jq -r '[.param, .start, .end, .stat, .method, .grid, .stations, (.values | length)] | join(" ")' map.ndjson)"
	cut -d, -f6 map.csv | tail -n +2 >values
	grep -o '"values":\[.*' map.ndjson | grep -oE -- '-?[0-9]+\.[0-9]{2}' >ndjson.values
	cmp values ndjson.values
	grep -oE '"value":[^,]*' map.geojson | cut -d: -f2 | cmp values -
	tail -n +7 map.asc | tr ' ' '\n' | grep -v '^-9999$' | cmp values -
	same 42 "$(tail -n +7 map.asc | awk '{ print NF }' | sort -u)"
	same '["temp","2019-01-03T00:00:00Z","lux1524",50]' \
		"$(jq -c '[.param, .start, .grid, .stations]' map.geojson)"
	run3 0 lnds-mesh map -v "${ask[@]}" -o map.again
	like '^lnds-mesh: 50 stations, leave-one-out rmse 0\.[0-9]{2} degC' "${stderr_lines[0]}"
	cmp map.csv map.again
	# GeoJSON: longitude first, rings closed and counter-clockwise, centres inside.
	jq -e '.type == "FeatureCollection" and ([.features[].geometry
		| .type == "Polygon" and (.coordinates[0]
		| length == 5 and .[0] == .[4] and
		  ([range(4) as $i | .[$i][0] * .[$i + 1][1] - .[$i + 1][0] * .[$i][1]] | add > 0))]
		| all)' map.geojson
	jq -r '.features[] | .geometry.coordinates | "\(.[0]) \(.[1])"' points.geojson >points
	tail -n +2 map.csv | awk -F, '{ printf "%.9g %.9g\n", $4, $5 }' | cmp points -
}

@test "maps are refused where they would mislead" {
	invent
	fails 2 "'pres' is not mapped: it stands for the height of its station" 'pmsl' \
		lnds-mesh map -S lux --param pres --start 2019
	fails 2 "'pres' is not mapped: it stands for the height of its station" 'pmsl' \
		lnds-mesh cv -S lux --param pres --start 2019
	fails 2 "the mean of 'rh' has no lapse rate" \
		'temperatures have one: leave lapse out, or give 0' \
		lnds-mesh map -S lux --param rh --start 2019 --lapse 6.5
	fails 2 "the n of 'temp' has no lapse rate" \
		'temperatures have one: leave lapse out, or give 0' \
		lnds-mesh cv -S lux --param temp --stat n --start 2019 --lapse auto
	fails 2 'a map shows one parameter' 'ask for one after the other' \
		lnds-mesh map -S lux --param temp,rh --start 2019
	fails 2 'a map shows one statistic' 'ask for one after the other' \
		lnds-mesh map -S lux --param temp --stat min,max --start 2019
	fails 2 "unknown value 'idv' of method" "did you mean 'idw'?" \
		lnds-mesh map -S lux --param temp --start 2019 --method idv
	fails 2 "unknown value 'krige' of method" 'one of idw, nearest, bary' \
		lnds-mesh map -S lux --param temp --start 2019 --method krige
	fails 2 "k: '0' is no number from 1 to 255" '' \
		lnds-mesh map -S lux --param temp --start 2019 --k 0
	fails 2 "power: 'x' is no number from 0.1 to 20" '' \
		lnds-mesh map -S lux --param temp --start 2019 --power x
	fails 2 "lapse: 'x' is no number from -20 to 20" 'K/km; or auto, or 0 for none' \
		lnds-mesh map -S lux --param temp --start 2019 --lapse x
	fails 2 "unknown grid 'lux1254'" 'lnds-mesh grid makes it; lux1524 is built in' \
		lnds-mesh map -S lux --param temp --start 2019 --grid lux1254
	fails 2 '--shape goes with --to geojson only' '' \
		lnds-mesh map -S lux --param temp --start 2019 --shape point
	fails 2 'by: slots are too short to be judged' 'hour is the shortest' \
		lnds-mesh cv -S lux --param temp --start 2019 --by slot
}

@test "nothing there: a null map, a header, exit 1" {
	invent
	run3 1 lnds-mesh map -S lux --param temp --start 2020 --to ndjson
	same 'lnds-mesh: warning: every cell is null: no station has a value' "$stderr"
	same '0 null' "$(jq -r '"\(.stations) \(.cv_rmse)"' <<<"$output")"
	same '[null]' "$(jq -c '.values | unique' <<<"$output")"
	run3 1 lnds-mesh map -S lux --param temp --start 2019-01-03 --max-dist 1 --lapse 0 --to asc
	same 'lnds-mesh: warning: every cell is null: no station is near enough (--max-dist)' "$stderr"
	same '-9999' "$(tail -n +7 <<<"$output" | tr ' ' '\n' | sort -u)"
	run3 1 lnds-mesh cv -S lux --param temp --start 2020
	same 'start,end,method,k,power,lapse,n,rmse,mae,bias,max' "$output"
	run3 1 lnds-mesh cv -S lux --param temp --start 2020 --per-station
	same 'station,start,observed,predicted,error,nearest_m' "$output"
}

@test "which elevations are missing" {
	invent
	local rest='interpolated without a lapse rate'
	run3 0 lnds-mesh map -S lux --param temp --start 2019-01-03 -o out.csv
	same "lnds-mesh: warning: no cell has an elevation: $rest (grid --dem)" "$stderr"
	run3 0 lnds-mesh cv -S lux --param temp --start 2019-01-03
	same '' "$stderr"
	lnds-mesh gen --what stations | awk -F, -v OFS=, 'NR > 1 { $5 = "" } { print }' |
		lnds-mesh stations -S lux --import -
	run3 0 lnds-mesh map -S lux --param temp --start 2019-01-03 -o out.csv --min-cover 0
	same "lnds-mesh: warning: neither cells nor stations with a value have elevations: $rest (grid --dem, stations --import)" \
		"$stderr"
	terrain
	run3 0 lnds-mesh map -S lux --param temp --start 2019-01-03 -o out.csv --min-cover 0
	same "lnds-mesh: warning: no station with a value has an elevation: $rest (stations --import)" \
		"$stderr"
}

@test "--min-n leaves cells empty, and is named where all are" {
	invent
	terrain
	local -a m=(lnds-mesh map -S lux --param temp --start 2019-01-03)
	null() { # CELLS: in map.csv
		same "$1" "$(awk -F, 'NR > 1 && $6 == ""' map.csv | wc -l)"
	}
	run3 0 "${m[@]}" --min-n 5 -o map.csv
	null 0
	run3 0 "${m[@]}" --max-dist 8000 --min-n 3 -o map.csv
	awk -F, 'NR > 1 && ($6 == "") != ($7 == 0) || $7 == 1 || $7 == 2 { exit 1 }' map.csv
	[ "$(grep -c ',,0$' map.csv)" -gt "$("${m[@]}" --max-dist 8000 | grep -c ',,0$')" ]
	local none='lnds-mesh: warning: every cell is null:'
	run3 1 "${m[@]}" --min-n 6 -o map.csv
	same "$none --min-n is more stations than --k lets count" "$stderr"
	null 1524
	run3 1 "${m[@]}" --min-n 2 --method nearest -o map.csv
	same "$none --min-n is more stations than --method lets count" "$stderr"
	run3 1 "${m[@]}" --min-n 3 --station L01,L02 -o map.csv
	same "$none fewer stations than --min-n have a value" "$stderr"
	run3 1 "${m[@]}" --min-n 3 --max-dist 100 -o map.csv
	same "$none nowhere are --min-n stations within --max-dist" "$stderr"
	run3 1 "${m[@]}" --method bary --station L01,L02 -o map.csv
	same "$none a triangle takes three stations with a value (--method)" "$stderr"
}

@test "a degree more everywhere is a degree more in every cell" {
	invent
	terrain
	cp -r lux warm
	awk -F, -v OFS=, 'NR > 1 && $3 != "" { $3 = sprintf("%.1f", $3 + 1) } { print }' \
		data.csv >warm.csv
	lnds-mesh ingest -S warm --map wide warm.csv
	for how in idw nearest bary 'idw --lapse auto --k 20 --power 1.5' 'idw --stat max'; do
		# shellcheck disable=SC2086
		set -- --param temp --start 2019-01-03 --method $how
		lnds-mesh map -S lux "$@" >cold.csv
		lnds-mesh map -S warm "$@" >warm.csv
		# 0.01 for the rounding of what is printed.
		paste -d, cold.csv warm.csv | awk -F, 'NR > 1 && ($6 == "") != ($13 == "") { exit 1 }
			NR > 1 && $6 != "" { d = $13 - $6 - 1; n++
				if (d > 0.0101 || d < -0.0101) exit 1 }
			END { if (n < 1000) exit 1 }'
	done
}

@test "leave-one-out: per part, per station, and the figure of the map" {
	invent
	terrain
	run3 0 lnds-mesh cv -S lux --param temp --start 2019-01 --by day --min-cover 0.5
	same 4 "${#lines[@]}"
	like '^2019-01-03T00:00:00Z,2019-01-04T00:00:00Z,idw,5,2,6.5,50,0\.[0-9]{4},' "${lines[2]}"
	rmse=$(cut -d, -f8 <<<"${lines[2]}")
	run3 0 lnds-mesh map -S lux --param temp --start 2019-01-03 --to ndjson
	same "$(printf %.2f "$rmse")" "$(grep -o '"cv_rmse":[0-9.]*' <<<"$output" | cut -d: -f2)"
	run3 0 lnds-mesh cv -S lux --param temp --start 2019-01-03 --per-station
	same 51 "${#lines[@]}"
	# The figure is that of the list (errors are printed with two decimals).
	tail -n +2 <<<"$output" | awk -F, -v want="$rmse" '
		{ s += $5 * $5; d = $4 - $3 - $5; bad += d > 0.011 || d < -0.011 }
		END { r = sqrt(s / NR); exit bad || r - want > 0.01 || want - r > 0.01 }'
	run3 0 lnds-mesh cv -S lux --param temp --start 2019-01-03 --to ndjson --lapse auto --method bary
	jq -e '.method == "bary" and .n < 50 and .lapse > 5' <<<"$output"
}

@test "outlines, sizes, lists of cells" {
	invent
	cat >tri.geojson <<'END'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":
{"type":"Polygon","coordinates":[[[6.0,49.6],[6.3,49.6],[6.15,49.9],[6.0,49.6]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[6.0,49.6]}}]}
END
	run3 0 lnds-mesh grid -v -S lux tri --outline tri.geojson --cells 100
	like '^lnds-mesh: tri: 100 cells of [0-9]+ m' "${stderr_lines[0]}"
	lnds-mesh grid -S lux coarse --outline tri.geojson --res 5000
	lnds-mesh map -S lux --param temp --start 2019-01-03 --grid coarse >coarse.csv 2>err
	awk -F, 'NR > 1 { bad += ($2 - 2500) % 5000 != 0 || ($3 - 2500) % 5000 != 0 }
		END { exit bad }' coarse.csv
	# What a map prints is a list of cells.
	lnds-mesh grid -S lux again --cells-from coarse.csv
	lnds-mesh map -S lux --param temp --start 2019-01-03 --grid again 2>err | cmp coarse.csv
	cut -d, -f4,5 coarse.csv >degrees.csv
	lnds-mesh grid -S lux degrees --cells-from degrees.csv
	run3 0 lnds-mesh grid -v -S lux degrees
	like '^lnds-mesh: degrees: [0-9]+ cells of 5000 m' "${stderr_lines[0]}"
	fails 2 "unknown grid 'coarze'" "did you mean 'coarse'?" lnds-mesh grid -S lux coarze
	fails 2 "--cells and --res say how an outline is filled" \
		'--outline FILE.geojson --cells 1500, for instance' \
		lnds-mesh grid -S lux x --cells 5
	fails 2 "'Tri' is no name of a grid" '1 to 31 small letters, digits, hyphens and underscores' \
		lnds-mesh grid -S lux Tri --outline tri.geojson --res 500
	fails 2 'an outline needs one of a number and a size of cells' \
		'--cells 1500 or --res 1000, for instance' \
		lnds-mesh grid -S lux x --outline tri.geojson
	fails 2 'no cell has its centre in the outline' 'give smaller cells: --res' \
		lnds-mesh grid -S lux x --outline tri.geojson --res 900000
	fails 2 'a grid has at most 1000000 cells' 'give larger cells: --res, or fewer: --cells' \
		lnds-mesh grid -S lux x --outline tri.geojson --res 1
	run3 0 lnds-mesh grid -S lux seven --outline tri.geojson --cells 7
	[ -z "$stderr" ] || like 'no size gives exactly 7 cells: [0-9]+ of [0-9]+ m' "$stderr"
}

@test "bad outlines, lists and terrain models are located" {
	lnds-mesh init s
	echo '{"type":"Polygon"' >bad.geojson
	run3 3 lnds-mesh grid -S s x --outline bad.geojson --res 500
	like '^lnds-mesh: bad.geojson:[12]: not JSON' "$stderr"
	echo '{"type":"Point","coordinates":[6,49]}' >bad.geojson
	fails 3 'bad.geojson: there is no polygon in it' \
		'the outline is a Polygon or MultiPolygon' \
		lnds-mesh grid -S s x --outline bad.geojson --res 500
	echo '{"type":"Polygon","coordinates":[[[6,49],[7,49],[7,50],[6,50]]]}' >bad.geojson
	fails 3 'bad.geojson: a ring is not closed, or has fewer than four positions' \
		'its last position repeats its first' \
		lnds-mesh grid -S s x --outline bad.geojson --res 500
	echo '{"type":"Polygon","coordinates":[[[76000,75000],[77000,75000],[77000,76000],[76000,75000]]]}' >bad.geojson
	fails 3 'bad.geojson: a position is not in degrees' \
		'GeoJSON is longitude, latitude of WGS 84: ogr2ogr -t_srs EPSG:4326' \
		lnds-mesh grid -S s x --outline bad.geojson --res 500
	printf 'e,n\n500,500\n1500,x\n' >bad.csv
	run3 3 lnds-mesh grid -S s x --cells-from bad.csv
	like "^lnds-mesh: bad.csv:3: column 'n': not a number \(shape a\)" "$stderr"
	printf 'e,n\n500,500\n1500,500\n2700,500\n' >bad.csv
	fails 3 'bad.csv: the cells are not the squares of one raster' \
		'--res M says the size of a square; centres may be 1 m off' \
		lnds-mesh grid -S s x --cells-from bad.csv
	printf 'e,n\n500,500\n1500,500\n500,500\n' >bad.csv
	run3 3 lnds-mesh grid -S s x --cells-from bad.csv
	like 'two cells lie in one square of 1000 m' "$stderr"
	printf 'x,y\n1,2\n' >bad.csv
	run3 2 lnds-mesh grid -S s x --cells-from bad.csv
	like 'there are no columns e and n, or lon and lat' "$stderr"
	printf 'ncols 2\nnrows 2\nxllcorner 48507\nyllcorner 56373\ncellsize 1000\n1 2\n3\n' >bad.asc
	fails 3 'bad.asc:8: the terrain model ends too early' 'it has nrows lines of ncols numbers' \
		lnds-mesh grid -S s lux1524 --dem bad.asc
	printf 'ncols 2\nnrows 1\nxllcorner 48507\nyllcorner 56373\ncellsize 1000\n1 high\n' >bad.asc
	fails 3 'bad.asc:6: not a number' 'Esri ASCII grids hold numbers only' \
		lnds-mesh grid -S s lux1524 --dem bad.asc
	printf 'ncols 2\nnrows 1\ndx 5\n' >bad.asc
	run3 3 lnds-mesh grid -S s lux1524 --dem bad.asc
	like 'bad.asc:3: an unknown key in the header' "$stderr"
	same '' "$(ls s/grid)"
}

@test "terrain: the mean of the pixels centred in a cell, nodata left out" {
	lnds-mesh init s
	printf 'e,n\n500,1500\n1500,1500\n500,500\n' >cells.csv
	# Pixels of 500 m from (0, 0); the south-east of the first cell is no data.
	cat >dem.asc <<'END'
ncols 4
nrows 4
xllcenter 250
yllcenter 250
cellsize 500
NODATA_value -1
10 20 1 1
30 -1 1 2
100.5 100.5 7 7
100.5 100.5 7 7
END
	run3 0 lnds-mesh grid -S s three --cells-from cells.csv --dem dem.asc
	same '' "$stderr"
	elevation() { od -A n -t f4 -j $((128 + 48 * $1 + 32)) -N 4 s/grid/three.lmg | tr -d ' '; }
	same '20 1.25 100.5' "$(elevation 0) $(elevation 1) $(elevation 2)"
	sed -i 's/^xllcenter.*/xllcorner 1000/' dem.asc
	run3 0 lnds-mesh grid -S s three --dem dem.asc
	same 'lnds-mesh: warning: 2 of 3 cells have no pixel of the terrain model' "$stderr"
}

@test "stations without position or elevation, and stations that come later" {
	lnds-mesh init s
	cat >stations.csv <<'END'
id,name,lat,lon,elevation,cadence
A,a,49.60,6.10,300,3600
B,b,49.70,6.10,,3600
C,c,,,,3600
END
	lnds-mesh stations -S s --import stations.csv
	printf 'station,time,temp\nA,2023-01-01T00:00Z,5\nB,2023-01-01T00:00Z,7\nC,2023-01-01T00:00Z,9\n' |
		lnds-mesh ingest -S s --map wide -
	ask=(-S s --param temp --start 2023-01-01T00:00Z --end 2023-01-01T01:00Z)
	lnds-mesh gen --what dem >dem.asc
	lnds-mesh grid -S s lux1524 --dem dem.asc
	run3 0 lnds-mesh map "${ask[@]}" --to ndjson
	like '1 stations without position are left out' "$stderr"
	like '1 stations without elevation are left out' "$stderr"
	same 2 "$(jq .stations <<<"$output")"
	run3 0 lnds-mesh map "${ask[@]}" --to ndjson --lapse 0
	same 'lnds-mesh: warning: 1 stations without position are left out (stations --import)' "$stderr"
	jq -e '.stations == 2 and (.values | min >= 5 and max <= 7 and max - min > 1)' <<<"$output"
	# Another set of stations: the answer is the same before and after the lists are renewed.
	echo 'D,d,49.65,6.2,310,3600' | sed '1i id,name,lat,lon,elevation,cadence' >more.csv
	cp s/grid/lux1524.lmg old.lmg
	lnds-mesh stations -S s --import more.csv
	run ! cmp -s s/grid/lux1524.lmg old.lmg
	printf 'station,time,temp\nD,2023-01-01T00:00Z,50\n' | lnds-mesh ingest -S s --map wide -
	lnds-mesh map "${ask[@]}" --lapse 0 >new.csv 2>err
	cp old.lmg s/grid/lux1524.lmg
	lnds-mesh map "${ask[@]}" --lapse 0 2>err | cmp new.csv
	lnds-mesh compact -S s
	run ! cmp -s s/grid/lux1524.lmg old.lmg
	lnds-mesh map "${ask[@]}" --lapse 0 2>err | cmp new.csv
}

@test "a move is not ignored: each place has what was measured there" {
	lnds-mesh init s
	cat >stations.csv <<'END'
id,name,lat,lon,elevation,cadence,valid_from,valid_to
A,a,49.60,6.10,300,3600,,2023-01-02
A,a,49.90,6.00,300,3600,2023-01-02,
END
	lnds-mesh stations -S s --import stations.csv
	{
		echo station,time,temp
		for h in $(seq -w 0 23); do
			echo "A,2023-01-01T$h:00Z,1"
			echo "A,2023-01-02T$h:00Z,9"
		done
	} | lnds-mesh ingest -S s --map wide -
	ask=(-S s --param temp --lapse 0 --method nearest --to ndjson)
	lnds-mesh map "${ask[@]}" --start 2023-01-01 | jq -e '(.values | unique) == [1]'
	lnds-mesh map "${ask[@]}" --start 2023-01-02 | jq -e '(.values | unique) == [9]'
	# Of two days either place has half of what is expected.
	run3 1 lnds-mesh map "${ask[@]}" --start 2023-01-01 --end 2023-01-03
	lnds-mesh map "${ask[@]}" --start 2023-01-01 --end 2023-01-03 --min-cover 0.5 |
		jq -e '.stations == 2 and (.values | unique) == [1, 9]'
	# The other place of the same station is no judge.
	run3 1 lnds-mesh cv -S s --param temp --start 2023-01-01 --end 2023-01-03 --min-cover 0.5
}

@test "a damaged grid is told, and never drawn" {
	invent
	lnds-mesh grid -S lux lux1524
	printf 'X' | dd of=lux/grid/lux1524.lmg bs=1 seek=24 conv=notrunc status=none
	run3 6 lnds-mesh map -S lux --param temp --start 2019-01-03
	like 'lux/grid/lux1524.lmg: the header is damaged, or the file is cut' "$stderr"
	rm lux/grid/lux1524.lmg
	lnds-mesh grid -S lux lux1524
	# What is damaged inside gets no new checksum when lists are renewed.
	printf 'X' | dd of=lux/grid/lux1524.lmg bs=1 seek=5000 conv=notrunc status=none
	for cells in '' '--dem dem.asc'; do
		lnds-mesh gen --what dem >dem.asc
		# shellcheck disable=SC2086
		run3 6 lnds-mesh grid -S lux lux1524 $cells
		like 'lux/grid/lux1524.lmg: the cells are damaged' "$stderr"
	done
	printf 'id,name,lat,lon\nnew,n,49.6,6.1\n' >more.csv
	run3 6 lnds-mesh stations -S lux --import more.csv
	like 'lux/grid/lux1524.lmg: the cells are damaged' "$stderr"
	run3 6 lnds-mesh check -S lux
}

@test "a store of another projection has grids of its own" {
	lnds-mesh init utm --crs EPSG:32632
	fails 2 'lux1524 is a grid of EPSG:2169, the store has EPSG:32632' \
		"--outline FILE.geojson makes one of this store's own" \
		lnds-mesh grid -S utm lux1524
	echo '{"type":"MultiPolygon","coordinates":[[[[8,49],[9,49],[9,50],[8,50],[8,49]],
		[[8.4,49.4],[8.4,49.6],[8.6,49.6],[8.6,49.4],[8.4,49.4]]]]}' >hole.geojson
	run3 0 lnds-mesh grid -v -S utm hole --outline hole.geojson --res 5000
	like '^lnds-mesh: hole: 3[0-9]{2} cells of 5000 m' "${stderr_lines[0]}"
	printf 'id,name,lat,lon\nA,a,49.1,8.1\n' | lnds-mesh stations -S utm --import -
	printf 'station,time,rh\nA,2023-01-01T00:00Z,50\n' | lnds-mesh ingest -S utm --map wide -
	lnds-mesh map -S utm --param rh --start 2023-01-01 --min-cover 0 >map.csv
	# No cell has its centre in the hole.
	awk -F, 'NR > 1 && $4 > 8.41 && $4 < 8.59 && $5 > 49.41 && $5 < 49.59 { bad++ }
		END { exit bad || NR < 300 }' map.csv
}
