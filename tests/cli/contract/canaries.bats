# SPDX-License-Identifier: GPL-3.0-or-later
# Canaries: cells that no message, report or audit line may ever show, through every error
# path of every subcommand. They may stand in outputs and in the quarantine.
# shellcheck shell=bash disable=SC2030,SC2031,SC2094,SC2154

load ../lib

# No part of a canary in any file that is no data.
clean() {
	run ! grep -aE 'Canary|Kanari|9876543|Zyx' "$@"
}

# bad CODE COMMAND…: the command fails so, in each form of reporting it, and stays clean.
bad() {
	want=$1
	shift
	for more in "" "-v" "-q" "-t 3"; do
		rm -f r.json a.ndjson out
		status=0
		# shellcheck disable=SC2086
		"$@" $more --report r.json --audit a.ndjson >out 2>err </dev/null || status=$?
		[ "$status" = "$want" ]
		clean err
		[ ! -e r.json ] || clean r.json
		[ ! -e a.ndjson ] || clean a.ndjson
	done
}

@test "lnds-convert: bad records show no cell" {
	printf 'id,name\n1,Zyxwvut Kanari\n2,Canary9876543,9876543210123\n' >width.csv
	bad 3 lnds-convert width.csv
	printf 'id,name\n9876543\n' >short.csv
	bad 3 lnds-convert short.csv
	printf 'id,name\n9876543,"Zyxwvut"Kanari\n' >quote.csv
	bad 3 lnds-convert quote.csv
	printf 'id,name\n9876543,"Zyxwvut Kanari\n1,2\n' >open.csv
	bad 3 lnds-convert open.csv
	printf 'id,name\n9876543,Zyx\377Kanari\n' >utf8.csv
	bad 3 lnds-convert utf8.csv
	printf 'id,name\n9876543,Zyx\201Kanari\n' >cp.csv
	bad 3 lnds-convert --encoding cp1252 cp.csv
	bad 3 lnds-convert --encoding latin1 cp.csv
	printf 'id,name\n9876543,Zyx\000Kanari\n' >nul.csv
	bad 3 lnds-convert nul.csv
	{ printf 'id,name\n9876543,'; printf 'Canary%.0s' $(seq 200); echo; } >long.csv
	bad 3 lnds-convert --max-record 500 long.csv
}

@test "lnds-convert: bad NDJSON shows no value" {
	while IFS= read -r line; do
		printf '{"id":"1","name":"x"}\n%s\n' "$line" >bad.ndjson
		bad 3 lnds-convert --from ndjson bad.ndjson
	done <<'END'
{"id":"9876543","name":"Zyxwvut Kanari"
{"id":"9876543","name":"Zyxwvut Kanari"} Canary9876543
{"id":"9876543","name":"Zyxwvut \x Kanari"}
{"id":"9876543","name":"Zyxwvut \ud800 Kanari"}
{"id":"9876543","name":"Zyxwvut \u0000 Kanari"}
{"id":9876543.,"name":"Zyxwvut Kanari"}
{"id":9876543e999,"name":"Zyxwvut Kanari"}
{"id":"9876543","name":Kanari}
{"id":"9876543","name":"Zyx","name":"Kanari"}
["9876543","Zyxwvut Kanari"]
"Zyxwvut Kanari"
9876543
END
	printf '{"id":"9876543","name":"Zyx\tKanari"}\n' >tab.ndjson
	bad 3 lnds-convert tab.ndjson
	printf '{"id":"9876543","name":"Zyx\377Kanari"}\n' >utf8.ndjson
	bad 3 lnds-convert utf8.ndjson
}

@test "lnds-convert: with --quarantine the canary is there and only there" {
	printf 'id,name\n1,x\n2,Canary9876543,9876543210123\n' >width.csv
	lnds-convert --quarantine q.ndjson --report r.json --audit a.ndjson -v width.csv >out 2>err
	grep -q Canary9876543 q.ndjson
	clean err r.json a.ndjson out
	lnds-convert --on-error skip --report r.json --audit a.ndjson -v width.csv >out 2>err
	clean err r.json a.ndjson out
}

@test "lnds-convert: files that are no table show nothing of themselves" {
	{ printf '\x1f\x8b'; echo 'Canary9876543'; } >gz
	bad 3 lnds-convert gz
	printf '[{"id":"Canary9876543"}]' >array.json
	bad 3 lnds-convert array.json
	{ printf 'PK\003\004'; echo 'Canary9876543'; } >book.xlsx
	bad 3 lnds-convert book.xlsx
	{ printf 'id\nCanary9876543\n' | zstd -q -c | head -c 20; } >cut.zst
	bad 6 lnds-convert cut.zst
}

@test "lnds-convert: usage errors after data has been seen show no cell" {
	printf 'id,name\n9876543,Zyxwvut Kanari\n' >x.csv
	bad 2 lnds-convert --columns id,nam x.csv
	printf '9876543,Zyxwvut Kanari\n' >y.csv
	bad 3 lnds-convert --header id y.csv
}

@test "lnds-convert: a later key of NDJSON that CSV cannot take shows no value" {
	printf '{"id":"1"}\n{"id":"9876543","more":"Zyxwvut Kanari"}\n' >more.ndjson
	bad 3 lnds-convert --to csv more.ndjson
}

# The canaries of a pair: a number, a surname, a first name a line.
office() {
	lnds-pseudo init office --project demo --field person=matricule >init.out
	lnds-synth persons --pair two --rows-a 400 --rows-b 300 --overlap 80 --canaries 12
	tr -s ', ' '\n' <two/canaries.txt | awk 'length > 3' | sort -u >tokens
	[ "$(wc -l <tokens)" -ge 20 ]
	grep -qFf tokens two/a-igss/igss.csv
}

# none FILE…: no token stands in them, nor any 11 digits of a canary.
none() {
	local f
	for f in "$@"; do
		[ ! -e "$f" ] || run ! grep -aFf tokens "$f"
	done
	clean "$@"
}

# pseudo CODE ARG…: lnds-pseudo run ends so, and what it tells is free of tokens.
pseudo() {
	local want=$1 code more
	shift
	for more in "" "-v" "-t 3"; do
		rm -f r.json a.ndjson out
		code=0
		# shellcheck disable=SC2086
		lnds-pseudo run --home office $more --report r.json --audit a.ndjson "$@" \
			>out 2>err </dev/null || code=$?
		same "$want" "$code"
		none err r.json a.ndjson office/keystore/audit.ndjson
	done
}

@test "lnds-pseudo run: good records, preview, opt-outs" {
	office
	pseudo 0 -c matricule --keep nace,sex two/a-igss/igss.csv
	none out init.out
	pseudo 0 -c matricule --keep nace --exclude two/a-igss/optout.csv two/a-igss/igss.csv
	none out
	pseudo 0 -c matricule --keep nace --preview=400 two/a-igss/igss.csv
	none out
	pseudo 0 -c matricule --keep nace --preview=400 --to ndjson two/a-igss/igss.csv
	none out
}

@test "lnds-pseudo run: records it cannot protect show nothing and go nowhere" {
	office
	awk -F, -v OFS=, 'NR == 200 { $1 = "9876543210123" } { print }' two/a-igss/igss.csv >bad.csv
	pseudo 3 -c matricule --keep nace bad.csv
	none out
	awk -F, -v OFS=, 'NR == 200 { $1 = "9.87654E+12" } { print }' two/a-igss/igss.csv >sheet.csv
	pseudo 3 -c matricule --keep nace sheet.csv
	none out
	awk -F, -v OFS=, 'NR == 200 { $1 = "" } { print }' two/a-igss/igss.csv >null.csv
	pseudo 3 -c matricule --keep nace --null-policy fail null.csv
	none out
	awk 'NR == 200 { print "9876543210123,Zyxwvut Kanari,x" } { print }' two/a-igss/igss.csv >short.csv
	pseudo 3 -c matricule --keep nace short.csv
	none out
	pseudo 0 -c matricule --keep nace --on-error skip bad.csv
	none out
	pseudo 0 -c matricule --keep nace --quarantine q.ndjson bad.csv
	none out
	grep -q 9876543210123 q.ndjson
	[ "$(stat -c %a q.ndjson)" = 600 ]
}

@test "lnds-pseudo run: a kept column of identifiers, an opt-out that cannot be honoured" {
	office
	awk -F, -v OFS=, '{ print $1, (NR == 1 ? "copy" : $1), $7 }' two/a-igss/igss.csv >twice.csv
	pseudo 4 -c matricule --keep copy twice.csv
	[ ! -s out ]
	printf 'matricule\n9876543210123\n' >no.csv
	pseudo 3 -c matricule --keep nace --exclude no.csv two/a-igss/igss.csv
	[ ! -s out ]
}

@test "lnds-pseudo run: NDJSON" {
	office
	lnds-convert --to ndjson two/a-igss/igss.csv >igss.ndjson
	pseudo 0 -c matricule --keep nace igss.ndjson
	none out
	sed '100s/"matricule":"[0-9]*"/"matricule":["9876543210123"]/' igss.ndjson >list.ndjson
	pseudo 3 -c matricule --keep nace list.ndjson
	none out
	sed '100s/"matricule":"[0-9]*"/"matricule":98765432101.23/' igss.ndjson >number.ndjson
	pseudo 3 -c matricule --keep nace number.ndjson
	none out
	sed '100s/"matricule":"/"matricule":"9876543/' igss.ndjson >long.ndjson
	pseudo 3 -c matricule --keep nace long.ndjson
	none out
}

@test "lnds-pseudo: keys stand in no message, report or log" {
	office
	lnds-pseudo run --home office -v --report r.json --audit a.ndjson -c matricule \
		--keep nace two/a-igss/igss.csv >out 2>err
	lnds-pseudo project list --keystore office/keystore --key-file office/master.key -v >list 2>err2
	grep -h '^key \|^AGE-SECRET' -r office | sed 's/^key //' >secrets
	grep -v -- '-----' office/issuer/issuer.key >>secrets
	[ "$(wc -l <secrets)" -ge 3 ]
	run ! grep -Ff secrets err err2 out r.json a.ndjson list init.out office/README.txt office/keystore/audit.ndjson
}
