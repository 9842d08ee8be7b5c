#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: identifiers are seen in no output, message, report, log or preview,
# whatever goes wrong; only the quarantine holds the records it was made for.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	lnds-pseudo init one --project demo --field person=matricule -q
	lnds-pseudo init text --project text --field person=text --format numeric -q
	lnds-pseudo init few --project few --field person=matricule,6 --format numeric \
		--method non-reversible --max-ids 2 -q
	lnds-synth persons -n 12 --seed 99 | tail -n +2 | cut -d, -f1 >canaries
	{
		echo id,other
		while read -r c; do echo "$c,x"; done <canaries
	} >good.csv
	# Broken in the check digit, quoted, as opt-outs, as a column name, as JSON.
	sed '6s/.,x$/x,x/' good.csv >bad.csv
	sed 's/^\([0-9]*\),x/"\1""",x/' good.csv >quoted.csv
	sed '4s/$/,1/' good.csv >wide.csv
	sed '5s/,x/"x,x/' good.csv >quote.csv
	awk -F, 'NR == 1 { print } NR > 1 { print $1 "," $1 }' good.csv >twice.csv
	sed '1d' good.csv >headless.csv
	awk -F, 'NR > 1 { printf "{\"id\":%s,\"other\":\"%s\"}\n", $1, $1 }' good.csv >good.ndjson
	sed '3s/"id"/id/' good.ndjson >broken.ndjson
	sed '3s/:[0-9]*,/:{"a":&"b":1},/; 3s/:,/:1,/' good.ndjson >nested.ndjson
	awk 'NR == 2 { sub("other", "19"$0) } 1' good.ndjson | tr -d '}{' >junk.ndjson
	# Keys that are identifiers.
	awk -F, 'NR > 1 { printf "{\"id\":\"%s\",\"%s\":1}\n", $1, $1 }' good.csv >keys.ndjson
}

setup_case() {
	d=$BATS_FILE_TMPDIR
	one=$d/one
	cp "$d"/canaries "$d"/*.csv "$d"/*.ndjson .
}

# clean FILE…: none of the canaries (nor the first eleven digits of one) stands in them.
clean() {
	local found
	cut -c1-11 canaries >heads
	found=$(grep -Flf heads "$@" || true)
	same '' "$found"
}

# clean_run CODE ARGUMENT…: the run ends with it, and its streams and files hold no canary.
clean_run() {
	local want=$1 code=0
	shift
	rm -f out report audit
	lnds-pseudo run "$@" -v --report report --audit audit >stdout 2>stderr || code=$?
	same "$want" $code
	touch report audit
	clean stdout stderr report audit
	[ -s stderr ]
}

@test "runs that succeed" {
	clean_run 0 --home "$one" -c id good.csv
	clean_run 0 --home "$one" -c id --keep other good.csv
	clean_run 0 --home "$one" -c id good.ndjson
	clean_run 0 --home "$one" -c id --preview=12 good.csv
	clean_run 0 --home "$one" -c id -c other --preview=12 twice.csv
	clean_run 0 --home "$d/text" -c id --preview=12 quoted.csv
	clean_run 0 --home "$one" -c id keys.ndjson
	clean_run 0 --home "$one" -c id --preview=12 keys.ndjson
}

@test "identifiers that are refused" {
	clean_run 3 --home "$one" -c id bad.csv
	clean_run 3 --home "$one" -c id quoted.csv
	clean_run 0 --home "$one" -c id --on-error skip bad.csv
	clean_run 3 --home "$one" -c id --on-error skip quoted.csv
	clean_run 3 --home "$one" -c id --max-errors 3 --on-error skip quoted.csv
	clean_run 3 --home "$one" -c id nested.ndjson
	clean_run 3 --home "$one" -c other --null-policy fail good.csv
	clean_run 3 --home "$one" -c id --exclude bad.csv good.csv
	clean_run 4 --home "$d/few" -c id good.csv
}

@test "records that are broken, columns that are not there" {
	for f in wide.csv quote.csv broken.ndjson; do
		clean_run 3 --home "$one" -c id $f
		clean_run 0 --home "$one" -c id --on-error skip $f
	done
	clean_run 3 --home "$one" -c id junk.ndjson
	clean_run 3 --home "$one" -c id --on-error skip junk.ndjson
	clean_run 2 --home "$one" -c id headless.csv
	clean_run 2 --home "$one" -c nothing good.csv
	clean_run 2 --home "$one" -c id -d tab good.csv
}

@test "look-alikes" {
	clean_run 4 --home "$one" -c id --keep-all twice.csv
	clean_run 4 --home "$one" -c id --keep other good.ndjson
	clean_run 4 --home "$one" -c id --keep-all keys.ndjson
}

@test "the quarantine has what it was made for, and nothing else has" {
	clean_run 0 --home "$one" -c id --quarantine q bad.csv
	same 1 "$(wc -l <q)"
	head -c 11 <(sed -n 5p canaries) >one_head
	grep -Fqf one_head q
}

@test "hashes of fewer than sixteen identifiers are in no log and no report" {
	lnds-pseudo run --home "$one" -q -c id --report r --audit a good.csv >/dev/null
	same null "$(jq -r '.inputs[0].sha256' r)"
	same null "$(jq -r '.outputs[0].sha256' r)"
	same null "$(jq -r '.in[0].sha256' a)"
	same run "$(jq -r .x.ev a)"
	same 12 "$(jq .x.cells a)"
	same "$(jq -r .kid "$one/keystore/projects/demo.json")" "$(jq -r .key a)"
	# One file of one identifier among others.
	lnds-synth persons -n 40 -o q.csv
	head -n 2 q.csv >one.csv
	lnds-pseudo run --home "$one" -q -c matricule --report r one.csv q.csv >/dev/null
	same 'null null' "$(jq -r '.inputs | map(.sha256 | tostring) | join(" ")' r)"
	lnds-pseudo run --home "$one" -q -c matricule --report r q.csv q.csv >/dev/null
	same 64 "$(jq -r '.inputs[0].sha256 | length' r)"
	lnds-synth persons -n 16 -o p.csv
	lnds-pseudo run --home "$one" -q -c matricule --audit a p.csv >/dev/null
	same "$(sha256sum <p.csv | cut -c1-64)" "$(tail -n 1 a | jq -r '.in[0].sha256')"
}
