#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# qc: what is found where it was planted, flags that stay flags, the batch that they make.
load ../lib

# Five stations within 30 km of each other, 100 m apart in height.
setup_case() {
	lnds-mesh init --step 600 s
	cat >stations.csv <<'END'
id,name,lat,lon,elevation,cadence
A,a,49.60,6.10,200,600
B,b,49.62,6.12,300,600
C,c,49.64,6.14,400,600
D,d,49.66,6.16,500,600
H,h,49.68,6.18,600,3600
END
	lnds-mesh stations -S s --import stations.csv
}

# day DATE [AWK]: a day of temp of all stations, long, 10 degC at sea level, rising by 0.01 a slot; AWK may
# change v of station id at slot i, or skip it (v = "").
day() {
	awk -v date="$1" 'BEGIN {
		split("A B C D H", ids, " ")
		print "station,time,param,value"
		for (i = 0; i < 144; i++)
			for (k = 1; k <= 5; k++) {
				id = ids[k]
				if (id == "H" && i % 6)
					continue
				v = 10 - 0.65 * (k + 1) + i / 100
				'"${2-}"'
				if (v != "")
					printf "%s,%sT%02d:%02d:00Z,temp,%.2f\n", id, date,
						i / 6, i % 6 * 10, v
			}
	}'
}

ingest() {
	lnds-mesh ingest -S s --map long --arrival 2023-12-31 -
}

qc() {
	lnds-mesh qc -S s --param temp --arrival 2024-01-01 "$@"
}

@test "a clean day has nothing to flag, and no batch is made" {
	day 2023-05-01 | ingest
	run3 0 qc --start 2023-05-01
	same 'param,station,test,n' "$output"
	same '' "$stderr"
	run3 0 qc -v --start 2023
	like 'lnds-mesh: temp: 0 of 600 values fail' "$stderr"
	like 'lnds-mesh: nothing new' "$stderr"
	same 1 "$(grep -c ^batch s/MANIFEST)"
}

@test "a lone spike flags the middle, a stuck sensor its whole stay, a drifting one what is off" {
	day 2023-05-01 '
		if (id == "A" && i == 50) v += 20
		if (id == "B" && i >= 60 && i < 132) v = 9.5
		if (id == "C" && i >= 72) v += 0.1 * (i - 72)' | ingest
	run3 1 qc --start 2023-05-01
	# 7.1 K off at the end; the means of the last four hours are off by more than 5 K.
	same 'param,station,test,n
temp,A,step,1
temp,B,persist,72
temp,C,buddy,24' "$output"
	same 'lnds-mesh: warning: temp: 97 of 600 values fail, more than --max-flagged' "$stderr"
	run3 0 qc --start 2023-05-01 --max-flagged 20%
	run3 0 qc --start 2023-05-01 --max-flagged 0.2
	lnds-mesh check -S s
}

@test "flags alter no value: accepted and raw answer as before, strict leaves out what failed" {
	day 2023-05-01 'if (id == "A" && i == 50) v += 20; if (id == "D" && i == 7) v = 99' | ingest
	ask() {
		lnds-mesh query -S s --param temp --station A,D --start 2023-05-01 --stat mean,max,n \
			--min-cover 0 "$@"
	}
	accepted=$(ask) raw=$(ask --qc raw)
	same "$accepted" "$(ask --qc strict)"
	slots=$(ask --by slot --qc raw | cut -d, -f1-4)
	run3 0 qc --start 2023-05-01
	same 'param,station,test,n
temp,A,step,1' "$output"
	for round in pending compacted; do
		same "$accepted" "$(ask)"
		same "$raw" "$(ask --qc raw)"
		same "$slots" "$(ask --by slot --qc raw | cut -d, -f1-4)"
		same A,143,144 "$(ask --qc strict | grep ^A | cut -d, -f1,5,6)"
		same "$(ask --qc strict)" "$(ask --qc strict --scan)"
		same "$(ask | grep ^D)" "$(ask --qc strict | grep ^D)" # rejected: out of both
		[ "$round" = compacted ] || lnds-mesh compact -S s
	done
	same "$accepted" "$(ask --as-of 2023-12-31 --qc strict)"
}

@test "a second run adds nothing, before and after compaction" {
	day 2023-05-01 'if (id == "A" && i % 20 == 3) v += 9' | ingest
	run3 0 qc -v --start 2023
	like 'batch 2: 8 values flagged' "$stderr"
	first=$output
	cp s/MANIFEST before
	run3 0 qc -v --start 2023
	like 'nothing new' "$stderr"
	same "$first" "$output"
	cmp s/MANIFEST before
	lnds-mesh compact -S s
	cp s/MANIFEST before
	run3 0 qc --start 2023
	same "$first" "$output"
	cmp s/MANIFEST before
	lnds-mesh check -S s
}

@test "equal runs with --arrival give equal trees" {
	day 2023-05-01 'if (id == "A" && i % 20 == 3) v += 9' >day.csv
	cp -r s t
	for store in s t; do
		lnds-mesh ingest -S $store --map long --arrival 2023-12-31 day.csv
		lnds-mesh qc -S $store --param temp --start 2023 --arrival 2024-01-01 >$store.csv
	done
	diff -r s t
	cmp s.csv t.csv
}

@test "only the period is flagged, what stands around it is looked at" {
	day 2023-05-01 'if (id == "A" && i >= 36) v = 7' | ingest
	day 2023-05-02 'if (id == "A" && i < 12) v = 7' | ingest
	run3 0 qc --tests persist --start 2023-05-02
	same 'param,station,test,n
temp,A,persist,12' "$output"
	run3 0 qc --tests persist --start 2023-05-01T23:00Z --end 2023-05-01T23:30Z --max-flagged 100%
	same 'param,station,test,n
temp,A,persist,3' "$output"
	run3 1 qc --tests persist --start 2023 --max-flagged 5%
	like 'temp,A,persist,120' "$output"
}

@test "the turn of the year is no boundary" {
	day 2022-12-31 'if (id == "A" && i >= 96) v = 7; if (id == "B" && i == 143) v += 9
		if (id == "H") v += 0.01 * i / 6' | ingest
	day 2023-01-01 'if (id == "A" && i < 30) v = 7; if (id == "C" && i == 0) v += 9' | ingest
	run3 1 qc --tests step,persist --start 2022-12-31 --end 2023-01-02
	same 'param,station,test,n
temp,A,persist,78
temp,B,step,1
temp,C,step,1' "$(grep -v ,H, <<<"$output")"
	lnds-mesh compact -S s
	lnds-mesh check -S s
	run3 1 qc -v --tests step,persist --start 2022-12-31 --end 2023-01-02
	like 'nothing new' "$stderr"
}

@test "the limit grows with the cadence, gaps are no steps" {
	# 6 K in ten minutes are too many, 20 K an hour are not.
	day 2023-05-01 'if (id == "A" && i >= 60) v += 7; if (id == "H" && i >= 60) v += 20
		if (id == "B" && i >= 60) v = i == 60 ? "" : v + 7' | ingest
	run3 0 qc --tests step --start 2023
	same 'param,station,test,n
temp,A,step,1' "$output"
	day 2023-05-02 'if (id == "H" && i >= 60) v += 37' | ingest
	run3 0 qc --tests step --start 2023-05-02T09:00 --end 2023-05-02T12:00
	same 'param,station,test,n
temp,H,step,1' "$output"
}

@test "what is out of range is rejected already: no test looks at it" {
	day 2023-05-01 'if (id == "A" && i == 50) v = -99.9; if (id == "B") v = -99.9' | ingest
	run3 0 qc -v --start 2023
	same 'param,station,test,n' "$output"
	like 'temp: 0 of 455 values fail' "$stderr"
}

@test "exceptions: calm and saturated air may last" {
	{
		echo station,time,param,value
		for h in $(seq 0 23); do
			for m in 00 10 20 30 40 50; do
				printf 'A,2023-05-01T%02d:%s:00Z,wind,0\n' "$h" "$m"
				printf 'B,2023-05-01T%02d:%s:00Z,wind,0.3\n' "$h" "$m"
				printf 'A,2023-05-01T%02d:%s:00Z,rh,99.4\n' "$h" "$m"
				printf 'B,2023-05-01T%02d:%s:00Z,rh,98.9\n' "$h" "$m"
				printf 'A,2023-05-01T%02d:%s:00Z,dir,360\n' "$h" "$m"
			done
		done
	} | ingest
	run3 1 lnds-mesh qc -S s --param wind,rh,dir --start 2023 --arrival 2024-01-01
	same 'param,station,test,n
wind,B,persist,144
rh,B,persist,144
dir,A,persist,144' "$output"
}

@test "values accepted by hand are never flagged" {
	day 2023-05-01 'if (id == "A" && (i == 50 || i == 90)) v += 20' |
		awk -F, -v OFS=, 'NR == 1 { print $0, "flags"; next }
			{ print $0, $1 == "A" && $2 ~ /T08:20/ ? 64 : 0 }' | ingest
	run3 0 qc --start 2023
	same 'param,station,test,n
temp,A,step,1' "$output"
}

@test "nothing in the period: header only, exit 1" {
	day 2023-05-01 | ingest
	run3 1 qc --start 2024
	same 'param,station,test,n' "$output"
	same 'lnds-mesh: warning: no value in this period' "$stderr"
	run3 1 lnds-mesh qc -S s --param pmsl --start 2023
}

@test "refusals" {
	fails 2 "unknown parameter 'tmep'" "did you mean 'temp'?" \
		lnds-mesh qc -S s --param tmep --start 2023
	fails 2 "parameter 'rain' has no limits to test" \
		'lnds-mesh params lists the limits of each parameter' \
		lnds-mesh qc -S s --param rain --start 2023
	fails 2 "parameter 'wind' has no limit for 'buddy'" \
		'lnds-mesh params lists the limits of each parameter' \
		lnds-mesh qc -S s --param wind --start 2023 --tests step,buddy
	fails 2 "--tests: unknown test 'budy'" "did you mean 'buddy'?" \
		lnds-mesh qc -S s --param temp --start 2023 --tests step,budy
	fails 2 "--max-flagged: not a share: '5 %'" 'write it like 5% or 0.05' \
		lnds-mesh qc -S s --param temp --start 2023 --max-flagged '5 %'
	fails 2 'nowhere is no store' 'lnds-mesh init DIR makes one' \
		lnds-mesh qc -S nowhere --param temp --start 2023
	run3 2 lnds-mesh qc -S s --param temp
	run3 2 lnds-mesh qc -S s --param temp --start 2023-13
}

@test "one writer at a time" {
	exec {lock}<>s/.lock
	flock "$lock"
	run3 7 lnds-mesh qc -S s --param temp --start 2023 --wait 0
}
