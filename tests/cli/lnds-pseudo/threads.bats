#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: 1, 2 and 7 threads give equal bytes, in success and in failure.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	for t in same dataset; do
		lnds-pseudo init $t --project demo --field person=matricule --treatment $t \
			--check --prefix P_ -q
	done
	lnds-synth persons -n 20000 --seed 3 -o p.csv
	lnds-synth persons -n 20000 --seed 3 --to ndjson -o p.ndjson
	tail -n 200 p.csv | sed '1i matricule' | cut -d, -f1 >optout.csv
}

@test "CSV and NDJSON, opt-outs among them" {
	d=$BATS_FILE_TMPDIR
	for f in p.csv p.ndjson; do
		for t in 1 2 7; do
			lnds-pseudo run --home "$d/same" -q -t $t -c matricule \
				--keep birth_date,nace --exclude "$d/optout.csv" \
				-o out.$t "$d/$f"
		done
		cmp out.1 out.2
		cmp out.1 out.7
		lnds-pseudo run --home "$d/dataset" -q -t 1 --salt k -c matricule -o a "$d/$f"
		lnds-pseudo run --home "$d/dataset" -q -t 7 --salt k -c matricule -o b "$d/$f"
		cmp a b
	done
}

@test "what was written before a bad record is the same too" {
	d=$BATS_FILE_TMPDIR
	sed '15000s/^....../999999/' "$d/p.csv" >bad.csv
	for t in 1 2 7; do
		lnds-pseudo run --home "$d/same" -t $t -c matricule bad.csv >out.$t 2>err.$t ||
			same 3 $?
		cmp out.1 out.$t
		cmp err.1 err.$t
	done
	same 14999 "$(wc -l <out.1)"
	like '^lnds-pseudo: bad.csv:15000: ' "$(cat err.1)"
}
