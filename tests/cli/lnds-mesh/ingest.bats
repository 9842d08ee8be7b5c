#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# ingest, compact, info, check: measurements on their way into a store.
load ../lib

setup_case() {
	lnds-mesh init --step 600 s
	printf 'id,name,lat,lon\nA,a,49.5,6.1\nB,b,49.6,6.2\n' |
		lnds-mesh stations -S s --import -
}

# took TEXT COMMAND…: it ends with 0 and its first line with -v says so.
took() {
	local text=$1
	shift
	run3 0 "$@"
	same "lnds-mesh: $text" "${stderr_lines[0]}"
}

day() { # VALUE: three slots of A and B
	echo station,time,temp,rh
	for m in 00 10 20; do
		echo "A,2023-03-01T00:$m:00Z,$1.$m,80"
		echo "B,2023-03-01T00:$m:00Z,,81.5"
	done
}

@test "wide and long say the same, and what comes again changes nothing" {
	day 5 >wide.csv
	took 'batch 1: 6 rows, 9 values (9 new, 0 same, 0 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide wide.csv
	awk -F, 'BEGIN { print "param,value,station,time" }
		NR > 1 { print "temp," $3 "," $1 "," $2; print "rh," $4 "," $1 "," $2 }' \
		wide.csv >long.csv
	took 'nothing new: 12 rows, 9 values (0 new, 9 same, 0 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map long long.csv
	same 1 "$(ls s/log | wc -l)"
	took '1 batches, 2 segments' lnds-mesh compact -v -S s
	took 'nothing new: 12 rows, 9 values (0 new, 9 same, 0 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map long long.csv
	run3 0 lnds-mesh info -S s
	like $'^param,year,stations,values,bytes,pending\ntemp,2023,1,3,[0-9]+,0\nrh,2023,2,6,[0-9]+,0$' \
		"$output"
	run3 0 lnds-mesh check -S s
	same '' "$output$stderr"
}

@test "the batch does not depend on quotes, line ends, format or pieces" {
	lnds-mesh stations -S s >stations.csv
	lnds-mesh gen --days 9 --step 600 --stations 2 | sed 's/L0*1/A/; s/L0*2/B/' >plain.csv
	awk -F, -v OFS=, 'NR > 1 { $1 = "\"" $1 "\""; $3 = $3 == "" ? "" : "\"" $3 "\"" } 1' \
		plain.csv >quoted.csv
	# A row with a stray quote in each hundred: libcsv judges what is around it.
	awk '{ print } NR % 100 == 0 { print "A\"A,," }' plain.csv >odd.csv
	sed 's/$/\r/' plain.csv >crlf.csv
	lnds-convert --to ndjson plain.csv >plain.ndjson
	n=0
	for run in plain.csv quoted.csv '--on-error skip odd.csv' crlf.csv plain.ndjson \
		'- --commit-every 99'; do
		n=$((n + 1))
		lnds-mesh init --step 600 "s$n"
		lnds-mesh stations -S "s$n" --import stations.csv
		# shellcheck disable=SC2086
		lnds-mesh ingest -q -S "s$n" --map wide --arrival 2024-01-01 $run < <(
			while read -r line; do echo "$line"; done <plain.csv)
		cmp s1/log/1.lmb "s$n/log/1.lmb"
	done
}

@test "NDJSON, flags, numbers in any spelling, times with offset" {
	cat >in.ndjson <<'END'
{"station":"A","time":"2023-03-01 01:00+01:00","param":"temp","value":5.50,"flags":16}
{"station":"A","time":"2023-03-01T00:10Z","param":"temp","value":"+0.6e1"}
{"station":"A","time":"2023-02-28T24:00:00","param":"rh","value":null}
END
	took 'batch 1: 3 rows, 2 values (2 new, 0 same, 0 changed), 1 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map long in.ndjson
	printf 'station,time,temp\nA,2023-03-01T00:00Z,5.5\nA,2023-03-01T00:10Z,6\n' |
		lnds-mesh ingest -S s --map wide --on-dup error -
}

@test "more decimals and wide values are kept exactly" {
	printf 'station,time,temp\nA,2023-03-01T00:00Z,5.12345678\nA,2023-03-01T00:10Z,-0.5\n' >a.csv
	took 'batch 1: 2 rows, 2 values (2 new, 0 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide a.csv
	lnds-mesh compact -S s
	took 'nothing new: 2 rows, 2 values (0 new, 2 same, 0 changed), 0 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide a.csv
	printf 'station,time,temp\nB,2023-03-01T00:00Z,9999.9\n' >b.csv
	run3 3 lnds-mesh ingest -S s --map wide b.csv
	like '8 decimals are too many for the values' "$stderr"
	run3 0 lnds-mesh check -S s
	printf 'station,time,temp\nA,2023-03-01T00:20Z,5.1234567891\n' >c.csv
	run3 3 lnds-mesh ingest -S s --map wide c.csv
	like 'c.csv:2: .*more than 9 decimals' "$stderr"
	run3 0 lnds-mesh ingest -S s --map wide --round c.csv
	same '{"batch":3,"rounded":1}' "$(jq -c 'del(.crc)' s/sources.ndjson)"
}

@test "values out of range are kept and counted" {
	printf 'station,time,temp\nA,2023-03-01T00:00Z,400.5\n' >a.csv
	took 'batch 1: 1 rows, 1 values (1 new, 0 same, 0 changed), 0 null, 1 out of range' \
		lnds-mesh ingest -v -S s --map wide a.csv
	lnds-mesh compact -S s
	run3 0 lnds-mesh check -S s
}

@test "duplicates: last, first, error" {
	day 5 >old.csv
	day 6 >new.csv
	lnds-mesh ingest -S s --map wide --arrival 2023-03-02 old.csv
	fails 3 "3 values differ from those that stand, the first: parameter 'temp', station 'A', interval from 2023-03-01T00:00:00Z" \
		'--on-dup last replaces them, first keeps them' \
		lnds-mesh ingest -S s --map wide --on-dup error new.csv
	printf 'station,time,temp,rh\nA,2023-03-01T00:10Z,5.1,80\nB,2023-03-01T00:20Z,,9\n' >rh.csv
	fails 3 "1 value differs from the one that stands: parameter 'rh', station 'B', interval from 2023-03-01T00:20:00Z" \
		'--on-dup last replaces them, first keeps them' \
		lnds-mesh ingest -S s --map wide --on-dup error rh.csv
	took 'nothing new: 6 rows, 9 values (0 new, 6 same, 3 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide --on-dup first new.csv
	took 'nothing new: 6 rows, 9 values (0 new, 9 same, 0 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide old.csv
	took 'batch 2: 6 rows, 9 values (0 new, 6 same, 3 changed), 3 null, 0 out of range' \
		lnds-mesh ingest -v -S s --map wide --arrival 2023-03-03 new.csv
	lnds-mesh compact -S s
	lnds-mesh ingest -S s --map wide --on-dup error new.csv
}

@test "splitting into batches and compacting in between gives the same segments" {
	lnds-mesh gen --what stations --stations 4 >stations.csv
	lnds-mesh gen --stations 4 --days 2 --step 600 --params 6 --start 2023-12-31 >all.csv
	for store in one many; do
		lnds-mesh init --step 600 $store
		lnds-mesh stations -S $store --import stations.csv 2>err || cat err
	done
	# The list says 300 s, which this store is too coarse for.
	sed -i 's/,300$/,600/' stations.csv
	lnds-mesh stations -S one --import stations.csv
	lnds-mesh stations -S many --import stations.csv
	lnds-mesh ingest -S one --map long --arrival 2024-01-05 all.csv
	lnds-mesh compact -S one
	head -n 1 all.csv >first_line
	tail -n +2 all.csv | shuf --random-source=all.csv >shuffled
	split -n l/5 shuffled part
	for part in part*; do
		cat first_line "$part" | lnds-mesh ingest -S many --map long --arrival 2024-01-05 -
		[ "$part" != partac ] || lnds-mesh compact -S many
	done
	lnds-mesh compact -S many --all
	for f in one/seg/*; do
		for y in 2023 2024; do
			cmp "$f"/$y.*.lmx "many/seg/$(basename "$f")"/$y.*.lmx
		done
	done
	run3 0 lnds-mesh check -S many
}

@test "bad rows: located, or set aside while the other cells are taken" {
	cat >bad.csv <<'END'
station,time,temp,rh
A,2023-03-01T00:10Z,5,80
A,2023-03-01T00:00Z,warm,80
C,2023-03-01T00:00Z,5,80
A,2023-13-01T00:00Z,5,80
A,2023-03-01T00:01Z,5,80
END
	run3 3 lnds-mesh ingest -S s --map wide bad.csv
	like "lnds-mesh: bad.csv:3: column 'temp': not a number \(shape aaaa\)" "$stderr"
	same '' "$(ls s/log)"
	run3 0 lnds-mesh ingest -q -S s --map wide --quarantine q.ndjson bad.csv
	same 'bad-value unknown-station bad-time off-grid' \
		"$(jq -r .id q.ndjson | paste -sd ' ')"
	run3 0 lnds-mesh info -S s
	like $'rh,2023,0,0,0,2$' "$output"
}

@test "bad rows alone keep their good cells; where nothing is taken the run fails" {
	cat >m.ini <<'END'
[time]
column = time
format = iso
step = 600
[station]
column = station
[values]
temp = temp
rh = rh
END
	for map in wide m.ini; do
		lnds-mesh init --step 600 "s-$map"
		lnds-mesh stations -S s | lnds-mesh stations -S "s-$map" --import - >/dev/null
		printf 'station,time,temp,rh\nA,2023-03-01T00:40Z,x,55\n' >one.csv
		run3 0 lnds-mesh ingest -S "s-$map" --map $map --quarantine q.csv one.csv
		like "warning: 1 of 1 records quarantined, the first: one.csv:2: column 'temp': not a number" \
			"$stderr"
		same 1 "$(wc -l <q.csv)"
		run3 0 lnds-mesh query -S "s-$map" --param rh --by slot --start 2023
		like 'A,rh,2023-03-01T00:40:00Z,55' "$output"
		# Again: nothing new, and still data.
		run3 0 lnds-mesh ingest -S "s-$map" --map $map --on-error skip one.csv
		printf 'station,time,temp,rh\nA,2023-03-01T00:50Z,x,\nA,2023-03-01T01:00Z,x,y\n' >none.csv
		run3 3 lnds-mesh ingest -S "s-$map" --map $map --on-error skip none.csv
		like "none.csv:2: column 'temp': every record is bad \(2\); the first one: not a number" \
			"$stderr"
		run3 3 lnds-mesh ingest -S "s-$map" --map $map --on-error skip --max-errors 50% one.csv
		like '1 of 1 records are bad, more than --max-errors 50%' "$stderr"
	done
}

@test "rows of long: the column that is to blame, and what to do" {
	row() { printf 'station,time,param,value\nA,2023-03-01T00:00Z,temp,5\n%s\n' "$1" >l.csv; }
	row A,2023-03-01T00:03Z,temp,6
	fails 3 "l.csv:3: column 'time': a time that is 180 s off this station's grid of 600 s" \
		'--off-grid floor or nearest puts it on the grid, or snap under [time] of its mapping' \
		lnds-mesh ingest -S s --map long l.csv
	row A,2023-03-01T00:10Z,temp,5.1234567891
	run3 3 lnds-mesh ingest -S s --map long l.csv
	like "l.csv:3: column 'value': a value with more than 9 decimals" "$stderr"
	row A,2023-03-01T00:10Z,tmep,6
	fails 3 "l.csv:3: column 'param': the store has no such parameter" "did you mean 'temp'?" \
		lnds-mesh ingest -S s --map long l.csv
	printf '[time]\ncolumn = time\nformat = iso\nstep = 600\n[station]\ncolumn = station\n' >m.ini
	printf '[long]\nparam = param\nvalue = value\n[values]\n* = *\n' >>m.ini
	fails 3 "l.csv:3: column 'param': the store has no such parameter" "did you mean 'temp'?" \
		lnds-mesh ingest -S s --map m.ini l.csv
	row A,01.03.2023,temp,6
	fails 3 "l.csv:3: column 'time': not an ISO 8601 time (shape 99.99.9999)" \
		'--map says how the file is built; lnds-mesh sniff FILE finds out' \
		lnds-mesh ingest -S s --map long l.csv
	run3 3 lnds-mesh ingest -S s --map m.ini l.csv
	like 'hint: is --map right\? lnds-mesh sniff FILE proposes one' "$stderr"
	same '' "$(ls s/log)"
}

@test "unknown stations, parameters, mappings, columns" {
	printf 'station,time,temp\nC,2023-03-01T00:00Z,5\n' >c.csv
	fails 3 "c.csv:2: column 'station': the store has no such station" \
		'import it with lnds-mesh stations, or give --add-stations' \
		lnds-mesh ingest -S s --map wide c.csv
	run3 0 lnds-mesh ingest -S s --map wide --add-stations c.csv
	run3 0 lnds-mesh stations -S s
	same 'C,,,,,,,,' "${lines[3]}"
	printf 'station,time,tmep\nA,2023-03-01T00:00Z,5\n' >p.csv
	fails 2 "unknown parameter 'tmep'" "did you mean 'temp'?" \
		lnds-mesh ingest -S s --map wide p.csv
	fails 2 "unknown mapping 'dwd11'" "did you mean 'dwd10'?" \
		lnds-mesh ingest -S s --map dwd11 p.csv
	fails 3 "there is no column 'param'" '--map long reads station,time,param,value' \
		lnds-mesh ingest -S s --map long p.csv
	fails 2 'ingest has no output' 'leave -o and --to out' \
		lnds-mesh ingest -S s --map wide -o x c.csv
}

@test "the grid of a station: shifted as it came, errors, floor, nearest" {
	printf 'station,time,temp\nA,2023-03-01T00:03Z,5\nA,2023-03-01T00:13Z,6\n' >a.csv
	lnds-mesh ingest -S s --map wide a.csv
	printf 'station,time,temp\nA,2023-03-01T00:30Z,7\n' >b.csv
	run3 3 lnds-mesh ingest -S s --map wide b.csv
	like 'b.csv:2: .*420 s off' "$stderr"
	like 'hint: --off-grid floor or nearest' "$stderr"
	run3 0 lnds-mesh ingest -S s --map wide --off-grid nearest b.csv
	printf 'station,time,temp\nA,2023-03-01T00:33Z,7\n' |
		lnds-mesh ingest -S s --map wide --on-dup error -
	run3 0 lnds-mesh ingest -S s --map wide --off-grid floor b.csv
	printf 'station,time,temp\nA,2023-03-01T00:23Z,7\n' |
		lnds-mesh ingest -S s --map wide --on-dup error -
	lnds-mesh compact -S s
	run3 3 lnds-mesh ingest -S s --map wide b.csv
}

@test "a cadence that the store's step cannot hold is a usage error" {
	printf 'id,name,lat,lon,cadence\nF,fast,49.5,6.1,300\n' | lnds-mesh stations -S s --import -
	printf 'station,time,temp\nF,2023-03-01T00:03Z,5\n' >f.csv
	run3 2 lnds-mesh ingest -S s --map wide f.csv
	like 'a cadence of 300 s does not go with the store.s step of 600 s' "$stderr"
}

@test "many batches are compacted by themselves, unless told not to" {
	for i in $(seq 10 75); do
		echo "station,time,temp
A,2023-03-01T00:00Z,$i.5" | lnds-mesh ingest -S s --map wide --no-compact -
	done
	same 66 "$(ls s/log | wc -l)"
	printf 'station,time,temp\nA,2023-03-01T00:10Z,5\n' | lnds-mesh ingest -S s --map wide -
	same 0 "$(ls s/log | wc -l)"
	run3 0 lnds-mesh check -S s
}

@test "check finds every flipped byte of segments, batches and MANIFEST" {
	day 5 | lnds-mesh ingest -S s --map wide -
	lnds-mesh compact -S s
	day 6 | lnds-mesh ingest -S s --map wide -
	rm -r s/seg/rh # what is gone is found too
	run3 6 lnds-mesh check -S s
	like 's/seg/rh/2023.2.lmx is missing' "$output"
	cp s/log/3.lmb batch
	cp s/seg/temp/2023.2.lmx segment
	flip() { # FILE OFFSET
		python3 - "$1" "$2" <<'END'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[int(sys.argv[2])] ^= 4
open(sys.argv[1], "wb").write(b)
END
	}
	size=$(stat -c %s segment)
	for at in 3 12 40 60 97 110 126 130 200 330 390 5000 100000 $((size - 1)) $((size - 500)) \
		$((size - 5000)); do
		flip s/seg/temp/2023.2.lmx "$at"
		lnds-mesh check -S s >out 2>/dev/null && return 1
		grep -q 's/seg/temp/2023.2.lmx: .* damaged' out || { cat out; echo "at $at"; return 1; }
		cp segment s/seg/temp/2023.2.lmx
	done
	size=$(stat -c %s batch)
	for at in $(seq 0 9 $((size - 1))); do
		flip s/log/3.lmb "$at"
		lnds-mesh check -S s >out 2>/dev/null && return 1
		grep -q 's/log/3.lmb: .* damaged' out || { cat out; echo "batch at $at"; return 1; }
		cp batch s/log/3.lmb
	done
	flip s/MANIFEST 20
	run3 6 lnds-mesh check -S s
	like 'the manifest is damaged' "$stderr"
}

@test "two writers: the second waits, then gives up with 7" {
	mkfifo pipe
	lnds-mesh ingest -S s --map wide pipe 3>&- &
	exec 7>pipe
	echo 'station,time,temp' >&7
	writing() { [ -n "$(ls -A s/log)" ]; }
	eventually writing
	run3 7 lnds-mesh compact -S s --wait 0
	run3 0 lnds-mesh info -S s
	echo 'A,2023-03-01T00:00Z,5' >&7
	exec 7>&-
	wait
	run3 0 lnds-mesh info -S s
	like 'temp,2023,0,0,0,1' "$output"
}

@test "readers through 100 compactions: answers are old or new, never an error" {
	day 0 | lnds-mesh ingest -S s --map wide -
	(
		for i in $(seq 100); do
			printf 'station,time,temp\nA,2023-03-01T00:00:00Z,%s\n' "$((i / 10)).$((i % 10))" |
				lnds-mesh ingest -S s --map wide --no-compact - || echo "ingest $i"
			lnds-mesh compact --all -S s || echo "compact $i"
		done
	) >written 2>&1 &
	local writer=$!
	local -a q=(-S s --param temp --start 2023-03-01 --station A --by slot)
	mkfifo requests
	# One reader keeps its store open all the time, the others open it anew.
	lnds-mesh batch -S s <requests >answers 2>complaints 3>&- &
	local batch=$!
	exec 7>requests
	while kill -0 "$writer" 2>/dev/null; do
		echo '{"op":"query","param":"temp","start":"2023-03-01","station":"A","stat":"max","min_cover":0}' >&7
		lnds-mesh query "${q[@]}" || echo failed
		lnds-mesh query --scan "${q[@]}" || echo failed
		lnds-mesh check -S s || echo failed
	done >answered 2>&1
	exec 7>&-
	wait "$batch" "$writer"
	same '' "$(cat written complaints)"
	# What never changed is in each answer; what did never goes back.
	awk -F, 'NR % 4 == 1 && $0 != "station,param,time,value,flags" ||
		NR % 4 == 2 && ($3 != "2023-03-01T00:00:00Z" || $4 + 0 < last || $4 > 10) ||
		NR % 4 == 3 && $4 != "0.10" || NR % 4 == 0 && $4 != "0.20" { print; exit 1 }
		NR % 4 == 2 { last = $4 + 0 }' answered
	[ -s answers ]
	jq -es 'all(.[]; .ok and .rows[0].n == 3) and
		([.[].rows[0].max] | . == sort)' answers >/dev/null
	run3 0 lnds-mesh query "${q[@]}"
	same 'A,temp,2023-03-01T00:00:00Z,10.00,0' "${lines[1]}"
}
