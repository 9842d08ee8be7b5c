#!/bin/sh
# Five registers that know some of the same people, with the truth, for tests and the demo.
#
# five.sh make DIR [PEOPLE [SEED]]  lu de fr be nl .csv in DIR, each with six in ten of
#	PEOPLE (2000) and its own numbers and order; one record in four is damaged in one
#	field. schema.json, the agreement of the five. truth.ids.csv: source,id,entity.
# five.sh encode DIR  what each holder does: PARTY.lnc and PARTY.map.csv.
# five.sh truth DIR   the truth by tag, source,tag,entity, on stdout.
#
# The same arguments make the same registers. lnds-synth and lnds-link come by PATH.
set -eu
export LC_ALL=C
parties='lu de fr be nl'

# Damage keeps to ASCII, so that no letter of several bytes is torn.
registers() {
	lnds-synth persons -n "$2" --seed "$3" -o "$1/people.rows"
	awk -F, -v OFS=, -v dir="$1" -v seed="$3" '
	function draw(n) { # Lehmer: the same in every awk
		state = (state * 16807) % 2147483647
		return int(state / 2147483647 * n)
	}
	function transpose(s, i) {
		if (s !~ /^[A-Za-z]+$/ || length(s) < 4)
			return s
		i = 2 + draw(length(s) - 2)
		return substr(s, 1, i - 1) substr(s, i + 1, 1) substr(s, i, 1) substr(s, i + 2)
	}
	function lose(s, i) {
		if (s !~ /^[A-Za-z]+$/ || length(s) < 4)
			return s
		i = 2 + draw(length(s) - 1)
		return substr(s, 1, i - 1) substr(s, i + 1)
	}
	BEGIN {
		state = 1 + (seed * 7919 + 104729) % 2147483646
		parties = split("lu de fr be nl", party, " ")
	}
	NR == 1 || /"/ { next } # header; a comma in a cell
	{
		for (p = 1; p <= parties; p++) {
			if (draw(10) >= 6)
				continue
			last = $2; first = $3; born = $4; sex = $5; code = $6
			kind = draw(16)
			if (kind == 0) last = transpose(last)
			else if (kind == 1) first = lose(first)
			else if (kind == 2) code = ""
			else if (kind == 3 && substr(born, 9, 2) <= 12)
				born = substr(born, 1, 5) substr(born, 9, 2) "-" substr(born, 6, 2)
			if (draw(4) == 0) last = toupper(last) # no damage: normalised away
			id = party[p] (100000 + 7 * ++n[p])
			print draw(2147483647), id, last, first, born, sex, code > (dir "/" party[p] ".rows")
			print party[p], id, NR - 1 > (dir "/truth.rows")
		}
	}' "$1/people.rows"
	for party in $parties; do
		echo person_no,last_name,first_name,birth_date,sex,postcode >"$1/$party.csv"
		sort -t, -n "$1/$party.rows" | cut -d, -f2- >>"$1/$party.csv"
	done
	echo source,id,entity | cat - "$1/truth.rows" >"$1/truth.ids.csv"
	rm "$1"/*.rows
}

# feature NAME FORMAT COMPARISON BITS
feature() {
	printf '{"identifier":"%s","format":{"type":%s},"hashing":{"comparison":{"type":%s},' \
		"$1" "$2" "$3"
	printf '"strategy":{"bitsPerFeature":%s}}}' "$4"
}

schema() {
	printf '{"version":3,"clkConfig":{"l":1024,"kdf":{"type":"HKDF","hash":"SHA256",'
	printf '"keySize":64,"info":"Zml2ZQ==","salt":"'
	printf 'five parties, and 32 bytes known' | base64 -w 0
	printf '"}},"lnds":{"profile":"eu-1","chaff":0.1,"blocks":["year(birth_date)+sex",'
	printf '"soundex(last_name)"]},"features":['
	feature last_name '"string"' '"ngram","n":2' 200
	printf ,
	feature first_name '"string"' '"ngram","n":2' 140
	printf ,
	feature birth_date '"date","format":"%Y-%m-%d"' '"ngram","n":1,"positional":true' 200
	printf ,
	feature postcode '"string"' '"ngram","n":1,"positional":true' 60
	printf ,
	feature sex '"enum","values":["f","m","x"]' '"exact"' 20
	echo ']}'
}

case ${1-} in
make)
	mkdir -p "$2"
	registers "$2" "${3:-2000}" "${4:-5}"
	schema >"$2/schema.json"
	;;
encode)
	lnds-link keygen --project five -o "$2/project.key"
	for party in $parties; do
		lnds-link encode --schema "$2/schema.json" --key-file "$2/project.key" \
			--party "$party" --id person_no --map "$2/$party.map.csv" \
			-o "$2/$party.lnc" "$2/$party.csv"
	done
	;;
truth)
	echo source,tag,entity
	for party in $parties; do
		awk -F, -v OFS=, -v party="$party" '
		NR == FNR { if ($1 == party) entity[$2] = $3; next }
		FNR > 1 && ($2 in entity) { print party, $1, entity[$2] }
		' "$2/truth.ids.csv" "$2/$party.map.csv"
	done
	;;
*)
	echo 'usage: five.sh make DIR [PEOPLE [SEED]] | encode DIR | truth DIR' >&2
	exit 2
	;;
esac
