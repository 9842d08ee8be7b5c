#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# The table of refusals, row by row: what is bad, the exit, the message, and that nothing
# comes out. Details of a row are in the file of its command.

load ../lib
load office

# One office for all: keystore, a holder, a token for each, pseudonyms.
setup_file() {
	PATH=$LNDS_BIN:$PATH
	cd "$BATS_FILE_TMPDIR" || return 1
	make_token
	lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT" >demo.use.age
	token demo at.jwt --at-keystore
	token demo rev.jwt --type rev --max 2
	project data --treatment dataset
	project oneway --method non-reversible
	project few --method non-reversible --format numeric --field person=matricule,14 \
		--max-ids 10
	project dual --dual --issuer igss.pub
	project longer --retention P2Y
	printf 'm,k\n1893120105732,64.19\n1985072304254,01.11\n1952010199976,84.11\n' >ids.csv
	lnds-pseudo run -q "${KS[@]}" --token at.jwt -c m ids.csv >psn.csv
}

setup_case() {
	cp -a "$BATS_FILE_TMPDIR"/. .
}

# project NAME OPTION…: NAME.json, of the issuer lnds.
project() {
	local name=$1
	shift
	[[ $* = *--field* ]] || set -- --field person=matricule "$@"
	lnds-pseudo project new "${KS[@]}" --project "$name" --issuer lnds.pub "$@" >"$name.json"
}

# token PROJECT FILE OPTION…
token() {
	local project=$1 file=$2
	shift 2
	lnds-pseudo token issue --issuer-key lnds.key --project "$project.json" "$@" >"$file"
}

# row CODE MESSAGE COMMAND…: that exit, one message that matches, nothing on stdout.
row() {
	local want=$1 message=$2
	shift 2
	run3 "$want" "$@" </dev/null
	like "^lnds-pseudo: .*$message" "${stderr_lines[0]}"
	same '' "$output"
}

# noted COMMAND…: a row whose end is in the log, as a refusal.
noted() {
	row 4 "$@"
	same 'refuse 4' "$(last_event ev) $(tail -n 1 ks/audit.ndjson | jq .exit)"
}

HOLD=(lnds-pseudo run --use-key demo.use.age --identity id.txt --issuer lnds.pub -c m)
AT=(lnds-pseudo run "${KS[@]}" -c m ids.csv --token)
REL=(lnds-pseudo release "${KS[@]}" --recipient)
BACK=(lnds-pseudo reverse "${KS[@]}" --reason 'a reason to test' -c m psn.csv --token)
OVER=(lnds-pseudo rekey "${KS[@]}" -c m psn.csv --token)

@test "identifier fails its class, null under fail: 3" {
	printf 'm\n1893120105733\n' >bad.csv
	row 3 "bad.csv:2: column 'm': not a valid matricule \(shape 9999999999999\)" \
		"${HOLD[@]}" -o o bad.csv
	printf 'm,k\n,1\n' >null.csv
	row 3 "null.csv:2: column 'm': no identifier" "${HOLD[@]}" --null-policy fail -o o null.csv
	[ ! -e o ]
	"${HOLD[@]}" -q --quarantine q ids.csv - <<<$'m,k\n1893120105733,1' >o
	run grep -c 18931201057 o
	same 0 "$output"
	grep -q bad-identifier q
}

@test "a number that a spreadsheet has rounded: 3" {
	printf 'm\n1.89312E+12\n' >e.csv
	row 3 'shape 9.99999A\+99' "${HOLD[@]}" -o o e.csv
	like 'a spreadsheet re-saved the column: export it as text' "$stderr"
}

@test "an entry of --exclude fails its class: 3" {
	printf 'm\n1893120105733\n' >out.csv
	row 3 'opt-out list out.csv: record 1 is not a valid matricule' \
		"${HOLD[@]}" --exclude out.csv ids.csv
}

@test "usage of columns, domains, salt: 2" {
	row 2 "option '--column' is required|missing" "${HOLD[@]::8}" ids.csv
	row 2 "there is no column 'x'" "${HOLD[@]::8}" -c x ids.csv
	row 2 "column 'm' is given twice with -c" "${HOLD[@]}" -c m=n ids.csv
	row 2 "column 'm' is both in -c and in --keep" "${HOLD[@]}" --keep m ids.csv
	row 2 "no domain 'mother'" "${HOLD[@]::8}" -c m@mother ids.csv
	token data data.jwt --at-keystore
	row 2 'a reversible dataset project needs --salt' "${AT[@]}" data.jwt
}

@test "a kept column that looks like identifiers: 4" {
	printf 'm,k\n%s,%s\n' 1893120105732 1985072304254 1893120105732 1985072304254 \
		1893120105732 1985072304254 >twice.csv
	row 4 "column 'k': kept although its values look like identifiers" \
		"${HOLD[@]}" --keep k twice.csv
	like 'allow-lookalike' "$stderr"
	row 4 "column 'k': kept although" lnds-pseudo run "${KS[@]}" --token at.jwt -c m \
		--keep k twice.csv
	same refuse "$(last_event ev)"
}

@test "what was changed is told before any data: 6" {
	part 2 demo.jwt | jq -cj '.exp -= 1' | b64url >mid
	printf '%s.%s.%s\n' "$(cut -d. -f1 at.jwt)" "$(cat mid)" "$(cut -d. -f3 at.jwt)" >bad.jwt
	row 6 "the token's signature is wrong" "${AT[@]}" bad.jwt
	row 6 "the token's signature is wrong" lnds-pseudo token verify --issuer lnds.pub bad.jwt
	# A planted key: rightly sealed for this holder, beside the true token.
	RECIPIENT=$(cat recipient.txt)
	age -d -i id.txt demo.use.age | sed 's/\("person":"\)./\1_/' |
		age -r "$RECIPIENT" >planted.age
	row 6 "the key of domain 'person' is not the one its project was made with" \
		lnds-pseudo run --use-key planted.age "${HOLD[@]:4}" ids.csv
	head -c 300 demo.use.age >cut.age
	row 6 '' lnds-pseudo run --use-key cut.age "${HOLD[@]:4}" ids.csv
	cp -a ks whole
	sed -i 's/"max":100000000/"max":100000001/' ks/projects/demo.json
	row 6 'not the file that its key was made with' "${AT[@]}" at.jwt
	for at in 200 40 75; do # the wrapped key's tag side, the head, its tag
		rm -rf ks && cp -a whole ks
		byte=$(od -An -tu1 -j $at -N 1 ks/keyring)
		printf "\\x$(printf %02x $((byte ^ 1)))" |
			dd of=ks/keyring bs=1 seek=$at conv=notrunc status=none
		row 6 '' "${AT[@]}" at.jwt
	done
	rm -rf ks && cp -a whole ks
	sed -i '2d' ks/audit.ndjson
	row 6 'ks/audit.ndjson' "${AT[@]}" at.jwt
	rm -rf ks && cp -a whole ks
	sed -i '$d' ks/audit.ndjson
	row 6 'the audit log was cut' "${AT[@]}" at.jwt
}

@test "the wrong master key: 4" {
	lnds-pseudo keystore new other --key-file other.mk -q
	row 4 'cannot open keyring' lnds-pseudo run --keystore ks --key-file other.mk \
		--token at.jwt -c m ids.csv
}

@test "tokens that grant nothing here and now: 4, and noted" {
	noted 'the token is no longer valid, since' faketime -f +100d "${AT[@]}" at.jwt
	cp -a "$BATS_FILE_TMPDIR"/ks/. ks # the log has seen the future
	noted 'the token is not valid before' faketime -f -10m "${AT[@]}" at.jwt
	noted "a token of type 'psn' is needed, this is 'rev'" "${AT[@]}" rev.jwt
	noted "a token of type 'rev' is needed, this is 'psn'" "${BACK[@]}" at.jwt
	noted "a token of type 'sec' is needed, this is 'rev'" "${OVER[@]}" rev.jwt
	age-keygen -o them.txt 2>/dev/null
	noted 'was issued for another recipient' "${REL[@]}" "$(age-keygen -y them.txt)" \
		--token demo.jwt
	noted 'for release to a holder, not for use here' "${AT[@]}" demo.jwt
	token dual dual.jwt --at-keystore
	noted "project 'dual' is dual: the second signature is missing" "${AT[@]}" dual.jwt
	lnds-pseudo token sign --issuer-key igss.key dual.jwt |
		jq -c '.signatures[1] = .signatures[0]' >one.jwt
	noted 'both signatures of the token are by the same key' "${AT[@]}" one.jwt
	lnds-pseudo token revoke --issuer-key lnds.key --list ks/revoked.jws \
		-- "$(part 2 at.jwt | jq -r .jti)"
	noted "the token was revoked by 'lnds'" "${AT[@]}" at.jwt
	row 4 'revoked' lnds-pseudo token verify --issuer lnds.pub --revoked ks/revoked.jws at.jwt
}

@test "a domain that the token does not name: 4" {
	project two --field person=matricule --field pen=de-rvnr
	token two two.jwt --at-keystore --fields pen
	row 4 "the token does not allow domain 'person'" lnds-pseudo run "${KS[@]}" \
		--token two.jwt -c m@person ids.csv
}

@test "a rev token used, or asked for more than its maximum: 4, and noted" {
	noted 'more cells than the token grants, which are 2' "${BACK[@]}" rev.jwt
	noted 'the token has been used' "${BACK[@]}" rev.jwt
}

@test "keys that are gone, ways that are closed, bounds that are passed: 4, and noted" {
	noted "project 'oneway' is non-reversible" forged_rev
	token demo sec.jwt --type sec --target longer.json
	noted "project 'longer' is weaker than 'demo': its key lives longer" "${OVER[@]}" sec.jwt
	token few few.jwt --at-keystore
	(echo m && for _ in $(seq 30000); do echo 1893120105732; done) >many.csv
	noted 'more than [0-9]+ identifiers: their pseudonyms may collide' \
		lnds-pseudo run "${KS[@]}" --token few.jwt -c m -o o many.csv
	[ ! -e o ]
	noted "1e-6|collide|collision" project few2 --method non-reversible --format numeric \
		--field person=matricule,14
	lnds-pseudo shred "${KS[@]}" --project demo --confirm demo >/dev/null
	noted "the key of project 'demo' was shredded on 20" "${AT[@]}" at.jwt
	row 4 "the key of project 'oneway' expired on 20" faketime -f +400d \
		lnds-pseudo token issue --issuer-key lnds.key --project oneway.json --at-keystore
}

# A rev token about a project that has no way back, which token issue would not make.
forged_rev() {
	forge "$(part 1 rev.jwt)" "$(part 2 rev.jwt |
		jq -cS --slurpfile p oneway.json '.cfg = $p[0]')" lnds.key >forged.jwt
	"${BACK[@]}" forged.jwt
}

@test "what does not decipher: 3; none of the first thousand: 6" {
	token demo more.jwt --type rev
	(cat psn.csv && echo AAAAAAAAAAA) >bad.csv
	row 3 "bad.csv:5: column 'm': not a pseudonym of this project" "${BACK[@]/psn.csv/bad.csv}" \
		more.jwt -o o
	[[ $stderr != *AAAAAAAAAAA* ]]
	[ ! -e o ]
	token demo next.jwt --type rev
	(echo m && seq 10000000000 10000000999 && sed 1d psn.csv) >none.csv
	row 6 'wrong project, salt or key' "${BACK[@]/psn.csv/none.csv}" next.jwt \
		--on-error skip
}

@test "no line in the log, no keys, no identifiers: 5" {
	[ "$(id -u)" -ne 0 ] || skip 'root writes everywhere'
	chmod 400 ks/audit.ndjson
	row 5 'audit.ndjson' "${BACK[@]}" rev.jwt
	row 5 'audit.ndjson' "${REL[@]}" "$(cat recipient.txt)" --token demo.jwt
}

@test "header only: the header, 0; no input at all: 3" {
	run3 0 "${HOLD[@]}" <(echo m)
	same m "$output"
	row 3 'the input is empty' "${HOLD[@]}" -
}

@test "no output takes the place of a key, a token or a list" {
	for pair in use-key:demo.use.age identity:id.txt issuer:lnds.pub; do
		cp "${pair#*:}" keep
		row 2 "--${pair%%:*} and --output name the same file" "${HOLD[@]}" ids.csv \
			-o "./${pair#*:}"
		row 2 "--${pair%%:*} and --quarantine name the same file" "${HOLD[@]}" ids.csv \
			--quarantine "${pair#*:}"
		cmp keep "${pair#*:}"
	done
	row 2 '--issuer-key and --list name the same file' lnds-pseudo token revoke \
		--issuer-key lnds.key --list lnds.key demo.jwt
}
