# SPDX-License-Identifier: GPL-3.0-or-later
# The contract of evidence: logs that many write at once, hashes that sha256sum agrees
# with, reports of failures.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load ../lib

setup_case() {
	printf 'id,name\n1,Anna\n2,Ben\n' >in.csv
	printf 'id,name\n1,Anna\n2\n' >bad.csv
}

@test "twenty runs at once leave one unbroken chain of twenty lines" {
	for i in $(seq 20); do
		lnds-convert --audit a.ndjson -o "out.$i" in.csv 2>>err &
	done
	wait
	[ ! -s err ]
	[ "$(wc -l <a.ndjson)" = 20 ]
	lnds-audit verify a.ndjson
	[ "$(stat -c %a a.ndjson)" = 600 ]
}

@test "hashes in report and log are those of sha256sum, of stdin and zstd too" {
	zstd -q in.csv
	lnds-convert --report r.json --audit a.ndjson -o out.csv in.csv.zst
	in=$(sha256sum <in.csv.zst | cut -d ' ' -f 1)
	out=$(sha256sum <out.csv | cut -d ' ' -f 1)
	same "$in" "$(jq -r '.inputs[0].sha256' r.json)"
	same "$out" "$(jq -r '.outputs[0].sha256' r.json)"
	same "$in $out" "$(jq -r '.in[0].sha256 + " " + .out[0].sha256' a.ndjson)"
	lnds-convert --report r.json <in.csv >piped.csv
	same "$(sha256sum <in.csv | cut -d ' ' -f 1)" "$(jq -r '.inputs[0].sha256' r.json)"
}

@test "a failed run is reported and logged with its code, its output named by neither" {
	code=0
	lnds-convert --report r.json --audit a.ndjson -o out.csv bad.csv 2>err || code=$?
	same 3 "$code"
	[ ! -e out.csv ]
	same '3 0' "$(jq -r '"\(.exit) \(.outputs | length)"' r.json)"
	same '3 0' "$(jq -r '"\(.exit) \(.out | length)"' a.ndjson)"
	lnds-audit verify a.ndjson
}

@test "what a failed run sent to stdout is reported and logged: it has left" {
	code=0
	lnds-convert --report r.json --audit a.ndjson bad.csv >out 2>err || code=$?
	same 3 "$code"
	hash=$(sha256sum <out | cut -d ' ' -f 1)
	same "$hash" "$(jq -r '.outputs[0].sha256' r.json)"
	same "$hash" "$(jq -r '.out[0].sha256' a.ndjson)"
}

@test "a log that is a folder, a pipe, a device or torn stops the run before its output" {
	mkdir folder
	mkfifo fifo
	printf '{"v":1' >torn
	printf 'not a log\n' >other
	for log in folder /dev/full /dev/null torn other; do
		code=0
		timeout 20 lnds-convert --audit $log -o out.csv in.csv >out 2>err || code=$?
		[ "$code" -ge 2 ] && [ "$code" -le 6 ]
		one_message lnds-convert
		[ ! -e out.csv ]
	done
	code=0
	timeout 20 lnds-convert --audit fifo -o out.csv in.csv 2>err </dev/null || code=$?
	[ "$code" -ge 2 ] && [ "$code" -le 6 ]
	[ ! -e out.csv ]
	same '{"v":1' "$(cat torn)"
}

@test "a report over an older one replaces it whole" {
	head -c 100000 /dev/zero | tr '\0' x >r.json
	lnds-convert --report r.json -o out.csv in.csv
	jq -e '.exit == 0' r.json
	code=0
	lnds-convert --report r.json -o out.csv bad.csv 2>err || code=$?
	jq -e '.exit == 3' r.json
}

@test "a locked log: 7, and nothing is written" {
	lnds-convert --audit a.ndjson -o first.csv in.csv
	code=0
	flock a.ndjson timeout 30 lnds-convert --audit a.ndjson -o out.csv in.csv 2>err || code=$?
	same 7 "$code"
	one_message lnds-convert
	[ ! -e out.csv ]
	[ "$(wc -l <a.ndjson)" = 1 ]
}
