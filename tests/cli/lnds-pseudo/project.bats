# Projects: their files, what makes one, what is refused, and what a killed run leaves.

load ../lib
load office

setup_case() {
	make_roles
	lnds-pseudo keystore new ks --key-file mk >/dev/null
}

new() {
	lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project "$@"
}

@test "a project file is one canonical line" {
	run3 0 new demo --field person=matricule
	pub=$(openssl pkey -pubin -in lnds.pub -outform DER | tail -c 32 | b64url)
	kid=$(jq -r .kid <<<"$output")
	kcv=$(jq -r '.fld[0].kcv' <<<"$output")
	ret=$(jq -r .ret <<<"$output")
	like '^[0-9a-f]{16}$' "$kid"
	like '^[0-9a-f]{16}$' "$kcv"
	same "{\"chk\":0,\"dual\":false,\"epo\":1,\"fld\":[{\"dom\":\"person\",\"inp\":\"matricule\",\"kcv\":\"$kcv\",\"len\":11}],\"fmt\":\"alnum\",\"iss\":{\"lnds\":\"$pub\"},\"kid\":\"$kid\",\"max\":100000000,\"mth\":\"rev\",\"pfx\":\"\",\"prj\":\"demo\",\"ret\":$ret,\"trt\":\"same\",\"v\":1}" "$output"
	same '' "$stderr"
	same "$output" "$(jq -cS . <<<"$output")"
	same "$output" "$(cat ks/projects/demo.json)"
	same project "$(last_event ev)"
	same demo "$(last_event prj)"
	same "$kid" "$(last_event kid)"
}

@test "every project option" {
	run3 0 new P.1_x-y --field a=code,25 --field b=digits:10 --method non-reversible \
		--treatment dataset --format alphanumeric --retention P6M --check --prefix P- \
		--max-ids 1e6 --issuer here=igss.pub --dual
	same '1 true P- non data alnum 1000000' \
		"$(jq -r '"\(.chk) \(.dual) \(.pfx) \(.mth) \(.trt) \(.fmt) \(.max)"' <<<"$output")"
	same 'code:16 digits:10' "$(jq -r '[.fld[].inp] | join(" ")' <<<"$output")"
	same 'here lnds' "$(jq -r '.iss | keys | join(" ")' <<<"$output")"
}

@test "retention ends with the last second of its last day, in UTC" {
	run3 0 faketime '2025-12-31 18:00:00' lnds-pseudo project new "${KS[@]}" \
		--issuer lnds.pub --project a --field x=lu-vat
	same 1798761599 "$(jq .ret <<<"$output")"
	run3 0 faketime '2028-02-29 00:00:00' lnds-pseudo project new "${KS[@]}" \
		--issuer lnds.pub --project b --field x=lu-vat --retention P1Y1M1D
	same 2029-03-30T23:59:59Z "$(jq '.ret | todate' -r <<<"$output")"
}

@test "list shows live, expired; show prints the bytes" {
	faketime '2026-01-01 00:00:00' lnds-pseudo project new "${KS[@]}" --issuer lnds.pub \
		--project old --field x=lu-vat --retention P1M >old.json
	new young --field x=iban --format numeric --method non-reversible >young.json
	run3 0 lnds-pseudo project list "${KS[@]}"
	same 'prj,kid,state,retention_end,method,treatment,format' "${lines[0]}"
	same "old,$(jq -r .kid old.json),expired,2026-02-01T23:59:59Z,rev,same,alnum" "${lines[1]}"
	like '^young,[0-9a-f]{16},live,20..-..-..T23:59:59Z,non,same,num$' "${lines[2]}"
	run3 0 lnds-pseudo project list "${KS[@]}" --to tsv -o list.tsv
	like $'^old\t' "$(sed -n 2p list.tsv)"
	run3 0 lnds-pseudo project list "${KS[@]}" --to ndjson
	same expired "$(jq -r 'select(.prj == "old") .state' <<<"$output")"
	lnds-pseudo project show "${KS[@]}" old | cmp - old.json
	lnds-pseudo project show "${KS[@]}" young -o y && cmp y young.json
	fails 2 '--to: this output has one form' 'leave --to out' \
		lnds-pseudo project show "${KS[@]}" old --to csv
}

@test "no such project is refused, and leaves a line" {
	fails 4 "this keystore has no project 'nope'" \
		'lnds-pseudo project list names those it has' \
		lnds-pseudo project show "${KS[@]}" nope
	same refuse "$(last_event ev)"
	same "this keystore has no project 'nope'" "$(last_event reason)"
	same 4 "$(tail -n 1 ks/audit.ndjson | jq .exit)"
}

@test "a project is never made twice" {
	new demo --field person=matricule >demo.json
	cp ks/keyring keep
	fails 2 "project 'demo' exists already" 'lnds-pseudo project show demo prints its file' \
		lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project demo --field x=iban
	cmp keep ks/keyring
}

@test "the collision bound is refused at n = max, and leaves a line" {
	run3 4 new short --method non-reversible --field x=matricule,13
	like '13 symbols collide with more than 1e-6 for 100000000 identifiers' "$stderr"
	like 'hint: a longer LEN, or a smaller --max-ids' "$stderr"
	same refuse "$(last_event ev)"
	run3 0 new enough --method non-reversible --field x=matricule,14
	run3 0 new few --method non-reversible --field x=matricule,13 --max-ids 1e7
	run3 4 new num --method non-reversible --format numeric --field x=iban,21
	run3 0 new num --method non-reversible --format numeric --field x=iban,22
	run3 4 new alpha --method non-reversible --format alphabet --field x=iban,15
	run3 0 new alpha --method non-reversible --format alphabet --field x=iban,16
}

@test "issuers" {
	new=(lnds-pseudo project new "${KS[@]}" --project x --field x=iban)
	fails 2 'no issuer is named' 'give --issuer PUB, once for each who may sign tokens' \
		"${new[@]}"
	fails 2 '--dual needs two issuers' \
		'give --issuer PUB, once for each who may sign tokens' \
		"${new[@]}" --issuer lnds.pub --dual
	fails 2 "issuers 'lnds' and 'other' have the same key" '' \
		"${new[@]}" --issuer lnds.pub --issuer other=lnds.pub --dual
	fails 2 "two issuers are called 'lnds'" '' \
		"${new[@]}" --issuer lnds.pub --issuer lnds=igss.pub
	fails 2 "an issuer's name has 1 to 64 letters, digits, '.', '_', '-'" \
		"name the public key's file so, or write NAME=FILE" \
		"${new[@]}" --issuer 'a b=lnds.pub'
	run3 6 "${new[@]}" --issuer lnds.key
	like "'lnds.key' is no Ed25519 public key in PEM" "$stderr"
	run3 5 "${new[@]}" --issuer none.pub
	same 0 "$(lnds-pseudo project list "${KS[@]}" | grep -c '^x,')"
}

@test "project options that make no sense" {
	run3 2 lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --field x=iban
	like '--project' "$stderr"
	run3 2 lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project x
	like '--field' "$stderr"
	fails 2 "--retention: not a period: '1Y'" 'years, months, days: P1Y, P6M, P90D, P1Y6M' \
		lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project x --field x=iban --retention 1Y
	fails 2 '--retention ends after the year 9999' '' \
		lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project x --field x=iban --retention P9000Y
	fails 2 '--prefix has more than 8 characters' '' \
		lnds-pseudo project new "${KS[@]}" --issuer lnds.pub --project x --field x=iban --prefix ABCDEFGHI
	run3 2 new 'a/b' --field x=iban
	like 'a project.s name is not' "$stderr"
	run3 2 new "$(printf 'a%.0s' {1..65})" --field x=iban
	like '--project has more than 64 characters' "$stderr"
	run3 2 new x --field x=iban --prefix 'P9'
	run3 2 new x --field X=iban
	run3 2 new x --field x=ibann
	run3 2 new x --field x=iban --field x=iban
	run3 2 new x --field x=iban --treatment diff
	run3 2 new x --field x=iban --max-ids 0
	same 0 "$(find ks/projects -type f | wc -l)"
}

@test "an edited project file makes its key unusable" {
	new demo --field person=matricule >demo.json
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --at-keystore >t
	for edit in 's/"dual":false/"dual":true/' 's/"ret":1/"ret":2/' 's/"iss":{"lnds/"iss":{"lmds/' 's/$/ /'; do
		sed "$edit" demo.json >ks/projects/demo.json
		fails 6 'ks/projects/demo.json: not the file that its key was made with' \
			'one edited byte makes the key unusable: restore the file from a backup' \
			lnds-pseudo project show "${KS[@]}" demo
	done
	new other --field x=iban >/dev/null
	run3 6 lnds-pseudo project list "${KS[@]}"
	like 'the project file of slot 1 is gone or was changed' "$stderr"
	like 'hint: restore projects/ from a backup: no key works without its file' "$stderr"
	cp demo.json ks/projects/demo.json
	run3 0 lnds-pseudo project list "${KS[@]}"
	same 3 "${#lines[@]}"
}

# SIGKILL instead of, or right after, the k-th write, sync or rename, for all k.
@test "project new killed at each step leaves a keystore that opens" {
	inject=$LNDS_BIN/../tests/fault/inject.so
	[ -e "$inject" ] || skip 'no fault injector in this build'
	new before --field x=iban >before.json
	total=0
	for call in write fsync rename; do
		for effect in KILL KILLAFTER; do
			for ((k = 1; k < 40; k++)); do
				rm -rf try
				cp -a ks try
				code=0
				LNDS_FAULT=$call:$k:$effect LD_PRELOAD=$inject lnds-pseudo project new \
					--keystore try --key-file mk --issuer lnds.pub --project demo \
					--field person=matricule -o out.json || code=$?
				run3 0 lnds-pseudo project list --keystore try --key-file mk
				lnds-pseudo project show --keystore try --key-file mk before |
					cmp - before.json
				[ "$code" -ne 0 ] || break
				same 137 "$code"
				total=$((total + 1))
				# Made or not made, never half: then it can be made.
				if ! lnds-pseudo project show --keystore try --key-file mk demo >d 2>/dev/null; then
					lnds-pseudo project new --keystore try --key-file mk \
						--issuer lnds.pub --project demo --field person=matricule >d
				fi
				lnds-pseudo token issue --issuer-key lnds.key --project d --at-keystore >t
				run3 0 lnds-pseudo project list --keystore try --key-file mk
				same 3 "${#lines[@]}"
			done
		done
	done
	[ "$total" -ge 20 ]
}
