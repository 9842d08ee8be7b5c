# What the options of a schema do to codes: how those of two encodings relate, bit by bit.

load ../lib
load holder

setup_case() {
	make_holder
	ENC+=(--tag-key-file tag.key --id no)
}

# encode LNDS FILE [OPTION…]: NDJSON codes on stdout, under a schema with this member lnds.
encode() {
	local file=$2
	schema "$1" >schema.json
	shift 2
	"${ENC[@]}" --to ndjson "$@" "$file"
}

# rows FILE: each code as a line of 0 and 1, in the order of tags.
rows() {
	tail -n +2 "$1" | jq -r .c | base64 -d | xxd -b -c 128 |
		awk '{ s = ""; for (i = 2; i <= 129; i++) s = s $i; print s }'
}

# code ID: that of this record in the file c, by the map.
code() {
	local tag
	tag=$(sed -n "s/^\([0-9a-f]*\),$1\$/\1/p" map.csv)
	rows <(head -n 1 c; jq -c --arg t "$tag" 'select(.tag == $t)' c)
}

# dice: of two lines of bits, in thousandths.
dice() {
	awk '{ row[NR] = $0 } END {
		for (i = 1; i <= length(row[1]); i++) {
			x = substr(row[1], i, 1); y = substr(row[2], i, 1)
			a += x; b += y; both += x * y
		}
		print int(2000 * both / (a + b))
	}'
}

many() {
	lnds-synth persons -n "$1" -o people.csv
	sed '1s/.*/no,surname,given_name,birth_date,sex,postcode,nace,wage,start/' people.csv
}

@test "fold is one more fold of the schema: as many bits, the halves added" {
	encode '{}' persons.csv >plain
	encode '{"harden":["fold"]}' persons.csv >folded
	# The same by clkhash's own setting, and one on top of the other.
	for folds in 1 2; do
		schema '{}' | jq -c ".clkConfig.xorFolds = $folds" >schema.json
		"${ENC[@]}" --to ndjson persons.csv >folds$folds
	done
	schema '{"harden":["fold"]}' | jq -c '.clkConfig.xorFolds = 1' >schema.json
	"${ENC[@]}" --to ndjson persons.csv >both
	same "$(rows folded)" "$(rows folds1)"
	same "$(rows both)" "$(rows folds2)"
	same 1024 "$(head -n 1 folded | jq .bits)"
	[ "$(rows plain)" != "$(rows folded)" ]
	same "$(tail -n +2 plain | jq -c .tag)" "$(tail -n +2 folded | jq -c .tag)"
	# A fold of l = 1024 is l = 2048 with its halves added.
	schema '{}' | jq -c '.clkConfig.l = 2048' >schema.json
	"${ENC[@]}" --to ndjson persons.csv >long
	rows folded >want
	tail -n +2 long | jq -r .c | base64 -d | xxd -b -c 256 | awk '{
		s = ""
		for (i = 2; i <= 257; i++) s = s $i
		out = ""
		for (i = 1; i <= 1024; i++) out = out (substr(s, i, 1) + substr(s, i + 1024, 1)) % 2
		print out
	}' | cmp - want
}

@test "rule 90: a bit is the sum of its neighbours, after the fold" {
	for before in '' '"fold",'; do
		encode "{\"harden\":[${before%,}]}" persons.csv >plain
		encode "{\"harden\":[${before}\"rule90\"]}" persons.csv >hard
		rows hard >want
		rows plain | awk '{
			n = length($0); out = ""
			for (i = 0; i < n; i++)
				out = out (substr($0, (i + n - 1) % n + 1, 1) + \
					substr($0, (i + 1) % n + 1, 1)) % 2
			print out
		}' | cmp - want
	done
}

@test "blip changes half its share of the bits, within four sigma, by the tag" {
	many 400 >many.csv
	encode '{"harden":["fold"]}' many.csv >plain
	rows plain >plain.rows
	for f in 0.05 0.2; do
		encode "{\"harden\":[\"fold\",\"blip=$f\"]}" many.csv >blip
		rows blip | paste -d ' ' - plain.rows | awk -v f=$f '{
			for (i = 1; i <= 1024; i++)
				changed += substr($1, i, 1) != substr($2, i, 1)
		} END {
			n = NR * 1024; p = int(65536 * f + 0.5) / 131072
			sigma = sqrt(n * p * (1 - p))
			if (NR != 400 || (changed - n * p) ^ 2 > 16 * sigma ^ 2) {
				print changed, n * p, sigma
				exit 1
			}
		}'
	done
	# One person twice has two tags, and so two noises.
	sed -n '1p;2p' many.csv >twice.csv
	sed -n 2p many.csv | sed 's/^[0-9]*/4711/' >>twice.csv
	encode '{"harden":["fold"]}' twice.csv >plain
	same 1 "$(rows plain | uniq | wc -l)"
	encode '{"harden":["fold","blip=0.05"]}' twice.csv >blip
	same 2 "$(rows blip | uniq | wc -l)"
}

@test "salt makes every code another; who differs in it has nothing in common" {
	printf 'no,surname,given_name,birth_date,sex\n' >pair.csv
	printf '%s\n' 1,Weber,Josée,1965-02-28,f 2,Weber,Josée,1965-02-28,m \
		3,WEBER,josee,1965-02-28,F >>pair.csv
	encode '{}' pair.csv >c
	plain=$(code 1)
	[ "$({ code 1; code 2; } | dice)" -gt 940 ]
	encode '{"harden":["salt=sex"]}' pair.csv >c
	same "$(code 1)" "$(code 3)" # the salt is normalised, too
	[ "$(code 1)" != "$plain" ]
	[ "$({ code 1; code 2; } | dice)" -lt 600 ]
	[ "$({ code 1; echo "$plain"; } | dice)" -lt 600 ]
	# All codes of a file change.
	many 200 >many.csv
	encode '{}' many.csv >plain
	encode '{"harden":["salt=birth_date"]}' many.csv >salted
	same '' "$(comm -12 <(tail -n +2 plain | jq -r .c | sort) <(tail -n +2 salted | jq -r .c | sort))"
	same "$(head -n 1 plain | jq .n)" "$(head -n 1 salted | jq .n)"
}

@test "a record without its salt is unlinkable" {
	encode '{}' persons.csv >plain
	same 5 "$(head -n 1 plain | jq .n)"
	run3 0 encode '{"harden":["salt=sex"]}' persons.csv -v
	same 4 "$(head -n 1 <<<"$output" | jq .n)"
	like '4 records encoded, 2 unlinkable' "$stderr"
	same ',10 ,12' "$(grep '^,' map.csv | paste -sd ' ')"
	same 7 "$(wc -l <map.csv)"
}

@test "chaff: the least number that is its share, fields of the file, none after apply" {
	for case in '7 0.1 1' '10 0.1 1' '11 0.1 2' '100 0.005 1' '40 0.25 10' '9 1 9' '9 0 0'; do
		read -r n share fakes <<<"$case"
		many "$n" >many.csv
		encode "{\"chaff\":$share}" many.csv >c
		same $((n + fakes)) "$(head -n 1 c | jq .n)"
		same $((n + fakes)) "$(tail -n +2 c | wc -l)"
		same "$fakes" "$(grep -cE '^[0-9a-f]{32},$' map.csv || true)"
	done
	# Where all are alike, so are the fakes.
	printf 'no,surname,given_name,birth_date,sex\n' >alike.csv
	for i in 1 2 3 4; do echo $i,Weber,Anna,1970-01-02,f; done >>alike.csv
	encode '{"chaff":1}' alike.csv >c
	same 8 "$(tail -n +2 c | wc -l)"
	same 1 "$(rows c | uniq | wc -l)"
	# Links for all tags, fakes included: apply gives the four.
	{ echo tag,link_id; tail -n +2 map.csv | cut -d, -f1 | awk '{ printf "%s,%032x\n", $0, NR }'; } >links.csv
	lnds-link apply --map map.csv --links links.csv --id no alike.csv >out.csv 2>err
	same 5 "$(wc -l <out.csv)"
	same 4 "$(tail -n +2 out.csv | cut -d, -f1 | sort -u | wc -l)"
}

@test "blocks: two holders agree on keys, whatever their tags and spellings" {
	lnds='{"blocks":["year(birth_date)+sex","prefix(surname,2)","soundex(surname)"]}'
	encode "$lnds" persons.csv >lu
	cp map.csv lu.csv
	sed 's/Müller/MULLER/; s/Mueller/mŭller/; s/Weber/weber/; s/,F,/,f,/' persons.csv >theirs.csv
	schema "$lnds" >schema.json
	lnds-link encode --schema schema.json --key-file project.key --party de --id no \
		--map de.csv --to ndjson theirs.csv >de
	keys() { # of record $3 in codes $1 by map $2
		jq -c --arg t "$(sed -n "s/,$3\$//p" "$2")" 'select(.tag == $t) | .b' "$1"
	}
	for no in 7 8 9 11 12; do
		like '^\[("[0-9a-f]{16}"|null),' "$(keys lu lu.csv $no)"
		same "$(keys lu lu.csv $no)" "$(keys de de.csv $no)"
	done
	same "$(keys lu lu.csv 7)" "$(keys lu lu.csv 8)"
	[ "$(keys lu lu.csv 7)" != "$(keys lu lu.csv 9)" ]
	# No pass tells of another; what misses a term has no key in that pass.
	same 3 "$(keys lu lu.csv 7 | jq 'unique | length')"
	same '[null,true,true]' "$(keys lu lu.csv 12 | jq -c '[.[0], (.[1:][] | . != null)]')"
	same 3 "$(head -n 1 lu | jq .blocks)"
	# Another key, other keys.
	lnds-link keygen --project p1 -o other.key
	lnds-link encode --schema schema.json --key-file other.key --party de --id no \
		--map de.csv --to ndjson theirs.csv >de
	[ "$(keys lu lu.csv 7)" != "$(keys de de.csv 7)" ]
}

@test "tmh: spellings alike have one code, strangers agree in half of the bits" {
	encode '{"encoding":"tmh"}' persons.csv >c
	same 1024 "$(code 7 | tr -d '\n' | wc -c)"
	same "$(code 7)" "$(code 8)"
	agree=$(paste -d ' ' <(code 7) <(code 12) | awk '{
		for (i = 1; i <= 1024; i++) same += substr($1, i, 1) == substr($2, i, 1)
		print same
	}')
	# 512 and four sigma, and the few tokens of dates that they share
	[ "$agree" -gt 448 ]
	[ "$agree" -lt 660 ]
	encode '{"encoding":"tmh","harden":["salt=sex"]}' persons.csv >c2
	same '' "$(comm -12 <(rows c | sort) <(rows c2 | sort))"
}

@test "blocks and salts that cannot be" {
	for case in 'yaer(birth_date)|did you mean .year.' 'surnam|did you mean .surname.' \
		'year(sex)|' 'prefix(surname)|'; do
		schema "{\"blocks\":[\"${case%%|*}\"]}" >schema.json
		run3 2 "${ENC[@]}" --to ndjson persons.csv
		like 'blocks\[0\]' "$stderr"
		like "${case##*|}" "$stderr"
		same '' "$output"
	done
	schema '{"harden":["salt=year"]}' >schema.json
	run3 2 "${ENC[@]}" --to ndjson persons.csv
	schema '{"profile":{"name":"x-1","fields":{"sex":["lwer"]}}}' >schema.json
	run3 2 "${ENC[@]}" --to ndjson persons.csv
	like "fields.sex\[0\]: unknown step 'lwer'" "$stderr"
	like "did you mean 'lower'" "$stderr"
	schema '{}' | jq -c '.features[0].format.case = "upper"' >schema.json
	run3 2 "${ENC[@]}" --to ndjson persons.csv
	like "feature 'surname': its case is \"upper\", and the profile makes it lower" "$stderr"
}
