# SPDX-License-Identifier: GPL-3.0-or-later
# The contract of files: names that are hard to print, things that are no files, outputs
# that meet inputs or one another, many operands.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load ../lib

setup_case() {
	printf 'id,name\n1,Anna\n2,Ben\n' >in.csv
}

@test "a name with a line end, a quote or an escape stays one line of plain text" {
	for name in $'a\nlnds-convert: b' "it's" $'red\033[31m' 'a"b' '%s%n%d' "$(printf 'x%.0s' {1..200})"; do
		ends 5 lnds-convert "$name.csv"
		run ! grep -q $'\033' err
		printf 'a,b\n1\n' >"$name"
		ends 3 lnds-convert "$name"
		run ! grep -q $'\033' err
	done
}

@test "a header name with a line end or an escape cannot forge a message" {
	printf '"a\nlnds-convert: all is well","b\033[2J"\n1,2,3\n' >bad.csv
	ends 3 lnds-convert bad.csv
	run ! grep -q $'\033' err
	ends 2 lnds-convert --columns 'b,x' bad.csv
	run ! grep -q $'\033' err
	printf 'a\033[2J,a\033[2J\n' >dup.csv
	ends 3 lnds-convert dup.csv
	run ! grep -q $'\033' err
	printf '{"a\\u001b[2J":1,"a\\u001b[2J":2}\n' >dup.ndjson
	ends 3 lnds-convert dup.ndjson
	run ! grep -q $'\033' err
}

@test "a directory as input or output: 5" {
	mkdir d
	ends 5 lnds-convert d
	ends 5 lnds-convert -o d in.csv
	ends 5 lnds-convert -o d/ in.csv
	ends 5 lnds-convert -o nowhere/out.csv in.csv
	ends 5 lnds-convert - <d
	[ -z "$(ls -A d)" ]
}

@test "a folder that takes no file: 5, nothing left" {
	ends 5 lnds-convert -o /proc/out.csv in.csv
	[ "$(id -u)" = 0 ] && skip "root may write everywhere"
	mkdir -m 555 d
	ends 5 lnds-convert -o d/out.csv in.csv
	[ -z "$(ls -A d)" ]
	touch ro.csv
	chmod 444 ro.csv
	ends 5 lnds-convert -o ro.csv in.csv
}

@test "a dangling link: 5 as input, and as output nothing is left behind" {
	ln -s nowhere link
	ends 5 lnds-convert link
	status=0
	lnds-convert -o link in.csv 2>err || status=$?
	if [ "$status" = 0 ]; then
		cmp in.csv nowhere
	else
		[ "$status" = 5 ]
		[ ! -e nowhere ]
	fi
	[ -L link ]
	[ -z "$(find . -name '.*.??????')" ]
}

@test "a link as output is followed" {
	echo old >real
	ln -s real link
	lnds-convert -o link in.csv
	[ -L link ]
	cmp in.csv real
}

@test "a FIFO as input and as output" {
	mkfifo i o
	cat in.csv >i &
	cat o >got &
	lnds-convert -o o i
	wait
	cmp in.csv got
	[ -p o ]
}

@test "/dev/stdin and - are stdin" {
	cp in.csv kept.csv
	lnds-convert /dev/stdin <in.csv | cmp - kept.csv
	lnds-convert - <in.csv | cmp - kept.csv
	lnds-convert <in.csv | lnds-convert /dev/stdin | cmp - kept.csv
	lnds-convert -o /dev/stdout in.csv | cmp - in.csv
}

@test "the output may be the input file" {
	cp in.csv same.csv
	lnds-convert --to ndjson -o same.csv same.csv
	[ "$(wc -l <same.csv)" = 2 ]
	grep -q '"name":"Anna"' same.csv
}

@test "two outputs that are one file are refused before anything is touched" {
	echo old >x
	ln -s x link
	for pair in "-o x --quarantine x" "-o x --report x" "-o x --report ./x" "-o x --audit x" \
		"--quarantine x --report x" "-o link --report x" "--report x --audit x" \
		"-o x --quarantine link"; do
		# shellcheck disable=SC2086
		ends 2 lnds-convert $pair in.csv
		[ "$(cat x)" = old ]
	done
}

@test "an input cannot be the quarantine, the report or the audit log" {
	cp in.csv kept.csv
	for o in --quarantine --report --audit; do
		ends 2 lnds-convert $o in.csv in.csv
		cmp in.csv kept.csv
	done
}

@test "odd operands: empty, --, dashes, a very long option" {
	ends 5 lnds-convert ''
	cp in.csv ./-x
	lnds-convert -- -x | cmp - in.csv
	ends 2 lnds-convert "--$(printf 'x%.0s' $(seq 100000))"
	ends 2 lnds-convert "--columns=$(printf 'x%.0s' $(seq 100000))" in.csv
	ends 2 lnds-convert -d '' in.csv
	ends 2 lnds-convert --columns '' in.csv
	ends 2 lnds-convert -t -1 in.csv
	ends 2 lnds-convert -t 99999999999999999999 in.csv
	ends 2 lnds-convert --shard 3/3 in.csv
	ends 2 lnds-convert --shard 0/0 in.csv
	ends 2 lnds-convert --max-record 0x10 in.csv
}

@test "ten thousand operands, few descriptors" {
	mkdir many
	awk 'BEGIN { for (i = 0; i < 10000; i++) { f = "many/" i; print "id,name\n" i ",x" >f; close(f) } }'
	(
		ulimit -n 24
		lnds-convert many/* >out
	)
	[ "$(wc -l <out)" = 10001 ]
}

@test "an unwritable report fails before work when it can, and never with code 0" {
	ends 5 lnds-convert --report nowhere/r.json -o out.csv in.csv
	ends 5 lnds-convert --audit nowhere/a.ndjson -o out.csv in.csv
	[ ! -e out.csv ]
}

@test "a file that grows or shrinks while it is read does not crash" {
	awk 'BEGIN { print "a,b"; for (i = 0; i < 200000; i++) print i ",x" }' >grow.csv
	lnds-convert -o out.csv grow.csv &
	pid=$!
	: >>grow.csv
	truncate -s 1000000 grow.csv
	status=0
	wait $pid || status=$?
	[ "$status" = 0 ] || [ "$status" = 3 ]
}
