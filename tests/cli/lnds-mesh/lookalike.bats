#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Every dialect of the shared look-alikes, by its map, against what a reader should get.
# shellcheck shell=bash disable=SC2154
load ../lib

setup_case() {
	need_shared data/mesh/lookalike
	LOOK=$LNDS_SHARED/data/mesh/lookalike
	MAPS=$LNDS_TOP/tests/data/mesh/maps
	lnds-mesh init --step 60 s
	{
		printf '{"id":"temp_2","standard_name":"air_temperature","unit":"degC",'
		echo '"aggregate":"mean","decimals":2,"range":[-40,50]}'
	} >second.ndjson
	lnds-mesh params -S s --add second.ndjson
}

# holds NAME [VAR=VALUE…]: the store has what expected/NAME.csv lists.
holds() {
	local name=$1 params year args=()
	shift
	for var in "$@"; do
		args+=(-v "$var")
	done
	echo station,param,time,value,flags >export.csv
	params=$(find s/seg -mindepth 1 -type d -printf '%f\n' | paste -sd,)
	for year in $(find s/seg -name '*.lmx' -printf '%f\n' | cut -d. -f1 | sort -u); do
		lnds-mesh query -S s --param "$params" --start "$year" --by slot --qc raw |
			tail -n +2 >>export.csv
	done
	awk "${args[@]}" -f "$LNDS_TOP/tests/data/mesh/lookalike.awk" \
		"$LOOK/expected/$name.csv" export.csv | head -20
	[ "${PIPESTATUS[0]}" = 0 ]
}

# reads MAP FILE [OPTION…]: ingested without a fault.
reads() {
	local map=$1 file=$2
	shift 2
	run3 0 lnds-mesh ingest -S s --map "$MAPS/$map.ini" --add-stations "$@" "$LOOK/$file"
	same '' "$output$stderr"
	lnds-mesh compact -S s
	lnds-mesh check -S s
}

@test "semicolons, decimal commas, a byte order mark, units in the header" {
	reads semicolon_decimalcomma_bom semicolon_decimalcomma_bom.csv
	holds semicolon_decimalcomma_bom late=600
}

@test "latin-1, a station by its name" {
	reads latin1_units_header latin1_units_header.csv
	holds latin1_units_header
}

@test "two header lines" {
	reads two_header_lines two_header_lines.csv
	holds two_header_lines
}

@test "October's repeated hour" {
	reads local_time_dst_october local_time_dst_october.csv
	holds local_time_dst_october
}

@test "March's skipped hour" {
	reads local_time_dst_march local_time_dst_march.csv
	holds local_time_dst_march
}

@test "DWD, ten minutes" {
	reads dwd10_lookalike dwd10_lookalike.txt
	holds dwd10_lookalike
}

@test "a column of quality behind each value" {
	reads flag_column_after_value flag_column_after_value.csv
	holds flag_column_after_value late=360
}

@test "a logger: header by channel, flags before values, no year, a dead channel" {
	reads logger_transposed_header logger_transposed_header.dat --year 2025
	holds logger_transposed_header
}

@test "one value a row" {
	reads long long.csv
	holds long
}

@test "a column a station" {
	reads wide_by_station wide_by_station.csv
	holds wide_by_station
}

@test "preamble and footer, fixed zone, km/h" {
	reads preamble_footer preamble_footer.csv
	holds preamble_footer half=0.005
	# What is converted without an end is noted.
	like '^\{"batch":1,"map":"[^"]*preamble_footer.ini","rounded":[1-9]' "$(cat s/sources.ndjson)"
}

@test "day numbers of a spreadsheet" {
	reads excel_serial excel_serial.csv
	holds excel_serial
}

@test "24:00 over the 29th of February" {
	reads time_2400 time_2400.tsv
	holds time_2400 late=3600
}

@test "SYNOP of Meteo-France: K, Pa, mq, traces" {
	reads synop_fr_lookalike synop_fr_lookalike.csv
	holds synop_fr_lookalike sea=1
}

@test "ISD: composites with quality, stamps at :53" {
	reads isd_lookalike isd_lookalike.csv
	holds isd_lookalike sea=1
}

@test "GHCN hourly: quality a value, traces" {
	reads ghcnh_lookalike ghcnh_lookalike.psv
	holds ghcnh_lookalike
}

@test "WeatherLink: two header lines, 12 h clock, compass, American units" {
	reads weatherlink_lookalike weatherlink_lookalike.txt --station 102
	holds weatherlink_lookalike late=900 half=0.005
}

@test "Unix milliseconds beside the grid, tenths" {
	reads epoch_ms_tenths epoch_ms_tenths.tsv
	holds epoch_ms_tenths snap=300
}

@test "UTF-16 by its byte order mark" {
	reads utf16le_bom_tab utf16le_bom_tab.txt
	holds utf16le_bom_tab
}

@test "rain of the day, and a counter that was set back" {
	reads cumulative_rain cumulative_rain.csv
	holds cumulative_rain
	rm -r s
	lnds-mesh init s
	reads cumulative_counter cumulative_rain.csv
	# Before the counter's first reading nothing is known.
	holds cumulative_rain skip_first=1
}

@test "repeated header lines, double and empty names, short and long rows" {
	reads repeated_header_ragged repeated_header_ragged.csv
	holds repeated_header_ragged
}

@test "columns set with blanks, the time in five of them" {
	reads date_five_columns_spaces date_five_columns_spaces.txt
	holds date_five_columns_spaces
}

@test "a second delivery fills and corrects" {
	slots() {
		lnds-mesh query -S s --param temp,rh --start 2024 --by slot --qc raw "$@"
	}
	reads overlap overlap_first.csv --arrival 2024-04-05
	slots >first.csv
	[ "$(wc -l <first.csv)" -gt 100 ]
	reads overlap overlap_second.csv --arrival 2024-04-07
	holds overlap_merged
	slots --as-of 2024-04-06 >between.csv
	cmp first.csv between.csv
	run3 0 lnds-mesh ingest -v -S s --map "$MAPS/overlap.ini" "$LOOK/overlap_second.csv"
	like '^lnds-mesh: nothing new: .* 0 changed' "$stderr"
}

@test "a station in the name of the file, AM and PM" {
	reads station_103_us_ampm station_103_us_ampm.csv
	holds station_103_us_ampm half=0.005
	rm -r s
	lnds-mesh init s
	run3 0 lnds-mesh ingest -S s --map "$MAPS/station_103_us_ampm.ini" --add-stations \
		--name station_103_us_ampm.csv - <"$LOOK/station_103_us_ampm.csv"
	lnds-mesh compact -S s
	holds station_103_us_ampm half=0.005
}

@test "dates that can be read both ways are nobody's guess" {
	cat >unsure.ini <<'END'
[time]
column = date
step = 3600
[station]
column = station
[values]
temp = temp
END
	fails 3 "$LOOK/ambiguous_day_month.csv:2: column 'date': not a time of the form iso (shape 99/99/9999 99:99)" \
		'the mapping lacks [time] format; where day and month can be either, only the producer knows' \
		lnds-mesh ingest -S s --map unsure.ini --add-stations "$LOOK/ambiguous_day_month.csv"
}
