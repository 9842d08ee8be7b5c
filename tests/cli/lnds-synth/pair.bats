# lnds-synth persons --pair: two registries in a directory.

load ../lib

@test "five files, with the numbers of rows asked for" {
	run3 0 lnds-synth persons --pair two
	same '' "$output$stderr"
	same 'a-igss a-igss/igss.csv a-igss/optout.csv b-iab b-iab/iab.csv canaries.txt truth.csv' \
		"$(cd two && find . -mindepth 1 | sed 's/..//' | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"
	[ "$(wc -l <two/a-igss/igss.csv)" -eq 20001 ]
	[ "$(wc -l <two/b-iab/iab.csv)" -eq 15001 ]
	[ "$(wc -l <two/a-igss/optout.csv)" -eq 121 ]
	[ "$(wc -l <two/truth.csv)" -eq 4001 ]
	[ "$(wc -l <two/canaries.txt)" -eq 36 ]
	same 'matricule,vsnr,errors' "$(head -n 1 two/truth.csv)"
	same 'matricule' "$(head -n 1 two/a-igss/optout.csv)"
	no_leftovers
}

@test "the truth holds numbers of both, a fifth of them with errors" {
	lnds-synth persons --pair two
	cut -d, -f1 two/a-igss/igss.csv | sort >a
	cut -d';' -f1 two/b-iab/iab.csv | sort >b
	[ "$(tail -n +2 two/truth.csv | cut -d, -f1 | sort -u | comm -12 - a | wc -l)" -eq 4000 ]
	[ "$(tail -n +2 two/truth.csv | cut -d, -f2 | sort -u | comm -12 - b | wc -l)" -eq 4000 ]
	[ "$(grep -c ',$' two/truth.csv)" -eq 3200 ]
	[ "$(tail -n +2 two/a-igss/optout.csv | sort -u | comm -12 - a | wc -l)" -eq 120 ]
}

@test "canaries stand in A, half of them in B" {
	lnds-synth persons --pair two --canaries 12
	iconv -f latin1 -t utf-8 two/b-iab/iab.csv >b
	in_b=0
	while read -r number && read -r last && read -r first; do
		grep -q "^$number,$last,$first," two/a-igss/igss.csv
		if grep -q ";$last;$first;" b; then
			in_b=$((in_b + 1))
		fi
	done <two/canaries.txt
	same 6 "$in_b"
	[ "$(grep -c '[äöü]' two/canaries.txt)" -eq 8 ]
}

@test "the same bytes for every number of threads" {
	for t in 1 2 7; do
		lnds-synth persons --pair "t$t" -t $t --rows-a 9000 --rows-b 8000 --overlap 3000
	done
	diff -r t1 t2
	diff -r t1 t7
	lnds-synth persons --pair s2 --seed 2 --rows-a 9000 --rows-b 8000 --overlap 3000
	run3 1 diff -rq t1 s2
}

@test "no errors, no look-alikes, nobody objecting, no canaries" {
	lnds-synth persons --pair two --errors 0 --lookalikes 0 --optout 0 --canaries 0
	[ "$(grep -c ',$' two/truth.csv)" -eq 4000 ]
	same matricule "$(cat two/a-igss/optout.csv)"
	[ ! -s two/canaries.txt ]
}

@test "an empty directory is taken, any other is not" {
	mkdir empty full
	echo x >full/x
	echo x >file
	lnds-synth persons --pair empty
	[ -s empty/truth.csv ]
	for dir in full file empty; do
		fails 2 "'$dir' is not an empty directory" \
			'name a directory that does not exist yet, or an empty one' \
			lnds-synth persons --pair $dir
	done
	same x "$(ls full)"
	fails 5 "cannot make the directory 'no/such/two': No such file or directory" '' \
		lnds-synth persons --pair no/such/two
}

@test "a failed run leaves neither files nor directories" {
	run3 5 bash -c 'ulimit -f 8; exec lnds-synth persons --pair two'
	[ ! -e two ]
}

@test "report and audit line tell of the five files" {
	lnds-synth persons --pair two --report r.json --audit a.ndjson
	same 5 "$(jq '.outputs | length' r.json)"
	same "$(sha256sum two/truth.csv | cut -d' ' -f1)" \
		"$(jq -r '.outputs[] | select(.name == "two/truth.csv").sha256' r.json)"
	same 35000 "$(jq .written r.json)"
	lnds-audit verify a.ndjson
}

@test "what does not go with a pair" {
	hint='a pair has its own files, rows and layouts, all CSV'
	fails 2 '--output does not go with --pair' "$hint" lnds-synth persons --pair two -o x
	fails 2 '--to does not go with --pair' "$hint" lnds-synth persons --pair two --to ndjson
	fails 2 '--shard does not go with --pair' "$hint" lnds-synth persons --pair two --shard 0/2
	fails 2 '--rows does not go with --pair' "$hint" lnds-synth persons --pair two -n 5
	fails 2 '--layout does not go with --pair' "$hint" lnds-synth persons --pair two --layout de
	[ ! -e two ]
}

@test "numbers that do not fit together" {
	fails 2 '--overlap: 4000 persons do not fit into 100 rows' \
		'at most the smaller of --rows-a and --rows-b' \
		lnds-synth persons --pair two --rows-b 100
	fails 2 '--optout: 120 of 100 rows' 'at most --rows-a' \
		lnds-synth persons --pair two --rows-a 100 --rows-b 100 --overlap 50
	fails 2 '--canaries: 101 are too many' 'at most 100' \
		lnds-synth persons --pair two --canaries 101
	fails 2 '--canaries: no room for 12, half of them in the overlap' \
		'fewer canaries, or more rows' \
		lnds-synth persons --pair two --overlap 5
	fails 2 'more than 4294967295 rows' 'fewer rows: the population is smaller by far' \
		lnds-synth persons --pair two --rows-a 5e9
	[ ! -e two ]
}
