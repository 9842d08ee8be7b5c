# lnds-synth persons: one table. Layouts, formats, determinism, shards, refusals.

load ../lib

header='matricule,last_name,first_name,birth_date,sex,postcode,nace,wage_eur_month,contract_start'

@test "a thousand rows by default, in the layout of Luxembourg" {
	run3 0 lnds-synth persons
	same "$header" "${lines[0]}"
	[ "${#lines[@]}" -eq 1001 ]
	same '' "$stderr"
}

@test "no rows: the header alone" {
	run3 0 lnds-synth persons -n 0
	same "$header" "$output"
}

@test "counts may be written like 1e3" {
	lnds-synth persons -n 1e3 >a
	lnds-synth persons --rows 1000 >b
	cmp a b
}

@test "the layout of Germany: Latin-1, CRLF, decimal comma" {
	lnds-synth persons --layout de -n 2000 >german
	[ "$(grep -c $'\r$' german)" -eq 2001 ]
	same $'VSNR;Nachname;Vorname;GebDat;Geschlecht;PLZ;Wirtschaftszweig;Tagesentgelt\r' "$(head -n 1 german)"
	run3 1 bash -c "iconv -f utf-8 -t utf-8 <german >/dev/null"
	iconv -f latin1 -t utf-8 german | grep -q 'Müller'
	grep -aqE ';[0-9]{2}\.[0-9]{2}\.[0-9]{4};[mw];[0-9]*;[0-9]{2}\.[0-9]{2}\.0;[0-9]+,[0-9]{2}'$'\r$' german
}

@test "NDJSON is what lnds-convert makes of the table" {
	lnds-synth persons -n 5000 --to ndjson >a
	lnds-synth persons -n 5000 | lnds-convert --to ndjson >b
	cmp a b
	lnds-synth persons --layout de -n 5000 --to ndjson >a
	lnds-synth persons --layout de -n 5000 |
		lnds-convert -d ';' --encoding latin1 --to ndjson >b
	cmp a b
}

@test "tab-separated is what lnds-convert makes of the table" {
	lnds-synth persons -n 5000 --to tsv | lnds-convert --from tsv --to ndjson >a
	lnds-synth persons -n 5000 --to ndjson >b
	cmp a b
}

@test "the same options give the same bytes, other seeds and dates other ones" {
	lnds-synth persons -n 3000 --seed 42 >a
	lnds-synth persons -n 3000 --seed 42 >b
	cmp a b
	lnds-synth persons -n 3000 --seed 43 >b
	run3 1 cmp -s a b
	lnds-synth persons -n 3000 --seed 42 --as-of 2020-02-29 >b
	run3 1 cmp -s a b
}

@test "locale and time zone change nothing" {
	lnds-synth persons >a
	LC_ALL=fr_FR.UTF-8 TZ=Pacific/Auckland lnds-synth persons >b
	cmp a b
}

@test "more rows change no earlier row" {
	lnds-synth persons -n 20000 >all
	lnds-synth persons -n 7001 | cmp - <(head -n 7002 all)
}

@test "shards concatenate to the whole" {
	for layout in lu de; do
		lnds-synth persons -n 10001 --layout $layout >all
		for n in 1 2 3 7 16; do
			for ((i = 0; i < n; i++)); do
				lnds-synth persons -n 10001 --layout $layout --shard $i/$n
			done | cmp - all
		done
	done
}

@test "rows beyond the population repeat, with a warning" {
	run3 0 lnds-synth persons -n 20000000 --shard 0/10000000
	like '^lnds-synth: warning: there are 1[01][0-9]{6} persons: rows beyond repeat them$' "$stderr"
	run3 0 lnds-synth persons -q -n 20000000 --shard 0/10000000
	same '' "$stderr"
}

@test "no number comes twice" {
	[ "$(lnds-synth persons -n 200000 | cut -d, -f1 | sort | uniq -d | wc -l)" -eq 0 ]
	[ "$(lnds-synth persons -n 200000 --layout de | cut -d';' -f1 | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "a file appears whole, with report and audit line" {
	run3 0 lnds-synth persons -n 100 -o p.csv --report r.json --audit a.ndjson
	same '' "$output$stderr"
	[ "$(wc -l <p.csv)" -eq 101 ]
	same "$(sha256sum p.csv | cut -d' ' -f1)" "$(jq -r '.outputs[0].sha256' r.json)"
	same 100 "$(jq .written r.json)"
	same 0 "$(jq .read r.json)"
	same persons "$(jq -r .command r.json)"
	lnds-audit verify a.ndjson
	no_leftovers
}

@test "no room: the old file stays" {
	echo old >p.csv
	run3 5 bash -c 'ulimit -f 8; exec lnds-synth persons -n 100000 -o p.csv'
	same old "$(cat p.csv)"
	no_leftovers
	run3 5 bash -c 'lnds-synth persons >/dev/full'
	like '^lnds-synth: .*No space left on device$' "$stderr"
}

@test "a reader that has seen enough ends it quietly" {
	run3 141 bash -o pipefail -c 'lnds-synth persons -n 1000000 | head -n 1'
	same "$header" "$output"
	same '' "$stderr"
}

@test "refusals" {
	fails 2 '--as-of: year 1905 has no population' \
		'give a date from 1906-01-01 to 2099-12-31' lnds-synth persons --as-of 1905-12-31
	fails 2 "--as-of: not a date: '2023-02-29'" 'write it like 2024-01-01' \
		lnds-synth persons --as-of 2023-02-29
	fails 2 "--layout: unknown word 'fr'" 'one of lu de' lnds-synth persons --layout fr
	fails 2 "--rows: not a whole number: 'many'" 'write it like 1000' lnds-synth persons -n many
	fails 2 "one operand too many: 'x.csv'" 'usage: lnds-synth persons [options]' \
		lnds-synth persons x.csv
	fails 2 "option '--from' does not apply to 'persons'" '-h lists the options that do' \
		lnds-synth persons --from csv
	fails 2 "option '--key-file' does not apply to 'persons'" '-h lists the options that do' \
		lnds-synth persons --key-file k
	fails 2 "option '--lay' is abbreviated" 'write --layout' lnds-synth persons --lay de
	fails 2 "unknown command 'person'" "did you mean 'persons'?" lnds-synth person
}

@test "an option of pairs needs a pair" {
	for option in --rows-a --rows-b --overlap --optout --canaries; do
		fails 2 "$option goes with --pair only" \
			'add --pair DIR, or use -n ROWS for one table' lnds-synth persons $option 5
	done
	for option in --errors --lookalikes; do
		fails 2 "$option goes with --pair only" \
			'add --pair DIR, or use -n ROWS for one table' lnds-synth persons $option 0.5
	done
}
