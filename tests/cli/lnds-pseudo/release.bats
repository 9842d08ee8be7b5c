# Release: the use-key file, who gets it and who does not. Debian's age opens it.

load ../lib
load office

setup_case() {
	make_token
}

release() {
	lnds-pseudo release "${KS[@]}" --token "$1" --recipient "${2-$RECIPIENT}" -o demo.use.age
}

@test "age opens the use-key file, and finds keys and token in it" {
	run3 0 lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT" -o demo.use.age
	same '' "$output$stderr"
	same 600 "$(stat -c %a demo.use.age)"
	age -d -i id.txt -o payload demo.use.age
	same 'keys tok v' "$(jq -r 'keys_unsorted | join(" ")' payload)"
	same "$(cat payload)" "$(jq -cj . payload)"
	same "$(cat demo.jwt)" "$(jq -r .tok payload)"
	same 64 "$(jq -r .keys.person payload | unb64url | wc -c)"
	# kcv = hex SHA-256("lnds-pseudo/v1 kcv" || K_use)[0..8)
	kcv=$( (printf 'lnds-pseudo/v1 kcv' && jq -r .keys.person payload | unb64url) | sha256sum | cut -c1-16)
	same "$(jq -r '.fld[0].kcv' demo.json)" "$kcv"
	same 1 "$(grep -c -- '-> X25519' demo.use.age)"
	same "release demo $(part 2 demo.jwt | jq -r .jti)" \
		"$(last_event ev) $(last_event prj) $(last_event jti)"
}

@test "only the domains of the token are released" {
	lnds-pseudo project new "${KS[@]}" --project two --field a=iban --field b=iban \
		--issuer lnds.pub >two.json
	lnds-pseudo token issue --issuer-key lnds.key --project two.json \
		--recipient "$RECIPIENT" --fields b >t
	release t
	same b "$(age -d -i id.txt demo.use.age | jq -r '.keys | keys | join(" ")')"
}

# refused MESSAGE HINT ARG…: ends with 4, releases nothing, and leaves a refuse line.
refused() {
	local message=$1 hint=$2 before
	shift 2
	before=$(wc -l <ks/audit.ndjson)
	fails 4 "$message" "$hint" lnds-pseudo release "${KS[@]}" "$@"
	same $((before + 1)) "$(wc -l <ks/audit.ndjson)"
	same "refuse $message" "$(last_event ev) $(last_event reason)"
	same 4 "$(tail -n 1 ks/audit.ndjson | jq .exit)"
}

@test "another recipient" {
	age-keygen -o other.txt 2>/dev/null
	refused 'the token was issued for another recipient' \
		"ask for token issue --recipient with this holder's" \
		--token demo.jwt --recipient "$(age-keygen -y other.txt)"
	same "$(part 2 demo.jwt | jq -r .jti)" "$(last_event jti)"
	same demo "$(last_event prj)"
}

@test "a token for the keystore, and one of another type" {
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --at-keystore >t
	refused 'the token is for use at the keystore, not for release' \
		"ask for token issue --recipient with this holder's" --token t --recipient "$RECIPIENT"
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --type rev >t
	refused "a token of type 'psn' is needed, this is 'rev'" \
		'ask for token issue --type psn' --token t --recipient "$RECIPIENT"
}

@test "an issuer that the token brings along is none" {
	claims=$(part 2 demo.jwt | jq -cjS --arg k "$(openssl pkey -pubin -in igss.pub -outform DER |
		tail -c 32 | b64url)" '.cfg.iss = {igss: $k} | .iss = "igss"')
	kid=$(openssl pkey -pubin -in igss.pub -outform DER | tail -c 32 | sha256sum | cut -c1-16)
	forge "{\"alg\":\"EdDSA\",\"kid\":\"$kid\",\"typ\":\"lnds-token\"}" "$claims" igss.key >t
	run3 0 lnds-pseudo token verify --issuer igss.pub t
	refused "the token is signed by $kid, which is no issuer of project 'demo'" '' \
		--token t --recipient "$RECIPIENT"
}

@test "a token about another file of the same project" {
	forge "$(part 1 demo.jwt)" "$(part 2 demo.jwt | jq -cjS '.cfg.max = 5')" lnds.key >t
	refused "the token is about another project file than that of 'demo'" \
		'issue it from the file of project show' --token t --recipient "$RECIPIENT"
	forge "$(part 1 demo.jwt)" "$(part 2 demo.jwt | jq -cjS '.cfg.prj = "dem"')" lnds.key >t
	refused "this keystore has no project 'dem'" \
		'lnds-pseudo project list names those it has' --token t --recipient "$RECIPIENT"
}

@test "an expired token" {
	run3 4 faketime -f +91d lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT"
	like 'the token is no longer valid, since 20' "$stderr"
	same refuse "$(last_event ev)"
}

@test "a dual project wants two signatures" {
	lnds-pseudo project new "${KS[@]}" --project two --field x=iban --issuer lnds.pub \
		--issuer igss.pub --dual >two.json
	lnds-pseudo token issue --issuer-key lnds.key --project two.json \
		--recipient "$RECIPIENT" >t
	refused "project 'two' is dual: the second signature is missing" \
		'a second issuer adds it: lnds-pseudo token sign' --token t --recipient "$RECIPIENT"
	fails 4 "project 'two' is dual: the second signature is missing" \
		'a second issuer adds it: lnds-pseudo token sign' \
		lnds-pseudo token verify --issuer lnds.pub t
}

@test "usage" {
	run3 2 lnds-pseudo release "${KS[@]}" --recipient "$RECIPIENT"
	like '\-\-token' "$stderr"
	fails 2 'no recipient is named' "give the holder's with --recipient age1…" \
		lnds-pseudo release "${KS[@]}" --token demo.jwt
	fails 2 'not an age recipient' 'this is the secret half: give its "age1…"' \
		lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$(tail -n 1 id.txt)"
	run3 5 lnds-pseudo release "${KS[@]}" --token none.jwt --recipient "$RECIPIENT"
	same project "$(last_event ev)"
}

@test "no line in the log, no use-keys" {
	inject=$LNDS_BIN/../tests/fault/inject.so
	[ -e "$inject" ] || skip 'no fault injector in this build'
	done=0
	for call in write:ENOSPC fsync:EIO rename:EACCES; do
		for ((k = 1; k < 30; k++)); do
			rm -rf try u
			cp -a ks try
			code=0
			LNDS_FAULT=${call%:*}:$k:${call#*:} LD_PRELOAD=$inject lnds-pseudo release \
				--keystore try --key-file mk --token demo.jwt \
				--recipient "$RECIPIENT" -o u 2>/dev/null || code=$?
			if [ -e u ]; then
				grep -q '"ev":"release"' try/audit.ndjson
			else
				same 5 "$code"
			fi
			run3 0 lnds-pseudo project list --keystore try --key-file mk
			[ "$code" -ne 0 ] || break
			done=$((done + 1))
		done
	done
	[ "$done" -ge 5 ]
}

@test "no key and no identity of the holder stands in any message or log" {
	release demo.jwt
	age -d -i id.txt -o payload demo.use.age
	for secret in "$(jq -r .keys.person payload)" "$(grep AGE-SECRET id.txt)" \
		"$(sed -n 's/^key //p' mk)" "$RECIPIENT"; do
		run grep -rF -- "$secret" ks
		same 1 "$status"
	done
	run3 4 lnds-pseudo release "${KS[@]}" -v --token demo.jwt --recipient \
		"$(age-keygen 2>/dev/null | age-keygen -y)"
	run grep -F "$(jq -r .keys.person payload)" <<<"$output$stderr"
	same 1 "$status"
}
