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

# A mapping of its own, in m.ini: sections on stdin.
mapping() {
	cat >m.ini
}

garden() {
	mapping <<'END'
# A garden.
[file]
delimiter = ;
decimal = ,
null = -999

[time]
column = Zeit
format = %d.%m.%Y %H:%M
zone = Europe/Luxembourg
step = 600

[station]
column = Ort

[values]
Temp = temp
Feuchte = rh
END
	rm -rf g
	lnds-mesh init g
}

@test "maps lists what is built in and prints it; what is printed is read" {
	run3 0 lnds-mesh maps
	same 'long wide asta meteolcd smn-legacy smn2020 smn2025 dwd10 synop-fr isd ghcnh weatherlink' \
		"${lines[*]}"
	fails 2 "unknown mapping 'smn2021'" "did you mean 'smn2020'?" lnds-mesh maps smn2021
	fails 2 "unknown mapping 'x'" \
		'lnds-mesh maps lists those that are built in; or a file F.ini' \
		lnds-mesh ingest -S s --map x a.csv
	# The general lane by the printed text, the fast one by the name.
	printf 'station,time,param,value,flags\nA,2023-03-01T00:00Z,temp,5.5,16\nA,2023-03-01T00:05Z,rh,81,\n' >a.csv
	lnds-mesh maps long >l.ini
	took 'batch 1: 2 rows, 2 values (2 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map l.ini --add-stations a.csv
	took 'nothing new: 2 rows, 2 values (0 new, 2 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map long a.csv
	printf 'station,time,temp,rh\nA,2023-03-01T00:00Z,5.5,\nA,2023-03-01T00:05Z,,81\n' >b.csv
	lnds-mesh maps wide >w.ini
	run3 0 lnds-mesh ingest -v -S s --map w.ini b.csv
	like '^lnds-mesh: batch 2: 2 rows, 2 values \(0 new, 2 same, 0 changed\), 2 null' "$stderr"
	sed 's/temp/tmep/' b.csv >c.csv
	fails 3 "c.csv: unknown parameter 'tmep'" "did you mean 'temp'?" \
		lnds-mesh ingest -S s --map w.ini c.csv
}

@test "a bad cell loses itself, a bad time its row; located, with a hint, without the value" {
	garden
	cat >a.csv <<'END'
Zeit;Ort;Temp;Feuchte
01.03.2023 00:00;A;5,5;80
01.03.2023 00:10;A;warm;81
01.03.2023 00:20;A;5.5;82
32.03.2023 00:30;A;5,5;83
01.03.2023 00:41;A;5,5;84
01.03.2023 00:50;;5,5;85
26.03.2023 02:30;A;5,5;86
01.03.2023 01:00;A;-999,0;87
END
	fails 3 "a.csv:3: column 'Temp': not a number (shape aaaa)" \
		'if it says that there is no value, list it in null of the mapping' \
		lnds-mesh ingest -S g --map m.ini --add-stations a.csv
	same '' "$(ls g/log)"
	run3 0 lnds-mesh ingest -S g --map m.ini --add-stations --quarantine q.ndjson a.csv
	same 'bad-value bad-value bad-time off-grid bad-station bad-time' \
		"$(jq -r .id q.ndjson | paste -sd ' ')"
	same '3 4 5 6 7 8' "$(jq -r .line q.ndjson | paste -sd ' ')"
	like '^lnds-mesh: warning: 6 of 8 records quarantined, the first: a.csv:3: ' "$stderr"
	run3 0 lnds-mesh info -S g
	like $'temp,2023,0,0,0,1\nrh,2023,0,0,0,4$' "$output"
	sed -n '1p;4p' a.csv >one.csv
	fails 3 "one.csv:2: column 'Temp': not a number (shape 9.9)" 'decimal = . in the mapping?' \
		lnds-mesh ingest -S g --map m.ini one.csv
	for line in 5:'not a time of the form %d.%m.%Y %H:%M (shape 99.99.9999 99:99)' \
		8:'a time that clocks of this zone skipped'; do
		sed -n "1p;${line%%:*}p" a.csv >one.csv
		run3 3 lnds-mesh ingest -S g --map m.ini one.csv
		same "lnds-mesh: one.csv:2: column 'Zeit': ${line#*:}" "${stderr_lines[0]}"
	done
	# Too many are too many.
	run3 3 lnds-mesh ingest -S g --map m.ini --on-error skip --max-errors 3 a.csv
	like 'max-errors' "$stderr"
	printf 'Zeit;Ort;Temp;Feuchte\n01.03.2023 02:00;B;1;2\n' >b.csv
	fails 3 "b.csv:2: column 'Ort': the store has no such station" \
		'import it with lnds-mesh stations, or give --add-stations' \
		lnds-mesh ingest -S g --map m.ini b.csv
	printf 'Zeit;Ort;Temp;Feuchte\n01.03.2023 02:00;A;1\n' >r.csv
	run3 3 lnds-mesh ingest -S g --map m.ini r.csv
	like 'r.csv:2: 3 cells where the header has 4' "$stderr"
}

@test "columns that are not there" {
	garden
	printf 'Zeit;Ort;temp;Feuchte\n' >a.csv
	fails 3 "a.csv: there is no column 'Temp'" "did the mapping mean 'temp'?" \
		lnds-mesh ingest -S g --map m.ini a.csv
	sed -i 's/^delimiter/missing = skip\ndelimiter/' m.ini
	printf 'Zeit;Ort;temp;Feuchte\n01.03.2023 00:00;A;1;2\n' >a.csv
	took 'batch 1: 1 rows, 1 values (1 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S g --map m.ini --add-stations a.csv
	printf 'Zeit;Ort;x;y\n' >a.csv
	fails 3 "a.csv: none of the mapping's columns of values is there" \
		'is m.ini the mapping of this file? lnds-mesh sniff proposes one' \
		lnds-mesh ingest -S g --map m.ini a.csv
}

@test "a mapping file that is wrong says where" {
	garden
	sed -i 's/^null/nul/' m.ini
	fails 2 "m.ini:5: unknown key 'nul'" "did you mean 'null'?" \
		lnds-mesh ingest -S g --map m.ini a.csv
	garden
	sed -i 's/= temp/= tmep/' m.ini
	fails 2 "m.ini:17: unknown parameter 'tmep'" "did you mean 'temp'?" \
		lnds-mesh ingest -S g --map m.ini a.csv
	run3 5 lnds-mesh ingest -S g --map none.ini a.csv
}

@test "stations from the name of the file, from the lines before, from the command line" {
	mapping <<'END'
[file]
header = 0
[time]
column = 1
format = %d/%m %H:%M
step = 3600
year = required
[station]
filename = ^log_([A-Z]+)
[values]
2 = temp
END
	printf '31/12 23:00,1\n01/01 00:00,2\n' >log_A.csv
	printf '31/12 22:00,1\n31/12 23:00,2\n' >log_B.csv
	fails 2 'no year anywhere: the times of this mapping have none' \
		'--year Y is that of the first time in each file' \
		lnds-mesh ingest -S s --map m.ini log_A.csv
	took 'batch 1: 4 rows, 4 values (4 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map m.ini --year 2022 --add-stations log_A.csv log_B.csv
	run3 0 lnds-mesh info -S s
	like $'temp,2022,0,0,0,3\ntemp,2023,0,0,0,1$' "$output"
	run3 2 lnds-mesh ingest -S s --map m.ini --year 2022 - <log_A.csv
	same 'lnds-mesh: stdin: the name of the file does not hold its station' \
		"${stderr_lines[0]}"
	like '^lnds-mesh: hint: --name gives the name' "${stderr_lines[1]}"
	run3 0 lnds-mesh ingest -S s --map m.ini --year 2022 --name log_B.csv - <log_A.csv
	run3 0 lnds-mesh ingest -S s --map m.ini --year 2022 --station A log_B.csv
	sed -i '/^filename/d' m.ini
	fails 2 'the mapping does not say which station the file is of' \
		'--station ID, or [station] in the mapping' \
		lnds-mesh ingest -S s --map m.ini --year 2022 log_A.csv
	garden
	fails 2 '--station, where the file itself names stations' \
		'leave it out, or give a mapping without a column of the station' \
		lnds-mesh ingest -S g --map m.ini --station A a.csv
	fails 2 '--year, where times have their year' \
		'leave it out; [time] year = required is for times without' \
		lnds-mesh ingest -S g --map m.ini --year 2023 a.csv
	fails 2 '--station and --year, where rows have both' \
		'leave them out with --map long and wide' \
		lnds-mesh ingest -S g --map long --year 2023 a.csv
}

@test "NDJSON, other delimiters and encodings from the command line, UTF-16 by its mark" {
	garden
	echo '{"Zeit":"01.03.2023 00:00","Ort":"A","Temp":"5,5","Feuchte":80}' >a.ndjson
	took 'batch 1: 1 rows, 2 values (2 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S g --map m.ini --add-stations a.ndjson
	printf 'Zeit|Ort|Temp|Feuchte\n01.03.2023 00:00|A|5,5|80\n' >a.psv
	took 'nothing new: 1 rows, 2 values (0 new, 2 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S g --map m.ini -d '|' a.psv
	{
		printf '\376\377'
		tr '|' ';' <a.psv | iconv -f utf-8 -t utf-16be
	} >wide.csv
	took 'nothing new: 1 rows, 2 values (0 new, 2 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S g --map m.ini wide.csv
}

@test "stamps beside the grid: an error, or snapped" {
	garden
	printf 'Zeit;Ort;Temp;Feuchte\n01.03.2023 00:00;A;1;2\n01.03.2023 00:11;A;1;2\n' >a.csv
	fails 3 "a.csv:3: column 'Zeit': a time that is 60 s off this station's grid of 600 s" \
		'--off-grid floor or nearest puts it on the grid, or snap under [time] of its mapping' \
		lnds-mesh ingest -S g --map m.ini --add-stations a.csv
	sed -i 's/^step/snap = 60\nstep/' m.ini
	took 'batch 1: 2 rows, 4 values (4 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S g --map m.ini --add-stations a.csv
}

@test "stations in the header line: one that is unknown loses its own cells" {
	mapping <<'END'
[time]
column = time
step = station
[station]
header = yes
param = temp unit=F null=x
pad = 2
END
	printf 'id,name,lat,lon,cadence\n01,a,49.5,6.1,600\n03,c,49.5,6.2,300\n' >st.csv
	lnds-mesh stations -S s --import st.csv
	printf 'time,1,2,3\n2023-03-01T00:00Z,50,51,52\n2023-03-01T00:10Z,x,,53\n' >a.csv
	fails 3 "a.csv:2: column '2': the store has no such station" \
		'import it with lnds-mesh stations, or give --add-stations' \
		lnds-mesh ingest -S s --map m.ini a.csv
	run3 0 lnds-mesh ingest -v -S s --map m.ini --on-error skip a.csv
	like 'batch 1: 2 rows, 3 values \(3 new, 0 same, 0 changed\), 2 null' "$stderr"
	run3 0 lnds-mesh query -S s --param temp --start 2023-03-01T00:10Z --by slot
	same '03,temp,2023-03-01T00:10:00Z,11.67,0' "${lines[1]}"
}

@test "the two lanes make the same store of the same table" {
	lnds-mesh gen --what stations --stations 3 >st.csv
	for form in long wide; do
		rm -rf fast general
		if [ $form = long ]; then
			lnds-mesh gen --stations 3 --days 3 --params 6 >in.csv
		else
			lnds-mesh gen --stations 3 --days 3 >in.csv
		fi
		lnds-mesh maps $form >$form.ini
		for store in fast general; do
			lnds-mesh init $store
			lnds-mesh stations -S $store --import st.csv
		done
		lnds-mesh ingest -S fast --map $form --arrival 2024-01-01 in.csv
		lnds-mesh ingest -S general --map $form.ini --arrival 2024-01-01 in.csv
		diff -r fast general
	done
}
