# SPDX-License-Identifier: GPL-3.0-or-later
# lnds-link run: the whole linkage in one folder; what is done is not done again.
load ../lib
load codes
load registers

# The codes are made once: what they hold is random, what a test says is not.
setup_file() {
	PATH=$LNDS_BIN:$PATH
	cd "$BATS_FILE_TMPDIR"
	encoded
}

setup_case() {
	cp "$BATS_FILE_TMPDIR"/{lu.lnc,de.lnc,lu.map.csv,de.map.csv,run.key,schema.json,project.key} .
	chmod 600 ./*.key
}

# none OPTION… : grep finds nothing.
none() {
	if grep "$@"; then
		return 1
	fi
}

all=(plan.json pairs.run links.csv lu.links.csv de.links.csv report.json report.html)

# kept: the steps that -v said were kept, in one line.
kept() {
	sed -n 's/^lnds-link: \([a-z]*\): nothing has changed, kept$/\1/p' <<<"$stderr" | xargs
}

# again CODE OPTION…: a further run of both files into out.
again() {
	local want=$1
	shift
	run3 "$want" lnds-link run lu.lnc de.lnc --fdr 0.01 --run-key-file run.key --out-dir out -v "$@"
}

@test "all files are there, and -v tells what was found" {
	again 0
	same '' "$output"
	like 'lnds-link: lu 1650 x de 1320, clk 1024, floor 0\.[0-9]{3}, header [0-9]+ bits, [a-z0-9]+' "$stderr"
	like 'threshold 0\.[0-9]{3}, [0-9]+ links; estimates: fdr 0\.[0-9]{4} \(<= 0\.[0-9]{4}\), matches at least [0-9]+, recall at most [01]\.[0-9]{3}' "$stderr"
	same '' "$(kept)"
	same "$(printf '%s\n' "${all[@]}" steps.json | sort)" "$(ls out)"
	same 700 "$(stat -c %a out)"
	same 600 "$(stat -c %a out/links.csv)"
	jq -e '.links > 400 and .fdr <= 0.01' out/report.json
}

@test "finished steps are not repeated, and their files stay as they are" {
	local before
	again 0
	before=$(cd out && stat -c '%n %i %Y' "${all[@]}")
	again 0
	same 'plan match assign keys report' "$(kept)"
	same "$before" "$(cd out && stat -c '%n %i %Y' "${all[@]}")"
	again 0 -t 1 --isa scalar --header-bits 0 --memory 1M
	same 'plan match assign keys report' "$(kept)"
}

@test "report and log of the run name all files, made or kept, by their hashes" {
	local file
	for _ in made kept; do
		again 0 --report r.json --audit a.ndjson
		same "$(printf 'out/%s\n' "${all[@]}" | sort)" "$(jq -r '.outputs[].name' r.json | sort)"
		for file in "${all[@]}"; do
			same "$(sha256sum <"out/$file")" \
				"$(jq -r --arg n "out/$file" '.outputs[] | select(.name == $n).sha256' r.json)  -"
		done
		same "$(stat -c %s out/links.csv)" "$(jq '.outputs[] | select(.name == "out/links.csv").bytes' r.json)"
		same lu.lnc,de.lnc "$(jq -r '[.inputs[].name] | join(",")' r.json)"
	done
	same 7 "$(tail -n 1 a.ndjson | jq '.out | length')"
	lnds-audit verify a.ndjson
}

@test "an option repeats what depends on it" {
	again 0
	again 0 --reveal all
	same 'plan match assign report' "$(kept)"
	again 0 --reveal all --mode mutual
	[[ $(kept) == 'plan match'* && $(kept) != *assign* ]]
	again 0 --reveal all --mode mutual --seed 2
	# Another sample may choose the same links, and then the keys stay.
	[[ " $(kept) " =~ ^\ (keys\ )?$ ]]
}

@test "other codes repeat everything" {
	again 0
	lnds-link encode -q --schema schema.json --key-file project.key --party de --id VSNR \
		--map de2.map.csv -o de.lnc "$BATS_FILE_TMPDIR/iab.csv"
	again 0
	same '' "$(kept)"
}

@test "key files of another turn never stand beside those of this one" {
	again 0
	lnds-link encode -q --schema schema.json --key-file project.key --party be --id VSNR \
		--map be.map.csv -o be.lnc "$BATS_FILE_TMPDIR/iab.csv"
	run3 0 lnds-link run lu.lnc be.lnc --out-dir out
	same 'be.links.csv lu.links.csv' "$(cd out && echo *.links.csv)"
	[ -s out/links.csv ]
}

@test "a run that is refused before its first step leaves no folder" {
	run3 2 lnds-link run lu.lnc --out-dir out
	[ ! -e out ]
	run3 3 lnds-link run lu.lnc de.lnc --fdr 0.000001 --out-dir out
	[ ! -e out ]
	mkdir out
	run3 2 lnds-link run lu.lnc --out-dir out
	same '' "$(ls -A out)"
	again 0
	run3 3 lnds-link run lu.lnc de.lnc --fdr 0.000001 --out-dir out
	same "$(printf '%s\n' "${all[@]}" steps.json | sort)" "$(ls out)"
}

@test "a file that was changed or removed is made again, the same" {
	again 0
	cp -r out first
	echo 1,lu,00000000000000000000000000000000,1.000000,0.000000,match >>out/links.csv
	rm out/de.links.csv
	echo '<!-- -->' >>out/report.html
	again 0
	same 'plan match' "$(kept)"
	diff -r first out
}

@test "by hand, step by step, and in shards: the same files" {
	again 0
	lnds-link plan lu.lnc de.lnc --fdr 0.01 -o plan.json
	jq -S 'del(.header)' plan.json >a
	jq -S 'del(.header)' out/plan.json >b
	cmp a b
	for i in 0 1 2; do
		lnds-link match --plan out/plan.json --shard $i/3 lu.lnc de.lnc -o p$i.run
	done
	lnds-link merge p?.run -o pairs.run
	cmp pairs.run out/pairs.run
	lnds-link assign --plan out/plan.json pairs.run -o links.csv
	cmp links.csv out/links.csv
	lnds-link keys --links links.csv --run-key-file run.key lu.lnc de.lnc --out-dir keys
	cmp keys/lu.links.csv out/lu.links.csv
	cmp keys/de.links.csv out/de.links.csv
	lnds-link report --plan out/plan.json --pairs pairs.run --links links.csv \
		--html report.html lu.lnc de.lnc -o report.json
	cmp report.json out/report.json
	cmp report.html out/report.html
}

@test "killed at any time, it goes on and ends with the same bytes" {
	local delay code killed=0
	again 0
	mv out whole
	for delay in 0.01 0.05 0.1 0.2 0.3 0.5; do
		rm -rf out
		timeout -s KILL $delay lnds-link run lu.lnc de.lnc --fdr 0.01 \
			--run-key-file run.key --out-dir out 3>&- && code=0 || code=$?
		[ $code = 0 ] || same 137 $code
		[ $code = 0 ] || killed=$((killed + 1))
		again 0
		# The header is a matter of timing.
		jq -S 'del(.header)' out/plan.json >a
		jq -S 'del(.header)' whole/plan.json >b
		cmp a b
		for file in pairs.run links.csv lu.links.csv de.links.csv report.json report.html; do
			cmp out/$file whole/$file
		done
		[ ! -e out/work ]
	done
	[ $killed -gt 0 ]
}

@test "a signal: exit 7, what is finished stays, and the same command goes on" {
	local code=0 encode='lnds-link encode -q --schema schema.json --key-file project.key'
	lnds-synth persons --pair large --rows-a 12000 --rows-b 9000 --overlap 3000 --seed 3
	$encode --party lu --map m -o lu.lnc large/a-igss/igss.csv
	lnds-convert -o b.csv --columns last_name,first_name,birth_date,postcode,sex \
		<(tail -n +3000 large/a-igss/igss.csv | cat <(head -n 1 large/a-igss/igss.csv) -)
	$encode --party de --map m -o de.lnc b.csv
	lnds-link run lu.lnc de.lnc --out-dir out -t 1 2>err 3>&- &
	eventually test -e out/steps.json
	kill -TERM $!
	wait $! || code=$?
	same 7 "$code"
	same "lnds-link: interrupted
lnds-link: hint: what is finished is kept: the same command goes on" "$(cat err)"
	run3 0 lnds-link run lu.lnc de.lnc --out-dir out
	no_leftovers
}

@test "what a killed run had half written goes" {
	again 0
	mkdir out/work
	touch out/.pairs.run.aB3xYz out/.de.links.csv.000000 out/work/.u0-64.run.Abcdef \
		out/.profile out/.notes.csv out/.x.csv.tooshort
	again 0
	same '.notes.csv .profile .x.csv.tooshort' "$(cd out && echo .[a-z]*)"
	[ ! -e out/work ]
}

@test "nothing is linked: the files are there, and the exit is 1" {
	{ manifest lu 1; echo "{\"tag\":\"$(tag lu 1)\",\"c\":\"AQIDBAUGBwg=\",\"m\":\"3\"}"; } >a.ndjson
	{ manifest de 1; echo "{\"tag\":\"$(tag de 1)\",\"c\":\"//8AAAAAAAA=\",\"m\":\"3\"}"; } >b.ndjson
	run3 1 lnds-link run a.ndjson b.ndjson --threshold 0.9 --out-dir out
	like 'warning: no link' "$stderr"
	same "$(printf '%s\n' "${all[@]}" steps.json | sort)" "$(ls out)"
	same tag,link_id "$(cat out/lu.links.csv)"
	grep -q 'nothing is linked' out/report.html
	run3 1 lnds-link run a.ndjson b.ndjson --threshold 0.9 --out-dir out
}

@test "all links are for review: told, and the exit is 1" {
	run3 1 lnds-link run lu.lnc de.lnc --threshold 0.9 --margin 0.9 --out-dir out
	like 'warning: all links are for review' "$stderr"
	same tag,link_id "$(cat out/lu.links.csv)"
	run3 0 lnds-link run lu.lnc de.lnc --threshold 0.9 --margin 0.9 --include review --out-dir out
}

@test "one file: doubles within it" {
	run3 0 lnds-link run lu.lnc --threshold 0.8 --out-dir out
	[ -s out/lu.links.csv ]
	grep -q 'within one file' out/report.html
	fails 2 'one file has no rate of false links to choose by' \
		'give --threshold, or a second file' lnds-link run lu.lnc --out-dir other
}

@test "three files are clustered" {
	lnds-link encode -q --schema schema.json --key-file project.key --party be --id VSNR \
		--map be.map.csv -o be.lnc "$BATS_FILE_TMPDIR/iab.csv"
	run3 0 lnds-link run lu.lnc de.lnc be.lnc --out-dir out -v
	like 'lu 1650 x de 1320 x be 1320' "$stderr"
	like 'de x be: [0-9]+ links; estimates' "$stderr"
	[ -s out/be.links.csv ]
	grep -q 'chart3-title' out/report.html
}

@test "what leaves holds no score, no row, no foreign tag; the page no tag at all" {
	local tag
	again 0
	same tag,link_id "$(head -n 1 out/lu.links.csv)"
	none -vqE '^[0-9a-f]{32},[0-9a-f]{32}$' <(tail -n +2 out/lu.links.csv)
	tail -n +2 de.map.csv | cut -d, -f1 >de.tags
	none -qFf de.tags out/lu.links.csv
	none -qE '[0-9a-f]{32}' out/report.html
	tail -n +2 out/links.csv | cut -d, -f4 | sort -u >scores
	none -qFf scores out/report.html
	none -qiE '<script|https?://[^w]|url\(' out/report.html
	tail -n +2 lu.map.csv | cut -d, -f2 | grep . >ids
	none -rqFf ids out
}

@test "refusals: a folder of others, a shard, a run at work, other projects" {
	mkdir theirs
	touch theirs/thesis.tex
	fails 2 "'theirs' holds something else" 'name a folder that does not exist yet' \
		lnds-link run lu.lnc de.lnc --out-dir theirs
	fails 2 "--shard: run does all of it" 'lnds-link match takes --shard, and merge joins' \
		lnds-link run --shard 0/2 lu.lnc de.lnc --out-dir out
	fails 2 '--mode none: pairs without a choice make no linkage keys' \
		'lnds-link assign --mode none lists them' \
		lnds-link run --mode none lu.lnc de.lnc --out-dir out
	[ ! -e out ]
	mkdir out
	exec 9<out
	flock 9
	fails 7 "'out' is locked, not had in 0 s" \
		'another process is writing to it: try again later' \
		lnds-link run lu.lnc de.lnc --out-dir out
	exec 9<&-
	lnds-link keygen --project other -o other.key
	lnds-link encode -q --schema schema.json --key-file other.key --party de --id VSNR \
		--map other.map.csv -o other.lnc "$BATS_FILE_TMPDIR/iab.csv"
	run3 4 lnds-link run lu.lnc other.lnc --out-dir out2
	[ ! -e out2 ]
	run3 2 lnds-link run lu.lnc de.lnc
}
