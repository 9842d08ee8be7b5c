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
