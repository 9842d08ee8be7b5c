# Invented registries of two countries, their columns as each has them: what is promised of
# a threshold holds there too. Look-alikes, whom no decoy shows, are counted apart.
# LNDS_LONG=1 adds two of 100 000 persons.

load ../lib
load registers

# weights FEATURE BITS…: gives features of the schema other weights.
weights() {
	local program=.
	while [ $# -gt 0 ]; do
		program+=" | (.features[] | select(.identifier == \"$1\")
			.hashing.strategy.bitsPerFeature) = $2"
		shift 2
	done
	jq "$program" schema.json >schema.new
	mv schema.new schema.json
}

# plain: UTF-8 as small ASCII letters.
plain() {
	iconv -f utf-8 -t ascii//TRANSLIT | tr '[:upper:]' '[:lower:]'
}

# judge: of links.csv "links right alike wrong". Alike are wrong links of two persons who
# share surname and day of birth, or both names and year of birth.
judge() {
	local columns=last_name,first_name,birth_date
	lnds-convert --to tsv --columns matricule,$columns pair/a-igss/igss.csv | plain >a.tsv
	lnds-convert --to tsv --columns VSNR,$columns iab.csv | plain |
		sed -E 's/([0-9]{2})\.([0-9]{2})\.([0-9]{4})$/\3-\2-\1/' >b.tsv
	tr , '\t' <pair/truth.csv | plain >truth.tsv
	tr , '\t' <lu.map.csv | plain >lu.tsv
	tr , '\t' <de.map.csv | plain >de.tsv
	tr , '\t' <links.csv >links.tsv
	awk -F'\t' '
	FILENAME == "truth.tsv" { twin[$1] = $2; next }
	FILENAME == "lu.tsv" || FILENAME == "de.tsv" { id[$1] = $2; next }
	FILENAME == "links.tsv" { if ($2 == "lu") a[$1] = id[$3]; else b[$1] = id[$3]; next }
	{ last[$1] = $2; first[$1] = $3; born[$1] = $4 }
	END {
		for (g in b) {
			if (g == "group")
				continue
			x = a[g]; y = b[g]; links++
			if (x != "" && twin[x] == y)
				right++
			else if (x != "" && y != "" && last[x] == last[y] && (born[x] == born[y] ||
				first[x] == first[y] && substr(born[x], 1, 4) == substr(born[y], 1, 4)))
				alike++
			else
				wrong++
		}
		print links + 0, right + 0, alike + 0, wrong + 0
	}' a.tsv b.tsv truth.tsv lu.tsv de.tsv links.tsv
}

# linked OPTIONS: registers as lnds-synth makes them with these, linked at a rate of 0.01.
linked() {
	local links right alike wrong
	registers "$@"
	weights last_name 160 first_name 120 birth_date 160
	encoded
	lnds-link plan lu.lnc de.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run
	lnds-link assign --plan plan.json pairs.run -o links.csv
	lnds-link report --plan plan.json --pairs pairs.run --links links.csv lu.lnc de.lnc -o report.json
	read -r links right alike wrong < <(judge)
	echo "$links links, $right right, $alike of look-alikes, $wrong wrong; $(jq -c '[.fdr,.fdr_hi,.matches_at_least,.recall_at_most,.twins]' report.json)"
	# 0.99 right of all links, the look-alikes among them; and of those without.
	[ $((100 * right)) -ge $((99 * links)) ]
	[ $((100 * wrong)) -le $((links - alike)) ]
	# Most persons in both are found, and the bounds hold.
	local truth=$(($(wc -l <pair/truth.csv) - 1))
	[ $((100 * right)) -ge $((85 * truth)) ]
	jq -e --argjson truth $truth --argjson right "$right" '.matches_at_least >= 0.75 * $truth
		and .matches_at_least <= 1.02 * $truth
		and .recall_at_most >= $right / $truth - 0.01' report.json
}

@test "two registries of 20 000 and 15 000 persons, 4000 of them in both" {
	linked --seed 1
}

@test "two registries of 100 000 persons, 20 000 of them in both" {
	[ "${LNDS_LONG:-}" = 1 ] || skip 'takes minutes; LNDS_LONG=1 runs it'
	linked --rows-a 100000 --rows-b 100000 --overlap 20000 --seed 1
}
