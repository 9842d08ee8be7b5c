#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo explain: figures of a project, from its options, file or token.
load ../lib

@test "a reversible project of matricules" {
	run3 0 lnds-pseudo explain --field person=matricule --ids 1e7
	same 'construction  FF1 AES-256, radix 36, 11 symbols      pattern  ^[0-9A-Z]{11}$
collisions    0 (permutation)                        wrong pseudonym accepted  < 7.6e-7
identifiers   about 4.6e7 plausible: whoever has the key lists them all in seconds' \
		"$output"
}

@test "lengths: every class, treatment and format of the table" {
	while read -r cls trt num alpha alnum; do
		for fmt in numeric:$num alphabet:$alpha alphanumeric:$alnum; do
			run3 0 lnds-pseudo explain --field x=$cls --treatment $trt \
				--format ${fmt%:*}
			if [ "${fmt#*:}" = SIV ]; then
				like 'AES-256-SIV' "$output"
			else
				like "radix [0-9]+, ${fmt#*:} symbols" "$output"
			fi
		done
	done <<'X'
matricule same 15 11 11
matricule different 35 25 24
lu-vat same 10 8 7
lu-vat different 30 22 20
de-rvnr same 16 12 11
de-rvnr different 36 26 24
digits:10 same 15 11 10
digits:10 different 35 25 23
code same 29 21 20
code different 49 35 33
code:32 same 54 39 36
code:32 different SIV SIV SIV
iban same 54 39 36
iban different SIV SIV SIV
ascii same 34 24 23
ascii different 54 38 36
text same SIV SIV SIV
X
	run3 0 lnds-pseudo explain --field x=text --format alphanumeric
	like '\^\[0-9A-Z\]\{50,' "$output"
}

@test "numeric pseudonyms never have 8, 11 or 13 symbols in all" {
	run3 0 lnds-pseudo explain --field x=lu-vat --format numeric --check
	like '\^\[0-9\]\{12\}\$' "$output"
	run3 0 lnds-pseudo explain --field x=lu-vat,13 --format numeric
	like '\^\[0-9\]\{14\}\$' "$output"
	run3 0 lnds-pseudo explain --field x=lu-vat --format numeric --check --prefix P-
	like '\^P-\[0-9\]\{11\}\$' "$output"
}

@test "the bound: short non-reversible pseudonyms are a negative finding" {
	run3 0 lnds-pseudo explain --field x=matricule --method non-reversible
	like 'HMAC-SHA-256, radix 36, 25 symbols' "$output"
	like 'collisions    < 6.2e-24 for 1e8' "$output"
	run3 1 lnds-pseudo explain --field x=matricule,13 --method non-reversible
	like 'for 1e8: refused' "$output"
	run3 0 lnds-pseudo explain --field x=matricule,14 --method non-reversible
	run3 0 lnds-pseudo explain --field x=matricule,16 --method non-reversible \
		--format alphabet
	run3 1 lnds-pseudo explain --field x=matricule,15 --method non-reversible \
		--format alphabet
	run3 0 lnds-pseudo explain --field x=matricule,22 --method non-reversible \
		--format numeric
	run3 1 lnds-pseudo explain --field x=matricule,21 --method non-reversible \
		--format numeric
	run3 0 lnds-pseudo explain --field x=matricule,13 --method non-reversible --ids 1e6
}

@test "token and project file tell the same, and need no key" {
	lnds-pseudo init office --project demo --field a=matricule --field b=text -q
	run3 0 lnds-pseudo explain --token office/holder/demo.jwt
	from_token=$output
	like '^domain        a \(matricule\)' "$output"
	run3 0 lnds-pseudo explain --project office/keystore/projects/demo.json
	same "$from_token" "$output"
}

@test "usage" {
	fails 2 'no project to explain' '--token F, --project F or --field DOM=CLASS' \
		lnds-pseudo explain
	fails 2 "unknown class 'matricul'" "did you mean 'matricule'?" \
		lnds-pseudo explain --field x=matricul
	fails 2 'field is not DOM=CLASS[,LEN]' 'for example person=matricule' \
		lnds-pseudo explain --field matricule
	fails 2 'class digits wants its greatest length, 1 to 255' 'for example digits:10' \
		lnds-pseudo explain --field x=digits
	fails 2 'class iban takes no length' "write 'iban' alone" \
		lnds-pseudo explain --field x=iban:20
	fails 2 "domain 'x': length must be 11 to 36" '11 symbols without LEN' \
		lnds-pseudo explain --field x=matricule,10
	fails 2 "domain 'x': its pseudonyms take no length" \
		'they are as long as the value needs (AES-SIV)' \
		lnds-pseudo explain --field x=text,40
	fails 2 "domain 'x' stands twice" '' \
		lnds-pseudo explain --field x=text --field x=iban
	fails 2 '--token, --project and --field exclude each other' \
		'a token names its project' \
		lnds-pseudo explain --token t --field x=text
}
