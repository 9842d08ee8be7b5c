# All pairs of code files: the same whatever compares them, and what is refused.

load ../lib
load codes
load drawn

setup_case() {
	drawn a 9000 >a.ndjson
	drawn b 5000 >b.ndjson
}

match() { lnds-link match --threshold 0.8 --sample 100 "$@"; }

@test "text and run: scores descend, tags are those of the codes" {
	run3 0 match --to csv a.ndjson b.ndjson -o pairs.csv
	same '' "$output$stderr"
	same 'source_a,tag_a,source_b,tag_b,score' "$(head -n 1 pairs.csv)"
	[ "$(wc -l <pairs.csv)" -gt 4000 ]
	tail -n +2 pairs.csv | cut -d, -f5 | sort -rc
	same 1.000000 "$(sed -n 2p pairs.csv | cut -d, -f5)"
	[ "$(grep -vc '^a,[0-9a-f]\{32\},b,[0-9a-f]\{32\},[01]\.[0-9]\{6\}$' pairs.csv)" = 1 ]
	[ "$(cut -d, -f5 pairs.csv | grep -vc '^1\.\|^0\.[89]')" = 1 ]
	match a.ndjson b.ndjson >pairs.run
	same LNDSPRS1 "$(head -c 8 pairs.run)"
	match a.ndjson b.ndjson -o again.run
	cmp pairs.run again.run
}

@test "kernels, headers, memory: the same bytes" {
	match -t 1 a.ndjson b.ndjson -o want.run
	for isa in scalar avx2 avx512; do
		if match --isa $isa a.ndjson b.ndjson -o got.run 2>err; then
			cmp want.run got.run
		else
			grep -q "this processor has no $isa" err
		fi
	done
	for memory in 1 1M 2G; do
		match --memory $memory a.ndjson b.ndjson -o got.run
		cmp want.run got.run
	done
	match --header-bits 0 a.ndjson b.ndjson -o got.run
	cmp want.run got.run
}

@test "-v says what was done" {
	run3 0 match -v -t 1 --isa scalar a.ndjson b.ndjson -o x.run
	like 'lnds-link: a 9000 x b 5000, clk 64, floor 0.800, header 0 bits' "$stderr"
	like 'lnds-link: scalar, units 0 to 6 of 6, 45000000 pairs compared, [0-9]* kept' \
		"$stderr"
}

@test "swapped files give the same pairs" {
	match --to csv a.ndjson b.ndjson | tail -n +2 | sort >ab
	match --to csv b.ndjson a.ndjson | tail -n +2 |
		awk -F, -v OFS=, '{ print $3, $4, $1, $2, $5 }' | sort >ba
	cmp ab ba
}

@test "a higher threshold only takes pairs away" {
	match --to csv a.ndjson b.ndjson >low.csv
	lnds-link match --sample 100 --threshold 0.9 --to csv a.ndjson b.ndjson >high.csv
	awk -F, 'NR == 1 || $5 >= 0.9' low.csv | cmp - high.csv
	[ "$(wc -l <high.csv)" -lt "$(wc -l <low.csv)" ]
}

@test "a low threshold keeps a bounded number of pairs" {
	drawn a 5000 >a.ndjson
	drawn b 3000 >b.ndjson
	for top in 1 3; do
		lnds-link match --sample 100 --threshold 0.3 --top $top --to csv a.ndjson \
			b.ndjson >p.csv
		n=$(($(wc -l <p.csv) - 1))
		[ $n -le $((top * 8000)) ] && [ $n -ge $((top * 5000)) ]
	done
}

@test "duplicates within one file" {
	{
		manifest a 9002
		drawn a 9000 | tail -n +2
		for i in 7fff 8fff; do
			printf '{"tag":"%032x","c":"%s","m":"3"}\n' $((0x$i)) \
				"$(sed -n 300p a.ndjson | jq -r .c)"
		done
	} >double.ndjson
	run3 0 lnds-link match --sample 100 --threshold 1 --to csv double.ndjson
	same 3 "$(grep -c ",000000000000000000000000000[0-9a-f]*7fff,\|8fff," <<<"$output")"
	same 1 "$(grep -vc '^a,.*,a,.*,1.000000$' <<<"$output")"
	while IFS=, read -r _ x _ y _; do
		[ "$x" = tag_a ] || [[ $x < $y ]]
	done <<<"$output"
}

@test "one block that all share is no block" {
	match --to csv a.ndjson b.ndjson >want.csv
	for f in a b; do
		jq -c 'if .type then .blocks = 1 else .b = ["00000000000000ff"] end' \
			$f.ndjson >blocked-$f.ndjson
	done
	match --to csv --blocked blocked-a.ndjson blocked-b.ndjson >got.csv
	cmp want.csv got.csv
	match --to csv blocked-a.ndjson blocked-b.ndjson | cmp want.csv -
}

@test "blocks: the pairs that share a key of either pass, once" {
	drawn a 5000 4 >a.ndjson
	drawn b 5000 4 >b.ndjson
	jq -r 'select(.tag) | [.tag, .b[0] // "-", .b[1]] | join(",")' a.ndjson >keys
	jq -r 'select(.tag) | [.tag, .b[0] // "-", .b[1]] | join(",")' b.ndjson >>keys.b
	lnds-link match --sample 100 --threshold 0.8 --top 255 --to csv a.ndjson b.ndjson | awk -F, '
		FILENAME == "keys" { a0[$1] = $2; a1[$1] = $3; next }
		FILENAME == "keys.b" { b0[$1] = $2; b1[$1] = $3; next }
		FNR == 1 || (a0[$2] == b0[$4] && a0[$2] != "-") || a1[$2] == b1[$4]' \
		keys keys.b - >want.csv
	lnds-link match --sample 100 --threshold 0.8 --top 255 --blocked --to csv a.ndjson \
		b.ndjson >got.csv
	[ "$(wc -l <want.csv)" -gt 1000 ]
	cmp want.csv got.csv
}

@test "pairs with too little in common are none" {
	lnds-link match --sample 100 --threshold 0.8 --to csv --min-overlap 0.9 a.ndjson b.ndjson |
		cut -d, -f2,4 | tail -n +2 >some
	jq -r 'select(.m == "1") | .tag' a.ndjson b.ndjson | sort -u >poor.both
	match --to csv a.ndjson b.ndjson | cut -d, -f2,4 | tail -n +2 >all
	[ "$(wc -l <some)" -lt "$(wc -l <all)" ]
	jq -r 'select(.m == "1") | .tag' a.ndjson >poor
	same 0 "$(cut -d, -f1 some | grep -Fcxf poor)"
}

@test "no pair is a finding; of a shard it is none" {
	drawn a 20 >a.ndjson
	codes b 3 >b.ndjson
	run3 1 lnds-link match --threshold 1 a.ndjson b.ndjson -o none.run
	same 'lnds-link: warning: no pair scores 1.000 or more' "$stderr"
	same LNDSPRS1 "$(head -c 8 none.run)"
	run3 0 lnds-link match --threshold 1 --shard 0/2 a.ndjson b.ndjson -o none.run
	run3 1 lnds-link match -q --threshold 1 --to csv a.ndjson b.ndjson
	same 'source_a,tag_a,source_b,tag_b,score' "$output"
}

@test "what is refused" {
	fails 2 'operand CODES... is missing' 'usage: lnds-link match [options] CODES...' \
		lnds-link match --threshold 0.8
	fails 2 "--header-bits: 'x' is no header" \
		'auto, 0, or a multiple of 32 from 128 to 768' \
		lnds-link match --threshold 0.8 --header-bits x a.ndjson b.ndjson -o x.run
	LNDS_CPU=sse2 fails 2 'this processor has no avx2' \
		'--isa auto takes the best there is: scalar' \
		lnds-link match --threshold 0.8 --isa avx2 a.ndjson b.ndjson -o x.run
	run3 2 match --header-bits 128 a.ndjson b.ndjson -o x.run
	like 'no header of 128 bits for codes of 64 bits' "$stderr"
	run3 2 lnds-link match --threshold 0.8 --blocked a.ndjson b.ndjson -o x.run
	run3 4 match a.ndjson a.ndjson -o x.run
	jq -c 'if .type then .kcv = "ffffffffffffffff" else . end' b.ndjson >other.ndjson
	run3 4 match a.ndjson other.ndjson -o x.run
	like kcv "$stderr"
	head -n 100 b.ndjson >cut.ndjson
	run3 6 match a.ndjson cut.ndjson -o x.run
	[ ! -e x.run ]
	no_leftovers
}

@test "a plan: the same run as by its options, wherever its header comes from" {
	lnds-link plan --threshold 0.8 --sample 100 --top 3 a.ndjson b.ndjson -o plan.json
	lnds-link match --plan plan.json a.ndjson b.ndjson -o got.run
	match --top 3 a.ndjson b.ndjson -o want.run
	cmp want.run got.run
	lnds-link match --plan - a.ndjson b.ndjson <plan.json | cmp want.run -
}

@test "a plan of other files, or damaged, or against an option" {
	lnds-link plan --threshold 0.8 a.ndjson b.ndjson -o plan.json
	run3 4 lnds-link match --plan plan.json b.ndjson a.ndjson -o x.run
	run3 4 lnds-link match --plan plan.json a.ndjson -o x.run
	drawn b 5001 >c.ndjson
	run3 4 lnds-link match --plan plan.json a.ndjson c.ndjson -o x.run
	for option in '--threshold 0.8' '--fdr 0.1' '--top 8' --blocked '--seed 1'; do
		# shellcheck disable=SC2086
		fails 2 "--plan and ${option%% *} exclude each other" \
			'the plan says it: make another one' \
			lnds-link match --plan plan.json $option a.ndjson b.ndjson -o x.run
	done
	sed -i 's/"top":8/"top":0/' plan.json
	run3 6 lnds-link match --plan plan.json a.ndjson b.ndjson -o x.run
	[ ! -e x.run ]
}

@test "a terminal gets no run" {
	command -v script >/dev/null || skip 'no script(1)'
	for more in '' ' -o -'; do
		run script -qec "lnds-link match --threshold 0.8 a.ndjson b.ndjson$more" /dev/null
		same 2 "$status"
		like 'a run is not written to a terminal' "$output"
	done
}
