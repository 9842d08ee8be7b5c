#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# sniff: what it proposes reads the file as the file means it, and what cannot be decided is not.
load ../lib

# values MAP FILE [OPTION…]: what a new store holds of the file: station,param,time,value, sorted.
values() {
	local map=$1 file=$2 params
	shift 2
	rm -rf v
	lnds-mesh init --step 60 v
	lnds-mesh ingest -S v --map "$map" --add-stations "$@" "$file" || return
	lnds-mesh compact -S v
	params=$(ls v/seg | paste -sd,)
	lnds-mesh query -S v --param "$params" --start 2010 --end 2030 --by slot --qc raw |
		tail -n +2 | cut -d, -f1-4 | sort
}

# alike MAP FILE [FILTER [OPTION…]]: the proposal for the file reads it as its map in tests/data does. Which
# end of an interval a time means is not in the files: labels are left out. FILTER is a sed script on both.
alike() {
	local map=$MAPS/$1.ini file=$LOOK/$2 filter=${3-} label='s/^label = .*/label = instant/; s/ label=[a-z]*//'
	local code=0
	shift 2
	[ $# = 0 ] || shift
	run3 0 lnds-mesh sniff "$file"
	sed "$label" <<<"$output" >found.ini
	sed "$label" "$map" >given.ini
	values found.ini "$file" "$@" | sed "$filter" >found.csv || code=1
	grep -q '^const = ' given.ini && set --
	values given.ini "$file" "$@" | sed "$filter" >given.csv || code=1
	[ "$code" = 0 ] && [ "$(wc -l <given.csv)" -gt 100 ] && diff given.csv found.csv
}

@test "a plain file: what was found, how sure it is, five rows as they are read" {
	cat >plain.csv <<'END'
Messstelle;Zeitpunkt (UTC);Lufttemperatur in °C;Luftfeuchte in %;Bodentemperatur
A;2023-02-10 00:00;-2,2;95;1,0
A;2023-02-10 00:10;-2,4;;1,1
A;2023-02-10 00:20;-;93;1,0
A;2023-02-10 00:30;-2,8;-999;1,0
END
	run3 0 lnds-mesh sniff plain.csv
	same '' "$stderr"
	same '# a guess from 4 rows of 5 columns; 100 % of them have all
# 4 of 4 rows read without fault: 5 values, 3 null
# station,time,param,value,flags
# A,2023-02-10T00:00:00Z,temp,-2.2,0
# A,2023-02-10T00:00:00Z,rh,95,0
# A,2023-02-10T00:10:00Z,temp,-2.4,0
# A,2023-02-10T00:20:00Z,rh,93,0
# A,2023-02-10T00:30:00Z,temp,-2.8,0
[file]
delimiter = ;
encoding = utf-8
decimal = ,
# words and numbers that stand where values should
null = -|-999

[time]
# 100 % of the times are in this form
column = Zeitpunkt (UTC)
format = iso
# the name of the column says so
zone = UTC
# assumed: times are starts, or instants
label = start
# 100 % of the times follow each other so
step = 600

[station]
column = Messstelle

[values]
Lufttemperatur in °C = temp unit=degC
Luftfeuchte in % = rh unit=%
# not known: Bodentemperatur' "$output"
	same 'A,rh,2023-02-10T00:00:00Z,95.00
A,rh,2023-02-10T00:20:00Z,93.00
A,temp,2023-02-10T00:00:00Z,-2.20
A,temp,2023-02-10T00:10:00Z,-2.40
A,temp,2023-02-10T00:30:00Z,-2.80' "$(lnds-mesh sniff plain.csv >plain.ini && values plain.ini plain.csv)"
	# The same bytes wherever they come from.
	same "$output" "$(lnds-mesh sniff - <plain.csv)"
	zstd -q plain.csv -o plain.zst
	same "$output" "$(lnds-mesh sniff plain.zst)"
}

@test "day and month that cannot be told apart: both, commented out, exit 1" {
	for day in 01 02 03; do
		for h in 00 06 12 18; do echo "$day/04/2024 $h:00,A,$h"; done
	done >rows
	(echo time,station,temp && cat rows) >days.csv
	run3 1 lnds-mesh sniff days.csv
	same 'lnds-mesh: warning: days.csv: not all of it could be decided; see the comments of the proposal' \
		"$stderr"
	like '# undecided: every date can be read both ways; keep one
# format = %d/%m/%Y %H:%M
# format = %m/%d/%Y %H:%M' "$output"
	like '# A,2024-04-01T00:00:00Z,temp,0,0' "$output"
	like '# A,2024-01-04T00:00:00Z,temp,0,0' "$output"
	run ! grep -q '^format' <<<"$output"
	# One day beyond the 12th decides.
	echo '13/04/2024 00:00,A,5' >>days.csv
	run3 0 lnds-mesh sniff days.csv
	like '
format = %d/%m/%Y %H:%M
' "$output"
}

@test "what is no table, no time, no value" {
	: >empty.csv
	fails 3 'empty.csv: there is no line to look at' \
		'a header and some rows of the data are needed' lnds-mesh sniff empty.csv
	printf 'only words\nand more of them\n' >words.csv
	fails 3 'words.csv: no table is found in the first 28 bytes' \
		'rows of numbers, parted by one of ; , | tab or blanks, under a header line' \
		lnds-mesh sniff words.csv
	printf 'a,b\n1,2\n7,5\n3,1\n' >numbers.csv
	run3 1 lnds-mesh sniff numbers.csv
	like '# undecided: no column is a time in a known form' "$output"
	like '# undecided: no column is known to be a parameter' "$output"
	printf '\037\213\010\000abc' >x.gz
	run3 3 lnds-mesh sniff x.gz
	like 'gzip data' "$stderr"
	run3 5 lnds-mesh sniff nowhere.csv
	run3 2 lnds-mesh sniff
}

@test "the footer is found at the end of a long file, the encoding by its bytes" {
	{
		printf 'Zeit;Station;B\366e in m/s\n'
		awk 'BEGIN { for (i = 0; i < 13300; i++) printf "2024-02-%02d %02d:%02d;A;1.%d\n",
			1 + i / 1440, i / 60 % 24, i % 60, i % 7 }'
		printf 'Summe;13300\n'
	} >long.csv
	run3 0 lnds-mesh sniff long.csv
	like '
encoding = latin1
' "$output"
	like '
stop = \^Summe
' "$output"
	like '
Böe in m/s = gust unit=m/s' "$output"
}

@test "the range of a parameter is a veto, the unit a choice" {
	cat >odd.csv <<'END'
time,station,temp,pressure,rh,T2
2024-01-01 00:00,A,281.2,97870,0.5,5
2024-01-01 00:10,A,281.3,97860,500,5
2024-01-01 00:20,A,281.1,97890,900,5
END
	run3 0 lnds-mesh sniff odd.csv
	like 'temp = temp unit=K' "$output"
	like 'pressure = pres unit=Pa' "$output"
	like '# its numbers are not in the range of this parameter
# rh = rh unit=%' "$output"
}

@test "every file of the producers has its built-in mapping" {
	need_shared data/mesh
	D=$LNDS_SHARED/data/mesh
	first() { lnds-mesh sniff "$1" | head -n 1; }
	same "# the built-in mapping 'asta'" "$(first "$D"/agrimeteo/agrimeteo_ettelbruck.csv)"
	same "# the built-in mapping 'smn2020'" \
		"$(first "$D"/meteoswiss/validData/VQHA80_2020.csv)"
	same "# the built-in mapping 'smn-legacy'" "$(first "$D"/meteoswiss/validData/VQHA80.csv)"
	same "# the built-in mapping 'smn-legacy'" \
		"$(first "$D"/meteoswiss/validLegacyData/VQHA69.csv)"
	same "# the built-in mapping 'smn2025'" \
		"$(first "$D"/meteoswiss/validData/ogd-smn_ber_t_historical_2000-2009_shortened.csv)"
	same "# the built-in mapping 'dwd10'" "$(unzip -p "$D"/dwd/*.zip | first -)"
}

@test "every look-alike gets a map that reads it as the one written by hand" {
	need_shared data/mesh/lookalike
	LOOK=$LNDS_SHARED/data/mesh/lookalike
	MAPS=$LNDS_TOP/tests/data/mesh/maps
	alike semicolon_decimalcomma_bom semicolon_decimalcomma_bom.csv
	alike latin1_units_header latin1_units_header.csv
	alike two_header_lines two_header_lines.csv
	alike local_time_dst_october local_time_dst_october.csv '' --station 101
	alike local_time_dst_march local_time_dst_march.csv '' --station 101
	alike dwd10_lookalike dwd10_lookalike.txt 's/^00*//' # the built-in map pads to five
	alike flag_column_after_value flag_column_after_value.csv
	alike logger_transposed_header logger_transposed_header.dat '' --year 2025
	alike long long.csv
	alike wide_by_station wide_by_station.csv
	alike preamble_footer preamble_footer.csv
	alike excel_serial excel_serial.csv
	alike time_2400 time_2400.tsv
	# The built-in maps take a direction of 0 for calm.
	alike synop_fr_lookalike synop_fr_lookalike.csv '/,dir,.*,0.00$/d'
	alike isd_lookalike isd_lookalike.csv '/,dir,.*,0.00$/d'
	alike ghcnh_lookalike ghcnh_lookalike.psv
	alike weatherlink_lookalike weatherlink_lookalike.txt '' --station 102
	grep -q '^# assumed: the day comes before the month' found.ini
	alike epoch_ms_tenths epoch_ms_tenths.tsv
	alike utf16le_bom_tab utf16le_bom_tab.txt
	alike cumulative_counter cumulative_rain.csv
	alike date_five_columns_spaces date_five_columns_spaces.txt
	alike overlap overlap_first.csv
	alike overlap overlap_second.csv
	alike station_103_us_ampm station_103_us_ampm.csv
	# A second column of one parameter waits for a parameter of the house's own.
	sed '/^temp#2/d' "$MAPS/repeated_header_ragged.ini" >repeated.ini
	MAPS=. alike repeated repeated_header_ragged.csv
}

@test "the look-alike whose dates can be read both ways is refused" {
	need_shared data/mesh/lookalike
	run3 1 lnds-mesh sniff "$LNDS_SHARED/data/mesh/lookalike/ambiguous_day_month.csv"
	like '# format = %d/%m/%Y %H:%M
# format = %m/%d/%Y %H:%M' "$output"
}
