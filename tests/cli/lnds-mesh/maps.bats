#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Dialects: ingest with the built-in maps, on files of the producers.
# shellcheck shell=bash disable=SC2154
load ../lib

setup_case() {
	lnds-mesh init s
	DATA=$LNDS_SHARED/data/mesh
}

# took TEXT COMMAND…: it ends with 0 and its first line with -v says so.
took() {
	local text=$1
	shift
	run3 0 "$@"
	same "lnds-mesh: $text" "${stderr_lines[0]}"
}

@test "dwd10: padded stations, sentinels, the end of the row" {
	cat >tu.txt <<'END'
STATIONS_ID;MESS_DATUM;  QN;PP_10;TT_10;TM5_10;RF_10;TD_10;eor
          3;201001010000;    3;  970.2;  -1.2;  -1.0;  97.2;  -1.6;eor
          3;201001010010;    1; -999  ;  -1.3;  -999.0;  97.2;  -1.7;eor
END
	took 'batch 1: 2 rows, 8 values (8 new, 0 same, 0 changed), 2 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map dwd10 --add-stations tu.txt
	like '"id":"00003"' "$(cat s/stations.ndjson)"
	sed -i '3s/;eor$/;/' tu.txt
	fails 3 "tu.txt:3: column 'eor': the row does not end in its end column" \
		'is the row cut short?' lnds-mesh ingest -S s --map dwd10 tu.txt
}

@test "files of DWD, MeteoSwiss and AgriMeteo" {
	need_shared data/mesh
	lnds-mesh stations -S s --import "$DATA/dwd/stations.csv"
	unzip -p "$DATA"/dwd/*.zip >tu.txt
	took 'batch 1: 20 rows, 100 values (100 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map dwd10 - <tu.txt
	run3 0 lnds-mesh ingest -v -S s --map smn2020 --add-stations \
		"$DATA/meteoswiss/validData/VQHA80_2020.csv"
	like '^lnds-mesh: batch 2: [0-9]+ rows' "$stderr"
	for f in validData/VQHA80 validData/VQHA98 validLegacyData/VQHA69; do
		run3 0 lnds-mesh ingest -v -S s --map smn-legacy --add-stations \
			"$DATA/meteoswiss/$f.csv"
	done
	took 'batch 6: 4 rows, 44 values (44 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map smn2025 --add-stations \
		"$DATA"/meteoswiss/validData/ogd-smn_ber*.csv
	took 'batch 7: 103 rows, 515 values (515 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map asta --add-stations \
		"$DATA/agrimeteo/agrimeteo_ettelbruck.csv"
	run3 0 lnds-mesh check -S s
}
