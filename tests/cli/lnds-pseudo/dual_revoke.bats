# Second signatures and revocation.

load ../lib
load office

setup_case() {
	make_token
	lnds-pseudo project new "${KS[@]}" --project two --field x=iban --issuer lnds.pub \
		--issuer igss.pub --dual >two.json
	lnds-pseudo token issue --issuer-key lnds.key --project two.json \
		--recipient "$RECIPIENT" >one.jwt
}

jti() {
	part 2 "$1" | jq -r .jti
}

release() {
	lnds-pseudo release "${KS[@]}" --token "$1" --recipient "$RECIPIENT"
}

@test "token sign makes a general JWS of two signatures, which openssl verifies" {
	run3 0 lnds-pseudo token sign --issuer-key igss.key one.jwt -o both.jwt
	same 'payload signatures' "$(jq -r 'keys | join(" ")' both.jwt)"
	same "$(cut -d. -f2 one.jwt)" "$(jq -r .payload both.jwt)"
	for i in 0 1; do
		pub=$([ $i = 0 ] && echo lnds.pub || echo igss.pub)
		jq -j ".signatures[$i].protected + \".\" + .payload" both.jwt >input
		jq -j ".signatures[$i].signature" both.jwt | unb64url >sig
		openssl pkeyutl -verify -pubin -inkey "$pub" -rawin -in input -sigfile sig
	done
	run3 0 lnds-pseudo token verify --issuer lnds.pub --issuer igss.pub both.jwt
	run3 0 lnds-pseudo token verify --issuer igss.pub both.jwt
	run3 0 lnds-pseudo token show -q both.jwt
	same "$(part 2 one.jwt)" "$output"
}

@test "with both signatures the keystore releases; the use-key file holds the first" {
	lnds-pseudo token sign --issuer-key igss.key one.jwt >both.jwt
	release both.jwt >u
	same "$(cat one.jwt)" "$(age -d -i id.txt u | jq -r .tok)"
}

@test "who may not sign second" {
	fails 4 "the token was signed by this key already; the second signature is another issuer's" '' \
		lnds-pseudo token sign --issuer-key lnds.key one.jwt
	openssl genpkey -algorithm ed25519 -out stranger.key 2>/dev/null
	fails 4 "this key is no issuer of project 'two'" \
		'issuers are named when a project is made (project new --issuer)' \
		lnds-pseudo token sign --issuer-key stranger.key one.jwt
	lnds-pseudo token sign --issuer-key igss.key one.jwt >both.jwt
	fails 4 'the token has both its signatures already' '' \
		lnds-pseudo token sign --issuer-key igss.key both.jwt
	part 2 one.jwt | jq -cj '.exp -= 1' | b64url >mid
	printf '%s.%s.%s\n' "$(cut -d. -f1 one.jwt)" "$(cat mid)" "$(cut -d. -f3 one.jwt)" >bad.jwt
	run3 6 lnds-pseudo token sign --issuer-key igss.key bad.jwt
	same '' "$output"
}

@test "two signatures by one key, one signature wrong" {
	lnds-pseudo token sign --issuer-key igss.key one.jwt >both.jwt
	jq -c '.signatures[1] = .signatures[0]' both.jwt >same.jwt
	fails 4 'both signatures of the token are by the same key' '' \
		lnds-pseudo release "${KS[@]}" --token same.jwt --recipient "$RECIPIENT"
	jq -c '.signatures[1].signature = .signatures[0].signature' both.jwt >wrong.jwt
	run3 6 release wrong.jwt
	run3 6 lnds-pseudo token verify --issuer lnds.pub --issuer igss.pub wrong.jwt
	run3 6 lnds-pseudo token verify --issuer lnds.pub wrong.jwt
	jq -c '.signatures |= .[:1]' both.jwt >alone.jwt
	run3 4 release alone.jwt
	jq -c '.signatures += [.signatures[0]]' both.jwt >three.jwt
	run3 4 release three.jwt
	jq -c '.x = 1' both.jwt >more.jwt
	run3 4 release more.jwt
	jq -c '.signatures[0].header = {}' both.jwt >header.jwt
	run3 4 release header.jwt
}

@test "token revoke writes a signed list, one longer each time" {
	run3 0 lnds-pseudo token revoke --issuer-key lnds.key --list r.jws -- "$(jti demo.jwt)"
	same '' "$output$stderr"
	cut -d. -f1,2 r.jws | tr -d '\n' >input
	part 3 r.jws >sig
	openssl pkeyutl -verify -pubin -inkey lnds.pub -rawin -in input -sigfile sig
	same "iat iss rev seq v" "$(part 2 r.jws | jq -r 'keys_unsorted | join(" ")')"
	same "lnds 1 1 $(jti demo.jwt)" \
		"$(part 2 r.jws | jq -r '"\(.iss) \(.seq) \(.v) \(.rev[0])"')"
	lnds-pseudo token revoke --issuer-key lnds.key --list r.jws -- "$(jti one.jwt)"
	same '2 2' "$(part 2 r.jws | jq -r '"\(.seq) \(.rev | length)"')"
	no_leftovers
}

@test "token revoke: what it refuses" {
	lnds-pseudo token revoke --issuer-key lnds.key --list r.jws -- "$(jti demo.jwt)"
	cp r.jws keep
	run3 4 lnds-pseudo token revoke --issuer-key igss.key --list r.jws -- "$(jti one.jwt)"
	like 'was not signed by the key' "$stderr"
	fails 2 'not the jti of a token' 'lnds-pseudo token show prints it: 22 characters' \
		lnds-pseudo token revoke --issuer-key lnds.key --list r.jws abc
	run3 2 lnds-pseudo token revoke --issuer-key lnds.key --list r.jws
	run3 4 lnds-pseudo token revoke --issuer-key lnds.key --list demo.jwt -- "$(jti one.jwt)"
	cmp keep r.jws
}

@test "a revoked token verifies no more" {
	lnds-pseudo token revoke --issuer-key lnds.key --list r.jws -- "$(jti demo.jwt)"
	fails 4 "the token was revoked by 'lnds'" 'ask its issuer for a new one, and why' \
		lnds-pseudo token verify --issuer lnds.pub --revoked r.jws demo.jwt
	run3 0 lnds-pseudo token verify --issuer lnds.pub demo.jwt
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --at-keystore >new.jwt
	run3 0 lnds-pseudo token verify --issuer lnds.pub --revoked r.jws new.jwt
	lnds-pseudo token revoke --issuer-key igss.key --list other.jws -- "$(jti demo.jwt)"
	run3 4 lnds-pseudo token verify --issuer lnds.pub --revoked other.jws new.jwt
	like 'was not signed by the key' "$stderr"
}

@test "a home obeys the list of its keystore" {
	lnds-pseudo init office -q --project p --field d=matricule
	printf 'm\n1893120105732\n' >ids.csv
	run3 0 lnds-pseudo run -q --home office -c m ids.csv
	lnds-pseudo token revoke --issuer-key office/issuer/issuer.key \
		--list office/keystore/revoked.jws -- "$(jti office/holder/p.jwt)"
	run3 4 lnds-pseudo run -q --home office -c m ids.csv
	like "the token was revoked by 'issuer'" "$stderr"
	same '' "$output"
	cp lnds.pub office/keystore/revoked.jws
	run3 4 lnds-pseudo run -q --home office -c m ids.csv
}

@test "the keystore obeys its list, notes its number, and takes no older one" {
	lnds-pseudo token revoke --issuer-key lnds.key --list ks/revoked.jws AAAAAAAAAAAAAAAAAAAAAA
	cp ks/revoked.jws first
	release demo.jwt >u
	same 'revoke 1' "$(grep '"ev":"revoke"' ks/audit.ndjson | jq -r '"\(.x.ev) \(.x.list_seq)"')"
	release demo.jwt >u
	same 1 "$(grep -c '"ev":"revoke"' ks/audit.ndjson)"
	lnds-pseudo token revoke --issuer-key lnds.key --list ks/revoked.jws -- "$(jti demo.jwt)"
	fails 4 "the token was revoked by 'lnds'" 'ask its issuer for a new one, and why' \
		lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT"
	same refuse "$(last_event ev)"
	cp ks/revoked.jws second
	cp first ks/revoked.jws
	fails 4 'ks/revoked.jws: list 1 is older than list 2, which was here before' \
		"put the issuer's newest list there" \
		lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT"
	rm ks/revoked.jws
	run3 6 lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT"
	like 'ks/revoked.jws: the list of issuer [0-9a-f]{16} is gone' "$stderr"
	# A line for each issuer; a list of someone else says nothing.
	lnds-pseudo token revoke --issuer-key igss.key --list theirs AAAAAAAAAAAAAAAAAAAAAA
	cat theirs second >ks/revoked.jws
	run3 4 release demo.jwt
	like "revoked by 'lnds'" "$stderr"
}
