#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# PNG, CoverageJSON, NetCDF, SVG: held against the table of the same question, and judged by
# the programs that others read them with.
load ../lib

# Three stations, hourly, two days: values that are easy to name; B moved, C has no position.
invent() {
	lnds-mesh init --step 600 --attribution 'Data: <MeteoLux> & others' lux
	lnds-mesh stations -S lux --import - <<-END
		id,name,lat,lon,elevation,cadence,valid_from,valid_to
		A,Lëtzebuerg,49.61,6.13,300,3600,,
		B,Bech,49.75,6.36,380,3600,,2023-01-02
		B,Bech,49.76,6.38,390,3600,2023-01-02,
		D,Diekirch,49.87,6.16,200,3600,,
	END
	{
		echo 'station,param,time,value,flags'
		for day in 01 02; do
			for hour in 00 06 12 18; do
				for s in A B C D; do
					[ "$s$day$hour" = D0112 ] && continue
					echo "$s,temp,2023-01-${day}T$hour:00Z,$((10#$hour)).$((10#$day))5,$((10#$day * 10#$hour == 36 ? 16 : 0))"
					echo "$s,pmsl,2023-01-${day}T$hour:00Z,10$((10#$hour + 10)).1,0"
					echo "$s,dir,2023-01-${day}T$hour:00Z,$((10#$hour * 15)),0"
				done
			done
		done
	} | lnds-mesh ingest -S lux --map long --add-stations -
}

map() { # map FORMAT [OPTION…]: the map of the second day as a file
	local to=$1
	shift
	lnds-mesh map -q -S lux --param temp --start 2023-01-02 --min-cover 0 --lapse 0 \
		--to "$to" -o "map.$to" "$@"
}

needs() { # needs PROGRAM: the judge is there, or the test is skipped, saying so
	command -v "$1" >/dev/null || skip "no $1: this output was not judged by it"
}

@test "PNG: the same bytes each time, judged by pngcheck" {
	invent
	map png
	cp map.png again.png
	map png
	cmp map.png again.png
	same 89504e470d0a1a0a "$(head -c 8 map.png | od -An -tx1 | tr -d ' \n')"
	map png --size 450x500 --palette viridis --range -5,25
	same '000001c2000001f4' "$(tail -c +17 map.png | head -c 8 | od -An -tx1 | tr -d ' \n')"
	needs pngcheck
	pngcheck -q map.png again.png
	run3 0 pngcheck -v again.png
	like 'sRGB' "$output"
	[[ $output != *tIME* ]]
}

@test "PNG: refusals" {
	invent
	fails 2 'a picture of 200x150 is too small for grid '\''lux1524'\'' of 42 by 61 cells' \
		'--size 212x171 or more' \
		lnds-mesh map -q -S lux --param temp --start 2023-01-02 --lapse 0 --min-cover 0 \
		--to png --size 200x150 -o map.png
	[ ! -e map.png ]
	fails 2 "bad size '900'" 'WIDTHxHEIGHT in pixels, 100 to 10000, as 900x1000' \
		lnds-mesh map -S lux --param temp --start 2023 --to png --size 900
	fails 2 "unknown palette 'virids'" "did you mean 'viridis'?" \
		lnds-mesh map -S lux --param temp --start 2023 --to png --palette virids
	fails 2 "bad range '5'" 'LOW,HIGH in the unit of the map, as -5,25' \
		lnds-mesh map -S lux --param temp --start 2023 --to png --range 5
	fails 2 '--range goes with --to png only' '' \
		lnds-mesh map -S lux --param temp --start 2023 --range 5,6
}

@test "CoverageJSON of a map: a grid in the order of the projection's axes" {
	invent
	map covjson
	map csv
	jq -e '.type == "Coverage" and .domain.domainType == "Grid"
		and .domain.axes.x == {start: 49162.5, stop: 102913.5, num: 42}
		and .domain.axes.y == {start: 135688.5, stop: 57028.5, num: 61}
		and .domain.axes.t == {values: ["2023-01-02T00:00:00Z"],
			bounds: ["2023-01-02T00:00:00Z", "2023-01-03T00:00:00Z"]}
		and .domain.referencing[0] == {coordinates: ["y", "x"], system: {
			type: "ProjectedCRS", id: "http://www.opengis.net/def/crs/EPSG/0/2169"}}
		and .domain.referencing[1].system == {type: "TemporalRS", calendar: "Gregorian"}
		and .parameters.temp.unit.symbol == {value: "Cel",
			type: "http://www.opengis.net/def/uom/UCUM/"}
		and .parameters.temp.observedProperty.id ==
			"http://vocab.nerc.ac.uk/standard_name/air_temperature/"
		and (.ranges.temp | .type == "NdArray" and .dataType == "float"
			and .axisNames == ["t", "y", "x"] and .shape == [1, 61, 42]
			and (.values | length) == 61 * 42)' map.covjson >/dev/null
	# Cell by cell the table: x and y of a place of the array are e and n.
	jq -r '.domain.axes as $a | .ranges.temp.values | to_entries[] | select(.value != null)
		| "\($a.x.start + 1311 * (.key % 42)) \($a.y.start - 1311 * (.key / 42 | floor)) \(.value)"' \
		map.covjson | awk '{ printf "%.1f %.1f %.2f\n", $1, $2, $3 }' >got
	awk -F, 'NR > 1 { printf "%.1f %.1f %.2f\n", $2, $3, $6 }' map.csv | cmp - got
}

@test "CoverageJSON of a map in UTM has x, y" {
	lnds-mesh init --crs EPSG:32632 utm
	printf 'id,name,lat,lon\nA,a,49.6,6.1\nB,b,49.7,6.2\nC,c,49.7,6.1\n' |
		lnds-mesh stations -S utm --import -
	printf '%s\n' station,time,rh A,2023-01-01T00:00Z,50 B,2023-01-01T00:00Z,60 \
		C,2023-01-01T00:00Z,70 | lnds-mesh ingest -S utm --map wide -
	echo '{"type":"Polygon","coordinates":[[[6,49.5],[6.3,49.5],[6.3,49.8],[6,49.8],[6,49.5]]]}' \
		>box.geojson
	lnds-mesh grid -S utm box --outline box.geojson --res 5000
	lnds-mesh map -q -S utm --param rh --start 2023-01-01 --min-cover 0 --to covjson -o map.covjson
	jq -e '.domain.referencing[0] == {coordinates: ["x", "y"], system: {
		type: "ProjectedCRS", id: "http://www.opengis.net/def/crs/EPSG/0/32632"}}' \
		map.covjson >/dev/null
	lnds-mesh map -q -S utm --param rh --start 2023-01-01 --min-cover 0 --to nc -o map.nc
	needs gdalinfo
	run3 0 gdalinfo map.nc
	like 'Scale factor at natural origin",0.9996' "$output"
	like 'Longitude of natural origin",9,' "$output"
}

@test "NetCDF of a map: the table, read by ncdump and gdalinfo" {
	invent
	map nc
	map csv
	needs ncdump
	ncdump -h map.nc >head.txt
	grep -q 'temp:cell_methods = "time: mean" ;' head.txt
	grep -q 'temp:grid_mapping = "crs" ;' head.txt
	grep -q 'crs:false_northing = 100000. ;' head.txt
	grep -q ':Conventions = "CF-1.8" ;' head.txt
	grep -q ':attribution = "Data: <MeteoLux> & others" ;' head.txt
	ncdump -v time,time_bnds map.nc | grep -q 'time = 1672617600 ;'
	ncdump -v time_bnds map.nc | grep -q 'time_bnds = 1672617600, 1672704000 ;'
	# Rows from the south, 42 a row.
	ncdump -p 9,17 -v temp,x,y map.nc | sed -n '/^ temp =/,/;/p' | tr -d ' ;' | tr ',' '\n' |
		grep -v '^$\|temp=' >values
	same $((61 * 42)) "$(wc -l <values)"
	awk '{ i = NR - 1; if ($1 != "_") printf "%.1f %.1f %.2f\n", 49162.5 + 1311 * (i % 42),
		57028.5 + 1311 * int(i / 42), $1 }' values | sort >got
	awk -F, 'NR > 1 { printf "%.1f %.1f %.2f\n", $2, $3, $6 }' map.csv | sort | cmp - got
	needs gdalinfo
	run3 0 gdalinfo map.nc
	like 'Origin = \(48507.0*,136344.0*\)' "$output"
	like 'Pixel Size = \(1311.0*,-1311.0*\)' "$output"
	like 'Latitude of natural origin",49.8333333333333' "$output"
}

@test "Esri ASCII and NetCDF are the same raster to GDAL" {
	needs gdal_translate
	invent
	map nc
	map asc
	run3 0 gdalinfo map.asc
	like 'Origin = \(48507.0*,136344.0*\)' "$output"
	gdal_translate -q -of XYZ map.asc asc.xyz
	gdal_translate -q -of XYZ map.nc nc.xyz
	awk '$3 > -9000 { printf "%.1f %.1f %.2f\n", $1, $2, $3 }' asc.xyz >asc
	awk '$3 < 1e30 { printf "%.1f %.1f %.2f\n", $1, $2, $3 }' nc.xyz | cmp asc -
	same 1524 "$(wc -l <asc)"
}

@test "CoverageJSON of series: one at each place, what has none is told" {
	invent
	run3 0 lnds-mesh query -S lux --param temp --start 2023-01-01 --end 2023-01-03 --by slot \
		--to covjson -o s.covjson
	same 'lnds-mesh: warning: 1 series without position are left out' "$stderr"
	jq -e '.type == "CoverageCollection" and .domainType == "PointSeries"
		and .referencing[0] == {coordinates: ["x", "y"], system: {type: "GeographicCRS",
			id: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
		and [.coverages[].id] == ["A", "B", "B@2023-01-02", "D"]
		and all(.coverages[]; .domain.type == "Domain"
			and (.domain.axes.t.values | length) == 48
			and .ranges.temp.shape == [48] and (.ranges.temp.values | length) == 48
			and .ranges.temp.axisNames == ["t"])
		and .coverages[2].domain.axes.x.values == [6.38]
		and .coverages[0].domain.axes.t.values[6] == "2023-01-01T06:00:00Z"
		and .coverages[0].ranges.temp.values[6] == 6.15
		and .coverages[0].ranges.temp.values[7] == null
		and .coverages[1].ranges.temp.values[30] == null
		and .coverages[2].ranges.temp.values[30] == 6.25
		and .coverages[3].ranges.temp.values[12] == null' s.covjson >/dev/null
	# Parts have bounds.
	lnds-mesh query -q -S lux --param temp --start 2023-01-01 --end 2023-01-03 --by day --station A \
		--min-cover 0 --to covjson |
		jq -e '.coverages[0].domain.axes.t.bounds == ["2023-01-01T00:00:00Z",
			"2023-01-02T00:00:00Z", "2023-01-02T00:00:00Z", "2023-01-03T00:00:00Z"]
			and .coverages[0].ranges.temp.values == [9.150, 9.250]' >/dev/null
}

@test "NetCDF of series: whole numbers, nothing lost, judged by ncdump" {
	needs ncdump
	invent
	lnds-mesh query -q -S lux --param pmsl --start 2023-01-01 --end 2023-01-03 --by slot \
		--station A,B,D --to nc -o s.nc
	ncdump s.nc >dump
	grep -q 'short pmsl(station, time) ;' dump
	grep -q 'pmsl:add_offset = 1000. ;' dump
	grep -q 'pmsl:scale_factor = 0.01 ;' dump
	grep -q ':featureType = "timeSeries" ;' dump
	grep -q 'station_id:cf_role = "timeseries_id" ;' dump
	grep -q '"B@2023-01-02"' dump
	grep -q ' station_name =' dump
	grep -q 'Lëtzebuerg\|L\\303\\253tzebuerg' dump
	# Of A at 0, 6, 12, 18 h: 1010.1, 1016.1, 1022.1, 1028.1.
	same '1010,_,_,_,_,_,1610,_,_,_,_,_,2210' "$(sed -n '/^ pmsl =/,/;/p' dump | tr -d ' \n' |
		sed 's/pmsl=//' | cut -d, -f 1-13)"
	lnds-mesh query -q -S lux --param temp --start 2023-01-01 --end 2023-01-03 --by slot \
		--qc raw --station A,B,D --to nc -o s.nc
	ncdump s.nc >dump
	grep -q 'byte flags(station, time) ;' dump
	grep -q 'temp:ancillary_variables = "flags" ;' dump
	grep -q '16' <(sed -n '/^ flags =/,/;/p' dump)
	# A statistic: bounds, cell method, counts.
	lnds-mesh query -q -S lux --param temp --start 2023-01 --by day --min-cover 0 --to nc -o d.nc
	ncdump d.nc >dump
	grep -q 'double time_bnds(time, nv) ;' dump
	grep -q 'temp:cell_methods = "time: mean" ;' dump
	grep -q 'n:standard_name = "air_temperature number_of_observations" ;' dump
	same '9150,9250,_' "$(sed -n '/^ temp =/,/;/p' dump | tr -d ' \n' | sed 's/temp=//' |
		cut -d, -f 1-3)"
}

@test "NetCDF of series with their own moments" {
	needs ncdump
	lnds-mesh init --step 600 lux
	printf 'id,name,lat,lon,cadence\nA,a,49.6,6.1,600\nB,b,49.7,6.2,3600\n' |
		lnds-mesh stations -S lux --import -
	lnds-mesh ingest -S lux --map wide - <<-END
		station,time,temp
		A,2023-01-01T00:00Z,1.5
		A,2023-01-01T00:10Z,1.6
		B,2023-01-01T00:50Z,-2
	END
	lnds-mesh query -q -S lux --param temp --start 2023-01-01 --end 2023-01-01T01:00Z --by slot \
		--to nc -o s.nc
	ncdump s.nc >dump
	grep -q 'double time(station, obs) ;' dump
	grep -q 'temp:coordinates = "time lat lon alt station_name" ;' dump
	same '150,160,_,_,_,_,-200,_,_,_,_,_;' "$(sed -n '/^ temp =/,/;/p' dump | tr -d ' \n' |
		sed 's/temp=//')"
}

@test "a parameter may be called as one of NetCDF's own variables" {
	needs ncdump
	lnds-mesh init lux
	echo '{"id":"time","standard_name":"duration_of_sunshine","unit":"s","aggregate":"sum","decimals":0,"range":[0,600]}' \
		>own.ndjson
	lnds-mesh params -S lux --add own.ndjson
	printf 'id,name,lat,lon\nA,a,49.6,6.1\n' | lnds-mesh stations -S lux --import -
	printf 'station,param,time,value\nA,time,2023-01-01T00:00Z,540\n' |
		lnds-mesh ingest -S lux --map long -
	lnds-mesh query -q -S lux --param time --start 2023-01-01 --by day --min-cover 0 --to nc -o s.nc
	ncdump s.nc >dump
	grep -q 'short time_measured(station, time) ;' dump
	grep -q 'time_measured = 540 ;' <(sed -n '/^ time_measured =/,$p' dump | tr -d '\n' | sed 's/  */ /g')
	lnds-mesh map -q -S lux --param time --start 2023-01-01 --min-cover 0 --to nc -o m.nc
	ncdump -h m.nc | grep -q 'float time_measured(y, x) ;'
}

@test "series beyond 2^30 moments are refused before they are made" {
	lnds-mesh init --step 1 lux
	for i in $(seq 35); do echo "S$i,s,49.6,6.$i,1"; done |
		sed '1i id,name,lat,lon,cadence' | lnds-mesh stations -S lux --import -
	for i in $(seq 35); do echo "S$i,2023-01-01T00:00:00Z,1"; done |
		sed '1i station,time,temp' | lnds-mesh ingest -S lux --map wide -
	for to in nc covjson svg; do
		fails 2 'more than 2^30 values, with the empty ones, in one answer' \
			'ask for a shorter period or fewer stations' \
			lnds-mesh query -S lux --param temp --start 2023 --by slot --to $to -o out
	done
	# A period without any moment of the cadence.
	run3 1 lnds-mesh query -S lux --param temp --start 2023-01-01T00:00:00Z \
		--end 2023-01-01T00:00:01Z --station S1 --as-of 2022-01-01 --by slot --to covjson
}

@test "SVG: well formed, a line a station, gaps open, directions pass north" {
	invent
	lnds-mesh query -q -S lux --param temp --start 2023-01-01 --end 2023-01-03 --by hour \
		--min-cover 0 --to svg -o s.svg
	same 5 "$(grep -c '<path class="line" stroke-width="1.8"' s.svg)"
	grep -q 'Data: &lt;MeteoLux&gt; &amp; others' s.svg
	grep -q 'A Lëtzebuerg' s.svg
	# Single values between gaps are dots.
	grep -q 'stroke-width="4".*h0M' s.svg
	if command -v xmllint >/dev/null; then
		xmllint --noout s.svg
	fi
}
