#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-pseudo run: it fails closed. What cannot be protected is never written.
load ../lib

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	PATH=$LNDS_BIN:$PATH
	lnds-pseudo init one --project demo --field person=matricule -q
	lnds-pseudo init lots --project lots --field m=matricule --field i=iban \
		--field v=lu-vat --field r=de-rvnr --field d=digits:5 --field c=code:8 \
		--field a=ascii --field t=text -q
	lnds-pseudo init few --project few --field person=matricule,6 --format numeric \
		--method non-reversible --max-ids 2 -q
	lnds-pseudo init once --project once --field person=matricule,6 --format numeric \
		--method non-reversible --treatment different --max-ids 1e6 -q
}

setup_case() {
	one=$BATS_FILE_TMPDIR/one lots=$BATS_FILE_TMPDIR/lots
	printf 'm,x\n1893120105732,a\n1893120105733,b\n1985072304254,c\n' >b.csv
}

@test "a bad identifier stops the run: located, by its shape only" {
	run3 3 lnds-pseudo run --home "$one" -c m --keep x b.csv
	same "lnds-pseudo: b.csv:3: column 'm': not a valid matricule (shape 9999999999999)" \
		"${stderr_lines[0]}"
	same 'lnds-pseudo: hint: correct it, or set such records aside: --quarantine FILE' \
		"${stderr_lines[1]}"
	[[ $output != *1893120105733* && $output != *,b* ]]
}

@test "with -o nothing is left of a run that failed" {
	echo old >out.csv
	run3 3 lnds-pseudo run --home "$one" -c m -o out.csv b.csv
	same old "$(cat out.csv)"
	no_leftovers
}

@test "quarantine takes the record, the others go on" {
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --quarantine q.ndjson b.csv
	same 3 "${#lines[@]}"
	same bad-identifier "$(jq -r .id q.ndjson)"
	same '1893120105733,b' "$(jq -r .raw q.ndjson)"
	same 600 "$(stat -c %a q.ndjson)"
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --on-error skip b.csv
	same 3 "${#lines[@]}"
}

@test "an eleven-digit number gets the hint that there is an option for it" {
	printf 'm\n19850723042\n' >k.csv
	run3 3 lnds-pseudo run --home "$one" -c m k.csv
	like 'accept-11' "$stderr"
}

@test "a column that a spreadsheet has rounded is told as such" {
	printf 'm\n1.89312E+12\n' >s.csv
	run3 3 lnds-pseudo run --home "$one" -c m s.csv
	like 'hint: a spreadsheet re-saved the column: export it as text$' "$stderr"
	lnds-pseudo init any -q --project any --field person=ascii
	run3 3 lnds-pseudo run --home any -c m s.csv
	like 'shape 9.99999A\+99' "$stderr"
	like 'hint: a spreadsheet re-saved the column' "$stderr"
	run3 3 lnds-pseudo run --home any -c m --exclude s.csv <(printf 'm\nx\n')
	printf 'm\n"1,89312E+12"\n' >s.csv
	run3 3 lnds-pseudo run --home "$one" -c m s.csv
	like 'hint: a spreadsheet re-saved the column' "$stderr"
}

@test "null policy: empty cells stay, are bad records, or drop their record" {
	printf 'm,x\n,a\n1893120105732,b\n"",c\n  ,d\n' >n.csv
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x n.csv
	same ',a' "${lines[1]}"
	like '^[0-9A-Z]{11},b$' "${lines[2]}"
	same '"",c' "${lines[3]}"
	same '  ,d' "${lines[4]}"
	run3 3 lnds-pseudo run --home "$one" -q -c m --keep x --null-policy fail n.csv
	same "lnds-pseudo: n.csv:2: column 'm': no identifier" "${stderr_lines[0]}"
	run3 0 lnds-pseudo run --home "$one" -q -c m --keep x --null-policy drop n.csv
	same 2 "${#lines[@]}"
	run3 0 lnds-pseudo run --home "$one" -q -c m --null-policy fail --quarantine q n.csv
	same null-identifier "$(jq -r .id q | sort -u)"
}

@test "every class refuses what is not its own" {
	while IFS='|' read -r dom name cell; do
		printf 'k\n"%s"\n' "$cell" >c.csv
		run3 3 lnds-pseudo run --home "$lots" -c "k@$dom" c.csv
		like "column 'k': not a valid $name \(shape " "$stderr"
	done <<'X'
m|matricule|1893120105742
m|matricule|1893130105732
m|matricule|189312010573
i|iban|LU290019400644750000
i|iban|LU2800194006447500
v|lu-vat|LU15027443
r|de-rvnr|15070649C104
d|digits:5|123456
d|digits:5|12a
c|code:8|123456789
c|code:8|ab_c
a|ascii:15|Pat#000170000000
a|ascii:15|Müller
X
	head -c 300 /dev/zero | tr '\0' x | sed 's/^/k\n/' >c.csv
	run3 3 lnds-pseudo run --home "$lots" -c k@t c.csv
	like 'not a valid text' "$stderr"
	printf '{"k":{"a":1}}\n' >c.ndjson
	run3 3 lnds-pseudo run --home "$lots" -c k@t c.ndjson
	printf '{"k":-5}\n' >c.ndjson
	run3 3 lnds-pseudo run --home "$lots" -c k@d c.ndjson
	printf '{"k":12.5}\n' >c.ndjson
	run3 3 lnds-pseudo run --home "$lots" -c k@d c.ndjson
	printf '{"k":true}\n' >c.ndjson
	run3 3 lnds-pseudo run --home "$lots" -c k@c c.ndjson
}

@test "more identifiers than the collision bound allows: refused, nothing written" {
	printf 'm\n1893120105732\n1985072304254\n' >two.csv
	run3 0 lnds-pseudo run --home "$BATS_FILE_TMPDIR/few" -c m two.csv
	printf '2000022900197\n' >>two.csv
	fails 4 'more than 2 identifiers: their pseudonyms may collide' \
		'a project with longer pseudonyms is needed' \
		lnds-pseudo run --home "$BATS_FILE_TMPDIR/few" -c m two.csv
}

@test "numbers of a non-reversible different project never repeat" {
	yes 1893120105732 | head -n 5000 | sed '1i m' >same.csv
	run3 0 lnds-pseudo run --home "$BATS_FILE_TMPDIR/once" -c m same.csv
	same 5001 "$(sort -u <<<"$output" | wc -l)"
}
