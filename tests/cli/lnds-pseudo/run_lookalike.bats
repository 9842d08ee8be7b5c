#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: kept columns that look like identifiers, and opt-outs.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	lnds-pseudo init one --project demo --field person=matricule -q
	lnds-pseudo init two --project two --field person=matricule --field pen=de-rvnr -q
}

setup_case() {
	one=$BATS_FILE_TMPDIR/one two=$BATS_FILE_TMPDIR/two
	a=1893120105732 b=1985072304254 c=2000022900197 d=1952010199976
}

# column VALUE… : a file of matricules with these values beside them
column() {
	printf 'm,k\n'
	for v in "$@"; do
		printf '%s,%s\n' $a "$v"
	done
}

@test "three look-alikes stop the run before any output; one or two do not" {
	column $a $b $c x y >t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.csv
	same '' "$output"
	same "lnds-pseudo: column 'k': kept although its values look like identifiers" \
		"${stderr_lines[0]}"
	same 'lnds-pseudo: hint: pseudonymise it with -c, drop it, or --allow-lookalike k' \
		"${stderr_lines[1]}"
	run3 4 lnds-pseudo run --home "$one" -c m --keep-all -o out.csv t.csv
	[ ! -e out.csv ]
	run3 0 lnds-pseudo run --home "$one" -c m --keep k --allow-lookalike k t.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m t.csv
	column $a $b x y z >t.csv
	run3 0 lnds-pseudo run --home "$one" -c m --keep k t.csv
}

@test "IBANs, VAT numbers with LU and pension numbers are look-alikes, plain digits not" {
	column 'LU28 0019 4006 4475 0000' LU280019400644750000 lu280019400644750000 >t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.csv
	column LU15027442 LU15027442 'LU 15027442' >t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.csv
	column 15070649C103 10010490A443 '15 070649 C 103' >t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.csv
	column 15027442 15027442 15027442 1234567890123 1234567890123 >t.csv
	run3 0 lnds-pseudo run --home "$one" -c m --keep k t.csv
}

@test "below one in a hundred filled cells they pass; beyond the first thousand too" {
	column $a $b $c $(seq 400) >t.csv
	run3 0 lnds-pseudo run --home "$one" -c m --keep k t.csv
	column $a $b $c $(seq 290) >t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.csv
	column $(seq 1000) $a $b $c >t.csv
	run3 0 lnds-pseudo run --home "$one" -c m --keep k t.csv
	# Later batches are not looked at: there are several of 256 KiB.
	{
		echo m,k
		for i in $(seq 20000); do echo $a,$i; done
		for i in $(seq 20000); do echo $a,$b; done
	} >t.csv
	run3 0 lnds-pseudo run --home "$one" -c m --keep k -o o.csv t.csv
	run3 4 lnds-pseudo run --home "$one" -c m --keep k -o o.csv --shard 1/2 t.csv
}

@test "look-alikes are seen in NDJSON, in numbers and when a key splits the batch" {
	printf '{"m":"%s","k":%s}\n' $a $a $a $b $a $c >t.ndjson
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.ndjson
	same '' "$output"
	printf '{"m":"%s","k":%s}\n{"m":"%s","k":%s,"n":1}\n{"m":"%s","k":%s,"o":1}\n' \
		$a $a $a $b $a $c >t.ndjson
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.ndjson
}

@test "look-alikes are seen within nested values" {
	printf '{"m":"%s","k":{"ids":["x","%s"]}}\n' $a $a $a $b $a $c >t.ndjson
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.ndjson
	printf '{"m":"%s","k":{"%s":1}}\n' $a $a $a $b $a $c >t.ndjson
	run3 4 lnds-pseudo run --home "$one" -c m --keep k t.ndjson
	printf '{"m":"%s","k":{"n":[%s.5,1,"Weyrich"]}}\n' $a 1 $a 2 $a 3 >t.ndjson
	run3 0 lnds-pseudo run --home "$one" -c m --keep k t.ndjson
}

@test "a key that comes late is looked at from there on" {
	{
		for _ in $(seq 1200); do echo "{\"m\":\"$a\",\"k\":1}"; done
		printf '{"m":"%s","k":1,"n":"%s"}\n' $a $b $a $c $a $d
	} >t.ndjson
	run3 4 lnds-pseudo run --home "$one" -c m --keep-all -t 2 t.ndjson
	same "lnds-pseudo: column 'n': kept although its values look like identifiers" \
		"${stderr_lines[0]}"
	same 1200 "${#lines[@]}"
	same '' "$(grep '"n"' <<<"$output")"
	run3 4 lnds-pseudo run --home "$one" -c m --keep-all -o out t.ndjson
	[ ! -e out ]
	run3 0 lnds-pseudo run --home "$one" -c m --keep-all --allow-lookalike n t.ndjson
	run3 2 lnds-pseudo run --home "$one" -c m --keep k --allow-lookalike nn t.ndjson
}

@test "a kept column named like an identifier: is the header line missing?" {
	printf 'm,%s\n%s,1\n' $a $b >t.csv
	fails 4 'the name of a kept column looks like an identifier (shape 9999999999999)' \
		'is the header line missing? else drop the column, or --allow-lookalike it' \
		lnds-pseudo run --home "$one" -c m --keep-all t.csv
	run3 0 lnds-pseudo run --home "$one" -c m t.csv
	same 'lnds-pseudo: warning: columns dropped: 9999999999999' "$stderr"
	run3 0 lnds-pseudo run --home "$one" -c m --keep-all --allow-lookalike $a t.csv
}

@test "opt-outs: records of listed identifiers leave, counted; CSV, NDJSON, one column" {
	printf 'm,x\n%s,1\n%s,2\n%s,3\n%s,4\n' $a $b $c $d >t.csv
	printf 'name,m\nWeyrich,%s\n,%s\n' $b "${d:0:4} ${d:4}" >o.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --exclude o.csv \
		--report r.json t.csv
	same $'1\n3' "$(tail -n +2 <<<"$output" | cut -d, -f2)"
	same 2 "$(jq .written r.json)"
	printf '{"m":%s}\n{"m":"%s"}\n' $b $d >o.ndjson
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --exclude o.ndjson t.csv
	same 3 "${#lines[@]}"
	printf 'anything\n%s\n\n' $a >l.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --exclude o.csv --exclude l.csv t.csv
	same 3 "$(tail -n +2 <<<"$output" | cut -d, -f2)"
}

@test "a list whose entries would miss whom they name is refused" {
	printf 'm,x\n%s,1\n' $a >t.csv
	printf '%s\n%s\n' $a $b >o.csv
	fails 3 'opt-out list o.csv: its header line looks like an identifier' \
		'put a header line on top: an opt-out is never skipped' \
		lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	for header in 'm;x' $'m\tx'; do
		printf '%s\n%s;1\n' "$header" $a >o.csv
		fails 2 'opt-out list o.csv: its header line holds another delimiter' \
			'give it one column, or the delimiter of the data' \
			lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	done
	printf 'm,n\n%s,%s\n' $a $b >t.csv
	printf 'm,n\n%s,%s\n' $c $b >o.csv
	fails 2 "opt-out list o.csv: it has several of the -c columns, 'n' among them" \
		'write all its identifiers into one column' \
		lnds-pseudo run --home "$one" -c m -c n --exclude o.csv t.csv
	: >o.csv
	run3 3 lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
}

@test "a list may have a byte order mark, other line ends, separators, an eleventh digit" {
	printf 'm,x\n%s,1\n%s,2\n' $a $b >t.csv
	for id in $a "${a:0:4} ${a:4:2}-${a:6}" ${a:0:11}; do
		printf '\xef\xbb\xbfm\r\n"%s"\r\n' "$id" >o.csv
		run3 0 lnds-pseudo run --home "$one" -q -c m --accept-11 --keep x --exclude o.csv t.csv
		same 2 "$(tail -n +2 <<<"$output" | cut -d, -f2)"
	done
	run3 3 lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	printf 'm;nom\n%s;\xe9\n' $a >o.csv
	tr , ';' <t.csv >s.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x -d ';' --encoding latin1 \
		--exclude o.csv s.csv
	same 2 "$(tail -n +2 <<<"$output" | cut -d';' -f2)"
}

@test "an opt-out drops the record whichever -c column names the person" {
	printf 'child,mother,x\n%s,%s,1\n%s,%s,2\n' $a $b $c $d >t.csv
	printf 'mother\n%s\n' $b >o.csv
	run3 0 lnds-pseudo run --home "$one" -q -c child -c mother --keep x --exclude o.csv t.csv
	same 2 "$(tail -n +2 <<<"$output" | cut -d, -f3)"
}

@test "an opt-out that cannot be honoured stops the run" {
	printf 'm\n%s\n' $a >t.csv
	printf 'm\n%s\n1893120105733\n' $b >o.csv
	fails 3 'opt-out list o.csv: record 2 is not a valid matricule (shape 9999999999999)' \
		'correct the list: an opt-out is never skipped' \
		lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	printf 'x,m\n1,\n' >o.csv
	run3 3 lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	printf 'x,y\n1,2\n' >o.csv
	fails 2 "opt-out list o.csv: no column 'm'" \
		'name its column as the data name theirs, or give it one column' \
		lnds-pseudo run --home "$one" -c m --exclude o.csv t.csv
	run3 5 lnds-pseudo run --home "$one" -c m --exclude none.csv t.csv
	like 'none.csv' "$stderr"
	same '' "$output"
}

@test "a list speaks of its domain; a domain that no -c has is refused" {
	printf 'm,v,x\n%s,15070649C103,1\n%s,10010490A443,2\n' $a $b >t.csv
	printf 'v\n15070649C103\n' >o.csv
	h="--home $two -q -c m@person -c v@pen --keep x"
	run3 0 lnds-pseudo run $h --exclude o.csv@pen t.csv
	same 2 "$(tail -n +2 <<<"$output" | cut -d, -f3)"
	fails 2 'opt-out list o.csv: for which domain?' '--exclude FILE@DOM' \
		lnds-pseudo run $h --exclude o.csv t.csv
	fails 2 'opt-out list o.csv: no -c column has its domain' 'an opt-out is never skipped' \
		lnds-pseudo run --home "$two" -c m@person --exclude o.csv@pen t.csv
}
