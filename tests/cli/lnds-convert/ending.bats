# How runs end: outputs that appear whole or not at all, signals, readers that go away,
# full disks, quarantine files, modes, warnings, progress.

load ../lib

setup_case() {
	printf 'id,name\n007,Weber\n008,Klein\n' >p.csv
	printf 'id,name\n1,2,3\n007,Weber\n' >bad.csv
	echo old >out.csv
	mkfifo pipe
}

@test "-o: the new file, or the old one" {
	run3 0 lnds-convert -o out.csv p.csv
	cmp p.csv out.csv
	echo old >out.csv
	run3 3 lnds-convert -o out.csv bad.csv
	same old "$(cat out.csv)"
	no_leftovers
}

@test "-o: its own input can be replaced" {
	run3 0 lnds-convert --columns name -o p.csv p.csv
	same $'name\nWeber\nKlein' "$(cat p.csv)"
}

@test "-o -: stdout" {
	run3 0 lnds-convert -o - p.csv
	same "$(cat p.csv)" "$output"
	[ ! -e ./- ]
}

@test "-o: a link is followed, a device stays a device" {
	ln -s out.csv link
	run3 0 lnds-convert -o link p.csv
	[ -L link ]
	cmp p.csv out.csv
	run3 0 lnds-convert -o /dev/null p.csv
	[ -c /dev/null ]
	run3 5 lnds-convert -o /dev/full p.csv
	like 'No space left on device' "$stderr"
}

@test "-o: a folder, a folder that is not there" {
	run3 5 lnds-convert -o . p.csv
	like "is a directory" "$stderr"
	run3 5 lnds-convert -o no/out.csv p.csv
	like "'no/out.csv'" "$stderr"
}

@test "-o: the mode is that of the umask" {
	umask 027
	run3 0 lnds-convert -o new.csv p.csv
	same 640 "$(stat -c %a new.csv)"
}

@test "signals: INT, TERM, HUP end it by that signal and leave the old file" {
	for signal in INT TERM HUP; do
		env --default-signal=$signal lnds-convert -o out.csv pipe 3>&- &
		pid=$!
		exec 7>pipe
		printf 'id\n1\n' >&7
		for _ in {1..100}; do
			[ -n "$(find . -name '.out.csv.*')" ] && break
			sleep 0.05
		done
		kill -$signal $pid
		got=0
		wait $pid || got=$?
		exec 7>&-
		same "$((128 + $(kill -l $signal)))" "$got"
		same old "$(cat out.csv)"
		no_leftovers
	done
}

@test "signals: a killed program leaves the old file" {
	lnds-convert -o out.csv pipe 3>&- &
	pid=$!
	exec 7>pipe
	printf 'id\n1\n' >&7
	sleep 0.1
	kill -KILL $pid
	code=0
	wait $pid || code=$?
	same 137 $code
	exec 7>&-
	same old "$(cat out.csv)"
}

@test "a reader that went away: no word, SIGPIPE" {
	lnds-synth persons -n 50000 -o big.csv
	for t in 1 3; do
		run3 0 bash -c "lnds-convert -t $t --to ndjson big.csv | head -n 1 >first; echo \${PIPESTATUS[0]}"
		same 141 "$output"
		same '' "$stderr"
		same 1 "$(wc -l <first)"
	done
}

@test "what was written when the input pauses is there before it ends" {
	lnds-convert pipe >seen 3>&- &
	pid=$!
	exec 7>pipe
	printf 'id\n1\n' >&7
	for _ in {1..100}; do
		[ "$(cat seen)" = $'id\n1' ] && break
		sleep 0.05
	done
	same $'id\n1' "$(cat seen)"
	exec 7>&-
	wait $pid
}

@test "closed and full descriptors" {
	run3 5 bash -c 'lnds-convert p.csv >/dev/full'
	same 'lnds-convert: cannot write stdout: No space left on device' "$stderr"
	run3 5 bash -c 'lnds-convert p.csv >&-'
	same 'lnds-convert: cannot write stdout: Bad file descriptor' "$stderr"
	run3 5 bash -c 'lnds-convert <&-'
	like 'stdin: Bad file descriptor' "$stderr"
	run3 3 bash -c 'lnds-convert bad.csv 2>&-'
	run3 0 bash -c 'lnds-convert -o new.csv p.csv >&- 2>&-'
	cmp p.csv new.csv
}

@test "quarantine: 0600, there when the run ends with 0 or 3, gone when it ends with 5" {
	run3 0 lnds-convert --quarantine q.ndjson bad.csv
	same 600 "$(stat -c %a q.ndjson)"
	same 1 "$(wc -l <q.ndjson)"
	same 'lnds-convert: warning: 1 of 2 records quarantined, the first: bad.csv:2: 3 cells where the header has 2' "$stderr"
	rm q.ndjson
	run3 3 lnds-convert --quarantine q.ndjson --max-errors 0 bad.csv
	same 1 "$(wc -l <q.ndjson)"
	rm q.ndjson
	run3 5 lnds-convert --quarantine q.ndjson -o /dev/full bad.csv
	[ ! -e q.ndjson ]
	no_leftovers
}

@test "skip: one warning, none with -q" {
	run3 0 lnds-convert --on-error skip bad.csv
	same 'lnds-convert: warning: 1 of 2 records skipped, the first: bad.csv:2: 3 cells where the header has 2' "$stderr"
	run3 0 lnds-convert -q --on-error skip bad.csv
	same '' "$stderr"
}

@test "silent when all is well" {
	run3 0 lnds-convert p.csv
	same '' "$stderr"
}

@test "progress: on a terminal, after a second, wiped at the end" {
	command -v script || skip "script(1) is not installed"
	(
		printf 'id\n1\n'
		sleep 1.5
		printf '2\n'
		sleep 0.3
	) >pipe &
	run3 0 script -qec 'lnds-convert pipe >out.csv' /dev/null </dev/null
	like 'lnds-convert  [0-9]+ B/s  [0-9]+ B' "$output"
	like $'\r\033\[K$' "$output"
	same $'id\n1\n2' "$(cat out.csv)"
	(
		printf 'id\n1\n'
		sleep 1.5
		printf '2\n'
	) >pipe &
	run3 0 script -qec 'lnds-convert -q pipe >out.csv' /dev/null </dev/null
	same '' "$output"
}

@test "no operand and stdin a terminal: the -h text on stderr, 2" {
	command -v script || skip "script(1) is not installed"
	run3 2 script -qec 'lnds-convert 2>err.txt' /dev/null
	like '^usage: lnds-convert \[options\] ' "$(cat err.txt)"
}
