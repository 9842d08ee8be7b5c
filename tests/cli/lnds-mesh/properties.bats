#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# What a store answers does not depend on how its data came: in which order, in how many batches,
# compacted or not; and grids of stations over years.
load ../lib

store() { # NAME [CADENCE...]: a store of 300 s with stations A, B, C
	lnds-mesh init "$1"
	{
		echo id,name,lat,lon,cadence
		echo "A,a,49.5,6.1,${2:-300}"
		echo "B,b,49.6,6.1,${3:-600}"
		echo "C,c,49.7,6.1,${4:-3600}"
	} | lnds-mesh stations -S "$1" --import -
}

# Stations of three cadences around two new years and a leap day, with stamps :53, more decimals in
# one year than in the other, wide values, flags, directions.
rows() {
	awk 'function row(s, t, p, v, f) { print s "," strftime("%Y-%m-%dT%H:%M:%SZ", t, 1) "," p "," v "," f }
	function span(from, n,   i) {
		for (i = 0; i < n; i++) {
			row("A", from + 300 * i, "temp", sprintf("%.2f", (i * 37 % 4000) / 100 - 20), i % 50 ? "" : 16)
			if (i % 2 == 0) row("B", from + 300 * i + 120, "dir", i * 7 % 360, "")
			if (i % 12 == 0) row("C", from + 300 * i + 3180, "rain", i % 24 ? 0.1 : 3, "")
			if (i % 12 == 0) row("C", from + 300 * i + 3180, "temp", i / 12, "")
		}
	}
	BEGIN {
		span(1703980800, 576)  # 2023-12-31
		span(1709164800, 576)  # 2024-02-29
		span(1735603200, 576)  # 2024-12-31
		row("A", 1709164800 + 86400 * 5, "temp", "1.23456", "")
		row("A", 1709164800 + 86400 * 5 + 300, "temp", "399.99", 128)
		row("B", 1709164800 + 86400 * 5, "temp", "-39.9", "")
	}'
}

answers() { # STORE
	lnds-mesh query -S "$1" --param temp,rain,dir --start 2023-06 --end 2025-06 --by slot --qc raw
	lnds-mesh query -S "$1" --param temp,rain,dir --start 2023-06 --end 2025-06 --by month
	lnds-mesh query -S "$1" --param temp --start 2023 --end 2026 --by year --stat mean,min,max,n,cover
	lnds-mesh query -S "$1" --param temp --start 2024-02-28 --end 2024-03-02 --by hour --qc strict --scan
}

tree() { # STORE: segments without the generations in their names
	(cd "$1/seg" && for f in */*.lmx; do echo "${f%.*.lmx} $(sha256sum <"$f")"; done)
}

fill() { # STORE FILE PARTS
	local i
	for i in $(seq "$3"); do
		{
			echo station,time,param,value,flags
			awk -v k="$i" -v n="$3" 'NR % n == k % n' "$2"
		} | lnds-mesh ingest -S "$1" --map long --arrival 2025-02-01 -
		[ "$i" != 3 ] || lnds-mesh compact -S "$1"
	done
}

@test "any order, any split into batches, compacted or not: the same answers, the same segments" {
	rows >all.csv
	store one
	fill one all.csv 1
	answers one >want.csv
	[ "$(wc -l <want.csv)" -gt 1000 ]
	lnds-mesh compact -S one
	answers one >got.csv
	cmp want.csv got.csv
	tree one >want.tree
	tac all.csv >backward.csv
	sort -t, -k1,1 -k2,2 all.csv >stations.csv
	shuf --random-source=all.csv all.csv >shuffled.csv
	for order in backward stations shuffled; do
		for parts in 1 4; do
			rm -rf two
			store two
			fill two "$order.csv" "$parts"
			answers two >got.csv
			cmp want.csv got.csv
			lnds-mesh compact -S two --all
			answers two >got.csv
			cmp want.csv got.csv
			tree two >got.tree
			same "$(cat want.tree)" "$(cat got.tree)"
			run3 0 lnds-mesh check -S two
			same '' "$output"
		done
	done
}

@test "equal runs give equal trees, and an export read back is the same store" {
	rows >all.csv
	for s in one two; do
		store $s
		fill $s all.csv 5
		lnds-mesh compact -S $s
	done
	diff -r one two
	store three
	lnds-mesh query -S one --param temp,rain,dir --start 2023 --end 2026 --by slot --qc raw |
		lnds-mesh ingest -S three --map long --arrival 2025-02-01 -
	lnds-mesh compact -S three
	same "$(tree one)" "$(tree three)"
}

@test "corrections: the last, the first, an error; the same whether compacted between or not" {
	line() { printf 'station,time,temp\nA,2024-05-01T00:00Z,%s\n' "$1"; }

	for s in one two; do
		store $s
		line 5 | lnds-mesh ingest -S $s --map wide --arrival 2024-05-02 -
		[ $s = one ] || lnds-mesh compact -S $s
		line 6.5 | lnds-mesh ingest -S $s --map wide --arrival 2024-05-04 -
		[ $s = one ] || lnds-mesh compact -S $s
		line 7 | lnds-mesh ingest -S $s --map wide --on-dup first --arrival 2024-05-05 -
		line 8 >eight.csv
		run3 3 lnds-mesh ingest -S $s --map wide --on-dup error eight.csv
		# It says that it came before what it replaces: known from then on.
		line 7.25 | lnds-mesh ingest -S $s --map wide --arrival 2024-05-03 -
		for compacted in no yes; do
			run3 0 lnds-mesh query -S $s --param temp --station A --start 2024-05-01 --by slot
			same 'A,temp,2024-05-01T00:00:00Z,7.25,0' "${lines[1]}"
			run3 0 lnds-mesh query -S $s --param temp --station A --start 2024-05-01 --by slot --as-of 2024-05-03
			same 'A,temp,2024-05-01T00:00:00Z,7.25,0' "${lines[1]}"
			run3 0 lnds-mesh query -S $s --param temp --station A --start 2024-05-01 --by slot --as-of 2024-05-02
			same 'A,temp,2024-05-01T00:00:00Z,5.00,0' "${lines[1]}"
			run3 0 lnds-mesh query -S $s --param temp --station A --start 2024-05-01 --by slot --as-of 2024-05-04
			same 'A,temp,2024-05-01T00:00:00Z,7.25,0' "${lines[1]}"
			run3 1 lnds-mesh query -S $s --param temp --station A --start 2024-05-01 --by slot --as-of 2024-05-01
			same 1 "${#lines[@]}"
			lnds-mesh compact -S $s
		done
	done
}

@test "a run that fails leaves no stations behind" {
	store s
	printf 'station,time,temp\nA,2024-05-01T00:00Z,5\n' | lnds-mesh ingest -S s --map wide -
	printf 'station,time,temp\nNEW,2024-05-01T00:00Z,5\nA,2024-05-01T00:00Z,6\n' >n.csv
	run3 3 lnds-mesh ingest -S s --map wide --add-stations --on-dup error n.csv
	same 3 "$(wc -l <s/stations.ndjson)"
}

slots() { # STORE: times and values
	lnds-mesh query -S "$1" --param temp --start 2023 --end 2026 --by slot | cut -d, -f 3,4 | tail -n +2
}

# grid NAME WANT OPTIONS…: rows of C (cadence 3600) from stdin make these slots, compacted or not,
# in one batch or many, and check is content.
grid() {
	local want=$2
	cat >rows.csv
	for split in no yes; do
		rm -rf g
		store g
		if [ $split = yes ]; then
			tail -n +2 rows.csv | while read -r line; do
				printf '%s\n%s\n' "$(head -n 1 rows.csv)" "$line" |
					lnds-mesh ingest -S g --map wide "${@:3}" -
			done
		else
			lnds-mesh ingest -S g --map wide "${@:3}" rows.csv
		fi
		same "$want" "$(slots g)"
		lnds-mesh compact -S g
		same "$want" "$(slots g)"
		run3 0 lnds-mesh check -S g
	done
}

@test "stamps at :53 over the new year, and at another minute from the next year on" {
	grid metar '2023-12-31T22:53:00Z,1.00
2023-12-31T23:53:00Z,2.00
2024-01-01T00:53:00Z,3.00' <<'END'
station,time,temp
C,2023-12-31T22:53Z,1
C,2023-12-31T23:53Z,2
C,2024-01-01T00:53Z,3
END
	grid moved '2023-12-31T22:53:00Z,1.00
2023-12-31T23:53:00Z,2.00
2024-01-01T00:00:00Z,3.00
2024-01-01T01:00:00Z,4.00' <<'END'
station,time,temp
C,2023-12-31T22:53Z,1
C,2023-12-31T23:53Z,2
C,2024-01-01T00:00Z,3
C,2024-01-01T01:00Z,4
END
}

@test "floor and nearest at the beginning and the end of a year go over it" {
	grid floor '2023-12-31T23:53:00Z,2.00
2024-01-01T00:53:00Z,1.00' --off-grid floor <<'END'
station,time,temp
C,2024-01-01T00:53Z,1
C,2024-01-01T00:10Z,2
END
	grid nearest '2023-12-31T23:53:00Z,2.00
2024-01-01T00:53:00Z,1.00
2024-12-31T23:53:00Z,3.00' --off-grid nearest <<'END'
station,time,temp
C,2024-01-01T00:53Z,1
C,2024-01-01T00:10Z,2
C,2024-12-31T23:58Z,3
END
	grid up '2024-12-31T22:00:00Z,1.00
2025-01-01T00:00:00Z,2.00' --off-grid nearest <<'END'
station,time,temp
C,2024-12-31T22:00Z,1
C,2024-12-31T23:40Z,2
END
}

@test "a station that begins to measure twice as often, at half past its old minute" {
	store s
	cat >hourly.csv <<'END'
station,time,temp
C,2023-12-31T23:53Z,1
C,2024-01-01T00:53Z,2
END
	cat >half.csv <<'END'
station,time,temp
C,2024-01-01T00:23Z,3
C,2024-01-01T01:23Z,4
C,2024-01-01T01:53Z,5
C,2024-12-31T23:53Z,6
C,2025-01-01T00:23Z,7
END
	lnds-mesh ingest -S s --map wide hourly.csv
	printf 'id,name,lat,lon,cadence\nC,c,49.7,6.1,1800\n' | lnds-mesh stations -S s --import -
	lnds-mesh ingest -S s --map wide half.csv
	want=$'2023-12-31T23:53:00Z,1.00\n2024-01-01T00:23:00Z,3.00\n2024-01-01T00:53:00Z,2.00
2024-01-01T01:23:00Z,4.00\n2024-01-01T01:53:00Z,5.00\n2024-12-31T23:53:00Z,6.00\n2025-01-01T00:23:00Z,7.00'
	same "$want" "$(slots s)"
	lnds-mesh ingest -S s --map wide --on-dup error half.csv
	lnds-mesh compact -S s
	same "$want" "$(slots s)"
	lnds-mesh ingest -S s --map wide --on-dup error half.csv
	run3 0 lnds-mesh query -S s --param temp --station C --start 2024-01-01 --stat mean,n
	like '^C,temp,[^,]*,[^,]*,4,' "${lines[1]}"
	run3 0 lnds-mesh check -S s
}

@test "decimals are those that the values of a year need, whatever came before in the batch" {
	store s
	printf 'station,time,temp\n%s\n%s\n' A,2023-05-01T00:00Z,1.23456 A,2024-05-01T00:00Z,1.5 |
		lnds-mesh ingest -S s --map wide -
	for _ in 1 2; do
		run3 0 lnds-mesh query -S s --param temp --station A --start 2023 --by slot
		like ',1.23456,' "${lines[1]}"
		run3 0 lnds-mesh query -S s --param temp --station A --start 2024 --by slot
		like ',1.50,' "${lines[1]}"
		lnds-mesh compact -S s
	done
}
