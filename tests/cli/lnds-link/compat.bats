# encode --compat --to anonlink: the golden codes of linkage, and what is allowed there alone.

load ../lib

LINKAGE=$LNDS_SHARED/data/linkage

# vector I: schema.json, secret and rows.csv (header: the schema's identifiers) of vector I.
vector() {
	jq -c ".vectors[$1] | .schema // .schema_v1" "$LINKAGE/vectors.json" >schema.json
	jq -j ".vectors[$1].secret" "$LINKAGE/vectors.json" >secret
	jq -r "(.vectors[$1] | [(.schema // .schema_v1).features[].identifier]), .vectors[$1].rows[] | @csv" \
		"$LINKAGE/vectors.json" >rows.csv
}

compat() {
	lnds-link encode --compat --schema "$1" --key-file secret --to anonlink "${@:2}"
}

setup_case() {
	umask 077
}

@test "every vector" {
	need_shared data/linkage/vectors.json
	done=0
	for i in $(jq '.vectors | to_entries[] | select(.value.clk and .value.rows) | .key' \
		"$LINKAGE/vectors.json"); do
		vector "$i"
		same "$(jq -c ".vectors[$i] | .id, .clk" "$LINKAGE/vectors.json")" \
			"$(jq -c ".vectors[$i].id" "$LINKAGE/vectors.json")
$(compat schema.json -q rows.csv | jq -c .clks)"
		done=$((done + 1))
	done
	[ "$done" -ge 27 ]
}

@test "the 5000 codes of FEBRL 4a" {
	need_shared data/linkage/dataset4a.csv
	v='.vectors[] | select(.id == "febrl4a-file")'
	jq -r "$v | .secret" "$LINKAGE/vectors.json" >secret # with a final newline
	schema=$LINKAGE/$(jq -r "$v | .schema_file" "$LINKAGE/vectors.json")
	for threads in 1 2 7; do
		compat "$schema" --trim -t $threads "$LINKAGE/dataset4a.csv" >codes.json
		same "$(jq -r "$v | .sha256_of_concatenated_codes" "$LINKAGE/vectors.json")" \
			"$(jq -r '.clks[]' codes.json | base64 -di | sha256sum | cut -d' ' -f1)"
	done
	same "$(jq -c "$v | .first_three" "$LINKAGE/vectors.json")" "$(jq -c '.clks[:3]' codes.json)"
	same "$(jq -c "$v | .last" "$LINKAGE/vectors.json")" "$(jq -c '.clks[-1]' codes.json)"
}

@test "two files with typing errors, end to end" {
	need_shared data/linkage/dirty_1000_50_1.csv
	echo hush >secret
	for i in 1 2; do
		compat "$LINKAGE/schemas/dirty-data-schema.json" --trim "$LINKAGE/dirty_1000_50_$i.csv" >$i.json
		same 1000 "$(jq '.clks | length' $i.json)"
		same 172 "$(jq -r '.clks[0]' $i.json | tr -d '\n' | wc -c)"
		lnds-link encode --compat --schema "$LINKAGE/schemas/dirty-data-schema.json" --trim \
			--key-file secret --party p$i --map map$i --id rec_id -o $i.lnc \
			"$LINKAGE/dirty_1000_50_$i.csv"
	done
	run3 0 lnds-link check 1.lnc 2.lnc
}

@test "schemas: good ones load, bad ones are refused" {
	need_shared data/linkage/schemas
	echo hush >secret
	for schema in "$LINKAGE"/schemas/{good-schema-*,ignorant-*,randomnames-*,simple-*,dirty-*,febrl_*}.json; do
		jq -r '[.features[].identifier] | @csv' "$schema" >header.csv
		run3 3 compat "$schema" header.csv
		like 'no record to encode' "$stderr"
	done
	for schema in "$LINKAGE"/schemas/{bad-*,good-but-unsupported-*}.json; do
		run3 2 compat "$schema" header.csv
		like "^lnds-link: $schema: [a-z]" "$stderr"
		run3 2 lnds-link encode --schema "$schema" --key-file secret --to anonlink header.csv
	done
	run3 2 compat "$LINKAGE/schemas/good-but-unsupported-schema-v1.json" header.csv
	like "schema-v1.json: version: version 99 is not known.*hint: 1, 2 or 3" "$stderr"
	run3 2 compat "$LINKAGE/schemas/bad-schema-v1.json" header.csv
	like "bad-schema-v1.json: clkConfig: member 'l' is missing" "$stderr"
}

# one FORMAT HASHING: a schema of one feature, x.
one() {
	printf '{"version":3,"clkConfig":{"l":1024,"kdf":{"type":"HKDF"}},"features":[{"identifier":"x","format":%s,"hashing":%s}]}' \
		"$1" "$2"
}
GRAM='"comparison":{"type":"ngram","n":2},"strategy":{"bitsPerToken":5}'

@test "what --compat alone takes" {
	echo hush >secret
	lnds-link keygen --project a -o a.key
	strict=(lnds-link encode --schema s.json --key-file a.key --to anonlink)
	printf 'x\nabc\n' >x.csv
	one '{"type":"string"}' "{$GRAM,\"hash\":{\"type\":\"doubleHash\"}}" >s.json
	run3 0 compat s.json x.csv
	fails 4 's.json: features[0].hashing.hash: doubleHash can be broken' \
		'only --compat takes it, for codes of old projects' "${strict[@]}" x.csv
	one '{"type":"string"}' "{$GRAM,\"missingValue\":{\"sentinel\":\"abc\",\"replaceWith\":\"def\"}}" >s.json
	run3 0 compat s.json x.csv
	fails 4 's.json: features[0].hashing.missingValue.replaceWith: makes missing values match' \
		'only --compat takes it, for codes of old projects' "${strict[@]}" x.csv
	one '{"type":"date","format":"%Y-%m-%d"}' "{$GRAM}" >s.json
	printf 'x\n0123-01-12\n' >x.csv
	run3 0 compat s.json x.csv
	run3 3 "${strict[@]}" x.csv
}

@test "what --compat refuses: an empty integer or date that is not the sentinel" {
	echo hush >secret
	lnds-link keygen --project a -o a.key
	for format in '{"type":"integer"}' '{"type":"date","format":"%Y"}'; do
		one "$format" "{$GRAM}" >s.json
		printf 'x,y\n,1\n' >x.csv
		fails 3 "x.csv:2: column 'x': empty, and the schema's sentinel is another" \
			'--quarantine FILE sets bad records aside and goes on' \
			lnds-link encode --compat --schema s.json --key-file secret --to anonlink x.csv
		one "$format" "{$GRAM,\"missingValue\":{\"sentinel\":\"\"}}" >s.json
		run3 0 compat s.json x.csv
	done
	one '{"type":"integer"}' "{$GRAM}" >s.json
	run3 0 lnds-link encode --schema s.json --key-file a.key --to anonlink x.csv
}

@test "warnings: xorFolds as clkhash spells it, chaff in bare codes" {
	echo hush >secret
	one '{"type":"string"}' "{$GRAM}" | sed 's/"kdf"/"xorFolds":1,"kdf"/' >s.json
	printf 'x\nabc\n' >x.csv
	run3 0 compat s.json x.csv
	like "warning: clkhash itself ignores 'xorFolds'" "$stderr"
	one '{"type":"string"}' "{$GRAM}" | sed 's/"features"/"lnds":{"chaff":0.5},"features"/' >s.json
	lnds-link keygen --project a -o a.key
	run3 0 lnds-link encode --schema s.json --key-file a.key --to anonlink x.csv
	like 'warning: bare codes get no fake records' "$stderr"
	same 1 "$(jq '.clks | length' <<<"$output")"
}

@test "the manifest of compat codes tells it, and has no kcv of a raw secret" {
	echo hush >secret
	one '{"type":"string"}' "{$GRAM}" >s.json
	printf 'x\nabc\n' >x.csv
	run3 0 lnds-link encode --compat --schema s.json --key-file secret --party a --map m --to ndjson x.csv
	same 'true null none ' "$(head -n 1 <<<"$output" | jq -r '"\(.compat) \(.kcv) \(.profile) \(.project)"')"
}
