# The way back: who may, how often, how much, and what the log keeps of it.

load ../lib
load office

setup_case() {
	make_keystore
	cat >ids.csv <<-'END'
		matricule,nace
		1893120105732,64.19
		1985072304254,01.11
		2000022900197,
		1952010199976,84.11
	END
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --at-keystore >psn.jwt
	run_demo ids.csv >psn.csv
}

run_demo() {
	lnds-pseudo run -q "${KS[@]}" --token psn.jwt -c matricule --keep nace "$1"
}

# rev [ARG…]: a fresh rev token in rev.jwt.
rev() {
	lnds-pseudo token issue --issuer-key lnds.key --project demo.json --type rev "$@" >rev.jwt
}

WHY='incidental finding, vote 2025-17'
reverse() {
	lnds-pseudo reverse -q "${KS[@]}" --token rev.jwt --reason "$WHY" -c matricule "$@"
}

@test "reverse turns every pseudonym back, between two lines of the log" {
	rev
	run3 0 reverse --keep nace psn.csv
	same "$(cat ids.csv)" "$output"
	tail -n 2 ks/audit.ndjson >two
	same 'reverse-begin null' "$(sed -n 1p two | jq -r '"\(.x.ev) \(.exit)"')"
	same '[] []' "$(sed -n 1p two | jq -c '.in, .out' | paste -sd' ')"
	same "reverse 0 4 0 0 0 $WHY" "$(sed -n 2p two |
		jq -r '"\(.x.ev) \(.exit) \(.x.cells) \(.x.null) \(.x.excluded) \(.x.bad) \(.x.reason)"')"
	# Fewer than 16 identifiers: their hash would be a guess away.
	same 'null null' "$(sed -n 2p two | jq -r '"\(.in[0].sha256) \(.out[0].sha256)"')"
	same "$(part 2 rev.jwt | jq -r .jti)" "$(last_event jti)"
}

@test "the reason stands in the keystore's log, and in no report or other log" {
	rev
	run3 0 lnds-pseudo reverse -v "${KS[@]}" --token rev.jwt --reason "$WHY" -c matricule \
		--report r.json --audit a.ndjson psn.csv
	same true "$(jq .options.reason r.json)"
	same 1 "$(grep -lF "$WHY" r.json a.ndjson ks/audit.ndjson <<<"$stderr" | wc -l)"
}

@test "streams of 16 identifiers are hashed" {
	(head -n 1 psn.csv && for _ in 1 2 3 4; do sed 1d psn.csv; done) >many.csv
	rev
	reverse many.csv -o clear.csv
	same "$(sha256sum <clear.csv | cut -d' ' -f1)" "$(tail -n 1 ks/audit.ndjson | jq -r '.out[0].sha256')"
	same "$(sha256sum <many.csv | cut -d' ' -f1)" "$(tail -n 1 ks/audit.ndjson | jq -r '.in[0].sha256')"
}

@test "a column can be renamed; all but kept columns are dropped and named" {
	rev
	run3 0 lnds-pseudo reverse "${KS[@]}" --token rev.jwt --reason "$WHY" -c matricule=id psn.csv
	same "$(sed '1s/.*/id/;s/,.*//' ids.csv)" "$output"
	same 'lnds-pseudo: warning: columns dropped: nace' "$stderr"
}

@test "a rev token works once" {
	rev
	reverse psn.csv -o a.csv
	fails 4 'the token has been used' 'a rev token works once: ask for another' \
		lnds-pseudo reverse "${KS[@]}" --token rev.jwt --reason "$WHY" -c matricule psn.csv
	same 'refuse the token has been used' "$(last_event ev) $(last_event reason)"
	# Also if what it began was not ended.
	rev
	run3 3 reverse - <<<$'matricule\nnonsense'
	run3 4 reverse psn.csv
}

@test "at most max cells" {
	rev --max 4
	run3 0 reverse psn.csv
	rev --max 3
	run3 4 reverse psn.csv -o clear.csv
	like 'more cells than the token grants, which are 3' "$stderr"
	like 'hint: ask for token issue --type rev --max N' "$stderr"
	[ ! -e clear.csv ]
	same 'refuse 4' "$(last_event ev) $(tail -n 1 ks/audit.ndjson | jq .exit)"
}

@test "a reason of 10 to 500 bytes, verbatim" {
	rev
	long=$(printf 'x%.0s' {1..501})
	for reason in 'too short' "$long"; do
		fails 2 'a reason has 10 to 500 bytes' \
			'it is kept in the audit log as it stands: say what for, and no names' \
			lnds-pseudo reverse "${KS[@]}" --token rev.jwt --reason "$reason" -c matricule psn.csv
	done
	fails 2 'the reason is not UTF-8' '' lnds-pseudo reverse "${KS[@]}" --token rev.jwt \
		--reason $'latin \xe9 latin' -c matricule psn.csv
	run3 2 lnds-pseudo reverse "${KS[@]}" --token rev.jwt -c matricule psn.csv
	like '\-\-reason' "$stderr"
	run3 0 lnds-pseudo reverse -q "${KS[@]}" --token rev.jwt --reason 'a "quoted" é, and more' \
		-c matricule psn.csv
	same 'a "quoted" é, and more' "$(last_event reason)"
}

@test "only rev tokens, and only of reversible projects" {
	fails 4 "a token of type 'rev' is needed, this is 'psn'" 'ask for token issue --type rev' \
		lnds-pseudo reverse "${KS[@]}" --token psn.jwt --reason "$WHY" -c matricule psn.csv
	fails 2 'no token is named' 'give one of type rev with --token F' \
		lnds-pseudo reverse "${KS[@]}" --reason "$WHY" -c matricule psn.csv
	fails 2 "--project names one of a home's projects" \
		'a token names its project itself: leave it out' \
		lnds-pseudo reverse "${KS[@]}" --token psn.jwt --project demo --reason "$WHY" -c matricule psn.csv
	lnds-pseudo init home --project oneway --field person=matricule \
		--method non-reversible >/dev/null
	fails 4 "project 'oneway' is non-reversible" '' \
		lnds-pseudo reverse --home home --reason "$WHY" -c matricule psn.csv
	run3 2 lnds-pseudo reverse --use-key x --reason "$WHY" -c matricule psn.csv
	like "unknown option '--use-key'|does not apply" "$stderr"
}

@test "what is no pseudonym is a bad record, and its value in no message" {
	rev
	sed '3s/^./@/' psn.csv >bad.csv
	run3 3 reverse bad.csv
	same 'lnds-pseudo: bad.csv:3: column '\''matricule'\'': not a pseudonym of this project' \
		"$(grep -v hint <<<"$stderr")"
	rev
	run3 0 reverse --quarantine q.ndjson --keep nace bad.csv
	same "$(sed 3d ids.csv)" "$output"
	same bad-pseudonym "$(jq -r .id q.ndjson)"
	same 'reverse 3 1' "$(last_event ev) $(last_event cells) $(last_event bad)"
}

@test "the wrong project, salt or key is told as such" {
	lnds-pseudo init other --project demo --field person=matricule >/dev/null
	fails 6 'wrong project, salt or key: none of the first pseudonyms deciphers' \
		'name the project, column and salt they were made with' \
		lnds-pseudo reverse --home other --reason "$WHY" -c matricule psn.csv
	same 'reverse 6' "$(tail -n 1 other/keystore/audit.ndjson | jq -r '"\(.x.ev) \(.exit)"')"
	rev
	run3 6 reverse --on-error skip ids.csv
}

@test "a home grants itself ten minutes, unless the project is dual" {
	lnds-pseudo init office --project demo --field person=matricule >/dev/null
	lnds-pseudo run -q --home office -c matricule --keep nace ids.csv >h.csv
	run3 0 lnds-pseudo reverse -q --home office --reason "$WHY" -c matricule --keep nace h.csv
	same "$(cat ids.csv)" "$output"
	run3 0 lnds-pseudo reverse -q --home office --project demo --reason "$WHY" -c matricule h.csv
	cp lnds.pub igss.pub office/
	lnds-pseudo project new --home office --project two --field person=matricule --dual \
		--issuer lnds.pub --issuer igss.pub >two.json
	fails 2 "project 'two' is dual: it takes a token of two signatures" 'give it with --token F' \
		lnds-pseudo reverse --home office --project two --reason "$WHY" -c matricule h.csv
	lnds-pseudo token issue --issuer-key lnds.key --project two.json --type rev |
		lnds-pseudo token sign --issuer-key igss.key - >both.jwt
	lnds-pseudo token issue --issuer-key lnds.key --project two.json --at-keystore |
		lnds-pseudo token sign --issuer-key igss.key - >run.jwt
	lnds-pseudo run -q --keystore office/keystore --key-file office/master.key \
		--token run.jwt -c matricule ids.csv >two.csv
	run3 0 lnds-pseudo reverse -q --home office --token both.jwt --reason "$WHY" -c matricule two.csv
	same "$(cut -d, -f1 ids.csv)" "$output"
}

@test "every treatment, format and class comes back as its canonical form" {
	n=0
	while read -r class id canonical; do
		printf 'id\n%s\n%s\n' "$id" "$id" >in.csv
		printf 'id\n%s\n%s\n' "$canonical" "$canonical" >want.csv
		for treatment in same dataset different; do
			for format in numeric alphabet alphanumeric; do
				n=$((n + 1))
				salt=()
				[ $treatment != dataset ] || salt=(--salt "salt.$n")
				lnds-pseudo project new "${KS[@]}" --project "p$n" --field "d=$class" \
					--treatment $treatment --format $format --check --prefix P- \
					--issuer lnds.pub >p.json
				lnds-pseudo token issue --issuer-key lnds.key --project p.json --at-keystore >psn.jwt
				lnds-pseudo token issue --issuer-key lnds.key --project p.json --type rev >rev.jwt
				lnds-pseudo run -q "${KS[@]}" --token psn.jwt -c id "${salt[@]}" in.csv >p.csv
				like '^P-' "$(sed -n 2p p.csv)"
				lnds-pseudo reverse -q "${KS[@]}" --token rev.jwt --reason "$WHY" -c id \
					"${salt[@]}" p.csv >back.csv
				same "$(cat want.csv)" "$(cat back.csv)"
			done
		done
	done <<-'END'
		matricule 1893120105732 1893120105732
		lu-vat LU15027442 15027442
		iban LU280019400644750000 LU280019400644750000
		code:32 ab-12/x AB12X
		text Weyrich Weyrich
	END
}

@test "the salt of a reversible dataset project" {
	lnds-pseudo project new "${KS[@]}" --project d --field person=matricule \
		--treatment dataset --issuer lnds.pub >d.json
	lnds-pseudo token issue --issuer-key lnds.key --project d.json --at-keystore >p.jwt
	lnds-pseudo token issue --issuer-key lnds.key --project d.json --type rev >rev.jwt
	lnds-pseudo run -q "${KS[@]}" --token p.jwt -c matricule --salt s1 ids.csv >d.csv
	run3 2 reverse d.csv
	like 'a reversible dataset project needs --salt' "$stderr"
	run3 5 reverse --salt none d.csv
	like "hint: the one that the pseudonyms were made with" "$stderr"
	[ ! -e none ]
	run3 0 reverse --salt s1 d.csv
	same "$(cut -d, -f1 ids.csv)" "$output"
}

@test "no clear byte leaves before the begin line is on disk" {
	inject=$LNDS_BIN/../tests/fault/inject.so
	[ -e "$inject" ] || skip 'no fault injector in this build'
	rev
	cp -a ks keep
	total=0
	for call in write:KILL write:ENOSPC fsync:EIO fsync:KILL; do
		for ((k = 1; k < 40; k++)); do
			rm -rf ks clear.csv
			cp -a keep ks
			code=0
			LNDS_FAULT=${call%:*}:$k:${call#*:} LD_PRELOAD=$inject lnds-pseudo reverse -q \
				"${KS[@]}" --token rev.jwt --reason "$WHY" -c matricule psn.csv \
				>clear.csv 2>/dev/null || code=$?
			if [ -s clear.csv ]; then
				grep -q '"ev":"reverse-begin"' ks/audit.ndjson
			fi
			run3 0 lnds-pseudo project list "${KS[@]}"
			[ "$code" -ne 0 ] || break
			total=$((total + 1))
		done
	done
	[ "$total" -ge 12 ]
}
