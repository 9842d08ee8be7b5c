# SPDX-License-Identifier: GPL-3.0-or-later
# Canaries through every subcommand of lnds-link, as holder and linkage unit would run it:
# with what it expects, and with an export of persons where a key, schema, code file, plan,
# run, map or links should stand. Persons may stand in the holder's map, by their number,
# and in the quarantine; keys nowhere but in their own files.
# shellcheck shell=bash disable=SC2154,SC2086

load ../lib
load ../lnds-link/registers

# quiet FILE…: no canary and no key of ours stands in them.
quiet() {
	local f
	for f in "$@"; do
		[ ! -e "$f" ] || run ! grep -aFf tokens "$f"
		[ ! -e "$f" ] || run ! grep -aFf secrets "$f"
	done
}

# tell CODE COMMAND…: it ends so (CODE may be 2|3); what it printed lies in out and err; no
# message, output, report or log shows a canary or a key. The subcommand is noted.
tell() {
	local want=$1 code=0
	shift
	grep -x -e "$2" commands >>seen
	"$@" >out 2>err </dev/null || code=$?
	[[ $code =~ ^($want)$ ]] || {
		echo "exit $code, wanted $want: $*"
		cat err
		return 1
	}
	quiet out err log.ndjson report.json
}

@test "every subcommand, rightly and with persons in the wrong place, shows no canary" {
	local wrong='2|3|4|6' persons=pair/a-igss/igss.csv
	local evidence='-v --report report.json --audit log.ndjson'
	local link=lnds-link both='lu.lnc de.lnc'
	lnds-link --dump-options | jq -r 'select(.command).command' | sort -u >commands
	[ "$(wc -l <commands)" = 11 ]
	registers
	tr -s ', ' '\n' <pair/canaries.txt | awk 'length > 3' | sort -u >tokens
	grep -qFf tokens $persons
	sed -n 's/^key //p' ./*.key >secrets
	[ "$(wc -l <secrets)" = 2 ]

	tell 0 $link keygen --type tag -o tag.key
	tell 2 $link keygen --project Canary -o other.key
	sed -n 's/^key //p' ./*.key >secrets
	tell '0|1' $link check --schema schema.json $evidence $persons
	tell 2 $link check --schema $persons $persons
	tell "$wrong" $link check $persons iab.csv

	local encode="encode --schema schema.json --key-file project.key $evidence"
	tell 0 $link $encode --party lu --id matricule --map lu.map.csv -o lu.lnc $persons
	tell 0 $link $encode --party de --id VSNR --map de.map.csv -o de.lnc iab.csv
	quiet lu.lnc de.lnc
	tell 0 $link $encode --party lu --map n.csv --to ndjson -o lu.ndjson $persons
	quiet lu.ndjson n.csv
	tell "$wrong" $link encode --schema schema.json --key-file $persons --party lu --map m $persons
	tell 2 $link encode --schema $persons --key-file project.key --party lu --map m $persons
	tell 2 $link encode --schema schema.json --key-file project.key --party 'Zyx Canary' --map m $persons
	# A name where a date or a sex should stand; an id twice; a cell too many; a broken quote.
	awk -F, -v OFS=, 'NR == 9 { $4 = $2 } { print }' $persons >date.csv
	tell 3 $link $encode --party lu --map m date.csv
	awk -F, -v OFS=, 'NR == 9 { $5 = $2 } { print }' $persons >sex.csv
	tell 3 $link $encode --party lu --map m sex.csv
	tell 0 $link $encode --party lu --map m --quarantine q.ndjson -o q.lnc sex.csv
	awk 'NR == 9 { print } { print }' $persons >twice.csv
	tell 3 $link $encode --party lu --id matricule --map m twice.csv
	awk 'NR == 9 { $0 = $0 ",\"Zyx" } { print }' $persons >quote.csv
	tell 3 $link $encode --party lu --map m quote.csv

	tell 0 $link check $evidence $both
	tell 0 $link plan $evidence $both -o plan.json
	tell "$wrong" $link plan $persons iab.csv
	tell 0 $link match --plan plan.json --shard 0/2 $evidence $both -o p0.run
	tell 0 $link match --plan plan.json --shard 1/2 $evidence $both -o p1.run
	tell "$wrong" $link match --plan $persons $both -o x
	tell 0 $link merge $evidence p0.run p1.run -o pairs.run
	tell "$wrong" $link merge p0.run $persons -o x
	tell 0 $link assign --plan plan.json $evidence pairs.run -o links.csv
	tell "$wrong" $link assign --plan plan.json $persons
	tell 0 $link keys --links links.csv $evidence $both --out-dir keys
	tell "$wrong" $link keys --links $persons $both --out-dir x
	tell "$wrong" $link keys --links links.csv --run-key-file $persons $both --out-dir x
	tell 0 $link report --plan plan.json --pairs pairs.run --links links.csv --html page.html $both
	quiet plan.json pairs.run links.csv keys/lu.links.csv keys/de.links.csv page.html
	tell "$wrong" $link report --plan plan.json --pairs pairs.run --links links.csv --truth $persons $both
	tell 0 $link run $evidence $both --out-dir all
	quiet all/*
	tell "$wrong" $link run $persons iab.csv --out-dir x
	tell "$wrong" $link run $both --run-key-file $persons --out-dir x

	local apply='apply --links keys/lu.links.csv --id matricule'
	lnds-convert --columns matricule,nace,wage_eur_month $persons >wages.csv
	tell 0 $link $apply --map lu.map.csv $evidence wages.csv
	tell "$wrong" $link $apply --map $persons wages.csv
	tell "$wrong" $link apply --map lu.map.csv --links $persons --id matricule wages.csv
	tell "$wrong" $link $apply --map de.map.csv wages.csv
	tell "$wrong" $link $apply --map lu.map.csv quote.csv

	same '' "$(sort -u seen | comm -13 - commands)"
}
