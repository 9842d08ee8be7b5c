# From one project to another, in one process.

load ../lib
load office

setup_case() {
	make_keystore
	cat >ids.csv <<-'END'
		matricule,nace
		1893120105732,64.19
		1985072304254,01.11
		,
		1952010199976,84.11
	END
	at_keystore demo.json >psn.jwt
	lnds-pseudo run -q "${KS[@]}" --token psn.jwt -c matricule --keep nace ids.csv >a.csv
}

at_keystore() {
	lnds-pseudo token issue --issuer-key lnds.key --project "$1" --at-keystore
}

# target NAME OPTION…: a project NAME (NAME.json), and sec.jwt from demo to it.
target() {
	local name=$1
	shift
	lnds-pseudo project new "${KS[@]}" --project "$name" --issuer lnds.pub "$@" >"$name.json"
	sec demo "$name"
}

sec() {
	lnds-pseudo token issue --issuer-key lnds.key --project "$1.json" --type sec \
		--target "$2.json" >sec.jwt
}

rekey() {
	lnds-pseudo rekey -q "${KS[@]}" --token sec.jwt -c matricule --keep nace "$@"
}

@test "rekey(run A) is run B" {
	for options in '--method reversible' '--method non-reversible' '--format numeric --check' \
		'--prefix B- --format alphabet'; do
		name=b$((++n))
		# shellcheck disable=SC2086
		target $name --field person=matricule $options
		at_keystore $name.json >b.jwt
		lnds-pseudo run -q "${KS[@]}" --token b.jwt -c matricule --keep nace ids.csv >want.csv
		run3 0 rekey a.csv
		same "$(cat want.csv)" "$output"
		same "rekey 3 1" "$(last_event ev) $(last_event cells) $(last_event null)"
		same rekey-begin "$(tail -n 2 ks/audit.ndjson | head -n 1 | jq -r .x.ev)"
	done
}

@test "no identifier in the output, the log or a message" {
	target b --field person=matricule
	run3 0 lnds-pseudo rekey -v "${KS[@]}" --token sec.jwt -c matricule --keep-all a.csv
	for id in 1893120105732 18931201057 1985072304254 1952010199976; do
		run grep -rF $id ks <<<"$output$stderr"
		same 1 "$status"
		run grep -F $id <<<"$output$stderr"
		same 1 "$status"
	done
}

@test "treatment different as a target: all distinct, all come back" {
	target b --field person=matricule --treatment different
	cat a.csv >twice.csv
	sed 1d a.csv >>twice.csv
	rekey twice.csv >b.csv
	same 6 "$(sed 1d b.csv | cut -d, -f1 | grep . | sort -u | wc -l)"
	lnds-pseudo token issue --issuer-key lnds.key --project b.json --type rev >rev.jwt
	run3 0 lnds-pseudo reverse -q "${KS[@]}" --token rev.jwt --reason 'a test of rekey' \
		-c matricule --keep nace b.csv
	same "$(cat ids.csv && sed 1d ids.csv)" "$output"
}

@test "a target that is weaker, or fits not" {
	strict='make a target that is as strict as its source'
	target long --field person=matricule --retention P2Y
	fails 4 "project 'long' is weaker than 'demo': its key lives longer" "$strict" \
		lnds-pseudo rekey "${KS[@]}" --token sec.jwt -c matricule a.csv
	same refuse "$(last_event ev)"
	target other --field mother=matricule
	fails 4 "project 'other' has no domain 'person' of the same class" '' \
		lnds-pseudo rekey "${KS[@]}" --token sec.jwt -c matricule a.csv
	target class --field person=code:16
	fails 4 "project 'class' has no domain 'person' of the same class" '' \
		lnds-pseudo rekey "${KS[@]}" --token sec.jwt -c matricule a.csv
	target data --field person=matricule --treatment dataset
	fails 4 "project 'data' is of treatment dataset: nothing can be carried over to it" '' \
		lnds-pseudo rekey "${KS[@]}" --token sec.jwt -c matricule a.csv
}

@test "what is dual stays dual, or becomes non-reversible" {
	dual=(--issuer igss.pub --dual --field person=matricule)
	target two "${dual[@]}"
	lnds-pseudo project new "${KS[@]}" --project plain --field person=matricule \
		--issuer lnds.pub >plain.json
	lnds-pseudo project new "${KS[@]}" --project oneway --field person=matricule \
		--method non-reversible --issuer lnds.pub >oneway.json
	sec two plain
	lnds-pseudo token sign --issuer-key igss.key sec.jwt >both.jwt
	fails 4 "project 'plain' is weaker than 'two': one issuer alone can have it reversed" \
		'make a target that is as strict as its source' \
		lnds-pseudo rekey "${KS[@]}" --token both.jwt -c matricule a.csv
	sec two oneway
	run3 4 rekey a.csv
	like 'the second signature is missing' "$stderr"
	lnds-pseudo token sign --issuer-key igss.key sec.jwt >both.jwt
	run3 6 lnds-pseudo rekey "${KS[@]}" --token both.jwt -c matricule a.csv
	like 'wrong project, salt or key' "$stderr"
}

@test "tokens of other types, and none" {
	fails 4 "a token of type 'sec' is needed, this is 'psn'" 'ask for token issue --type sec' \
		lnds-pseudo rekey "${KS[@]}" --token psn.jwt -c matricule a.csv
	fails 2 'no token is named' 'give one of type sec with --token F' \
		lnds-pseudo rekey "${KS[@]}" -c matricule a.csv
	target b --field person=matricule
	lnds-pseudo shred "${KS[@]}" --project b --confirm b >/dev/null
	run3 4 rekey a.csv
	like "the key of project 'b' was shredded on" "$stderr"
}

@test "threads do not matter" {
	target b --field person=matricule
	(cat a.csv && for _ in $(seq 3000); do sed 1d a.csv; done) >long.csv
	rekey -t 1 long.csv >one
	rekey -t 3 long.csv >three
	cmp one three
}
