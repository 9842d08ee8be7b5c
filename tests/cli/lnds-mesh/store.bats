#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# init, stations, params, gen, info, check: the store and its tables.
load ../lib

@test "init makes a store once, and refuses what it cannot be" {
	run3 0 lnds-mesh init s
	same '' "$output$stderr"
	[ -f s/MANIFEST ]
	[ -d s/seg ]
	run3 2 lnds-mesh init s
	fails 2 'a step of 7 s does not divide a day' '300, 600 or 3600, for instance' \
		lnds-mesh init --step 7 t
	run3 2 lnds-mesh init --crs EPSG:4326 t
	[ ! -e t ]
	mkdir empty
	run3 0 lnds-mesh init empty
}

@test "a folder that is no store is refused by every command, and no lock is made" {
	mkdir plain
	for command in stations params info check compact 'ingest --map long'; do
		# shellcheck disable=SC2086
		fails 2 'plain is no store' 'lnds-mesh init DIR makes one' \
			lnds-mesh $command -S plain
	done
	same '' "$(ls -A plain)"
}

@test "stations come back as they came, under the names of the file" {
	lnds-mesh init s
	cat >list.csv <<'END'
WMO,name,LAT,lon,elevation
00003,"Aachen, Stadt",50.7827,6.0941,202
3,Drei,49.5,6.1,
END
	run3 0 lnds-mesh stations -S s --import list.csv --set id=WMO --set lat=LAT
	run3 0 lnds-mesh stations -S s
	same 'id,name,lat,lon,elevation,operator,cadence,valid_from,valid_to
00003,"Aachen, Stadt",50.7827,6.0941,202,,,,
3,Drei,49.5,6.1,,,,,' "$output"
	fails 2 "list.csv: there is no column 'id'" '--set id=COLUMN says which one it is' \
		lnds-mesh stations -S s --import list.csv
	fails 2 "--set: a station has no 'nmae'" "did you mean 'name'?" \
		lnds-mesh stations -S s --import list.csv --set nmae=WMO
	fails 2 '--set goes with --import only' '--import FILE names the list of stations' \
		lnds-mesh stations -S s --set id=WMO
}

@test "a bad station list changes nothing" {
	lnds-mesh init s
	printf 'id,name,lat,lon\nA,a,49,6\nB,b,north,6\n' >bad.csv
	run3 3 lnds-mesh stations -S s --import bad.csv
	like "bad.csv:3: column 'lat': not a number \(shape aaaaa\)" "$stderr"
	printf 'id,name,lat,lon\nA,a,49,6\nB,b,95,6\n' >bad.csv
	run3 3 lnds-mesh stations -S s --import bad.csv
	like 'bad.csv:3: .*lat and lon are degrees' "$stderr"
	printf 'id,name,lat,lon,valid_from\nA,"a\na",49,6,\nB,b,49,6,\nA,a,49,6,2020-01-01\n' >bad.csv
	run3 3 lnds-mesh stations -S s --import bad.csv
	like 'bad.csv:5: .*dates overlap' "$stderr"
	run3 0 lnds-mesh stations -S s
	same 'id,name,lat,lon,elevation,operator,cadence,valid_from,valid_to' "$output"
}

@test "params are listed, added, and not changed" {
	lnds-mesh init s
	run3 0 lnds-mesh params -S s
	same 11 "${#lines[@]}"
	like '^\{"id":"temp","standard_name":"air_temperature"' "${lines[0]}"
	echo '{"id":"soil","standard_name":"soil_temperature","unit":"degC",' \
		'"aggregate":"mean","decimals":2,"range":[-30,60]}' >soil.ndjson
	run3 0 lnds-mesh params -S s --add soil.ndjson
	run3 0 lnds-mesh params -S s
	same 12 "${#lines[@]}"
	run3 0 lnds-mesh params -S s --add soil.ndjson
	sed 's/60/70/' soil.ndjson >other.ndjson
	run3 2 lnds-mesh params -S s --add other.ndjson
	like 'other.ndjson:1: parameter: this id is known' "$stderr"
}

@test "gen gives the same bytes for the same seed, frozen for seed 1" {
	run3 0 lnds-mesh gen --stations 3 --days 1 -o a.csv
	run3 0 lnds-mesh gen --stations 3 --days 1 --seed 1 -o b.csv
	cmp a.csv b.csv
	run3 0 lnds-mesh gen --stations 3 --days 1 --seed 2 -o c.csv
	run ! cmp -s a.csv c.csv
	same 865 "$(wc -l <a.csv)"
	lnds-mesh gen --days 2 --params 6 >six.csv
	lnds-mesh gen --what stations >stations.csv
	lnds-mesh gen --what dem >dem.asc
	# The last line is the whole stream, 26.28 M rows.
	same "$(cat "$BATS_TEST_DIRNAME/gen.cksum")" \
		"$(cksum a.csv six.csv stations.csv dem.asc && lnds-mesh gen | cksum)"
}

@test "gen: what comes does not depend on where it starts" {
	lnds-mesh gen --stations 3 --days 3 | tail -n 864 >whole.csv
	lnds-mesh gen --stations 3 --days 1 --start 2019-01-04 | tail -n 864 >part.csv
	cmp whole.csv part.csv
}

@test "gen refuses what it cannot make" {
	fails 2 '--stations is 1 to 9999' '' lnds-mesh gen --stations 0
	fails 2 '--params is 1 to 6' '' lnds-mesh gen --params 7
	fails 2 '--step is in seconds and divides a day' '' lnds-mesh gen --step 7
	fails 2 '--days is 1 to 100000' '' lnds-mesh gen --days 0
	fails 2 '--start is 1970-01-01 or later, and the end before 9999' '' \
		lnds-mesh gen --start 1969-12-31 --days 1
	fails 2 '--start is 1970-01-01 or later, and the end before 9999' '' \
		lnds-mesh gen --start 9998-12-31 --days 2
}
