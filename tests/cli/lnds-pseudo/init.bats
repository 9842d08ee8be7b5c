# init: a small office in one command.

load ../lib
load office

# here: what lies in the folder, but for bats' own files.
here() {
	find . -mindepth 1 -maxdepth 1 ! -name 'separate-stderr-*' -printf '%P\n'
}

init() {
	lnds-pseudo init "$@" --project demo --field person=matricule
}

@test "init makes every file of a home, private" {
	run3 0 init office
	like '^office: project demo, key [0-9a-f]{16} until 20..-..-..T23:59:59Z$' "${lines[0]}"
	like '^office/master.key: master key [0-9a-f]{16}, losing it is final; read office/README.txt$' "${lines[1]}"
	same '' "$stderr"
	want='README.txt holder holder/demo.jwt holder/demo.use.age holder/identity.txt
holder/recipient.txt issuer issuer/issuer.key issuer/issuer.pub keystore
keystore/audit.ndjson keystore/keyring keystore/projects keystore/projects/demo.json
master.key'
	same "$(tr ' ' '\n' <<<"$want" | sort)" "$(cd office && find . -mindepth 1 | sed 's,^\./,,' | sort)"
	same '' "$(find office -perm /077 ! -name issuer.pub)"
	no_leftovers
	run3 0 lnds-pseudo project list --home office
	same 2 "${#lines[@]}"
	same 'project release' "$(jq -r .x.ev office/keystore/audit.ndjson | paste -sd' ')"
}

@test "the files of a home are what other tools know" {
	init office >/dev/null
	same "$(cat office/holder/recipient.txt)" "$(age-keygen -y office/holder/identity.txt)"
	same "$(cat office/issuer/issuer.pub)" "$(openssl pkey -in office/issuer/issuer.key -pubout)"
	age -d -i office/holder/identity.txt office/holder/demo.use.age | jq -e .v
	run3 0 lnds-pseudo token verify --issuer office/issuer/issuer.pub office/holder/demo.jwt
	same local "$(jq -r '.iss | keys[0]' office/keystore/projects/demo.json)"
	same true "$(part 2 office/holder/demo.jwt | jq '.exp == .cfg.ret')"
}

@test "README.txt says what to back up and what never to send" {
	init office >/dev/null
	run3 0 cat office/README.txt
	like 'Back up: master.key and keystore/ together' "$output"
	like 'Never send, to anybody: master.key, keystore/, issuer/issuer.key' "$output"
	like 'holder/identity.txt' "$output"
	[ "$(wc -L <office/README.txt)" -le 90 ]
}

@test "DIR must not exist" {
	mkdir office
	fails 2 "'office' exists already" 'name a directory that does not exist yet' \
		lnds-pseudo init office --project demo --field person=matricule
	same '' "$(ls -A office)"
	echo keep >file
	run3 2 init file
	same keep "$(cat file)"
	no_leftovers
}

@test "what cannot be made leaves nothing" {
	run3 4 lnds-pseudo init office --project demo --field x=matricule,6 --method non-reversible
	like 'collide' "$stderr"
	run3 2 lnds-pseudo init office --project demo --field x=matrikel
	run3 2 lnds-pseudo init office --project demo --field x=iban --retention never
	same '' "$(here)"
	run3 5 init none/office
	run3 2 lnds-pseudo init office --project demo
	like '\-\-field' "$stderr"
	same '' "$(here)"
}

@test "no home by halves: every write, sync, rename failing" {
	inject=$LNDS_BIN/../tests/fault/inject.so
	[ -e "$inject" ] || skip 'no fault injector in this build'
	total=0
	for call in write:ENOSPC fsync:EIO rename:EACCES close:EIO open:EMFILE; do
		for ((k = 1; k < 80; k += 3)); do
			code=0
			LNDS_FAULT=${call%:*}:$k:${call#*:} LD_PRELOAD=$inject lnds-pseudo init office \
				--project demo --field person=matricule >/dev/null 2>err || code=$?
			if [ -e office ]; then
				run3 0 lnds-pseudo project list --home office
				rm -rf office
			else
				[ "$code" -ne 0 ]
				same 1 "$(grep -c -v hint err)"
			fi
			same err "$(here)"
			[ "$code" -ne 0 ] || break
			total=$((total + 1))
		done
	done
	[ "$total" -ge 10 ]
}

@test "a passphrase seals the master key of a home" {
	echo 'four words or more' >pass
	chmod 600 pass
	run3 0 init office --pass-file pass
	like '^age-encryption' "$(head -n 1 office/master.key)"
	run3 0 lnds-pseudo project list --home office --pass-file pass
	fails 2 'init makes its own master key' \
		'leave --key-file out; --pass-file F seals the new key' \
		lnds-pseudo init b --project demo --field x=iban --key-file office/master.key
}

@test "a home takes a second project" {
	init office >/dev/null
	lnds-pseudo project new --home office --project b --field id=code:16 -o b.json
	same local "$(jq -r '.iss | keys[0]' b.json)"
	lnds-pseudo token issue --issuer-key office/issuer/issuer.key --project b.json \
		--recipient "$(cat office/holder/recipient.txt)" -o office/holder/b.jwt
	run3 0 lnds-pseudo release --home office --token office/holder/b.jwt \
		-o office/holder/b.use.age
	same id "$(age -d -i office/holder/identity.txt office/holder/b.use.age | jq -r '.keys | keys[0]')"
}
