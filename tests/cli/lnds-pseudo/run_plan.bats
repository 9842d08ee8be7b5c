#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: which columns become pseudonyms, which pass, which are dropped.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	lnds-pseudo init one --project demo --field person=matricule -q
	lnds-pseudo init two --project both --field person=matricule \
		--field pension=de-rvnr -q
}

setup_case() {
	one=$BATS_FILE_TMPDIR/one two=$BATS_FILE_TMPDIR/two
	cat >e.csv <<'X'
matricule,last_name,nace,vsnr
1893120105732,Weyrich,64.19,15070649C103
1985072304254,"Weber, née Klein",,10010490A443
X
}

@test "columns that are not named leave, and are named once on stderr" {
	run3 0 lnds-pseudo run --home "$one" -c matricule --keep nace e.csv
	same "matricule,nace" "${lines[0]}"
	like '^[0-9A-Z]{11},64.19$' "${lines[1]}"
	like '^[0-9A-Z]{11},$' "${lines[2]}"
	same 'lnds-pseudo: warning: columns dropped: last_name, vsnr' "$stderr"
	run3 0 lnds-pseudo run --home "$one" -q -c matricule e.csv
	same '' "$stderr"
	same matricule "${lines[0]}"
}

@test "a column is renamed, the order of columns stays, untouched cells are copied" {
	run3 0 lnds-pseudo run --home "$one" -c matricule=pid --keep-all \
		--allow-lookalike vsnr e.csv
	same "pid,last_name,nace,vsnr" "${lines[0]}"
	like '^[0-9A-Z]{11},"Weber, née Klein",,10010490A443$' "${lines[2]}"
	same '' "$stderr"
}

@test "two domains in one run; the same number has another pseudonym in another domain" {
	run3 0 lnds-pseudo run --home "$two" -q -c matricule@person -c vsnr@pension=v e.csv
	same "matricule,v" "${lines[0]}"
	like '^[0-9A-Z]{11},[0-9A-Z]{11}$' "${lines[1]}"
	printf 'a,b\n1893120105732,1893120105732\n' >ab.csv
	lnds-pseudo init p2 --project ab --field x=matricule --field y=matricule -q
	run3 0 lnds-pseudo run --home p2 -q -c a@x -c b@y ab.csv
	a=${lines[1]%,*} b=${lines[1]#*,}
	[ "$a" != "$b" ]
}

@test "a header that equals the whole text wins over the syntax of -c" {
	printf 'id@home=x,id\n1893120105732,1\n' >odd.csv
	run3 0 lnds-pseudo run --home "$one" -q -c id@home=x odd.csv
	same 'id@home=x' "${lines[0]}"
	printf 'id@home\n1893120105732\n' >odd.csv
	run3 0 lnds-pseudo run --home "$one" -q -c id@home=pid odd.csv
	same pid "${lines[0]}"
}

@test "NDJSON: strings and plain integers in, strings out, unlisted keys leave whole" {
	cat >e.ndjson <<'X'
{"id":"1893120105732","name":{"last":"Weyrich"},"n":1}
{"n": 2, "id": 1893120105732}
{"id":null,"n":3}
{"n":4}
X
	run3 0 lnds-pseudo run --home "$one" -q -c id=pid --keep n e.ndjson
	p=$(jq -r 'select(.n == 1).pid' <<<"$output")
	like '^[0-9A-Z]{11}$' "$p"
	same "{\"pid\":\"$p\",\"n\":1}" "${lines[0]}"
	same "$p" "$(jq -r 'select(.n == 2).pid' <<<"$output")"
	same '{"pid":null,"n":3}' "${lines[2]}"
	same '{"n":4}' "${lines[3]}"
}

@test "NDJSON: a key that comes late is dropped too" {
	printf '{"id":"1893120105732"}\n{"id":"1893120105732","late":"Weyrich"}\n' >l.ndjson
	run3 0 lnds-pseudo run --home "$one" -c id l.ndjson
	same "${lines[0]}" "${lines[1]}"
	same 'lnds-pseudo: warning: columns dropped: late' "$stderr"
}

@test "NDJSON: a late key that looks like -c cannot make the identifier's column pass" {
	printf '{"matricule":"%s"}\n{"matricule":"%s","matricule=pid":"%s"}\n' \
		1991041870269 1944082927055 1991041870269 >late.ndjson
	run3 0 lnds-pseudo run --home "$one" -c matricule=pid --keep-all \
		--allow-lookalike 'matricule=pid' late.ndjson
	[[ $output != *'"matricule":'* && $output != *1944082927055* ]]
	[ "$(jq -r .pid <<<"$output" | sort -u | wc -l)" -eq 2 ]
}

@test "NDJSON to CSV: a late key that nobody keeps is left out, under --keep-all it is bad" {
	printf '{"matricule":"%s","nace":"1"}\n{"matricule":"%s","late":"x"}\n' \
		1991041870269 1944082927055 >late.ndjson
	run3 0 lnds-pseudo run --home "$one" -q -c matricule=pid --keep nace --to csv \
		late.ndjson
	[ "${#lines[@]}" -eq 3 ]
	run3 3 lnds-pseudo run --home "$one" -c matricule=pid --keep-all --to csv late.ndjson
	like 'late.ndjson:2: a key that is not among the columns' "$stderr"
}

@test "a matricule means the same with separators and blanks, and with --accept-11" {
	printf 'm\n1893120105732\n 1893 12 01 057 32 \n1893-12-01/057.32\n' >s.csv
	run3 0 lnds-pseudo run --home "$one" -c m s.csv
	same "${lines[1]}" "${lines[2]}"
	same "${lines[1]}" "${lines[3]}"
	# Before 2014: ten digits and one of three series; 147 mod 11 is 4, so 7, 8 or 9.
	printf 'm\n%s\n19850723047\n1985 0723 047\n' 1985072304746 >old.csv
	run3 3 lnds-pseudo run --home "$one" -c m old.csv
	run3 0 lnds-pseudo run --home "$one" -c m --accept-11 old.csv
	same "${lines[1]}" "${lines[2]}"
	same "${lines[1]}" "${lines[3]}"
	for d in 0 1 2 3 4 5 6 7 8 9; do
		printf 'm\n1985072304%s\n' $d >o.csv
		case $d in
		[789]) run3 0 lnds-pseudo run --home "$one" -c m --accept-11 o.csv ;;
		*) run3 3 lnds-pseudo run --home "$one" -c m --accept-11 o.csv ;;
		esac
	done
}

@test "preview: plan and masked records, nothing else; no file is touched" {
	run3 0 lnds-pseudo run --home "$one" -c matricule=pid --keep nace --preview=2 \
		-o out.csv e.csv
	same '' "$stderr"
	same 'column     action     in                out' "${lines[0]}"
	like '^matricule  pseudonym  9999999999999     pid [0-9A-Z]{11}$' "${lines[1]}"
	like '^                      9999999999999     pid [0-9A-Z]{11}$' "${lines[2]}"
	same 'last_name  dropped    Aaaaaaa           -' "${lines[3]}"
	same '                      Aaaaa, aaa Aaaaa  -' "${lines[4]}"
	same 'nace       kept       99.99             same' "${lines[5]}"
	same '                      -                 same' "${lines[6]}"
	[ ! -e out.csv ]
	run3 0 lnds-pseudo run --home "$one" -c matricule --preview=3 e.csv
	[[ $output != *Weyrich* && $output != *1893120105732* ]]
}

@test "a preview shows what would be refused, and ends with 0" {
	printf 'm\n1893120105733\n' >bad.csv
	run3 0 lnds-pseudo run --home "$one" -c m --preview bad.csv
	same 'm       pseudonym  9999999999999  m bad-identifier' "${lines[1]}"
	for n in 0 1001; do
		fails 2 '--preview shows 1 to 1000 records' '--preview=5' \
			lnds-pseudo run --home "$one" -c m --preview=$n bad.csv
	done
	printf 'm,x\n,1\n' >null.csv
	run3 0 lnds-pseudo run --home "$one" -c m --null-policy fail --preview null.csv
	same 'm       pseudonym  -   m null-identifier' "${lines[1]}"
	lnds-pseudo init d -q --project d --field person=ascii --treatment dataset
	run3 0 lnds-pseudo run --home d -c m --salt s --preview bad.csv
	[ ! -e s ]
}

@test "header only: the header is written; no input at all: nothing was checked" {
	printf 'm,x\n' >h.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m=pid h.csv
	same pid "$output"
	: >empty.csv
	run3 3 lnds-pseudo run --home "$one" -q -c m empty.csv
	same '' "$output"
}

@test "usage: no -c, unknown, doubled, kept and coded, both keeps, no such domain" {
	h="--home $one"
	run3 2 lnds-pseudo run $h e.csv
	fails 2 "there is no column 'Matricule'" "did you mean 'matricule'?" \
		lnds-pseudo run $h -c Matricule e.csv
	fails 2 "there is no column 'nacee'" "did you mean 'nace'?" \
		lnds-pseudo run $h -c matricule --keep nacee e.csv
	fails 2 "there is no column 'zzz'" 'names are those of the header line, case and all' \
		lnds-pseudo run $h -c matricule --allow-lookalike zzz e.csv
	fails 2 "column 'matricule' is given twice with -c" '' \
		lnds-pseudo run $h -c matricule -c matricule=b e.csv
	fails 2 "column 'matricule' is both in -c and in --keep" \
		'a column stands in one of them, once' \
		lnds-pseudo run $h -c matricule --keep matricule e.csv
	fails 2 '--keep and --keep-all exclude each other' \
		'--keep LIST lets only the listed columns through' \
		lnds-pseudo run $h -c matricule --keep nace --keep-all e.csv
	fails 2 "project demo has no domain 'mother'" "its first domain is 'person'" \
		lnds-pseudo run $h -c matricule@mother e.csv
	fails 2 'the project has several domains' 'say which: -c NAME@DOM' \
		lnds-pseudo run --home "$two" -c matricule e.csv
	fails 2 "two columns of the output are named 'nace'" \
		'give one of them another name: NAME=NEW' \
		lnds-pseudo run $h -c matricule=nace --keep nace e.csv
	fails 2 "there is no column 'matricule'" "the header line looks cut at the wrong byte: try -d ';'" \
		lnds-pseudo run $h -c matricule <(tr , ';' <e.csv)
}
