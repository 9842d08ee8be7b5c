# The keystore: making one, opening one, and everything that must keep it closed.

load ../lib
load office

@test "keystore new makes keystore and master key" {
	run3 0 lnds-pseudo keystore new ks --key-file mk
	like '^ks: keystore, master key [0-9a-f]{16}$' "${lines[0]}"
	like '^mk: master key [0-9a-f]{16}, losing it is final$' "${lines[1]}"
	same '' "$stderr"
	same '700 600 600' "$(stat -c %a ks ks/keyring mk | paste -sd' ')"
	same 'lnds-key v1 pseudo-keyring' "$(head -n 1 mk)"
	same 128 "$(stat -c %s ks/keyring)"
	same LNDSKEYR "$(head -c 8 ks/keyring)"
	no_leftovers
}

@test "without --key-file the master key lies beside the keystore" {
	run3 0 lnds-pseudo keystore new ks/
	like '^ks.key: master key ' "${lines[1]}"
	run3 0 lnds-pseudo project list --keystore ks --key-file ks.key
	same 'prj,kid,state,retention_end,method,treatment,format' "$output"
}

@test "an existing master key is used, and told nothing new" {
	run3 0 lnds-pseudo keystore new a --key-file mk
	run3 0 lnds-pseudo keystore new b --key-file mk
	same 1 "${#lines[@]}"
	run3 0 lnds-pseudo project list --keystore b --key-file mk
}

@test "a passphrase seals the master key" {
	echo 'four words or more' >pass
	chmod 600 pass
	run3 0 lnds-pseudo keystore new ks --key-file mk --pass-file pass
	like '^age-encryption.org/v1' "$(head -n 1 mk)"
	run3 0 lnds-pseudo project list --keystore ks --key-file mk --pass-file pass
	echo short >pass
	fails 4 'the new passphrase has fewer than 12 bytes' 'take four or more words' \
		lnds-pseudo keystore new ks2 --key-file mk2 --pass-file pass
	[ ! -e ks2 ]
	[ ! -e mk2 ]
}

@test "nothing is overwritten" {
	mkdir ks
	fails 2 "'ks' exists already" 'name a directory that does not exist yet' \
		lnds-pseudo keystore new ks --key-file mk
	[ ! -e mk ]
}

@test "keystore new where it cannot be leaves no key behind" {
	run3 5 lnds-pseudo keystore new none/ks --key-file mk
	[ ! -e mk ]
}

@test "a key of another kind is no master key" {
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	sed -i 's/pseudo-keyring/pseudo-salt/' mk
	run3 4 lnds-pseudo project list "${KS[@]}"
	like "of kind 'pseudo-salt', not 'pseudo-keyring'" "$stderr"
	run3 4 lnds-pseudo keystore new b --key-file mk
	[ ! -e b ]
}

@test "a master key open to others is refused" {
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	chmod 640 mk
	run3 4 lnds-pseudo project list "${KS[@]}"
	like 'open to others' "$stderr"
}

@test "no keystore, two, no master key" {
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	fails 2 'no keystore is named' 'give --keystore DIR and --key-file F, or --home DIR' \
		lnds-pseudo project list
	fails 2 '--keystore and --home exclude each other' \
		'give --keystore DIR and --key-file F, or --home DIR' \
		lnds-pseudo project list --keystore ks --home office
	fails 2 'no master key is named' "give the keystore's with --key-file F" \
		lnds-pseudo project list --keystore ks
	run3 5 lnds-pseudo project list --keystore none --key-file mk
	like 'none/keyring: cannot open keyring: No such file' "$stderr"
	like 'hint: make a keystore: lnds-pseudo keystore new DIR' "$stderr"
}

@test "the wrong master key" {
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	lnds-pseudo keystore new other --key-file mk2 >/dev/null
	fails 4 'cannot open keyring ks/keyring: it belongs to another master key' \
		'give the master key it was made with (--key-file)' \
		lnds-pseudo project list --keystore ks --key-file mk2
}

@test "a keyring that others may read" {
	lnds-pseudo keystore new ks --key-file mk >/dev/null
	chmod 644 ks/keyring
	fails 4 'ks/keyring: not a private file of this user (mode 0644)' \
		'chmod 600 it, and ask who has read it' lnds-pseudo project list "${KS[@]}"
}

# poke OFFSET OCTAL: one byte of the keyring.
poke() {
	# shellcheck disable=SC2059
	printf "\\$2" | dd of=ks/keyring bs=1 seek="$1" conv=notrunc status=none
}

@test "every part of a keyring that was changed" {
	make_keystore
	cp ks/keyring keep
	hint='the keyring was changed or cut; restore keystore and audit log from one backup'
	while read -r offset byte message; do
		cp keep ks/keyring
		poke "$offset" "$byte"
		fails 6 "ks/keyring: $message" "$hint" lnds-pseudo project list "${KS[@]}"
	done <<-'END'
		0 115 not a keyring
		9 002 a keyring of another version
		11 100 a keyring of another version
		15 007 its length does not fit the count of keys
		39 011 the audit head in the keyring is not authentic
		40 377 the audit head in the keyring is not authentic
		72 377 the audit head in the keyring is not authentic
		100 001 reserved bytes of the header are set
		128 003 a slot has an unknown state
		130 001 a slot has an unknown state
		255 001 a slot has an unknown state
	END
	cp keep ks/keyring
	poke 144 001 # when the key was made
	run3 6 lnds-pseudo project list "${KS[@]}"
	like 'ks/keyring: the key in slot 1 does not open' "$stderr"
	like 'hint: a changed keyring, or a shred that was interrupted' "$stderr"
	head -c 100 keep >ks/keyring
	fails 6 'ks/keyring: shorter than its header' "$hint" \
		lnds-pseudo project list "${KS[@]}"
	cp keep ks/keyring
	poke 15 000 # one key fewer than the log names
	run3 6 lnds-pseudo project list "${KS[@]}"
	like 'the log names another number of projects than the keyring' "$stderr"
}

@test "the audit log cut, emptied, gone, changed, torn, run on" {
	make_token
	release=(lnds-pseudo release "${KS[@]}" --token demo.jwt --recipient "$RECIPIENT" -o u)
	"${release[@]}"
	cp ks/audit.ndjson keep
	hint='keystore and log belong together: restore both from one backup, and find out who changed them'
	cut='ks/audit.ndjson: the audit log was cut or replaced: the last line that the keyring knows is not in it'
	sed -i '$d' ks/audit.ndjson
	fails 6 "$cut" "$hint" lnds-pseudo project list "${KS[@]}"
	: >ks/audit.ndjson
	fails 6 "$cut" "$hint" lnds-pseudo project list "${KS[@]}"
	rm ks/audit.ndjson
	fails 6 "$cut" "$hint" lnds-pseudo project list "${KS[@]}"
	sed 1d keep >ks/audit.ndjson
	run3 6 lnds-pseudo project list "${KS[@]}"
	like 'ks/audit.ndjson:1: ' "$stderr"
	sed '1s/demo/dema/' keep >ks/audit.ndjson
	run3 6 lnds-pseudo project list "${KS[@]}"
	like 'ks/audit.ndjson:2: ' "$stderr"
	sed '2s/release/rElease/' keep >ks/audit.ndjson
	fails 6 "$cut" "$hint" lnds-pseudo project list "${KS[@]}"
	head -c -1 keep >ks/audit.ndjson
	run3 6 lnds-pseudo project list "${KS[@]}"
	cp keep ks/audit.ndjson
	cp ks/keyring ring
	"${release[@]}"
	"${release[@]}"
	cp ring ks/keyring
	fails 6 'ks/audit.ndjson: the audit log goes on where the keyring says it ends' "$hint" \
		lnds-pseudo project list "${KS[@]}"
}

@test "lnds-audit verifies the keystore's log" {
	command -v lnds-audit >/dev/null || skip 'no lnds-audit in this build'
	make_keystore
	run3 0 lnds-audit verify ks/audit.ndjson
	like '1 run, chain unbroken' "$output"
}

@test "a clock before the last audit line" {
	make_keystore
	run3 4 faketime -f -2h lnds-pseudo project list "${KS[@]}"
	like 'the clock is more than an hour before the last audit line, of 20' "$stderr"
	like "hint: set this machine's clock" "$stderr"
	run3 0 faketime -f -50m lnds-pseudo project list "${KS[@]}"
}

@test "a keystore in use is waited for, then 7" {
	make_keystore
	flock ks/keyring sleep 60 3>&- &
	holder=$!
	while flock -n ks/keyring true; do sleep 0.1; done
	run3 7 lnds-pseudo project list "${KS[@]}"
	kill "$holder"
	like "'ks/keyring' is locked, not had in 10 s" "$stderr"
	like 'hint: another process is writing to it: try again later' "$stderr"
}
