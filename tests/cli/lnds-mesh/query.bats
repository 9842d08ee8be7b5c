#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# query: means, sums, extremes and the values themselves, whatever the way to them.
load ../lib

# A store of step 600 with stations A and B.
two_stations() {
	lnds-mesh init --step 600 s
	printf 'id,name,lat,lon\nA,a,49.6,6.1\nB,b,49.7,6.2\n' >stations.csv
	lnds-mesh stations -S s --import stations.csv
}

# ingest DATE [OPTION...]: what comes on stdin, long, as arrived that day, left uncompacted.
ingest() {
	local day=$1
	shift
	lnds-mesh ingest -S s --map long --arrival "$day" --no-compact "$@" -
}

# day STATION PARAM DATE VALUE: a whole day of one value.
day() {
	awk -v s="$1" -v p="$2" -v d="$3" -v v="$4" 'BEGIN {
		for (i = 0; i < 144; i++)
			printf "%s,%sT%02d:%02d:00Z,%s,%s\n", s, d, i / 6, i % 6 * 10, p, v
	}'
}

# generated [DAYS [START]]: store s with five stations and six parameters.
generated() {
	lnds-mesh init s
	lnds-mesh gen --what stations --stations 5 | lnds-mesh stations -S s --import -
	lnds-mesh gen --stations 5 --params 6 --days "${1:-20}" --start "${2:-2022-12-20}" >data.csv
	lnds-mesh ingest -S s --map long --no-compact data.csv
}

# without_table QUESTION...: --scan answers the same, in every way that the machine has.
without_table() {
	lnds-mesh query -S s "$@" >table.csv || [ $? = 1 ]
	for cpu in scalar avx2 avx512; do
		LNDS_CPU=$cpu lnds-mesh query -S s --scan "$@" >scan.csv || [ $? = 1 ]
		cmp table.csv scan.csv
	done
}

@test "the columns, the cover and the rounding of a mean" {
	two_stations
	{
		echo station,time,param,value
		day A temp 2023-05-01 9.4
		day A temp 2023-05-02 9.43 | head -n 72
		day A rain 2023-05-01 0.2
	} | ingest 2023-05-03
	run3 0 lnds-mesh query -S s --param temp --start 2023-05-01 --end 2023-05-03
	same 'station,param,start,end,n,expected,cover,mean
A,temp,2023-05-01T00:00:00Z,2023-05-03T00:00:00Z,216,288,0.750,' "$output"
	same "lnds-mesh: warning: every answer is empty: less than 0.8 of the expected values is there (--min-cover)" "$stderr"
	run3 0 lnds-mesh query -S s --param temp,rain --start 2023-05-01 --end 2023-05-03 \
		--min-cover 0.5
	same 'station,param,start,end,n,expected,cover,mean,sum
A,temp,2023-05-01T00:00:00Z,2023-05-03T00:00:00Z,216,288,0.750,9.410,
A,rain,2023-05-01T00:00:00Z,2023-05-03T00:00:00Z,144,288,0.500,,28.80' "$output"
	same '' "$stderr"
	run3 0 lnds-mesh query -S s --param temp --start 2023-05-01 --by day --end 2023-05-03 \
		--stat min,mean,max,n,cover --to ndjson
	same '{"station":"A","param":"temp","start":"2023-05-01T00:00:00Z","end":"2023-05-02T00:00:00Z","n":144,"expected":144,"cover":1.000,"min":9.40,"mean":9.400,"max":9.40}
{"station":"A","param":"temp","start":"2023-05-02T00:00:00Z","end":"2023-05-03T00:00:00Z","n":72,"expected":144,"cover":0.500,"min":null,"mean":null,"max":null}' "$output"
	run3 0 lnds-mesh query -S s --param temp,rain --start 2023-05-01 --to ndjson
	like '"mean":9.400}' "$output"
	like '"sum":28.80}$' "$output"
}

@test "means are exact: against whole-number arithmetic" {
	generated 5
	lnds-mesh query -S s --param temp,pmsl,rain --start 2022-12 --by day --min-cover 0 \
		--stat n >/dev/null
	lnds-mesh query -S s --param temp,rh,wind --start 2022-12-20 --end 2022-12-25 |
		tail -n +2 | cut -d, -f1,2,5,8 | sort >got.csv
	# A decimal of input, three of the mean: sum of tenths * 100 / n, half to even.
	tail -n +2 data.csv | awk -F, '$3 ~ /^(temp|rh|wind)$/ && $4 != "" {
		k = $1 "," $3
		sum[k] += sprintf("%.0f", $4 * 100)
		n[k]++
	} END {
		for (k in n) {
			a = sum[k] < 0 ? -sum[k] : sum[k]
			q = int(a * 10 / n[k])
			r = a * 10 - q * n[k]
			if (2 * r > n[k] || (2 * r == n[k] && q % 2))
				q++
			printf "%s,%d,%s%d.%03d\n", k, n[k], sum[k] < 0 && q ? "-" : "",
				int(q / 1000), q % 1000
		}
	}' | sort >want.csv
	[ "$(wc -l <want.csv)" = 15 ]
	diff want.csv got.csv
}

@test "day table, scan, pending and compacted say the same" {
	generated 20
	local -a questions=(
		'--param temp,rain,dir --start 2023-01 --min-cover 0'
		'--param temp --start 2022-12-20 --end 2023-01-09 --by day --stat mean,min,max'
		'--param temp --start 2022-12-24T07:31Z --end 2023-01-03T23:59:59Z --by month --min-cover 0'
		'--param temp --start 2022-12-30 --end 2023-01-03 --by day --tz Europe/Luxembourg'
		'--param temp --start 2022-12-30 --end 2023-01-03 --by day --tz Asia/Kolkata --qc strict'
		'--param dir --start 2022-12-30T05:00Z --end 2023-01-03 --by hour --stat mean,r --qc raw'
		'--param temp --start 2023 --by slot --station L02'
	)
	# Flags, so that the modes differ.
	tail -n +2 data.csv | awk -F, -v OFS=, 'BEGIN { print "station,time,param,value,flags" }
		$4 != "" && NR % 7 == 0 { print $1, $2, $3, $4, NR % 3 ? 16 : 32 }' |
		lnds-mesh ingest -S s --map long --no-compact -
	local i q
	for i in 1 2; do
		for q in "${!questions[@]}"; do
			# shellcheck disable=SC2086
			without_table ${questions[q]}
			[ "$(wc -l <table.csv)" -gt 1 ]
			[ "$i" = 2 ] || cp table.csv "pending.$q"
			cmp "pending.$q" table.csv
		done
		lnds-mesh compact -S s
	done
}

@test "raw, accepted and strict leave out what they say" {
	two_stations
	{
		echo station,time,param,value,flags
		echo A,2023-05-01T00:00Z,temp,1,
		echo A,2023-05-01T00:10Z,temp,2,16
		echo A,2023-05-01T00:20Z,temp,4,32
		echo A,2023-05-01T00:30Z,temp,8,96
		echo A,2023-05-01T00:40Z,temp,16,80
		echo A,2023-05-01T00:50Z,temp,99,
	} | ingest 2023-05-02
	means() {
		for qc in accepted strict raw; do
			lnds-mesh query -S s --param temp --start 2023-05-01 --by hour \
				--end 2023-05-01T01:00Z --min-cover 0 --qc "$qc" "$@" |
				tail -n +2 | cut -d, -f5,8
		done
	}
	same $'4,6.750\n3,8.333\n6,21.667' "$(means)"
	same "$(means)" "$(means --scan)"
	lnds-mesh compact -S s
	same $'4,6.750\n3,8.333\n6,21.667' "$(means)"
	same "$(means)" "$(means --scan)"
	run3 0 lnds-mesh query -S s --param temp --start 2023-05-01 --by slot --qc strict
	same 'station,param,time,value,flags
A,temp,2023-05-01T00:00:00Z,1.00,0
A,temp,2023-05-01T00:30:00Z,8.00,96
A,temp,2023-05-01T00:40:00Z,16.00,80' "$output"
}

@test "what is exported and ingested again is the same store" {
	generated 4
	echo 'L01,2022-12-21T00:00Z,temp,-3.125,17' |
		cat <(echo station,time,param,value,flags) - |
		lnds-mesh ingest -S s --map long -
	local all=temp,rh,wind,dir,pmsl,rain
	lnds-mesh query -S s --param "$all" --start 2022 --by slot --qc raw -o out.csv
	lnds-mesh query -S s --param "$all" --start 2022 --by slot --qc raw --to ndjson -o out.ndjson
	[ "$(wc -l <out.csv)" -gt 33000 ]
	for form in csv ndjson; do
		lnds-mesh init t.$form
		lnds-mesh stations -S s | lnds-mesh stations -S t.$form --import -
		lnds-mesh ingest -S t.$form --map long out.$form
		lnds-mesh query -S t.$form --param "$all" --start 2022 --by slot --qc raw |
			cmp - out.csv
		for qc in accepted strict; do
			diff <(lnds-mesh query -S s --param "$all" --start 2022-12 --by day \
				--min-cover 0 --qc $qc) \
				<(lnds-mesh query -S t.$form --param "$all" --start 2022-12 \
					--by day --min-cover 0 --qc $qc)
		done
	done
}

@test "as of a day between two files the store is that of the first" {
	need_shared mesh/lookalike/overlap_first.csv
	local here=$LNDS_SHARED/mesh/lookalike
	both() {
		lnds-mesh query -S "$1" --param temp,rh --start 2024-04 --by slot "${@:2}"
		lnds-mesh query -S "$1" --param temp,rh --start 2024-04-04 --min-cover 0 \
			--stat mean,min,max --by hour "${@:2}"
	}
	for s in first two; do
		lnds-mesh init --step 600 $s
		lnds-mesh ingest -S $s --map wide --add-stations --arrival 2024-04-05 \
			"$here/overlap_first.csv"
	done
	lnds-mesh ingest -S two --map wide --arrival 2024-04-07 "$here/overlap_second.csv"
	both first >want
	[ "$(wc -l <want)" -gt 100 ]
	for _ in 1 2; do
		for day in 2024-04-05 2024-04-06; do
			diff want <(both two --as-of $day)
			diff want <(both two --as-of $day --scan)
		done
		run ! diff -q want <(both two --as-of 2024-04-07)
		diff <(both two) <(both two --as-of 2024-04-07)
		lnds-mesh compact -S two --all
	done
	# The merged one has what the second file brought.
	diff <(tail -n +2 "$here/expected/overlap_merged.csv" | awk -F, \
		'{ printf "%s,%s,%s,%.2f\n", $1, $3, $2, $4 }' | sort) \
		<(lnds-mesh query -S two --param temp,rh --start 2024-04 --by slot |
			tail -n +2 | cut -d, -f1-4 | sort)
	run3 1 lnds-mesh query -S two --param temp --start 2024-04 --as-of 2024-04-04
	same 'station,param,start,end,n,expected,cover,mean' "$output"
}

@test "a degree more moves every mean by a degree, a quarter turn every direction" {
	generated 3
	lnds-mesh init t
	lnds-mesh stations -S s | lnds-mesh stations -S t --import -
	awk -F, -v OFS=, '$3 == "temp" && $4 != "" { $4 = sprintf("%.1f", $4 + 1) }
		$3 == "dir" && $4 != "" { $4 = sprintf("%.2f", ($4 + 90) % 360) }
		{ print }' data.csv | lnds-mesh ingest -S t --map long -
	values() {
		lnds-mesh query -S "$1" --param "$2" --start 2022-12-20 --end 2022-12-23 --by hour \
			--min-cover 0 | tail -n +2 | cut -d, -f8
	}
	paste -d, <(values s temp) <(values t temp) | awk -F, '
		sprintf("%.3f", $1 + 1) != $2 { bad++ } END { exit bad || NR != 360 }'
	paste -d, <(values s dir) <(values t dir) | awk -F, '
		sprintf("%.3f", ($1 + 90) % 360) != sprintf("%.3f", $2) { bad++ }
		END { exit bad || NR != 360 }'
}

@test "days are those of the zone, also where they have 23 or 25 hours" {
	two_stations
	{
		echo station,time,param,value
		day A temp 2023-10-28 1
		day A temp 2023-10-29 2
		day A temp 2023-10-30 3
	} | ingest 2023-11-01
	run3 0 lnds-mesh query -S s --param temp --by day --tz Europe/Luxembourg \
		--start 2023-10-29 --end 2023-10-31
	same 'station,param,start,end,n,expected,cover,mean
A,temp,2023-10-28T22:00:00Z,2023-10-29T23:00:00Z,150,150,1.000,1.920
A,temp,2023-10-29T23:00:00Z,2023-10-30T23:00:00Z,144,144,1.000,2.958' "$output"
	run3 0 lnds-mesh query -S s --param temp --by hour --tz Europe/Luxembourg \
		--start 2023-10-29
	[ "${#lines[@]}" = 26 ]
	run3 0 lnds-mesh query -S s --param temp --tz UTC+1 --start 2023-10-29
	like 'A,temp,2023-10-28T23:00:00Z,2023-10-29T23:00:00Z,144,144,1.000,1.958' "$output"
	run3 1 lnds-mesh query -S s --param temp --by day --tz Europe/Luxembourg \
		--start 2023-03-26
	like ',0,138,0.000,$' "$output"
	# Periods are cut off where the question begins and ends.
	run3 0 lnds-mesh query -S s --param temp --by month --start 2023-10-28T12:00Z \
		--end 2023-11-02 --min-cover 0
	same 'A,temp,2023-10-28T12:00:00Z,2023-11-01T00:00:00Z,360,504,0.714,2.200
A,temp,2023-11-01T00:00:00Z,2023-11-02T00:00:00Z,0,144,0.000,' "$(tail -n 2 <<<"$output")"
}

@test "what is expected follows the cadence of each station and year" {
	lnds-mesh init s --step 600
	printf 'id,name,lat,lon,cadence\nA,a,49.6,6.1,3600\n' >a.csv
	printf 'id,name,lat,lon,cadence\nA,a,49.6,6.1,600\nB,b,49.6,6.1,1800\n' >b.csv
	lnds-mesh stations -S s --import a.csv
	{
		echo station,time,param,value
		echo A,2022-12-31T00:53Z,temp,1
		echo A,2022-12-31T01:53Z,temp,2
	} | ingest 2023-01-01
	lnds-mesh stations -S s --import b.csv
	{
		echo station,time,param,value
		echo A,2023-01-01T00:03Z,temp,3
		echo B,2023-01-01T00:00Z,temp,4
	} | ingest 2023-01-01
	run3 0 lnds-mesh query -S s --param temp --start 2022-12-31 --end 2023-01-02 --by day \
		--min-cover 0
	same 'station,param,start,end,n,expected,cover,mean
A,temp,2022-12-31T00:00:00Z,2023-01-01T00:00:00Z,2,24,0.083,1.500
A,temp,2023-01-01T00:00:00Z,2023-01-02T00:00:00Z,1,144,0.007,3.000
B,temp,2022-12-31T00:00:00Z,2023-01-01T00:00:00Z,0,48,0.000,
B,temp,2023-01-01T00:00:00Z,2023-01-02T00:00:00Z,1,48,0.021,4.000' "$output"
}

@test "stations by name, box and nearness" {
	generated 1
	who() {
		lnds-mesh query -S s --param temp --start 2022-12-20 "$@" | tail -n +2 |
			cut -d, -f1 | paste -sd' '
	}
	same 'L01 L02 L03 L04 L05' "$(who)"
	same 'L02 L04' "$(who --station L04,L02)"
	lnds-mesh stations -S s | awk -F, 'NR > 1 { print $1, $3, $4 }' >where.txt
	read -r id lat lon < <(sed -n 3p where.txt)
	same "$id" "$(who --near "$lat,$lon,1")"
	same "$id" "$(who --bbox "$(awk -v a="$lon" -v b="$lat" \
		'BEGIN { printf "%f,%f,%f,%f", a - 1e-4, b - 1e-4, a + 1e-4, b + 1e-4 }')")"
	same "$(awk '$2 < 49.8 { print $1 }' where.txt | paste -sd' ')" \
		"$(who --bbox 5,49,7,49.8)"
	run3 1 lnds-mesh query -S s --param temp --start 2022-12-20 --bbox 0,0,1,1
	same 'station,param,start,end,n,expected,cover,mean' "$output"
}

@test "nothing selected: the header only, and 1" {
	generated 1
	run3 1 lnds-mesh query -S s --param temp --start 2031
	same 'station,param,start,end,n,expected,cover,mean' "$output"
	run3 1 lnds-mesh query -S s --param gust --start 2022 --stat max,mean
	same 'station,param,start,end,n,expected,cover,max,mean' "$output"
	run3 1 lnds-mesh query -S s --param temp --start 2031 --by slot
	same 'station,param,time,value,flags' "$output"
	run3 1 lnds-mesh query -q -S s --param temp --start 2031 --to ndjson
	same '' "$output$stderr"
	# A line for a station that measures, though not then.
	run3 1 lnds-mesh query -S s --param temp --start 2022-06-01 --station L01
	like 'L01,temp,2022-06-01T00:00:00Z,2022-06-02T00:00:00Z,0,288,0.000,$' "$output"
}

@test "questions that make no sense are refused with a hint" {
	generated 1
	local -a q=(lnds-mesh query -S s --start 2022)
	fails 2 "unknown parameter 'tmep'" "did you mean 'temp'?" "${q[@]}" --param tmep
	fails 2 "unknown station 'L10'" "did you mean 'L01'?" "${q[@]}" --param temp --station L10
	fails 2 "the sum of 'temp' makes no sense" \
		'it adds up as mean: its own statistic is mean' "${q[@]}" --param temp --stat sum
	fails 2 "the mean of 'rain' makes no sense" \
		'it adds up as sum: its own statistic is sum' "${q[@]}" --param temp,rain --stat mean
	fails 2 "the max of 'dir' makes no sense" \
		'it adds up as vector: its own statistic is mean' "${q[@]}" --param dir --stat max
	fails 2 "unknown value 'week' of by" 'one of all, year, month, day, hour, slot' \
		"${q[@]}" --param temp --by week
	fails 2 "unknown value 'year,month' of by" 'one of all, year, month, day, hour, slot' \
		"${q[@]}" --param temp --by year,month
	fails 2 "unknown value 'expected' of stat" 'one of mean, min, max, sum, n, cover, r' \
		"${q[@]}" --param temp --stat expected
	fails 2 'station, bbox and near choose stations: one of them at a time' \
		'without any of them it is all stations' \
		"${q[@]}" --param temp --station L01 --near 49,6,1
	fails 2 "as of: 'yesterday' is no date" \
		'2023-04-05, for instance: the end of that day, UTC' \
		"${q[@]}" --param temp --as-of yesterday
	fails 2 'the period ends before it starts' \
		'--end is the first moment after the period' "${q[@]}" --param temp --end 2021
	run3 2 lnds-mesh query -S s --param temp
	like 'start' "$stderr"
}

@test "a time that clocks skipped is none; one that comes twice is its first pass" {
	two_stations
	local -a q=(lnds-mesh query -S s --param temp --tz Europe/Luxembourg)
	fails 2 "'2019-03-31T02:30' is a time that clocks of this zone skipped" \
		'they went on at 2019-03-31T03:00:00, which is 2019-03-31T01:00:00Z' \
		"${q[@]}" --start 2019-03-31T02:30
	fails 2 "'2019-03-31T02:00' is a time that clocks of this zone skipped" \
		'they went on at 2019-03-31T03:00:00, which is 2019-03-31T01:00:00Z' \
		"${q[@]}" --start 2019-03-30 --end 2019-03-31T02:00
	{
		echo station,time,param,value
		echo A,2019-10-27T00:30:00Z,temp,1
		echo A,2019-10-27T01:30:00Z,temp,2
	} | ingest 2019-11-01
	run3 0 "${q[@]}" --start 2019-10-27T02:30 --by slot
	same 'A,temp,2019-10-27T00:30:00Z,1.00,0' "${lines[1]}"
	same 2 "${#lines[@]}"
}

@test "nothing selected says what there is" {
	generated 2
	local -a q=(lnds-mesh query -S s --param temp)
	run3 1 "${q[@]}" --start 2017
	same 'station,param,start,end,n,expected,cover,mean' "$output"
	same "lnds-mesh: warning: no series of 'temp' in that period (the store has the year 2022)" \
		"$stderr"
	run3 1 "${q[@]}" --start 2017 -q
	same '' "$stderr"
	run3 1 "${q[@]}" --start 2017 --by slot
	same "lnds-mesh: warning: no value of 'temp' in that period (the store has the year 2022)" \
		"$stderr"
	run3 1 "${q[@]}" --start 2022 --bbox 0,0,1,1
	same 'lnds-mesh: warning: no station is there (lnds-mesh stations lists all)' "$stderr"
	run3 1 lnds-mesh query -S s --param gust --start 2022
	same "lnds-mesh: warning: no series of 'gust' in this store (lnds-mesh info lists what it holds)" \
		"$stderr"
	run3 1 lnds-mesh cv -S s --param temp --start 2017
	same "lnds-mesh: warning: no series of 'temp' in that period (the store has the year 2022)" \
		"$stderr"
	run3 1 lnds-mesh cv -S s --param temp --start 2017 -q
	same '' "$stderr"
}

@test "damage of one parameter leaves the others readable" {
	generated 1
	lnds-mesh compact -S s
	printf X | dd of="$(echo s/seg/rain/*.lmx)" bs=1 seek=40 conv=notrunc status=none
	run3 6 lnds-mesh query -S s --param rain --start 2022
	like 'seg/rain/2022\.[0-9]+\.lmx: the header is damaged' "$stderr"
	run3 0 lnds-mesh query -S s --param temp --start 2022-12-20
	rm s/seg/rain/*.lmx
	run3 6 lnds-mesh query -S s --param rain --start 2022
	like 'seg/rain/2022\.[0-9]+\.lmx is missing' "$stderr"
}

@test "CoverageJSON, NetCDF and charts hold one parameter" {
	generated 2
	local -a q=(lnds-mesh query -S s --start 2022-12-21 --by hour)
	run3 0 "${q[@]}" --param temp --to covjson -o out.covjson
	jq -e '.type == "CoverageCollection" and (.coverages | length) == 5' out.covjson
	# The values are those of the table.
	"${q[@]}" --param temp --min-cover 0.8 | awk -F, 'NR > 1 && $1 == "L03" { print $8 }' >want
	jq -r '.coverages[2].ranges.temp.values[] // ""' out.covjson |
		awk '{ printf $1 == "" ? "\n" : "%.3f\n", $1 }' | diff want -
	run3 0 "${q[@]}" --param temp --to nc -o out.nc
	same $'CDF\001' "$(head -c 4 out.nc)"
	run3 0 "${q[@]}" --param temp --to svg
	like '^<svg ' "$output"
	fails 2 'this format holds one parameter, not 2' 'ask for each by itself, or --to csv' \
		"${q[@]}" --param temp,rain --to svg
	fails 2 'this format holds one statistic, not 2' 'ask for each by itself, or --to csv' \
		"${q[@]}" --param temp --stat min,max --to covjson
	run3 1 lnds-mesh query -S s --start 2031 --param temp --to nc -o none.nc
	same "lnds-mesh: warning: no series of 'temp' in that period (the store has the year 2022): no file is written" \
		"$stderr"
	[ ! -e none.nc ]
}
