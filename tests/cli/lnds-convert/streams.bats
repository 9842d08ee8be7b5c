# SPDX-License-Identifier: GPL-3.0-or-later
# Pipes, pauses, full disks, signals: what was asked for is whole or not there.
load ../lib

big() {
	awk 'BEGIN { print "a,b"; for (i = 0; i < 400000; i++) print i ",some text " i }'
}

# waits_for CONDITION...: up to ten seconds.
waits_for() {
	local i
	for ((i = 0; i < 200; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}

holds() {
	[ "$(cat out 2>/dev/null)" = "$1" ]
}

@test "output follows input that pauses" {
	mkfifo pipe
	for threads in 1 3; do
		lnds-convert -t $threads <pipe >out &
		local pid=$!
		exec 7>pipe
		printf 'a,b\n1,2\n' >&7
		waits_for holds $'a,b\n1,2'
		printf '3,' >&7
		printf '4\n5,6\n' >&7
		waits_for holds $'a,b\n1,2\n3,4\n5,6'
		exec 7>&-
		wait $pid
	done
	lnds-convert <pipe >out &
	local pid=$!
	exec 7>pipe
	printf '{"a":1}\n' >&7
	waits_for holds '{"a":1}'
	exec 7>&-
	wait $pid
}

@test "tail -f flows through" {
	printf 'a\n1\n' >grows
	tail -n +1 -f grows | lnds-convert >out &
	waits_for holds $'a\n1'
	printf '2\n' >>grows
	waits_for holds $'a\n1\n2'
	kill %1
	wait || true
}

@test "a closed pipe ends it quietly by SIGPIPE" {
	big >in.csv
	for threads in 1 3; do
		bash -c "lnds-convert -t $threads in.csv 2>err | head -1 >out; exit \${PIPESTATUS[0]}" ||
			same 141 $?
		same 'a,b' "$(cat out)"
		same '' "$(cat err)"
	done
	bash -c 'yes 1,2 | sed "1i a,b" | lnds-convert 2>err | head -2 >out; exit ${PIPESTATUS[2]}' ||
		same 141 $?
	same '' "$(cat err)"
}

@test "a full disk" {
	big >in.csv
	for threads in 1 3; do
		run3 5 bash -c "lnds-convert -t $threads in.csv >/dev/full"
		same 'lnds-convert: cannot write stdout: No space left on device' "$stderr"
	done
}

@test "a file appears whole or not at all" {
	big >in.csv
	lnds-convert -o out in.csv
	cmp in.csv out
	printf 'old\n' >old
	(cat in.csv; printf 'bad\n') >bad.csv
	run3 3 lnds-convert -o old bad.csv
	same old "$(cat old)"
	run3 3 lnds-convert -o new bad.csv
	[ ! -e new ]
	no_leftovers
}

@test "killed half way, the old file stays" {
	mkfifo pipe
	for signal in TERM INT HUP; do
		printf 'old\n' >out
		# A shell starts background jobs with SIGINT ignored.
		env --default-signal=INT lnds-convert -o out <pipe 2>err &
		local pid=$! code=0
		exec 7>pipe
		big >&7
		kill -$signal $pid
		wait $pid || code=$?
		exec 7>&-
		same $((128 + $(kill -l $signal))) $code
		same old "$(cat out)"
		no_leftovers
	done
	lnds-convert -o out <pipe &
	local pid=$!
	exec 7>pipe
	big >&7
	kill -KILL $pid
	code=0
	wait $pid || code=$?
	same 137 $code
	exec 7>&-
	same old "$(cat out)"
}

@test "input and output are not one file" {
	printf 'a\n1\n' >in.csv
	run3 2 lnds-convert -o in.csv in.csv || run3 0 lnds-convert -o in.csv in.csv
	same $'a\n1' "$(cat in.csv)"
}
