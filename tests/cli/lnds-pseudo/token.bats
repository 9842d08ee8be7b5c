# Tokens: issuing, showing, verifying; openssl judges the signature.

load ../lib
load office

setup_case() {
	make_token
}

issue() {
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json "$@"
}

@test "a token is a compact JWS whose signature openssl verifies" {
	kid=$(openssl pkey -pubin -in lnds.pub -outform DER | tail -c 32 | sha256sum | cut -c1-16)
	same "{\"alg\":\"EdDSA\",\"kid\":\"$kid\",\"typ\":\"lnds-token\"}" "$(part 1 demo.jwt)"
	cut -d. -f1,2 demo.jwt | tr -d '\n' >input
	part 3 demo.jwt >sig
	openssl pkeyutl -verify -pubin -inkey lnds.pub -rawin -in input -sigfile sig
	part 2 demo.jwt >claims
	same "$(cat claims)" "$(jq -cjS . claims)"
	same "$(jq -cS .cfg claims)" "$(cat demo.json)"
	same 'lnds psn person' "$(jq -r '"\(.iss) \(.typ) \(.dom[0])"' claims)"
	same "$(printf %s "$RECIPIENT" | sha256sum | cut -d' ' -f1)" \
		"$(jq -r .rcp claims | unb64url | od -An -v -tx1 | tr -d ' \n')"
	same $((90 * 86400)) "$(jq '.exp - .nbf' claims)"
	like '^[A-Za-z0-9_-]{22}$' "$(jq -r .jti claims)"
	# No name or id of the holder: these claims and no others.
	same 'cfg dom exp iat iss jti nbf rcp typ v' "$(jq -r 'keys | join(" ")' claims)"
}

@test "two tokens have two jtis" {
	same 2 "$(for _ in 1 2; do issue --at-keystore >t && part 2 t | jq -r .jti; done | sort -u | wc -l)"
}

@test "a token that openssl signed is a token" {
	forge "$(part 1 demo.jwt)" "$(part 2 demo.jwt)" lnds.key >again.jwt
	cmp again.jwt demo.jwt
	forge "$(part 1 demo.jwt)" "$(part 2 demo.jwt | jq '.cfg |= .' )" lnds.key >spaced.jwt
	run3 0 lnds-pseudo token verify --issuer lnds.pub spaced.jwt
	run3 0 lnds-pseudo release "${KS[@]}" --token spaced.jwt --recipient "$RECIPIENT" -o u
}

@test "show prints the claims and says that it checks nothing" {
	run3 0 lnds-pseudo token show demo.jwt
	same "$(part 2 demo.jwt)" "$output"
	same 'lnds-pseudo: warning: signature not checked' "$stderr"
	run3 0 lnds-pseudo token show - <demo.jwt
	same "$(part 2 demo.jwt)" "$output"
}

@test "verify is silent, at every time the token is valid" {
	run3 0 lnds-pseudo token verify --issuer lnds.pub demo.jwt
	same '' "$output$stderr"
	run3 0 faketime -f +89d lnds-pseudo token verify --issuer lnds.pub demo.jwt
	run3 4 faketime -f +91d lnds-pseudo token verify --issuer lnds.pub demo.jwt
	like 'the token is no longer valid, since 20..-..-..T..:..:..Z' "$stderr"
	like 'hint: ask its issuer for a new one' "$stderr"
	run3 4 faketime -f -5m lnds-pseudo token verify --issuer lnds.pub demo.jwt
	like 'the token is not valid before 20..-..-..T..:..:..Z' "$stderr"
	like "hint: wait, or look at this machine's clock" "$stderr"
}

@test "verify trusts the pinned key alone" {
	run3 4 lnds-pseudo token verify --issuer igss.pub demo.jwt
	like 'the token was not signed by the key [0-9a-f]{16} but by [0-9a-f]{16}' "$stderr"
	like "hint: give the public key of the token's issuer" "$stderr"
	run3 2 lnds-pseudo token verify demo.jwt
	like '\-\-issuer' "$stderr"
	fails 2 '--issuer names the same key twice' 'a dual token is signed by two keys' \
		lnds-pseudo token verify --issuer lnds.pub --issuer lnds.pub demo.jwt
}

@test "every claim changed under the old signature is 6" {
	while read -r edit; do
		part 2 demo.jwt | jq -cj "$edit" | b64url >mid
		printf '%s.%s.%s\n' "$(cut -d. -f1 demo.jwt)" "$(cat mid)" "$(cut -d. -f3 demo.jwt)" >bad.jwt
		! cmp -s bad.jwt demo.jwt
		fails 6 "the token's signature is wrong" \
			'it was changed after it was signed: ask its issuer for it again' \
			lnds-pseudo token verify --issuer lnds.pub bad.jwt
		run lnds-pseudo release "${KS[@]}" --token bad.jwt --recipient "$RECIPIENT" -o u
		[ "$status" -eq 4 ] || [ "$status" -eq 6 ]
		[ ! -e u ]
	done <<-'END'
		.exp += 1
		.nbf -= 1
		.iat -= 1
		.iss = "igss"
		.jti = "AAAAAAAAAAAAAAAAAAAAAA"
		.typ = "rev"
		.dom = ["mother"]
		.rcp = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		.v = 2
		.cfg.ret += 1
		.cfg.prj = "dem"
		.cfg.dual = true
		.cfg.fld[0].kcv = "0000000000000000"
		del(.exp)
		.x = 1
	END
}

@test "rightly signed claims that are not understood whole are refused" {
	header=$(part 1 demo.jwt)
	while IFS='|' read -r edit message; do
		forge "$header" "$(part 2 demo.jwt | jq -cj "$edit")" lnds.key >bad.jwt
		fails 4 "token: $message" '' lnds-pseudo token verify --issuer lnds.pub bad.jwt
		run3 4 lnds-pseudo release "${KS[@]}" --token bad.jwt --recipient "$RECIPIENT"
	done <<-'END'
		.x = 1|it has an unknown member
		del(.jti)|'jti' is missing
		.v = 2|'v' is out of range
		.exp = "soon"|'exp' is of the wrong type
		.typ = "all"|'typ' has no valid value
		.iss = "igss"|'iss' has no valid value
		.dom = ["father"]|'dom' has no valid value
		.rcp = "AA"|'rcp' has no valid value
		.jti = "AA"|'jti' has no valid value
		.max = 1|'max' has no valid value
		.cfg.mth = "both"|'mth', 'trt' or 'fmt' has no valid value
	END
	twice=$(part 2 demo.jwt | sed 's/"v":1}$/"v":1,"v":1}/')
	forge "$header" "$twice" lnds.key >bad.jwt
	fails 4 'token: a member stands twice' '' lnds-pseudo token verify --issuer lnds.pub bad.jwt
	forge "$header" 'no json' lnds.key >bad.jwt
	fails 4 'token: not a JSON object' '' lnds-pseudo token verify --issuer lnds.pub bad.jwt
}

@test "no algorithm but EdDSA, no crit, no other header" {
	header=$(part 1 demo.jwt)
	claims=$(part 2 demo.jwt)
	for edit in 's/EdDSA/none/' 's/EdDSA/HS256/' 's/EdDSA/ES256/' 's/}$/,"crit":["exp"]}/' \
		's/lnds-token/JWT/' 's/{/{ /' 's/"typ"/"jwk":{},"typ"/'; do
		forge "$(sed "$edit" <<<"$header")" "$claims" lnds.key >bad.jwt
		fails 4 "the token's header is not that of an EdDSA lnds-token" '' \
			lnds-pseudo token verify --issuer lnds.pub bad.jwt
		run3 4 lnds-pseudo release "${KS[@]}" --token bad.jwt --recipient "$RECIPIENT"
	done
	# alg none in its usual dress: no signature at all.
	printf '%s.%s.\n' "$(printf '{"alg":"none"}' | b64url)" "$(cut -d. -f2 demo.jwt)" >bad.jwt
	run3 4 lnds-pseudo token verify --issuer lnds.pub bad.jwt
	# The public key as an HMAC secret.
	h=$(printf '{"alg":"HS256","kid":"%s","typ":"lnds-token"}' "$(jq -r .kid <<<"$header")" | b64url)
	m=$(printf '%s.%s' "$h" "$(cut -d. -f2 demo.jwt)")
	printf '%s.%s\n' "$m" "$(printf %s "$m" | openssl dgst -sha256 -mac HMAC \
		-macopt "hexkey:$(od -An -v -tx1 <lnds.pub | tr -d ' \n')" -binary | b64url)" >bad.jwt
	run3 4 lnds-pseudo token verify --issuer lnds.pub bad.jwt
}

@test "what is no token at all" {
	no='a token is one line of three parts with dots between'
	echo hello >t
	fails 4 'not a signed token' "$no" lnds-pseudo token show t
	: >t
	fails 4 'not a signed token' "$no" lnds-pseudo token verify --issuer lnds.pub t
	cat demo.jwt demo.jwt >t
	fails 4 'not a signed token' "$no" lnds-pseudo token verify --issuer lnds.pub t
	printf '%s\n' "$(cat demo.jwt)=" >t
	fails 6 "the token's signature is damaged" '' lnds-pseudo token verify --issuer lnds.pub t
	head -c 70000 /dev/zero | tr '\0' a >t
	fails 4 "'t' is longer than 64 KiB, which no token is" '' \
		lnds-pseudo token verify --issuer lnds.pub t
	run3 5 lnds-pseudo token show none.jwt
}

@test "token issue: options that do not fit together" {
	it=(lnds-pseudo token issue --issuer-key lnds.key --project demo.json)
	fails 2 'a psn token is for a recipient or for the keystore' \
		'give --recipient age1… or --at-keystore' "${it[@]}"
	fails 2 'a psn token is for a recipient or for the keystore' \
		'give --recipient age1… or --at-keystore' \
		"${it[@]}" --recipient "$RECIPIENT" --at-keystore
	fails 2 '--recipient is for psn tokens' \
		'rev and sec tokens work at the keystore only' \
		"${it[@]}" --type rev --recipient "$RECIPIENT"
	run3 0 "${it[@]}" --type rev --at-keystore
	fails 2 'a sec token, and no other, names a target' 'give --type sec and --target FILE' \
		"${it[@]}" --type sec
	fails 2 'a sec token, and no other, names a target' 'give --type sec and --target FILE' \
		"${it[@]}" --type rev --target demo.json
	fails 2 '--max: a token for no cell' 'at least 1' "${it[@]}" --type rev --max 0
	fails 2 "--valid: not a period: '90'" 'years, months, days: P90D, P6M' \
		"${it[@]}" --at-keystore --valid 90
	fails 2 "project 'demo' has no domain 'father'" '' "${it[@]}" --at-keystore --fields father
	fails 2 'not an age recipient' 'one begins with age1: the output of age-keygen -y' \
		"${it[@]}" --recipient bob
	run3 2 lnds-pseudo token issue --project demo.json --at-keystore
	run3 2 lnds-pseudo token issue --issuer-key lnds.key --at-keystore
}

@test "token issue: what it refuses" {
	fails 4 "this key is no issuer of project 'demo'" \
		'issuers are named when a project is made (project new --issuer)' \
		lnds-pseudo token issue --issuer-key igss.key --project demo.json --at-keystore
	run3 4 issue --at-keystore --valid P2Y
	like "the token would outlive its project's key, which ends 20..-..-..T23:59:59Z" "$stderr"
	like 'hint: a shorter --valid, or none' "$stderr"
	run3 4 faketime -f +400d lnds-pseudo token issue --issuer-key lnds.key \
		--project demo.json --at-keystore
	like "the key of project 'demo' expired on 20" "$stderr"
	lnds-pseudo project new "${KS[@]}" --project one-way --field x=iban --issuer lnds.pub \
		--method non-reversible >one-way.json
	fails 4 "project 'one-way' is non-reversible" '' \
		lnds-pseudo token issue --issuer-key lnds.key --project one-way.json --type rev
	sed 's/$/ /' demo.json >spaced.json
	fails 4 'spaced.json: not a project file as it was printed' \
		'its bytes count: pass on the file of project show as it is' \
		lnds-pseudo token issue --issuer-key lnds.key --project spaced.json --at-keystore
	chmod 644 lnds.key
	run3 4 issue --at-keystore
	like 'open to others' "$stderr"
}

@test "token issue: dates, fields, types" {
	lnds-pseudo project new "${KS[@]}" --project two --field a=iban --field b=iban \
		--issuer lnds.pub --retention P30D >two.json
	lnds-pseudo token issue --issuer-key lnds.key --project two.json --at-keystore \
		--fields b >t
	same '["b"]' "$(part 2 t | jq -c .dom)"
	same 'true false' "$(part 2 t | jq -r '"\(.exp == .cfg.ret) \(has("rcp"))"')"
	lnds-pseudo token issue --issuer-key lnds.key --project two.json --type rev --max 12 >t
	same "rev 12 $((7 * 86400))" "$(part 2 t | jq -r '"\(.typ) \(.max) \(.exp - .nbf)"')"
	lnds-pseudo token issue --issuer-key lnds.key --project two.json --type sec \
		--target demo.json --valid P1D >t
	same "sec 86400" "$(part 2 t | jq -r '"\(.typ) \(.exp - .nbf)"')"
	same "$(cat demo.json)" "$(part 2 t | jq -cS .to)"
	run3 0 lnds-pseudo token verify --issuer lnds.pub t
}
