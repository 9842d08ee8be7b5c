# lnds-audit verify and head: what they print, and every way in which a log is not whole.

load ../lib
load log

setup_case() {
	make_log audit.ndjson 20
}

@test "verify: a whole chain" {
	run3 0 lnds-audit verify audit.ndjson
	same "audit.ndjson: 20 runs, chain unbroken, head 20:$LAST" "$output"
	same '' "$stderr"
}

@test "verify: one line is one run" {
	make_log one.ndjson 1
	run3 0 lnds-audit verify one.ndjson
	same "one.ndjson: 1 run, chain unbroken, head 1:$LAST" "$output"
}

@test "head: SEQ:HEX, and it is an anchor that holds" {
	run3 0 lnds-audit head audit.ndjson
	same "20:$LAST" "$output"
	run3 0 lnds-audit verify --anchor "$output" audit.ndjson
}

@test "anchor: an earlier line still holds after the log grew" {
	make_log short.ndjson 7
	run3 0 lnds-audit verify --anchor "7:$LAST" audit.ndjson
	run3 0 lnds-audit verify --anchor "7:${LAST^^}" audit.ndjson
}

@test "anchor: a log cut or rewritten before the anchor is found" {
	sed '3,$d' audit.ndjson >cut.ndjson
	run3 0 lnds-audit verify cut.ndjson
	anchor=5:$(sed -n 5p audit.ndjson | tr -d '\n' | sha256sum | cut -d' ' -f1)
	fails 6 "cut.ndjson: the log ends at line 2, before the anchor's line 5" \
		'lines were cut off its end' lnds-audit verify --anchor "$anchor" cut.ndjson
	fails 6 'audit.ndjson:4: line does not have the hash of the anchor' \
		'the log was rewritten at or before this line' \
		lnds-audit verify --anchor "4:${anchor#*:}" audit.ndjson
}

@test "anchor: not SEQ:HEX" {
	hint='give the whole line that lnds-audit head printed'
	for bad in x 5 5: :abc "0:$LAST" "5:${LAST}0" "5:${LAST%?}g"; do
		fails 2 "--anchor: not SEQ:HEX: '${bad:0:80}'" "$hint" \
			lnds-audit verify --anchor "$bad" audit.ndjson
	done
}

@test "a changed byte breaks the chain at the next line" {
	sed '16s/"bytes":10/"bytes":11/' audit.ndjson >changed.ndjson
	fails 6 'changed.ndjson:17: line does not continue line 16' '' \
		lnds-audit verify changed.ndjson
	fails 6 'changed.ndjson:17: line does not continue line 16' '' \
		lnds-audit head changed.ndjson
}

@test "a missing, a doubled and a swapped line break it" {
	sed 9d audit.ndjson >missing.ndjson
	fails 6 'missing.ndjson:9: line does not continue line 8' '' \
		lnds-audit verify missing.ndjson
	sed 9p audit.ndjson >doubled.ndjson
	fails 6 'doubled.ndjson:10: line does not continue line 9' '' \
		lnds-audit verify doubled.ndjson
	sed '9{h;d};10G' audit.ndjson >swapped.ndjson
	fails 6 'swapped.ndjson:9: line does not continue line 8' '' \
		lnds-audit verify swapped.ndjson
	sed 1d audit.ndjson >headless.ndjson
	run3 6 lnds-audit verify headless.ndjson
	like 'headless.ndjson:1: line does not begin a chain' "$stderr"
}

@test "a torn last line is named" {
	head -c -1 audit.ndjson >torn.ndjson
	fails 6 'torn.ndjson:20: line is torn: it has no line end' \
		'a run was cut off while it wrote: keep a copy, remove this line' \
		lnds-audit verify torn.ndjson
}

@test "what is no line of a log is an integrity failure" {
	for line in 'not json' '[1]' '{}' '{"v":1,"v":1}'; do
		printf '%s\n' "$line" >bad.ndjson
		run3 6 lnds-audit verify bad.ndjson
		like '^lnds-audit: bad.ndjson:1: ' "$stderr"
	done
}

@test "no line: nothing was checked" {
	: >empty.ndjson
	run3 3 lnds-audit verify empty.ndjson
	like '^lnds-audit: empty.ndjson: no line to verify' "$stderr"
	run3 3 lnds-audit head empty.ndjson
}

@test "a file that is not there" {
	run3 5 lnds-audit verify nowhere.ndjson
	like "^lnds-audit: cannot open 'nowhere.ndjson': " "$stderr"
}

@test "a log on stdin" {
	run3 0 lnds-audit verify - <audit.ndjson
	same "stdin: 20 runs, chain unbroken, head 20:$LAST" "$output"
}

@test "time running backwards is a warning, silent with -q" {
	tail='"program":"p","version":"1","command":"","exit":0,"in":[],"out":[],"read":0,"written":0,"rejected":0,"key":null}'
	one='{"v":1,"seq":1,"prev":"'$(printf '0%.0s' {1..64})'","time":"2026-11-21T18:09:03Z",'$tail
	two='{"v":1,"seq":2,"prev":"'$(printf '%s' "$one" | sha256sum | cut -c1-64)'","time":"2026-11-21T18:09:02Z",'$tail
	printf '%s\n%s\n' "$one" "$two" >back.ndjson
	run3 0 lnds-audit verify back.ndjson
	same 'lnds-audit: warning: back.ndjson: time runs backwards at 1 line' "$stderr"
	run3 0 lnds-audit verify -q back.ndjson
	same '' "$stderr"
}

@test "a full disk and a closed stdout are errors" {
	run3 5 bash -c 'lnds-audit verify audit.ndjson > /dev/full'
	like 'cannot write stdout: No space left on device' "$stderr"
	run3 5 bash -c 'lnds-audit verify audit.ndjson >&-'
	like 'cannot write stdout: Bad file descriptor' "$stderr"
}

@test "a reader that went away ends it quietly by SIGPIPE" {
	run3 0 bash -c '(sleep 0.3; exec lnds-audit verify audit.ndjson) | true; echo "${PIPESTATUS[0]}"'
	same 141 "$output"
	same '' "$stderr"
}
