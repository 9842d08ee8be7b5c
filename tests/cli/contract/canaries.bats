# SPDX-License-Identifier: GPL-3.0-or-later
# Canaries: cells that no message, report or audit line may ever show, through every error
# path of every subcommand. They may stand in outputs and in the quarantine.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load ../lib

# No part of a canary in any file that is no data.
clean() {
	run ! grep -aiE 'canar|kanari|98765|Zyx' "$@"
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
	printf 'id,name\n1,Zyxwvut Kanari\n2,Canary98765,9876543210123\n' >width.csv
	bad 3 lnds-convert width.csv
	printf 'id,name\n98765\n' >short.csv
	bad 3 lnds-convert short.csv
	printf 'id,name\n98765,"Zyxwvut"Kanari\n' >quote.csv
	bad 3 lnds-convert quote.csv
	printf 'id,name\n98765,"Zyxwvut Kanari\n1,2\n' >open.csv
	bad 3 lnds-convert open.csv
	printf 'id,name\n98765,Zyx\377Kanari\n' >utf8.csv
	bad 3 lnds-convert utf8.csv
	printf 'id,name\n98765,Zyx\201Kanari\n' >cp.csv
	bad 3 lnds-convert --encoding cp1252 cp.csv
	bad 3 lnds-convert --encoding latin1 cp.csv
	printf 'id,name\n98765,Zyx\000Kanari\n' >nul.csv
	bad 3 lnds-convert nul.csv
	{ printf 'id,name\n98765,'; printf 'Canary%.0s' $(seq 200); echo; } >long.csv
	bad 3 lnds-convert --max-record 500 long.csv
}

@test "lnds-convert: bad NDJSON shows no value" {
	while IFS= read -r line; do
		printf '{"id":"1","name":"x"}\n%s\n' "$line" >bad.ndjson
		bad 3 lnds-convert --from ndjson bad.ndjson
	done <<'END'
{"id":"98765","name":"Zyxwvut Kanari"
{"id":"98765","name":"Zyxwvut Kanari"} Canary98765
{"id":"98765","name":"Zyxwvut \x Kanari"}
{"id":"98765","name":"Zyxwvut \ud800 Kanari"}
{"id":"98765","name":"Zyxwvut \u0000 Kanari"}
{"id":98765.,"name":"Zyxwvut Kanari"}
{"id":98765e999,"name":"Zyxwvut Kanari"}
{"id":"98765","name":Kanari}
{"id":"98765","name":"Zyx","name":"Kanari"}
["98765","Zyxwvut Kanari"]
"Zyxwvut Kanari"
98765
END
	printf '{"id":"98765","name":"Zyx\tKanari"}\n' >tab.ndjson
	bad 3 lnds-convert tab.ndjson
	printf '{"id":"98765","name":"Zyx\377Kanari"}\n' >utf8.ndjson
	bad 3 lnds-convert utf8.ndjson
}

@test "lnds-convert: with --quarantine the canary is there and only there" {
	printf 'id,name\n1,x\n2,Canary98765,9876543210123\n' >width.csv
	lnds-convert --quarantine q.ndjson --report r.json --audit a.ndjson -v width.csv >out 2>err
	grep -q Canary98765 q.ndjson
	clean err r.json a.ndjson out
	lnds-convert --on-error skip --report r.json --audit a.ndjson -v width.csv >out 2>err
	clean err r.json a.ndjson out
}

@test "lnds-convert: files that are no table show nothing of themselves" {
	{ printf '\x1f\x8b'; echo 'Canary98765'; } >gz
	bad 3 lnds-convert gz
	printf '[{"id":"Canary98765"}]' >array.json
	bad 3 lnds-convert array.json
	{ printf 'PK\003\004'; echo 'Canary98765'; } >book.xlsx
	bad 3 lnds-convert book.xlsx
	{ printf 'id\nCanary98765\n' | zstd -q -c | head -c 20; } >cut.zst
	bad 6 lnds-convert cut.zst
}

@test "lnds-convert: usage errors after data has been seen show no cell" {
	printf 'id,name\n98765,Zyxwvut Kanari\n' >x.csv
	bad 2 lnds-convert --columns id,nam x.csv
	printf '98765,Zyxwvut Kanari\n' >y.csv
	bad 3 lnds-convert --header id y.csv
}

@test "lnds-convert: a later key of NDJSON that CSV cannot take shows no value" {
	printf '{"id":"1"}\n{"id":"98765","more":"Zyxwvut Kanari"}\n' >more.ndjson
	bad 3 lnds-convert --to csv more.ndjson
}
