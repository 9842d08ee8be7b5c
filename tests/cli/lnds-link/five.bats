# Five registers that know some of the same people (five.sh), from files to deliveries.

load ../lib

PARTIES=(lu de fr be nl)

setup_file() {
	export PATH=$LNDS_BIN:$PATH FIVE=$BATS_FILE_TMPDIR
	local five=$BATS_TEST_DIRNAME/five.sh
	"$five" make "$FIVE" 800
	"$five" encode "$FIVE"
	cd "$FIVE" || return 1
	"$five" truth . >truth.csv
	lnds-link plan "${PARTIES[@]/%/.lnc}" --threshold 0.80 -o plan.json
	lnds-link match --plan plan.json "${PARTIES[@]/%/.lnc}" -o pairs.run
	lnds-link assign --plan plan.json pairs.run -o links.csv
}

# quality LINKS TRUTH: precision and recall of pairs within groups, in thousandths; a tag
# that is not in the truth (chaff) is nobody.
quality() {
	awk -F, '
	NR == FNR { if (FNR > 1) entity[$1 "," $2] = $3; next }
	FNR > 1 {
		k = $2 "," $3
		group[$1] = group[$1] " " ((k in entity) ? entity[k] : "nobody" NR)
	}
	END {
		for (k in entity) size[entity[k]]++
		for (who in size) pairs += size[who] * (size[who] - 1) / 2
		for (g in group) {
			n = split(group[g], e, " ")
			for (i = 1; i <= n; i++)
				for (j = i + 1; j <= n; j++) {
					links++
					right += e[i] == e[j]
				}
		}
		print int(1000 * right / links), int(1000 * right / pairs)
	}' "$2" "$1"
}

# partition LINKS: who is with whom, whatever the numbers of groups.
partition() {
	tail -n +2 "$1" | sort -t, -k2,3 |
		awk -F, '{ g[$1] = g[$1] " " $2 ":" $3 } END { for (i in g) print g[i] }' | sort
}

@test "the same seed makes the same registers; they overlap and differ" {
	"$BATS_TEST_DIRNAME/five.sh" make again 800
	for p in "${PARTIES[@]}"; do
		cmp "again/$p.csv" "$FIVE/$p.csv"
		[ "$(wc -l <"again/$p.csv")" -gt 400 ]
	done
	cmp again/truth.ids.csv "$FIVE/truth.ids.csv"
	# Everybody is known to three on the average, some to all five.
	tail -n +2 again/truth.ids.csv | cut -d, -f3 | sort | uniq -c | awk '{ n[$1]++ }
		END { exit !(n[1] && n[2] && n[3] && n[4] && n[5] && !n[6]) }'
	"$BATS_TEST_DIRNAME/five.sh" make other 800 6
	run ! cmp -s other/lu.csv again/lu.csv
}

@test "clusters of up to five, no source twice, nearly all right, nearly all found" {
	cd "$FIVE"
	# No group has two members of one source.
	same '' "$(tail -n +2 links.csv | cut -d, -f1,2 | sort | uniq -d)"
	tail -n +2 links.csv | cut -d, -f1 | uniq -c | awk '{ n[$1]++ }
		END { exit !(n[2] && n[3] && n[4] && n[5] && !n[1] && !n[6]) }'
	read -r precision recall < <(quality links.csv truth.csv)
	echo "precision $precision, recall $recall (thousandths)"
	[ "$precision" -ge 990 ]
	[ "$recall" -ge 900 ]
}

@test "the order of the files does not matter" {
	cd "$FIVE"
	lnds-link plan {nl,fr,lu,be,de}.lnc --threshold 0.80 -o other.json
	lnds-link match --plan other.json {nl,fr,lu,be,de}.lnc -o other.run
	lnds-link assign --plan other.json other.run -o other.csv
	same "$(partition links.csv)" "$(partition other.csv)"
}

@test "deliveries: who is in a group has its link id, in every register" {
	cd "$FIVE"
	# A fake may be linked; its holder drops it.
	awk -F, 'NR == FNR { real[$1 "," $2]; next } ($2 "," $3) in real' truth.csv links.csv >real.csv
	[ "$(wc -l <real.csv)" -gt 1500 ]
	lnds-link keygen --type run -o run.key
	lnds-link keys --links links.csv "${PARTIES[@]/%/.lnc}" --run-key-file run.key --out-dir keys
	for p in "${PARTIES[@]}"; do
		lnds-link apply --map "$p.map.csv" --links "keys/$p.links.csv" --id person_no \
			"$p.csv" >"$p.deliver.csv"
		same link_id,last_name,first_name,birth_date,sex,postcode \
			"$(head -n 1 "$p.deliver.csv")"
		same "$(grep -c ",$p,.*,match$" real.csv)" "$(tail -n +2 "$p.deliver.csv" | wc -l)"
		run ! grep -qE ",${p}[0-9]" "$p.deliver.csv"
	done
	# As many registers hold a link id as its group has real members.
	same "$(grep 'match$' real.csv | cut -d, -f1 | uniq -c | awk '{ print $1 }' | sort -n | uniq -c)" \
		"$(for p in "${PARTIES[@]}"; do tail -n +2 "$p.deliver.csv" | cut -d, -f1; done |
			sort | uniq -c | awk '{ print $1 }' | sort -n | uniq -c)"
}
