#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: treatments, run secrets, shards, other projects, real files.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	for m in reversible non-reversible; do
		for t in same dataset different; do
			lnds-pseudo init $m-$t --project demo --field person=matricule \
				--method $m --treatment $t -q
		done
	done
	lnds-synth persons -n 4000 --seed 7 -o p.csv
}

setup_case() {
	h=$BATS_FILE_TMPDIR p=$BATS_FILE_TMPDIR/p.csv
}

# code HOME OPTION… : pseudonyms of p.csv, without the header
code() {
	local home=$1
	shift
	lnds-pseudo run --home "$h/$home" -q -c matricule "$@" "$p" | tail -n +2
}

@test "same: equal in every run; dataset: equal within one; different: never" {
	for m in reversible non-reversible; do
		same "$(code $m-same)" "$(code $m-same)"
		salt=
		[ $m = non-reversible ] || salt="--salt $m.a"
		code $m-dataset $salt >a
		[ -z "$salt" ] || salt="--salt $m.b"
		code $m-dataset $salt >b
		same 4000 "$(sort -u a | wc -l)"
		same 0 "$(sort a | comm -12 - <(sort b) | wc -l)"
		code $m-different >a
		code $m-different >b
		same 0 "$(sort a | comm -12 - <(sort b) | wc -l)"
	done
	yes 1893120105732 | head -n 100 | sed '1i matricule' >one.csv
	p=one.csv
	same 1 "$(code reversible-same | sort -u | wc -l)"
	same 1 "$(code non-reversible-dataset | sort -u | wc -l)"
	same 100 "$(code reversible-different | sort -u | wc -l)"
	same 100 "$(code non-reversible-different | sort -u | wc -l)"
}

@test "a salt file is made once, private, and gives the same pseudonyms again" {
	run3 0 lnds-pseudo run --home "$h/reversible-dataset" -c matricule --salt s.key \
		-o a.csv "$p"
	like "warning: made run secret 's.key': losing it is final" "$stderr"
	same 600 "$(stat -c %a s.key)"
	same 'lnds-key v1 pseudo-salt' "$(head -n 1 s.key)"
	run3 0 lnds-pseudo run --home "$h/reversible-dataset" -q -c matricule --salt s.key \
		-o b.csv "$p"
	cmp a.csv b.csv
	chmod 644 s.key
	run3 4 lnds-pseudo run --home "$h/reversible-dataset" -c matricule --salt s.key "$p"
}

@test "who needs a salt, and who may not have one" {
	fails 2 'a reversible dataset project needs --salt' \
		'--salt FILE: made if absent, needed to reverse' \
		lnds-pseudo run --home "$h/reversible-dataset" -c matricule "$p"
	for t in dataset different; do
		fails 2 "shards of treatment $t need --salt" \
			'give all shards of a run the same --salt FILE' \
			lnds-pseudo run --home "$h/non-reversible-$t" -c matricule \
			--shard 0/2 "$p"
	done
	fails 2 'treatment same takes no --salt' 'leave --salt out' \
		lnds-pseudo run --home "$h/reversible-same" -c matricule --salt s "$p"
	fails 2 'treatment different takes no --salt' 'leave --salt out' \
		lnds-pseudo run --home "$h/reversible-different" -c matricule --salt s "$p"
	[ ! -e s ]
}

@test "shards with one salt make the bytes of one run" {
	for home in reversible-same reversible-dataset non-reversible-dataset; do
		salt="--salt $home.key"
		[ $home != reversible-same ] || salt=
		lnds-pseudo run --home "$h/$home" -q -c matricule $salt -o whole "$p"
		for i in 0 1 2; do
			lnds-pseudo run --home "$h/$home" -q -c matricule $salt \
				--shard $i/3 "$p"
		done >parts
		cmp whole parts
	done
	for home in reversible-different non-reversible-different; do
		lnds-pseudo run --home "$h/$home" -q -c matricule --salt k --shard 0/2 "$p" >a
		lnds-pseudo run --home "$h/$home" -q -c matricule --salt k --shard 1/2 "$p" >>a
		for i in 0 1 2 3 4; do
			lnds-pseudo run --home "$h/$home" -q -c matricule --salt k \
				--shard $i/5 "$p"
		done >b
		cmp a b
		same 4001 "$(sort -u a | wc -l)"
	done
}

@test "shuffled in, shuffled out; other projects and epochs share nothing" {
	code reversible-same | sort >a
	{
		head -n 1 "$p"
		tail -n +2 "$p" | shuf --random-source="$p"
	} >shuffled.csv
	p=shuffled.csv
	code reversible-same | sort >b
	cmp a b
	p=$h/p.csv
	lnds-pseudo init other --project demo --field person=matricule -q
	lnds-pseudo run --home other -q -c matricule "$p" | sort | comm -12 - a >both
	same '' "$(cat both)"
}

@test "two holders of one project agree" {
	age-keygen -o me.txt 2>/dev/null || skip 'no age-keygen'
	k=$h/reversible-same
	r=$(age-keygen -y me.txt)
	lnds-pseudo token issue --issuer-key "$k/issuer/issuer.key" \
		--project "$k/keystore/projects/demo.json" --type psn --recipient "$r" >t.jwt
	lnds-pseudo release --home "$k" --token t.jwt --recipient "$r" >t.age
	lnds-pseudo run --use-key t.age --identity me.txt --issuer "$k/issuer/issuer.pub" \
		-q -c matricule -o mine.csv "$p"
	lnds-pseudo run --home "$k" -q -c matricule -o theirs.csv "$p"
	cmp mine.csv theirs.csv
}

@test "a run at the keystore makes the same, and is in its log" {
	k=$h/reversible-same
	lnds-pseudo token issue --issuer-key "$k/issuer/issuer.key" \
		--project "$k/keystore/projects/demo.json" --type psn --at-keystore >t.jwt
	lnds-pseudo run --keystore "$k/keystore" --key-file "$k/master.key" --token t.jwt \
		-q -c matricule -o a.csv "$p"
	lnds-pseudo run --home "$k" -q -c matricule -o b.csv "$p"
	cmp a.csv b.csv
	tail -n 1 "$k/keystore/audit.ndjson" >line
	same run "$(jq -r .x.ev line)"
	same 4000 "$(jq .x.cells line)"
	same "$(sha256sum <"$p" | cut -c1-64)" "$(jq -r '.in[0].sha256' line)"
	same "$(sha256sum <a.csv | cut -c1-64)" "$(jq -r '.out[0].sha256' line)"
	head -n 5 "$p" >few.csv
	lnds-pseudo run --keystore "$k/keystore" --key-file "$k/master.key" --token t.jwt \
		-q -c matricule few.csv >/dev/null
	tail -n 1 "$k/keystore/audit.ndjson" >line
	same 4 "$(jq .x.cells line)"
	same null "$(jq -r '.in[0].sha256' line)"
	same null "$(jq -r '.out[0].sha256' line)"
}

@test "FEBRL: rec_id as ascii:15, blank after the comma, no final line end" {
	need_shared data/linkage/dataset4a.csv
	f=$LNDS_SHARED/data/linkage/dataset4a.csv
	lnds-pseudo init febrl --project febrl --field rec=ascii:15 -q
	run3 0 lnds-pseudo run --home febrl -q -c rec_id --keep-all -o out.csv "$f"
	same "$(wc -l <"$f")" "$(($(wc -l <out.csv) - 1))"
	same "$(head -n 1 "$f")" "$(head -n 1 out.csv)"
	# Line ends are CR LF, and the last one, which is missing, is added so.
	{
		tail -n +2 "$f" | cut -d, -f2-
	} | tr -d '\r' >before
	tail -n +2 out.csv | cut -d, -f2- | tr -d '\r' >after
	cmp before after
	same 0 "$(tail -n +2 out.csv | cut -d, -f1 | grep -vcE '^[0-9A-Z]{23}$')"
	same 5000 "$(tail -n +2 out.csv | cut -d, -f1 | sort -u | wc -l)"
}
