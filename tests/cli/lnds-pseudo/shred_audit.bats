# The end of keys, and the keystore's own audit.

load ../lib
load office

setup_case() {
	make_token
}

# blob N: the wrapped key of slot N, in hex.
blob() {
	dd if=ks/keyring bs=1 skip=$((128 * $1 + 64)) count=60 status=none | od -An -v -tx1 | tr -d ' \n'
}

@test "shred destroys the key, says so, and keeps the project file" {
	before=$(blob 1)
	run3 0 lnds-pseudo shred "${KS[@]}" --project demo --confirm demo
	same 'prj,kid,shredded_at' "${lines[0]}"
	like "^demo,$(jq -r .kid demo.json),20..-..-..T..:..:..Z\$" "${lines[1]}"
	same 2 "${#lines[@]}"
	[ "$before" != "$(blob 1)" ]
	cmp demo.json ks/projects/demo.json
	same 'shred demo' "$(last_event ev) $(last_event prj)"
	run3 0 lnds-pseudo project list "${KS[@]}"
	like '^demo,[0-9a-f]{16},shredded,' "${lines[1]}"
	run3 4 lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT"
	like "the key of project 'demo' was shredded on 20..-..-..T..:..:..Z" "$stderr"
	run3 4 lnds-pseudo shred "${KS[@]}" --project demo --confirm demo
	like "the key of project 'demo' was shredded on 20" "$stderr"
	same refuse "$(last_event ev)"
	run3 2 lnds-pseudo project new "${KS[@]}" --project demo --field x=iban --issuer lnds.pub
}

@test "shred wants the name twice" {
	fails 2 '--confirm does not name the project' \
		'no one can bring a shredded key back: give its name twice' \
		lnds-pseudo shred "${KS[@]}" --project demo
	fails 2 '--confirm does not name the project' \
		'no one can bring a shredded key back: give its name twice' \
		lnds-pseudo shred "${KS[@]}" --project demo --confirm dem
	fails 2 'one project, or all that are expired' \
		'give --project P and --confirm P, or --expired' lnds-pseudo shred "${KS[@]}"
	fails 2 'one project, or all that are expired' \
		'give --project P and --confirm P, or --expired' \
		lnds-pseudo shred "${KS[@]}" --project demo --confirm demo --expired
	fails 2 '--confirm belongs to --project' 'leave it out' \
		lnds-pseudo shred "${KS[@]}" --expired --confirm demo
	fails 4 "this keystore has no project 'none'" \
		'lnds-pseudo project list names those it has' \
		lnds-pseudo shred "${KS[@]}" --project none --confirm none
	lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT" -o u
}

@test "--expired takes what has expired, and nothing else" {
	run3 0 lnds-pseudo shred "${KS[@]}" --expired
	same 'prj,kid,shredded_at' "$output"
	lnds-pseudo project new "${KS[@]}" --project brief --field x=iban --issuer lnds.pub \
		--retention P1D >/dev/null
	lnds-pseudo project new "${KS[@]}" --project brief2 --field x=iban --issuer lnds.pub \
		--retention P2D >/dev/null
	run3 0 faketime -f +5d lnds-pseudo shred "${KS[@]}" --expired
	same 'brief brief2' "$(sed 1d <<<"$output" | cut -d, -f1 | paste -sd' ')"
	run3 0 faketime -f +5d lnds-pseudo shred "${KS[@]}" --expired
	same 'prj,kid,shredded_at' "$output"
	run3 0 faketime -f +5d lnds-pseudo project list "${KS[@]}"
	same 'live shredded shredded' "$(sed 1d <<<"$output" | cut -d, -f3 | paste -sd' ')"
}

@test "a project whose file was lost or edited is shredded all the same" {
	rm ks/projects/demo.json
	run3 0 lnds-pseudo shred "${KS[@]}" --project demo --confirm demo
	like '^demo,' "${lines[1]}"
}

@test "shred killed at each step is completed by a rerun" {
	inject=$LNDS_BIN/../tests/fault/inject.so
	[ -e "$inject" ] || skip 'no fault injector in this build'
	total=0
	cp -a ks keep
	for call in write fsync; do
		for effect in KILL KILLAFTER; do
			for ((k = 1; k < 40; k++)); do
				rm -rf ks
				cp -a keep ks
				code=0
				LNDS_FAULT=$call:$k:$effect LD_PRELOAD=$inject lnds-pseudo shred \
					"${KS[@]}" --project demo --confirm demo >/dev/null || code=$?
				[ "$code" -ne 0 ] || break
				same 137 "$code"
				total=$((total + 1))
				run lnds-pseudo shred "${KS[@]}" --project demo --confirm demo
				[ "$status" -eq 0 ] || [ "$status" -eq 4 ]
				run3 0 lnds-pseudo project list "${KS[@]}"
				like '^demo,[0-9a-f]{16},shredded,' "${lines[1]}"
				[ "$(grep -c '"ev":"shred"' ks/audit.ndjson)" -ge 1 ]
				run3 0 lnds-pseudo audit "${KS[@]}"
			done
		done
	done
	[ "$total" -ge 12 ]
}

@test "audit proves the log and prints count and head" {
	run3 0 lnds-pseudo audit "${KS[@]}"
	same "ks/audit.ndjson: 1 event, chain unbroken, head of the keyring 1:$(tail -n 1 ks/audit.ndjson |
		tr -d '\n' | sha256sum | cut -d' ' -f1)" "$output"
	lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT" -o u
	run3 0 lnds-pseudo audit "${KS[@]}"
	like ': 2 events, chain unbroken, head of the keyring 2:[0-9a-f]{64}$' "$output"
	sed -i '$d' ks/audit.ndjson
	run3 6 lnds-pseudo audit "${KS[@]}"
}

@test "audit --show prints the events as CSV" {
	run3 4 lnds-pseudo project show "${KS[@]}" 'no, "no"'
	run3 0 lnds-pseudo audit "${KS[@]}" --show
	same 'seq,time,exit,ev,prj,kid,jti,cells,null,excluded,bad,list_kid,list_seq,reason' "${lines[0]}"
	like "^1,20..-..-..T..:..:..Z,0,project,demo,$(jq -r .kid demo.json),,,,,,,,\$" "${lines[1]}"
	like ',4,refuse,,,,,,,,,,"this keystore has no project .no, ""no"".*"$' "${lines[2]}"
	lnds-pseudo keystore new empty --key-file mk >/dev/null
	run3 0 lnds-pseudo audit --keystore empty --key-file mk
	like ': 0 events, chain unbroken, head of the keyring 0:0{64}$' "$output"
	run3 0 lnds-pseudo audit --keystore empty --key-file mk --show
	same 1 "${#lines[@]}"
}
