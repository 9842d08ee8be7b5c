# Reports: their numbers, what they are held against, and that a page shows nobody.

load ../lib
load codes

setup_case() {
	two_registers
	linkage plan.json lu.lnc de.lnc
}

# linkage PLAN CODES…: pairs.run and links.csv by a plan made now.
linkage() {
	local plan=$1
	shift
	lnds-link plan "$@" -o "$plan"
	lnds-link match --plan "$plan" "$@" -o pairs.run
	lnds-link assign --plan "$plan" pairs.run -o links.csv
}

report=(lnds-link report --plan plan.json --pairs pairs.run --links links.csv)

@test "what a report says of two registers" {
	run3 0 "${report[@]}" lu.lnc de.lnc -o report.json
	same '' "$output$stderr"
	same 'sources,threshold,pairs,links,review,fdr,fdr_hi,matches_at_least,recall_at_most,twins,bit_corr,masks' \
		"$(jq -r 'keys_unsorted | join(",")' report.json)"
	same "$(jq -c .sources plan.json)" "$(jq -c .sources report.json)"
	same '[150,0,0]' "$(jq -c '[.links,.review,.twins]' report.json)"
	# As low as the rate allows: one decoy comes through of 400, for 150 links of 400 rows.
	same 0.008313 "$(jq .fdr report.json)"
	jq -e '.fdr < .fdr_hi and .matches_at_least > 120 and .matches_at_least <= 153 and
		.recall_at_most <= 1 and .recall_at_most > 0.97' report.json
	same '[["lu","3",400,150],["de","3",300,150]]' \
		"$(jq -c '.masks | map([.source,.mask,.n,.linked])' report.json)"
	same "$(lnds-link check lu.lnc de.lnc | jq .bit_corr | grep -v null | head -n 1)" \
		"$(jq .bit_corr report.json)"
	# Every link reaches the threshold.
	awk -F, -v t="$(jq .threshold report.json)" 'NR > 1 && $4 < t { exit 1 }' links.csv
}

@test "with a truth" {
	{
		echo source,tag,entity
		for ((i = 1; i <= 150; i++)); do
			printf 'lu,%032x,%s\nde,%032x,%s\n' $i $i $((150 + i)) $i
		done
	} >truth.csv
	run3 0 "${report[@]}" --truth truth.csv lu.lnc de.lnc
	same '[1,1,1,1,1,1]' "$(jq -c '.truth | [.p,.r,.f1,.fstar,.best_f1,.pairs_completeness]' <<<"$output")"
	# Half of the persons are others.
	sed -i '2,151{/^lu/s/$/x/;}' truth.csv
	run3 0 "${report[@]}" --truth truth.csv lu.lnc de.lnc
	same '[0.5,1]' "$(jq -c '.truth | [.p,.r]' <<<"$output")"
	printf 'lu,%032x,9\n' 401 >>truth.csv
	run3 3 "${report[@]}" --truth truth.csv lu.lnc de.lnc
}

@test "a page holds no tag, no row, no score of a pair" {
	run3 0 "${report[@]}" --html page.html lu.lnc de.lnc
	same "$("${report[@]}" lu.lnc de.lnc)" "$output"
	like '^<!DOCTYPE html>' "$(head -n 1 page.html)"
	cut -d, -f3 links.csv | sed 1d | grep -Fof - page.html && false
	cut -d, -f4 links.csv | sed 1d | sort -u | grep -Fof - page.html && false
	no_leftovers
}

@test "a report is of one plan, one run, these links and these codes" {
	stream 3 300 | register fr >fr.lnc
	fails 4 'fr.lnc: the plan is not of this file, but of another as number 2, party de' \
		'give the files it was made of, in their order' "${report[@]}" lu.lnc fr.lnc
	fails 4 'de.lnc: the plan is not of this file, but of another as number 1, party lu' \
		'give the files it was made of, in their order' "${report[@]}" de.lnc lu.lnc
	fails 4 'the plan is of 2 files, not of 1' \
		'give the files it was made of, in their order' "${report[@]}" lu.lnc
	lnds-link plan --seed 2 lu.lnc de.lnc -o other.json
	fails 4 'the run is of another plan' 'give the plan that it was matched with' \
		lnds-link report --plan other.json --pairs pairs.run --links links.csv lu.lnc de.lnc
	sed 's/"top":8/"top":9/' plan.json >edited.json
	fails 4 'the run is of another plan' 'give the plan that it was matched with' \
		lnds-link report --plan edited.json --pairs pairs.run --links links.csv lu.lnc de.lnc
	jq . plan.json >pretty.json
	fails 6 'pretty.json: not a plan as lnds-link writes it' \
		'make it with lnds-link plan, and leave it unedited' \
		lnds-link report --plan pretty.json --pairs pairs.run --links links.csv lu.lnc de.lnc
	sed '2,$s/,0\.[0-9]*,\(.*\),match/,0.012345,\1,match/' links.csv >low.csv
	run3 2 lnds-link report --plan plan.json --pairs pairs.run --links low.csv lu.lnc de.lnc
	like 'there are links down to 0.012345, under the threshold 0\.[0-9]*' "$stderr"
	like 'hint: give the --threshold or --fdr that assign was given' "$stderr"
}

@test "a threshold that assign was given is told to report" {
	lnds-link assign --plan plan.json --threshold 0.97 pairs.run -o links.csv
	run3 0 "${report[@]}" --threshold 0.97 lu.lnc de.lnc
	same "[0.97,$(($(wc -l <links.csv) / 2))]" \
		"$(jq -c '[.threshold,.links]' <<<"$output")"
	fails 2 '--fdr and --threshold exclude each other' \
		'a threshold is given, or chosen for a rate' \
		"${report[@]}" --threshold 0.97 --fdr 0.1 lu.lnc de.lnc
}

@test "without a link the report is written, and says so" {
	echo group,source,tag,score,margin,class >links.csv
	run3 1 "${report[@]}" lu.lnc de.lnc
	same 'lnds-link: warning: no link: there is little to report' "$stderr"
	same '[0,1,0]' "$(jq -c '[.links,.fdr,.recall_at_most]' <<<"$output")"
}

@test "one source has no estimates, three have them by twos" {
	lnds-link plan --threshold 0.5 lu.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc -o pairs.run
	echo group,source,tag,score,margin,class >links.csv
	run3 1 "${report[@]}" -q lu.lnc
	same '[null,null,null]' "$(jq -c '[.fdr,.matches_at_least,.estimates]' <<<"$output")"
	stream 1 400 | sed -n '1,130p;151,330p' | register fr >fr.lnc
	linkage plan.json lu.lnc de.lnc fr.lnc
	run3 0 "${report[@]}" lu.lnc de.lnc fr.lnc
	same '[["lu","de",150],["lu","fr",310],["de","fr",130]]' \
		"$(jq -c '.estimates | map([.a,.b,.links])' <<<"$output")"
	same '[null,330]' "$(jq -c '[.fdr,.links]' <<<"$output")"
}
