# Links of pairs: modes, thresholds, margins, forms, refusals.

load ../lib
load codes

# coded PARTY HEX…: a record for each code of 64 bits.
coded() {
	local party=$1 i=0 code
	shift
	manifest "$party" $#
	for code; do
		printf '{"tag":"%s","c":"%s","m":"3"}\n' "$(tag "$party" $i)" \
			"$(xxd -r -p <<<"$code" | base64)"
		i=$((i + 1))
	done
}

# 16 bits each, so that the score is a sixteenth for every bit in common: lu0 is de0 (15) and
# nearly de2 (14), lu1 is de1 (14), lu2 is de3 (12), lu3 is de0 (14) or de2 (12).
setup_case() {
	coded lu ffff000000000000 0000ffff00000000 00000000ffff0000 fffc00000000c000 >lu.lnc
	coded de fffe800000000000 0000fffcc0000000 3fff000000030000 00000000fff0f000 >de.lnc
	lnds-link plan --threshold 0.7 lu.lnc de.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run
}

assign() { lnds-link assign --plan plan.json "$@"; }

# who: of links on stdin "lu0-de0 0.937500 0.062500 match", a line a group.
who() {
	local group source t score margin class i line=
	while IFS=, read -r group source t score margin class; do
		[ "$group" != group ] || continue
		for i in 0 1 2 3; do
			[ "$t" != "$(tag "$source" $i)" ] || source+=$i
		done
		if [ -z "$line" ]; then
			line=$source
		else
			echo "$line-$source $score $margin $class"
			line=
		fi
	done
}

@test "greedy at the plan's threshold" {
	run3 0 assign pairs.run -o links.csv
	same '' "$output$stderr"
	same 'group,source,tag,score,margin,class' "$(head -n 1 links.csv)"
	same "1,lu,$(tag lu 0),0.937500,0.062500,match" "$(sed -n 2p links.csv)"
	same "1,de,$(tag de 0),0.937500,0.062500,match" "$(sed -n 3p links.csv)"
	same 'lu0-de0 0.937500 0.062500 match
lu1-de1 0.875000 0.175000 match
lu2-de3 0.750000 0.050000 match
lu3-de2 0.750000 0.000000 match' "$(who <links.csv)"
}

@test "a higher threshold is a prefix" {
	assign pairs.run >all
	while read -r t links; do
		assign --threshold "$t" pairs.run >some
		same "$links" "$(($(wc -l <some) / 2))"
		head -n "$(wc -l <some)" all | cmp - some
	done <<-'TABLE'
		0.70 4
		.75 4
		0.7500001 2
		0.875 2
		0.8750001 1
		0.9375 1
	TABLE
}

@test "mutual: neither occurred before" {
	assign --mode mutual pairs.run >links.csv
	same 'lu0-de0 lu1-de1 lu2-de3' "$(who <links.csv | cut -d' ' -f1 | paste -sd' ')"
}

@test "optimal: the greatest sum, where greedy leaves two alone" {
	assign --mode greedy --threshold 0.8 pairs.run >links.csv
	same 'lu0-de0 lu1-de1' "$(who <links.csv | cut -d' ' -f1 | paste -sd' ')"
	assign --mode optimal --threshold 0.8 pairs.run >links.csv
	same 'lu0-de2 0.875000 0.000000 match
lu1-de1 0.875000 0.175000 match
lu3-de0 0.875000 0.000000 match' "$(who <links.csv)"
}

@test "none: every pair, many to many, which keys refuses" {
	assign --mode none --threshold 0.8 pairs.run -o links.csv
	same 'lu0-de0 0.937500 0.062500 match
lu0-de2 0.875000 0.000000 match
lu1-de1 0.875000 0.175000 match
lu3-de0 0.875000 0.000000 match' "$(who <links.csv)"
	run3 3 lnds-link keys --links links.csv --out-dir out lu.lnc de.lnc
	like 'stands in several groups' "$stderr"
}

@test "margin: what leads by less is for review" {
	assign --margin 0.0625 --threshold 0.8 pairs.run >links.csv
	same 'match match' "$(who <links.csv | cut -d' ' -f4 | paste -sd' ')"
	assign --margin 0.07 --threshold 0.8 pairs.run >links.csv
	same 'review match' "$(who <links.csv | cut -d' ' -f4 | paste -sd' ')"
	run3 0 assign -v --margin 0.2 --threshold 0.8 pairs.run -o links.csv
	like 'threshold 0.800000, 2 links, 2 of them for review' "$stderr"
}

@test "forms: NDJSON has what CSV has, anonlink's groups have numbers of rows" {
	assign pairs.run >links.csv
	assign --to ndjson pairs.run >links.ndjson
	first='"score":0.937500,"margin":0.062500,"class":"match"}'
	same '{"group":1,"source":"lu","tag":"'"$(tag lu 0)"'",'"$first" "$(head -n 1 links.ndjson)"
	jq -r '[.group,.source,.tag,.score*1e6,.class] | join(",")' links.ndjson >a
	tail -n +2 links.csv | awk -F, -v OFS=, '{ print $1, $2, $3, $4 * 1000000, $6 }' | cmp - a
	same '{"groups":[[[0,0],[1,0]],[[0,1],[1,1]],[[0,2],[1,3]],[[0,3],[1,2]]]}' \
		"$(assign --to anonlink pairs.run)"
	# The keys do not care which.
	lnds-link keygen --type run -o run.key
	for form in csv ndjson; do
		lnds-link keys --links links.$form --run-key-file run.key --out-dir $form lu.lnc de.lnc
	done
	diff -r csv ndjson
}

@test "pairs come by a pipe, and links go into one" {
	assign pairs.run >a
	assign - <pairs.run >b
	tee copy <pairs.run | assign - | cmp - a
	cmp a b
	assign pairs.run | head -n 1 | grep -q group
}

@test "sources swapped: the same links" {
	lnds-link plan --threshold 0.7 de.lnc lu.lnc -o back.json
	lnds-link match --plan back.json de.lnc lu.lnc -o back.run
	for mode in greedy mutual optimal none; do
		assign --mode $mode pairs.run | cut -d, -f2- | sort >a
		lnds-link assign --plan back.json --mode $mode back.run | cut -d, -f2- | sort >b
		cmp a b
	done
}

@test "three sources are clustered" {
	coded fr fffe400000000000 0000fffce0000000 >fr.lnc
	lnds-link plan --threshold 0.7 lu.lnc de.lnc fr.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc de.lnc fr.lnc -o pairs.run
	run3 0 assign pairs.run -o links.csv
	same 'lu de fr' "$(awk -F, '$1 == 1 { print $2 }' links.csv | paste -sd' ')"
	# No group has a source twice.
	same '' "$(cut -d, -f1,2 links.csv | sort | uniq -d)"
	for mode in mutual optimal none; do
		fails 2 "--mode $mode is not for 3 sources" \
			'over two sources records are clustered: leave --mode out, see --min-agree' \
			lnds-link assign --plan plan.json --mode $mode pairs.run
	done
}

@test "one source: duplicates" {
	coded lu ffff000000000000 fffe800000000000 0000ffff00000000 >dup.lnc
	lnds-link plan --threshold 0.8 dup.lnc -o plan.json
	lnds-link match --plan plan.json dup.lnc -o pairs.run
	assign pairs.run >links.csv
	same "lu0-lu1 0.937500 0.137500 match" "$(who <links.csv)"
	fails 2 'optimal assignment is between two sources' \
		'duplicates of one source: greedy, mutual or none' \
		lnds-link assign --plan plan.json --mode optimal pairs.run
	fails 2 'a false discovery rate needs two sources at least' 'give --threshold T' \
		lnds-link assign --plan plan.json --fdr 0.01 pairs.run
}

@test "no link is a finding, and written" {
	run3 1 assign --threshold 0.99 pairs.run -o links.csv
	same 'lnds-link: warning: no link: no pair reaches the threshold' "$stderr"
	same 'group,source,tag,score,margin,class' "$(cat links.csv)"
	run3 1 assign -q --threshold 0.99 --to anonlink pairs.run
	same '{"groups":[]}' "$output"
}

@test "a rate: the threshold that the plan's decoys give" {
	# 400 and 300 codes of 384 bits, 150 of them nearly in both.
	stream() {
		openssl enc -aes-128-ctr -K "$(printf %032d "$1")" -iv 00 -in /dev/zero 2>/dev/null |
			head -c $(($2 * 48)) | base64 -w 64
	}
	register() {
		local lines
		mapfile -t lines
		manifest "$1" ${#lines[@]} '.bits = 384'
		printf '%s\n' "${lines[@]}" |
			awk '{ printf "{\"tag\":\"%032x\",\"c\":\"%s\",\"m\":\"3\"}\n", NR, $0 }'
	}
	stream 1 400 | register lu >lu.lnc
	{
		stream 2 150
		stream 1 400 | sed -n '1,150s/^...../AAAAA/p'
	} | register de >de.lnc
	lnds-link plan lu.lnc de.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run
	run3 0 assign -v pairs.run -o links.csv
	like ', 150 links, 0 of them for review' "$stderr"
	# Record 1 of one is record 151 of the other.
	same 150 "$(tail -n +2 links.csv | cut -d, -f3 | paste - - | while read -r a b; do
		echo $((16#${b: -4} - 16#${a: -4}))
	done | grep -c '^150$')"
	# The plan's rate is the default.
	assign --fdr 0.01 pairs.run | cmp - links.csv
	run3 3 assign --fdr 0.0001 pairs.run -o none.csv
	like '--fdr 0.0001 is out of reach: these sources allow 0.00[0-9]+ at best' "$stderr"
	[ ! -e none.csv ]
}

@test "a shard is not the whole: told, and done" {
	lnds-link match --plan plan.json --shard 0/2 lu.lnc de.lnc -o p0.run
	lnds-link match --plan plan.json --shard 1/2 lu.lnc de.lnc -o p1.run
	assign pairs.run >whole
	run3 0 assign p0.run
	same '' "$stderr" # one unit, which shard 0 has
	same "$(cat whole)" "$output"
	run3 1 assign p1.run
	like 'warning: p1.run: only a part of the run, 0 of 1 units: merge all shards first' "$stderr"
	assign p1.run >links.csv || same 1 $?
	run3 1 lnds-link report --plan plan.json --pairs p1.run --links links.csv lu.lnc de.lnc
	like 'only a part of the run' "$stderr"
}

@test "what does not fit together is refused" {
	fails 2 'the threshold lies under the floor of the run, which is 0.700000' \
		'a lower one needs a plan of its own, and a match by it' \
		lnds-link assign --plan plan.json --threshold 0.6 pairs.run
	fails 2 '--fdr and --threshold exclude each other' \
		'a threshold is given, or chosen for a rate' \
		lnds-link assign --plan plan.json --threshold 0.8 --fdr 0.01 pairs.run
	fails 2 "--threshold: '0,8' is no score" 'a decimal from 0 to 1, such as 0.85' \
		lnds-link assign --plan plan.json --threshold 0,8 pairs.run
	fails 2 "option '--plan' is missing" 'give --plan F' lnds-link assign pairs.run
	lnds-link plan --threshold 0.71 lu.lnc de.lnc -o other.json
	fails 4 'the run is of another plan' 'give the plan that it was matched with' \
		lnds-link assign --plan other.json pairs.run
	run3 6 assign plan.json
	like 'plan.json' "$stderr"
}

@test "a damaged run is told, and nothing written" {
	size=$(stat -c %s pairs.run)
	for at in 0 40 700 $((size - 1)); do
		cp pairs.run bad.run
		printf '\xa5' | dd of=bad.run bs=1 seek="$at" conv=notrunc status=none
		run3 6 assign bad.run -o out.csv
		[ ! -e out.csv ]
	done
	head -c $((size - 64)) pairs.run >cut.run
	run3 6 assign cut.run -o out.csv
	no_leftovers
}
