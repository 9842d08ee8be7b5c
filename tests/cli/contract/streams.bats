# SPDX-License-Identifier: GPL-3.0-or-later
# The contract of streams: pipes that close early, disks that are full, descriptors that
# are not there, input that pauses, signals in the middle.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load ../lib

setup_case() {
	printf 'id,name\n1,Anna\n2,Ben\n' >in.csv
}

# An endless table: half of it is enough to fill every pipe.
endless() {
	awk 'BEGIN { print "id,name"; for (;;) print ++i ",somebody with a name" }' 2>/dev/null
}

@test "lnds-convert | head ends quietly, by SIGPIPE" {
	endless | { lnds-convert 2>err || echo $? >status; } | head -n 1
	eventually test -s status
	[ "$(cat status)" = 141 ]
	[ ! -s err ]
}

@test "lnds-convert -t 4 | head ends quietly, by SIGPIPE" {
	endless | { lnds-convert -t 4 2>err || echo $? >status; } | head -n 1
	eventually test -s status
	[ "$(cat status)" = 141 ]
	[ ! -s err ]
}

@test "lnds-synth persons | head ends quietly, by SIGPIPE" {
	{ lnds-synth persons -n 1e7 2>err || echo $? >status; } | head -n 1
	eventually test -s status
	[ "$(cat status)" = 141 ]
	[ ! -s err ]
}

@test "a closed pipe leaves no audit line of success, and no temporary" {
	endless | { lnds-convert --report r.json -o /dev/stdout 2>err || echo $? >status; } | head -n 1
	eventually test -s status
	[ "$(cat status)" = 141 ]
	[ -z "$(find . -name '.*.??????')" ]
}

@test "--help | head -1 is quiet" {
	for p in lnds-convert lnds-audit lnds-synth; do
		{ "$p" --help 2>err; } | true
		[ ! -s err ]
	done
}

@test "a full disk: 5, one message that names stdout" {
	local code=0
	lnds-convert in.csv 2>err >/dev/full || code=$?
	same 5 $code
	one_message lnds-convert stdout
	code=0
	lnds-synth persons -n 10 2>err >/dev/full || code=$?
	same 5 $code
	one_message lnds-synth stdout
	code=0
	lnds-convert -o /dev/full in.csv 2>err || code=$?
	same 5 $code
	one_message lnds-convert /dev/full
}

@test "a full disk under --help and --version is told" {
	for p in lnds-convert lnds-audit lnds-synth; do
		for o in --help --version --dump-options; do
			status=0
			"$p" "$o" >/dev/full 2>err || status=$?
			[ "$status" = 5 ]
			one_message "$p" stdout
		done
	done
}

@test "a full disk under quarantine and report" {
	printf 'a,b\n1\n' >bad.csv
	status=0
	lnds-convert --quarantine /dev/full bad.csv >out 2>err || status=$?
	[ "$status" = 5 ]
	status=0
	lnds-convert --report /dev/full in.csv >out 2>err || status=$?
	[ "$status" = 5 ]
	one_message lnds-convert /dev/full
}

@test "closed stdout: 5" {
	status=0
	lnds-convert in.csv >&- 2>err || status=$?
	[ "$status" = 5 ]
	one_message lnds-convert stdout
}

@test "closed stdin: 5, and no hang" {
	status=0
	timeout 10 lnds-convert <&- >out 2>err || status=$?
	[ "$status" = 5 ]
	one_message lnds-convert stdin
	[ ! -s out ]
}

@test "with 0, 1 and 2 closed a message never lands in a data file" {
	printf 'id,name\n1,Anna\n2\n3,Cy\n' >bad.csv
	cp bad.csv kept.csv
	status=0
	lnds-convert --on-error skip -v -o out.csv bad.csv <&- >&- 2>&- || status=$?
	[ "$status" = 0 ]
	[ "$(cat out.csv)" = $'id,name\n1,Anna\n3,Cy' ]
	cmp bad.csv kept.csv
	lnds-convert -o out2.csv bad.csv <&- >&- 2>&- || status=$?
	[ "$status" = 3 ]
	[ ! -e out2.csv ]
	cmp bad.csv kept.csv
}

@test "with 1 closed an output file does not become stdout" {
	status=0
	lnds-convert --report r.json in.csv >&- 2>err || status=$?
	[ "$status" = 5 ]
	run ! grep -q Anna r.json
}

@test "input that pauses is flushed: the record is out before the next comes" {
	mkfifo fifo
	lnds-convert <fifo >out 2>err &
	pid=$!
	exec 7>fifo
	printf 'a,b\n1,2\n' >&7
	eventually grep -q '^1,2$' out
	printf '3,4\n' >&7
	eventually grep -q '^3,4$' out
	printf '5,' >&7
	sleep 0.1
	printf '6\n' >&7
	eventually grep -q '^5,6$' out
	exec 7>&-
	wait $pid
}

@test "input that pauses is flushed with threads, and as NDJSON" {
	mkfifo fifo
	lnds-convert -t 3 --to ndjson <fifo >out 2>err &
	pid=$!
	exec 7>fifo
	printf 'a,b\n1,2\n' >&7
	eventually grep -q '"1"' out
	for i in 3 4 5 6; do
		printf '%s,x\n' $i >&7
		eventually grep -q "\"$i\"" out
	done
	exec 7>&-
	wait $pid
}

@test "a signal in the middle: no file, no temporary, dies by the signal" {
	for sig in INT TERM HUP; do
		for t in 1 3; do
			mkfifo fifo
			(exec env --default-signal=INT lnds-convert -t $t -o out.csv --report r.json <fifo 2>err) &
			pid=$!
			exec 7>fifo
			for i in $(seq 2000); do echo "a$i,b"; done >&7
			eventually eval 'ls .out.csv.* >/dev/null 2>&1'
			kill -s $sig $pid
			status=0
			wait $pid || status=$?
			exec 7>&-
			rm fifo
			[ "$status" = $((128 + $(kill -l $sig))) ]
			[ ! -e out.csv ]
			[ -z "$(find . -name '.*.??????')" ]
		done
	done
}

@test "a signal leaves the old file" {
	echo old >out.csv
	mkfifo fifo
	lnds-convert -o out.csv <fifo 2>err &
	pid=$!
	exec 7>fifo
	printf 'a,b\n1,2\n' >&7
	sleep 0.2
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	exec 7>&-
	[ "$status" = 143 ]
	[ "$(cat out.csv)" = old ]
	[ -z "$(find . -name '.out.csv.*')" ]
}

@test "lnds-pseudo run: head is quiet, a pause flushes, SIGTERM leaves nothing" {
	lnds-pseudo init office --project demo --field person=matricule >/dev/null
	set -- lnds-pseudo run --home office -c matricule --keep nace -q
	lnds-synth persons -n 300000 | { "$@" -t 2 2>err || echo $? >status; } | head -n 1
	eventually test -s status
	same 141 "$(cat status)"
	[ ! -s err ]

	mkfifo fifo
	"$@" -o out.csv <fifo 2>err &
	pid=$!
	exec 7>fifo
	lnds-synth persons -n 2000 >&7
	sleep 0.2
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	exec 7>&-
	same 143 "$status"
	[ ! -e out.csv ]
	no_leftovers

	"$@" <fifo >live.csv 2>err &
	pid=$!
	exec 7>fifo
	lnds-synth persons -n 3 >&7
	eventually test -s live.csv
	exec 7>&-
	wait $pid
	same 4 "$(wc -l <live.csv)"
}
