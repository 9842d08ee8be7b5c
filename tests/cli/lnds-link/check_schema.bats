# check --schema: what it counts, each warning, and that no value is told.

load ../lib
load holder

setup_case() {
	make_holder
	CHECK=(lnds-link check --schema schema.json)
}

# warns PATTERN COMMAND…: it ends with 1 and one of its warnings matches.
warns() {
	local pattern=$1
	shift
	run3 1 "$@"
	same '' "$stderr"
	tail -n 1 <<<"$output" | jq -r '.warnings[]' | grep -qE "$pattern"
}

# people N: a file without faults.
people() {
	lnds-synth persons -n "$1" |
		lnds-convert --columns matricule,last_name=surname,first_name=given_name,birth_date,sex |
		sed 's/,M$/,m/; s/,F$/,f/'
}

@test "features and summary" {
	run3 1 "${CHECK[@]}" persons.csv
	same 5 "${#lines[@]}"
	same '{"feature":"surname","weight":160,"filled":0.833,"distinct":4,"mean_tokens":7.8}' "${lines[0]}"
	same 'given_name 0.667 3' "$(jq -r '"\(.feature) \(.filled) \(.distinct)"' <<<"${lines[1]}")"
	same 'sex 0.833 2' "$(jq -r '"\(.feature) \(.filled) \(.distinct)"' <<<"${lines[3]}")"
	same 'true 6 1 1' "$(jq -r '"\(.summary) \(.n) \(.identical) \(.unlinkable)"' <<<"${lines[4]}")"
	for value in Anna Weber 1979 Brien; do
		[[ $output$stderr != *$value* ]]
	done
	same "$output" "$("${CHECK[@]}" -t 2 - <persons.csv || true)"
}

@test "a file and a schema without faults: exit 0" {
	people 2000 >good.csv
	schema '{"chaff":0.1}' | sed 's/"bitsPerFeature":20}/"bitsPerFeature":80}/' >schema.json
	run3 0 "${CHECK[@]}" good.csv
	same '[]' "$(tail -n 1 <<<"$output" | jq -c .warnings)"
	same 0 "$(tail -n 1 <<<"$output" | jq .unlinkable)"
	run3 0 "${CHECK[@]}" --audit log --report r.json -o out good.csv
	same '' "$output"
	same 5 "$(wc -l <out)"
}

@test "each warning" {
	people 2000 >good.csv
	schema '{}' >schema.json
	warns '^no chaff' "${CHECK[@]}" good.csv
	schema '{"chaff":0.1}' | sed 's/"salt":"[^"]*"/"salt":"MDEyMw=="/' >schema.json
	warns '^no kdf.salt of 16 bytes or more$' "${CHECK[@]}" good.csv
	schema '{"chaff":0.1}' | sed 's/"bitsPerFeature":160/"bitsPerFeature":600/g' >schema.json
	warns '^fill 0.[67][0-9] is outside 0.35 to 0.55: fewer bits' "${CHECK[@]}" good.csv
	schema '{"chaff":0.1}' | sed 's/"bitsPerFeature":160/"bitsPerFeature":16/g' >schema.json
	warns '^fill 0.[0-2][0-9] is outside 0.35 to 0.55: more bits' "${CHECK[@]}" good.csv
	warns '^given_name has 69.8 % of the weight$' "${CHECK[@]}" good.csv
	schema '{"chaff":0.1}' >schema.json
	grep -v '"' good.csv | sed 's/^\([^,]*,[^,]*\),[^,]*,\(.*[02468]-[0-9]*,\)/\1,,\2/' >missing.csv
	warns '^given_name is missing in [345].\.. % of records$' "${CHECK[@]}" missing.csv
	sed 's/-[0-9][0-9]-05,/-01-01,/' good.csv >january.csv
	warns '^birth_date is 1 January in .\.. % of dates: a default\?$' "${CHECK[@]}" january.csv
	schema '{"chaff":0.1,"harden":["salt=sex"]}' >schema.json
	sed 's/-0[1-3],[mf]$/-01,/' good.csv >unsalted.csv
	warns '^salt column sex is missing in [0-9.]+ % of records: unlinkable$' "${CHECK[@]}" unsalted.csv
	schema '{"chaff":0.1,"blocks":["sex","year(birth_date)"]}' >schema.json
	warns '^block sex: one value holds [56].\.. % of records$' "${CHECK[@]}" good.csv
	warns '^block year\(birth_date\): [0-9]+ values hold fewer than 10 records$' "${CHECK[@]}" good.csv
}

@test "trim, bad records, refusals" {
	printf ' surname , given_name, birth_date , sex\n A , B , 1990-01-02 , f\n' >t.csv
	run3 2 "${CHECK[@]}" t.csv
	run3 1 "${CHECK[@]}" --trim t.csv
	same 1 "$(tail -n 1 <<<"$output" | jq .n)"
	printf 'surname,given_name,birth_date,sex\nA,B,02.01.1990,f\n' >bad.csv
	fails 3 "bad.csv:2: column 'birth_date': not a date in the schema's format (shape 99.99.9999)" \
		'the format is %Y-%m-%d' "${CHECK[@]}" bad.csv
	printf 'surname,given_name,birth_date,sex\n' >none.csv
	fails 3 'no record to check' '' "${CHECK[@]}" none.csv
	fails 2 '--trim wants --schema' \
		'records are checked against a schema, codes against each other' \
		lnds-link check --trim persons.csv
	fails 2 '--unchecked is for code files' \
		'records are checked against a schema, codes against each other' \
		"${CHECK[@]}" --unchecked persons.csv
	fails 2 '--to: this output has one form' 'leave --to out' "${CHECK[@]}" --to csv persons.csv
	# Persons, without a header line, where the schema should stand.
	tail -n +2 persons.csv >headless.csv
	fails 2 "headless.csv:1: the schema is no valid JSON: '[' or '{' expected" '' \
		lnds-link check --schema headless.csv persons.csv
	sed 's/^7,//' headless.csv >names.csv
	fails 2 "names.csv:1: the schema is no valid JSON: '[' or '{' expected" '' \
		lnds-link check --schema names.csv persons.csv
	sed -i 's/blakeHash/doubleHash/; s/"strategy"/"hash":{"type":"doubleHash"},"strategy"/' schema.json
	run3 4 "${CHECK[@]}" persons.csv
}
