#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Bad numbers, contradictions, broken files: the right exit code and one message, never a crash.
load ../lib

setup_case() {
	lnds-mesh init s
	lnds-mesh gen --what stations --stations 4 | lnds-mesh stations -S s --import -
	lnds-mesh gen --stations 4 --days 2 --step 3600 --start 2023-01-01 |
		lnds-mesh ingest -S s --map wide -
	echo '{"type":"Polygon","coordinates":[[[6,49.5],[6.2,49.5],[6.2,49.7],[6,49.5]]]}' >tri.json
	: >empty
}

# each: lines of stdin are an exit code and further arguments of "${command[@]}".
each() {
	local want rest more=()
	while read -r want rest; do
		eval "more=($rest)"
		ends "$want" lnds-mesh "${command[@]}" "${more[@]}" </dev/null || {
			echo "of: ${command[*]} $rest"
			return 1
		}
	done
}

@test "query refuses what is no question" {
	command=(query -S s)
	each <<'END'
2 --param temp
2 --param '' --start 2023
2 --param temp,temp --start 2023
2 --param temp --start 2023 --end 2022
2 --param temp --start 2023-02-30
2 --param temp --start ''
2 --param temp --start 2023 --station L01 --bbox 5,49,7,50
2 --param temp --start 2023 --bbox 7,49,5,50
2 --param temp --start 2023 --bbox nan,49,5,50
2 --param temp --start 2023 --bbox 1e400,2,3,4
2 --param temp --start 2023 --near 49.5,6.1,99999999999
2 --param temp --start 2023 --near inf,6.1,3
2 --param temp --start 2023 --min-cover 1e400
2 --param temp --start 2023 --min-cover nan
2 --param temp --start 2023 --as-of 1969-01-01
2 --param temp --start 2023 --tz ../../../etc/passwd
2 --param temp --start 2023 --stat sum
2 --param temp,rh --start 2023 --to nc
END
}

@test "map refuses numbers that are none, and grids that are none" {
	command=(map -S s --start 2023)
	each <<'END'
2 --param temp,rh
2 --param pres
2 --param rh --lapse 5
2 --param temp --lapse 1e400
2 --param temp --k 0
2 --param temp --k 99999999999999999999
2 --param temp --power 0
2 --param temp --power nan
2 --param temp --power 1e308
2 --param temp --max-dist -5
2 --param temp --min-n 0
2 --param temp --method kriging
2 --param temp --grid ../../etc/passwd
2 --param temp --to png --size 99999x99999
2 --param temp --to png --range nan,1
2 --param temp --to png --range 5,1
2 --param temp --shape point
END
	command=(grid -S s)
	echo '{"type":"Polygon","coordinates":[[[600,495],[602,495],[602,497],[600,495]]]}' >far.json
	python3 -c 'print("{\"type\":\"Polygon\",\"coordinates\":" + "[" * 100000)' >deep.json
	printf 'ncols 4000000000\nnrows 4000000000\nxllcorner 0\nyllcorner 0\ncellsize 1\n1\n' >huge.asc
	each <<'END'
2 ''
2 a/b --outline tri.json --res 1000
2 g --outline tri.json
2 g --outline tri.json --res 1000 --cells 5
2 g --outline tri.json --res 1
2 g --outline tri.json --res 99999999
3 g --outline empty --res 1000
3 g --outline far.json --res 1000
3 g --outline deep.json --res 1000
5 g --outline . --res 1000
3 g --outline tri.json --res 1000 --dem empty
3 g --outline tri.json --res 1000 --dem huge.asc
END
}

@test "ingest refuses values and times that are none" {
	while read -r row; do
		printf 'station,time,temp\n%s\n' "$row" >bad.csv
		ends 3 lnds-mesh ingest -S s --map wide bad.csv || { echo "of: $row"; return 1; }
		grep -q '^lnds-mesh: bad.csv:2: ' err
	done <<'END'
L01,2023-01-03T00:00Z,nan
L01,2023-01-03T00:00Z,1e400
L01,2023-01-03T00:00Z,99999999999999999999
L01,2023-01-03T00:00Z,999999999
L01,0000-01-01T00:00Z,1
L01,9999-12-31T00:00Z,1
L01,0001-01-01T00:00+05:00,1
L01,2023-01-01T24:00:01Z,1
L01,2023-01-01T23:59:60Z,1
L01,2023-02-29T00:00Z,1
L01,2023-01-03T00:00Z,1,2
,2023-01-03T00:00Z,1
END
	run3 0 lnds-mesh check -S s
}
