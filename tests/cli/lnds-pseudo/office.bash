# SPDX-License-Identifier: GPL-3.0-or-later
# Keys and files of the three roles, made with openssl and age where a user would.

# faketime preloads a library, which the address sanitizer must be told to bear.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0

# make_roles: issuers lnds and igss (.key, .pub), a holder (id.txt, recipient.txt).
make_roles() {
	local name
	umask 077
	for name in lnds igss; do
		openssl genpkey -algorithm ed25519 -out $name.key 2>/dev/null
		openssl pkey -in $name.key -pubout -out $name.pub
	done
	age-keygen -o id.txt 2>/dev/null
	age-keygen -y id.txt >recipient.txt
	RECIPIENT=$(cat recipient.txt)
}

# make_keystore: ks with master key mk and project demo (demo.json).
make_keystore() {
	make_roles
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	lnds-pseudo project new "${KS[@]}" --project demo --field person=matricule \
		--issuer lnds.pub >demo.json
}

# make_token: demo.jwt for the holder.
make_token() {
	make_keystore
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json \
		--recipient "$RECIPIENT" >demo.jwt
}

KS=(--keystore ks --key-file mk)

# last_event MEMBER: of the last audit line's x.
last_event() {
	tail -n 1 ks/audit.ndjson | jq -r ".x.$1"
}

# b64url: standard input as base64url without padding; unb64url: and back.
b64url() {
	basenc --base64url -w 0 | tr -d =
}
unb64url() {
	local s
	s=$(cat)
	while [ $((${#s} % 4)) -ne 0 ]; do s+='='; done
	printf '%s' "$s" | basenc --base64url -d
}

# forge HEADER CLAIMS KEY: a token of any text, rightly signed by an Ed25519 key file.
forge() {
	local input
	input=$(printf '%s' "$1" | b64url).$(printf '%s' "$2" | b64url)
	printf '%s' "$input" >forge.in
	openssl pkeyutl -sign -inkey "$3" -rawin -in forge.in -out forge.sig
	printf '%s.%s\n' "$input" "$(b64url <forge.sig)"
}

# part N TOKEN: the N-th part of a compact token, decoded.
part() {
	cut -d. -f"$1" "$2" | tr -d '\n' | unb64url
}
