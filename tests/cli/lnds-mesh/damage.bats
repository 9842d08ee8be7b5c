#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# What happens to stores: damage, foreign files, rights, other file systems, two writers, pauses.
load ../lib

setup_case() {
	lnds-mesh init --step 600 s
	rows 5 | lnds-mesh ingest -S s --map wide --add-stations -
}

rows() { # VALUE
	echo station,time,temp
	for m in 00 10 20; do
		echo "A,2023-03-01T00:$m:00Z,$1.$m"
	done
}

@test "a store is for all to read as far as the umask says" {
	(
		umask 027
		lnds-mesh init t
		echo '{"id":"soil","standard_name":"s","unit":"K","aggregate":"mean","decimals":1,"range":[0,9]}' |
			lnds-mesh params -S t --add /dev/stdin
		rows 5 | lnds-mesh ingest -S t --map wide --add-stations -
		lnds-mesh compact -S t
	)
	same '' "$(find t -type d ! -perm 750)"
	same '' "$(find t -type f ! -perm 640)"
}

@test "init fills an empty folder in place, also where it was killed before" {
	mkdir t
	before=$(stat -c %i t)
	mkdir t/seg t/lost+found
	: >t/stations.ndjson
	run3 0 lnds-mesh init t
	same "$before" "$(stat -c %i t)"
	run3 0 lnds-mesh check -S t
	fails 2 "'t' is not an empty directory" \
		'name a directory that does not exist yet, or an empty one' lnds-mesh init t
	mkdir u
	echo mine >u/note
	run3 2 lnds-mesh init u
	same note "$(ls -A u)"
	mkdir v
	(exec 8>v/.lock && flock 8 && exec sleep 60) &
	locked() { ! flock -n v/.lock true; }
	eventually locked
	run3 7 lnds-mesh init v
	kill $!
	# A store that has lost its settings is none that may be filled.
	rm s/mesh.json
	run3 2 lnds-mesh init s
	fails 6 's/mesh.json is missing' 'restore it from a backup' lnds-mesh info -S s
	[ -d s/grid ]
}

@test "batch: a byte-order mark, an answer that no memory should hold, an outline with a member twice" {
	printf '\xef\xbb\xbf{"id":1,"op":"query","param":"temp","start":"2023-03-01","by":"day"}\n' >in
	echo '{"id":2,"op":"query","param":"temp","start":"0001","end":"9999","by":"hour"}' >>in
	echo '{"id":3,"op":"query","param":"temp","start":"2023","station":""}' >>in
	run3 0 lnds-mesh batch -S s <in
	like '^\{"id":1,"ok":true,"rows":\[\{"station":"A"' "${lines[0]}"
	same '{"id":2,"ok":false,"code":2,"error":"an answer of more than 64 MiB","hint":"ask for less at a time; query writes answers of any length"}' \
		"${lines[1]}"
	like '"error":"unknown station' "${lines[2]}"
	echo '{"type":"Polygon","type":"Polygon","coordinates":[[[6,49],[6.1,49],[6,49.1],[6,49]]]}' >twice.json
	fails 3 'twice.json:1: a member stands twice' \
		'the outline is a GeoJSON file (RFC 7946)' \
		lnds-mesh grid -S s g --outline twice.json --res 100
}

@test "what is not ours is left alone, what a crash left is removed" {
	touch s/.editor.config s/log/README s/log/.1.lmb.abcdef s/log/77.lmb s/.MANIFEST.abcdef
	lnds-mesh compact -S s
	touch s/seg/temp/notes.txt s/seg/temp/2023.99.lmx s/seg/temp/.2023.2.lmx.abcdef
	lnds-mesh compact -S s
	same $'.editor.config\n.lock\nMANIFEST\ngrid\nlog\nmesh.json\nparams.ndjson\nseg\nsources.ndjson\nstations.ndjson' \
		"$(LC_ALL=C ls -A s)"
	same README "$(ls -A s/log)"
	same $'2023.2.lmx\nnotes.txt' "$(ls -A s/seg/temp)"
}

@test "a damaged parameter leaves the others to be read and written" {
	printf 'station,time,rh\nA,2023-03-01T00:00Z,80\n' | lnds-mesh ingest -S s --map wide -
	lnds-mesh compact -S s
	printf x | dd of=s/seg/rh/2023.3.lmx conv=notrunc bs=1 seek=9 2>/dev/null
	run3 6 lnds-mesh check -S s
	same 's/seg/rh/2023.3.lmx: the header is damaged' "$output"
	fails 6 's/seg/rh/2023.3.lmx: the header is damaged' \
		'restore this file from a backup, or ingest its year anew' lnds-mesh info -S s
	run3 0 lnds-mesh ingest -S s --map wide - < <(rows 6)
	run3 0 lnds-mesh compact -S s
}

@test "tables are verified: a changed digit, a line without checksum, a cut one" {
	sed -i 's/"A"/"B"/' s/stations.ndjson
	fails 6 's/stations.ndjson:1: the table is damaged' 'restore it from a backup' \
		lnds-mesh check -S s
	echo '{"id":"A"}' >s/stations.ndjson
	run3 6 lnds-mesh check -S s
	same 's/stations.ndjson: a line has no checksum' "$output"
	run3 0 lnds-mesh info -S s
	sed -i 's/600/300/' s/mesh.json
	fails 6 's/mesh.json is damaged' 'restore it from a backup' lnds-mesh info -S s
}

@test "a store one may only read is read" {
	[ "$(id -u)" != 0 ] || skip 'root may write everything'
	lnds-mesh compact -S s
	chmod -R a-w s
	run3 0 lnds-mesh info -S s
	run3 0 lnds-mesh check -S s
	run3 5 lnds-mesh ingest -S s --map wide - < <(rows 6)
	chmod -R u+w s
	chmod a-r s/seg/temp/*
	run3 5 lnds-mesh check -S s
	like 'cannot be read whole' "$stderr"
}

@test "links: to the store, to its folders on another file system, to its files" {
	[ -w /dev/shm ] || skip 'no second file system'
	there=$(mktemp -d /dev/shm/lnds-XXXXXX)
	ln -s s link
	mv s/seg "$there/seg"
	mv s/log "$there/log"
	mv s/MANIFEST "$there/MANIFEST"
	ln -s "$there/seg" s/seg
	ln -s "$there/log" s/log
	ln -s "$there/MANIFEST" s/MANIFEST
	rows 6 | lnds-mesh ingest -S link/ --map wide -
	lnds-mesh compact -S link
	run3 0 lnds-mesh check -S s
	[ -L s/MANIFEST ]
	same 1 "$(find "$there/seg" -name '*.lmx' | wc -l)"
	rmdir "$there/log" && mkdir "$there/new"
	run3 0 lnds-mesh init "$there/new"
	rm -r "$there"
}

@test "what came from standard input is committed while it pauses, and compacted when due" {
	mkfifo pipe
	lnds-mesh ingest -S s --map wide --commit-every 1 - <pipe 3>&- &
	exec 7>pipe
	# The last line is not complete: what came before it counts.
	printf 'station,time,temp\nA,2023-03-02T00:00Z,5\nA,2023-03-' >&7
	there() { lnds-mesh info -S s | grep -q "temp,2023,0,0,0,$1"; }
	eventually there 4
	echo 02T00:10Z,6 >&7
	eventually there 5
	exec 7>&-
	wait
	run3 0 lnds-mesh check -S s
}

@test "a reader whose manifest speaks of stations that came meanwhile reads them too" {
	(for i in $(seq 40); do
		printf 'station,time,temp\nN%s,2023-03-01T00:00Z,5\n' "$i" |
			lnds-mesh ingest -S s --map wide --add-stations - || echo failed
	done >written 2>&1) &
	for _ in $(seq 60); do
		run3 0 lnds-mesh check -S s
	done
	wait
	same '' "$(cat written)"
}

@test "values of a batch whose payload is damaged are no answer; other parameters stay readable" {
	printf '%s\n' station,time,temp,rh A,2023-03-02T00:00:00Z,7.25,55 >two.csv
	lnds-mesh ingest -S s --map wide two.csv
	[ -f s/log/2.lmb ]
	# Bytes 96 and 97 are the value of the batch's first run: a header of 64, one of 32.
	printf '\x55\x12' | dd of=s/log/2.lmb bs=1 seek=96 conv=notrunc 2>dd.err
	run3 6 lnds-mesh check -S s
	damaged=$(for p in temp rh; do
		lnds-mesh query -S s --param "$p" --start 2023 --min-cover 0 >/dev/null 2>&1 ||
			echo "$p"
	done)
	like '^(temp|rh)$' "$damaged"
	fails 6 's/log/2.lmb: the payload of a run is damaged' \
		'restore this file from a backup, or ingest its data anew' \
		lnds-mesh query -S s --param "$damaged" --start 2023 --by slot
}

# A compacted store with flags and history in temp, an rh beside it, and *file, temp's segment.
setup_segment() {
	printf '%s\n' station,time,temp B,2023-03-01T00:00Z,7 B,2023-03-01T00:10Z,99 |
		lnds-mesh ingest -S s --map wide --add-stations --arrival 2023-04-01 -
	printf '%s\n' station,time,temp B,2023-03-01T00:00Z,8 |
		lnds-mesh ingest -S s --map wide --arrival 2023-04-02 -
	printf 'station,time,rh\nA,2023-03-01T00:00Z,80\n' | lnds-mesh ingest -S s --map wide -
	lnds-mesh compact -S s
	file=$(echo s/seg/temp/2023.*.lmx)
	cp "$file" whole
}

# Damages two bytes of a section of *file, numbered as man lnds-formats does.
damage() { # SECTION OFFSET
	local at
	at=$(od -An -tu8 -j $((128 + 32 * ($1 - 1) + 8)) -N 8 whole)
	cp whole "$file"
	printf '\x34\x12' | dd of="$file" bs=1 seek=$((at + $2)) conv=notrunc status=none
	if cmp -s whole "$file"; then return 1; fi
}

refuses() { # SECTION COMMAND...
	local section=$1
	shift
	fails 6 "$file: $section is damaged" \
		'restore this file from a backup, or ingest its year anew' "$@"
}

@test "a damaged value of a segment is no answer, and no judge; other stations and parameters are" {
	setup_segment
	ask=(-S s --param temp --start 2023-03-01 --min-cover 0)
	# 1 March is day 59 of 144 slots of two bytes; A is the first station.
	damage 2 $((59 * 144 * 2))
	run3 6 lnds-mesh check -S s
	like "$file: DATA is damaged" "$output"
	refuses DATA lnds-mesh query "${ask[@]}" --by slot
	refuses DATA lnds-mesh query "${ask[@]}" --scan
	refuses DATA lnds-mesh query "${ask[@]}" --by hour
	refuses DATA lnds-mesh query "${ask[@]}" --as-of 2099-01-01 --station A --by slot
	refuses DATA lnds-mesh qc -S s --param temp --start 2023-03-01
	run3 0 lnds-mesh query "${ask[@]}" --station B --by slot
	run3 0 lnds-mesh query -S s --param rh --start 2023-03-01 --by slot
	before=$(cat s/MANIFEST)
	rows 6 >six.csv
	refuses DATA lnds-mesh ingest -S s --map wide six.csv
	# More decimals of B ask what range all values have.
	printf '%s\n' station,time,temp B,2023-03-03T00:00Z,7.125 >fine.csv
	refuses DATA lnds-mesh ingest -S s --map wide fine.csv
	same "$before" "$(cat s/MANIFEST)"
	# Runs that wait are laid over rows.
	cp whole "$file"
	lnds-mesh ingest -S s --map wide six.csv
	damage 2 $((59 * 144 * 2))
	refuses DATA lnds-mesh query "${ask[@]}"
	cp whole "$file"
	run3 0 lnds-mesh query "${ask[@]}" --by slot
}

@test "a damaged day table, directory, flag or history of a segment is no answer" {
	setup_segment
	ask=(-S s --param temp --start 2023 --min-cover 0)
	# The prefix sum of the first of two stations before day 100.
	damage 3 $((100 * 2 * 24))
	refuses DAYS lnds-mesh query "${ask[@]}" --by month
	refuses DAYS lnds-mesh query "${ask[@]}"
	run3 0 lnds-mesh query -S s --param rh --start 2023 --min-cover 0
	damage 1 48
	refuses DIR lnds-mesh query "${ask[@]}"
	refuses DIR lnds-mesh info -S s
	damage 4 0
	refuses QC lnds-mesh query "${ask[@]}" --qc raw
	damage 5 12
	refuses FILLS lnds-mesh query "${ask[@]}" --as-of 2023-04-01
	damage 6 8
	refuses CHANGES lnds-mesh query "${ask[@]}" --as-of 2023-04-01
	cp whole "$file"
	run3 0 lnds-mesh query "${ask[@]}" --as-of 2023-04-01
}

@test "ingest judges nothing by a pending value whose payload is damaged" {
	printf '\x55\x12' | dd of=s/log/1.lmb bs=1 seek=136 conv=notrunc status=none
	run3 6 lnds-mesh check -S s
	before=$(cat s/MANIFEST)
	rows 5 >five.csv
	fails 6 's/log/1.lmb: the payload of a run is damaged' \
		'restore this file from a backup, or ingest its data anew' \
		lnds-mesh ingest -S s --map wide five.csv
	same "$before" "$(cat s/MANIFEST)"
}

@test "a damaged cell or list of a grid is mapped by nobody" {
	lnds-mesh init g
	lnds-mesh gen --what stations --stations 5 | lnds-mesh stations -S g --import -
	lnds-mesh gen --stations 5 --days 2 | lnds-mesh ingest -S g --map wide -
	lnds-mesh grid -S g lux1524
	cp g/grid/lux1524.lmg whole
	ask=(map -S g --param temp --start 2019-01-02)
	run3 0 lnds-mesh "${ask[@]}"
	hint='remove the file and make the grid again: lnds-mesh grid'
	# A header of 128, 1524 cells of 48, then lists of 16 numbers of two bytes.
	for at in 153 $((128 + 700 * 48)); do
		cp whole g/grid/lux1524.lmg
		printf '\x34\x12' | dd of=g/grid/lux1524.lmg bs=1 seek="$at" conv=notrunc status=none
		fails 6 'g/grid/lux1524.lmg: the cells are damaged' "$hint" lnds-mesh "${ask[@]}"
	done
	# Another order of the nearest two, and another distance.
	for at in $((128 + 1524 * 48)) $((128 + 1524 * 80 + 5)); do
		cp whole g/grid/lux1524.lmg
		printf '\x03\x00' | dd of=g/grid/lux1524.lmg bs=1 seek="$at" conv=notrunc status=none
		if cmp -s whole g/grid/lux1524.lmg; then continue; fi
		fails 6 'g/grid/lux1524.lmg: the lists of nearest stations are damaged' "$hint" \
			lnds-mesh "${ask[@]}"
	done
	cp whole g/grid/lux1524.lmg
	run3 0 lnds-mesh "${ask[@]}"
}
