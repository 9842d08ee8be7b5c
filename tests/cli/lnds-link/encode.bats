# encode: forms, maps, tags, hardening, chaff, what is unlinkable, what is bad, refusals.

load ../lib
load holder

setup_case() {
	make_holder
}

# same_codes A B: two NDJSON files have the same codes, whatever the tags.
codes_of() {
	tail -n +2 "$1" | jq -r .c | sort
}

@test "codes, their manifest, and the map" {
	run3 0 "${ENC[@]}" --id no -o lu.lnc persons.csv
	same '' "$output$stderr"
	same 600 "$(stat -c %a map.csv)"
	same 600 "$(stat -c %a lu.lnc)"
	same LNDSLNC1 "$(head -c 8 lu.lnc)"
	m=$(manifest lu.lnc)
	same 'lu p1 eu-1 clk 1024 5 false' \
		"$(jq -r '"\(.party) \(.project) \(.profile) \(.encoding) \(.bits) \(.n) \(.compat)"' <<<"$m")"
	same 'surname 160 given_name 120 birth_date 160 sex 20' \
		"$(jq -r '[.features[] | .id, .weight] | join(" ")' <<<"$m")"
	same "$(jq -cS . schema.json | tr -d '\n' | sha256sum | cut -d' ' -f1)" "$(jq -r .schema <<<"$m")"
	same tag,id "$(head -n 1 map.csv)"
	same '7 8 9 10 11 12' "$(tail -n +2 map.csv | cut -d, -f2 | paste -sd' ')"
	same ,10 "$(grep '^,' map.csv)"
	same 5 "$(grep -cE '^[0-9a-f]{32},[0-9]+$' map.csv)"
}

@test "spellings that the profile makes one have one code" {
	"${ENC[@]}" --id no --to ndjson persons.csv >lu.ndjson
	tag7=$(grep ',7$' map.csv | cut -d, -f1)
	tag8=$(grep ',8$' map.csv | cut -d, -f1)
	code() { jq -r --arg t "$1" 'select(.tag == $t) | .c' lu.ndjson; }
	same "$(code "$tag7")" "$(code "$tag8")"
	[ -n "$(code "$tag7")" ]
	tag11=$(grep ',11$' map.csv | cut -d, -f1)
	same d "$(jq -r --arg t "$tag11" 'select(.tag == $t) | .m' lu.ndjson)"
}

@test "a tag key fixes the bytes, for every number of threads and size of memory" {
	lnds-synth persons -n 6000 | sed '1s/.*/no,surname,given_name,birth_date,sex,postcode,nace,wage,start/' |
		sed 's/,M,/,m,/; s/,F,/,f,/' >many.csv
	schema '{"chaff":0.1,"harden":["blip=0.05"],"blocks":["year(birth_date)+sex","prefix(surname,2)"]}' >schema.json
	"${ENC[@]}" --id no --tag-key-file tag.key -t 1 -o one.lnc many.csv
	mv map.csv one.csv
	for more in '-t 2' '-t 7' '-t 2 --memory 1M --tmp .'; do
		# shellcheck disable=SC2086
		"${ENC[@]}" --id no --tag-key-file tag.key $more -o other.lnc many.csv
		cmp one.lnc other.lnc
		cmp one.csv map.csv
	done
	same 6600 "$(manifest one.lnc | jq .n)"
	same 600 "$(grep -c ',$' one.csv)"
	# 1M is too little for them: this run does want its folder.
	fails 5 "cannot make a temporary file in 'none': No such file or directory" \
		'name a directory with room by --tmp or TMPDIR' "${ENC[@]}" --id no --memory 1M --tmp none many.csv
	no_leftovers
}

@test "two encodings without tag key share no tag, and their codes are the same" {
	"${ENC[@]}" --to ndjson persons.csv >a.ndjson
	cut -d, -f1 map.csv | sort >a.tags
	"${ENC[@]}" --to ndjson persons.csv >b.ndjson
	cut -d, -f1 map.csv | sort >b.tags
	same "$(codes_of a.ndjson)" "$(codes_of b.ndjson)"
	same 'tag' "$(comm -12 a.tags b.tags | grep .)"
	same '1 2 3 4 5 6' "$(tail -n +2 map.csv | cut -d, -f2 | paste -sd' ')"
	same "$(tail -n +2 b.ndjson | jq -r .tag)" "$(tail -n +2 b.ndjson | jq -r .tag | sort)"
}

@test "tags are AES of the record's number" {
	"${ENC[@]}" --tag-key-file tag.key --to ndjson persons.csv >a.ndjson
	key=$(sed -n 's/^key //p' tag.key | base64 -d | xxd -p | tr -d '\n')
	for r in 0 2 5; do
		tag=$(printf '%032x' $r | xxd -r -p | openssl enc -aes-256-ecb -nopad -K "$key" | xxd -p)
		same "$tag,$((r + 1))" "$(grep "^$tag" map.csv)"
	done
}

@test "chaff is drawn field by field, counted exactly, in the map without id" {
	schema '{"chaff":0.5}' >schema.json
	"${ENC[@]}" --id no --to ndjson persons.csv >a.ndjson
	same 8 "$(head -n 1 a.ndjson | jq .n)"
	same 3 "$(grep -cE '^[0-9a-f]{32},$' map.csv)"
	# Fields are drawn one by one: any of them may be missing in a fake.
	same 8 "$(tail -n +2 a.ndjson | jq -r .m | grep -cE '^[0-9a-f]$')"
}

@test "salt, fold, rule90, blip, tmh: told in the manifest, each makes other codes" {
	"${ENC[@]}" --to ndjson persons.csv >plain.ndjson
	for harden in '["fold"]' '["rule90"]' '["salt=birth_date"]' '["blip=0.1"]'; do
		schema "{\"harden\":$harden}" >schema.json
		"${ENC[@]}" --to ndjson persons.csv >hard.ndjson
		same "$harden" "$(head -n 1 hard.ndjson | jq -c .harden)"
		[ "$(codes_of plain.ndjson)" != "$(codes_of hard.ndjson)" ]
	done
	schema '{"encoding":"tmh"}' >schema.json
	"${ENC[@]}" --to ndjson persons.csv >tmh.ndjson
	same tmh "$(head -n 1 tmh.ndjson | jq -r .encoding)"
	schema '{"encoding":"tmh","harden":["fold"]}' >schema.json
	fails 2 'schema.json: lnds: tmh codes cannot be folded, nor go through rule90' \
		'these are for encoding clk' "${ENC[@]}" persons.csv
	schema '{"harden":["blip=0.1","salt=sex","fold"]}' >schema.json
	"${ENC[@]}" --to ndjson persons.csv >hard.ndjson
	same '["salt=sex","fold","blip=0.1"]' "$(head -n 1 hard.ndjson | jq -c .harden)"
	# Record 12 has no sex: unlinkable.
	same ',6' "$(grep ',6$' map.csv)"
}

@test "min-weight: how much must be there" {
	"${ENC[@]}" --min-weight 0 --to ndjson persons.csv >a
	same 6 "$(head -n 1 a | jq .n)"
	"${ENC[@]}" --min-weight 1 --to ndjson persons.csv >a
	same 3 "$(head -n 1 a | jq .n)"
	same 3 "$(grep -c '^,[0-9]' map.csv)"
}

@test "NDJSON input gives the same codes as CSV" {
	lnds-convert --to ndjson persons.csv >persons.ndjson
	"${ENC[@]}" --to ndjson persons.csv >a
	"${ENC[@]}" --to ndjson persons.ndjson >b
	"${ENC[@]}" --to ndjson - <persons.ndjson >c
	same "$(codes_of a)" "$(codes_of b)"
	same "$(codes_of a)" "$(codes_of c)"
}

@test "bad values are bad records; no value is told" {
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,1990-01-01,f\n2,C,D,SECRET-12,f\n' >bad.csv
	fails 3 "bad.csv:3: column 'birth_date': not a date in the schema's format (shape AAAAAA-99)" \
		'the format is %Y-%m-%d' "${ENC[@]}" -o x.lnc bad.csv
	[ ! -e x.lnc ] && [ ! -e map.csv ]
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,0990-01-01,f\n' >bad.csv
	run3 3 "${ENC[@]}" -o x.lnc bad.csv
	like "column 'birth_date': a year before 1000 \(shape 9999-99-99\)" "$stderr"
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,1990-01-01,secret\n' >bad.csv
	run3 3 "${ENC[@]}" -o x.lnc bad.csv
	like "column 'sex': not one of the schema's values \(shape aaaaaa\)" "$stderr"
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,1990-01-01,f\n2,C,D,SECRET-12,f\n' >bad.csv
	run3 0 "${ENC[@]}" --quarantine q.ndjson --to ndjson bad.csv
	same 1 "$(head -n 1 <<<"$output" | jq .n)"
	same 1 "$(wc -l <q.ndjson)"
	same 2 "$(wc -l <map.csv)"
	run3 0 "${ENC[@]}" --on-error skip --to ndjson bad.csv
	like '1 of 2 records skipped' "$stderr"
	[[ $stderr != *SECRET* ]]
}

@test "an id is not empty and names one record" {
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,1990-01-01,f\n,C,D,1990-01-02,f\n1,E,F,1990-01-03,f\n2,E,F,1990-01-03,f\n' >ids.csv
	fails 3 "ids.csv:3: column 'no': the id is empty" \
		'--quarantine FILE sets bad records aside and goes on' "${ENC[@]}" --id no ids.csv
	run3 0 "${ENC[@]}" --id no --on-error skip --to ndjson ids.csv
	like "2 of 4 records skipped, the first: ids.csv:3: column 'no': the id is empty" "$stderr"
	same 2 "$(head -n 1 <<<"$output" | jq .n)"
	same '1 2' "$(tail -n +2 map.csv | cut -d, -f2 | paste -sd' ')"
	sed -i 3d ids.csv
	fails 3 "ids.csv:3: column 'no': the id of an earlier record" \
		'an id names one record of the file' "${ENC[@]}" --id no ids.csv
	[ "$(tail -n +2 map.csv | wc -l)" = 2 ]
}

@test "ids with commas and quotes come back from the map" {
	printf 'no,surname,given_name,birth_date,sex\n"a,""b",A,B,1990-01-01,f\n" c",C,D,1990-01-02,f\n' >ids.csv
	"${ENC[@]}" --id no -o x.lnc ids.csv
	same $'"a,""b"\n" c"' "$(tail -n +2 map.csv | cut -d, -f2-)"
	same 'a,"b' "$(lnds-convert --to ndjson map.csv | jq -r .id | head -n 1)"
}

@test "columns are found by name, in any order, trimmed if asked" {
	printf ' sex , birth_date,given_name ,surname, no\n f , 1979-11-05, Anna ,Müller , 7\n' >t.csv
	run3 2 "${ENC[@]}" t.csv
	"${ENC[@]}" --trim --id no --to ndjson t.csv >a
	"${ENC[@]}" --to ndjson <(sed -n '1p;2p' persons.csv) >b
	same "$(codes_of a)" "$(codes_of b)"
	"${ENC[@]}" --trim --id no -o x.lnc t.csv
	same 7 "$(tail -n 1 map.csv | cut -d, -f2)"
	printf 'surnam,given_name,birth_date,sex\nA,B,1990-01-01,f\n' >t.csv
	run3 2 "${ENC[@]}" t.csv
	like "surname" "$stderr"
	like "hint: did you mean 'surnam'" "$stderr"
}

@test "nothing to encode: nothing is written" {
	: >empty.csv
	run3 3 "${ENC[@]}" -o x.lnc empty.csv
	printf 'no,surname,given_name,birth_date,sex\n' >empty.csv
	fails 3 'no record to encode' '' "${ENC[@]}" -o x.lnc empty.csv
	printf 'no,surname,given_name,birth_date,sex\n1,,,,f\n2,,,,m\n' >empty.csv
	fails 3 'no record can be encoded (2 are unlinkable)' \
		'see --min-weight, and which fields are filled: lnds-link check' \
		"${ENC[@]}" -o x.lnc empty.csv
	fails 3 'no record can be encoded (2 are unlinkable)' \
		'see --min-weight, and which fields are filled: lnds-link check' \
		"${ENC[@]}" empty.csv
	[ ! -e x.lnc ] && [ ! -e map.csv ]
	no_leftovers
}

@test "usage" {
	base=(lnds-link encode --schema schema.json --key-file project.key)
	fails 2 'no party is named' 'give --party NAME: how the linkage unit calls us' \
		"${base[@]}" --map m persons.csv
	fails 2 '--party is no name of a party' "a-z, 0-9 and '-', first no '-', at most 63" \
		"${base[@]}" --map m --party Lu persons.csv
	fails 2 'no map is named' 'give --map FILE: without it links come back to nobody' \
		"${base[@]}" --party lu persons.csv
	fails 2 '--map: bare codes have no tags' 'leave --map out, or choose --to lnc' \
		"${base[@]}" --party lu --map m --to anonlink persons.csv
	fails 2 '--map is a file' 'it stays here, and the codes go' \
		"${base[@]}" --party lu --map - persons.csv
	fails 2 '--map and --output name the same file' 'give each its own' \
		"${base[@]}" --party lu --map m -o m persons.csv
	run3 2 "${ENC[@]}" --id nö persons.csv
	run3 2 "${ENC[@]}" --to csv persons.csv
	run3 2 "${ENC[@]}" --shard 0/2 persons.csv
	[ ! -e m ] && [ ! -e x ]
	command -v script >/dev/null || return 0
	for more in '' ' -o -'; do
		run script -qec "${ENC[*]} persons.csv$more" /dev/null
		same 2 "$status"
		like 'codes are not written to a terminal' "$output"
	done
	[ ! -e map.csv ]
}

@test "no output takes the place of what is read, nor another output's" {
	run3 2 "${ENC[@]}" --map m persons.csv
	like "option '--map' given twice" "$stderr"
	base=(lnds-link encode --schema schema.json --key-file project.key --tag-key-file tag.key --party lu)
	for file in schema project:key-file tag:tag-key-file; do
		name=$(find . -name "${file%:*}.*" -printf %f)
		option=${file#*:}
		cp "$name" keep
		fails 2 "--$option and --output name the same file" 'give each its own' \
			"${base[@]}" --map map.csv -o "$name" persons.csv
		fails 2 "--$option and --map name the same file" 'give each its own' \
			"${base[@]}" --map "$name" -o x.lnc persons.csv
		fails 2 "--$option and --report name the same file" 'give each its own' \
			"${base[@]}" --map map.csv --report "./$name" -o x.lnc persons.csv
		cmp keep "$name"
	done
	fails 2 '--map names an input' 'give each its own' \
		"${base[@]}" --map persons.csv -o x.lnc persons.csv
	fails 2 '--map and --quarantine name the same file' 'give each its own' \
		"${base[@]}" --map m --quarantine m -o x.lnc persons.csv
	fails 2 '--schema and --output name the same file' 'give each its own' \
		lnds-link check --schema schema.json -o schema.json persons.csv
	[ ! -e m ] && [ ! -e map.csv ] && [ ! -e x.lnc ]
}

@test "ids are not mixed into codes, whatever the map is called" {
	for map in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
		lnds-link encode --schema schema.json --key-file project.key --party lu --id town \
			--map $map --to ndjson persons.csv >both 2>err && false
		same '' "$(cat both)"
		like '--output and --map name the same file' "$(cat err)"
		lnds-link encode --schema schema.json --key-file project.key --party lu --id town \
			--map $map --to ndjson persons.csv 2>err | cat >both
		same '' "$(cat both)"
	done
}

@test "-v counts what was encoded, and nothing where nothing was" {
	run3 0 "${ENC[@]}" -v -o x.lnc persons.csv
	like '5 records encoded, 1 unlinkable, 0 fake' "$stderr"
	rm map.csv
	printf 'no,surname,given_name,birth_date,sex\n1,A,B,1990-01-01,f\n2,C,D,then,f\n' >bad.csv
	run3 3 "${ENC[@]}" -v -o x2.lnc --audit log bad.csv
	[[ $stderr != *encoded* ]]
	run ! grep -q '"encoded"' log
	grep -q "\"key\":\"$(sed -n 's/^id //p' project.key)\"" log
	[ ! -e map.csv ] && [ ! -e x2.lnc ]
}

# with KEY: the same under another key file.
with() {
	WITH=(lnds-link encode --schema schema.json --key-file "$1" --party lu --map map.csv)
}

@test "keys: of another kind, open to others, raw without --compat, damaged" {
	with tag.key
	run3 4 "${WITH[@]}" persons.csv
	like "tag.key is a key of kind 'link-tag', not 'link'" "$stderr"
	run3 4 "${ENC[@]}" --tag-key-file project.key persons.csv
	like "project.key is a key of kind 'link', not 'link-tag'" "$stderr"
	echo hush >raw
	with raw
	fails 4 'raw is no key file' 'make one with lnds-link keygen; a raw secret is for --compat' \
		"${WITH[@]}" persons.csv
	chmod 644 project.key
	run3 4 "${ENC[@]}" persons.csv
	chmod 600 project.key
	sed -i 's/^id ./id x/' project.key
	run3 6 "${ENC[@]}" persons.csv
	[ ! -e map.csv ]
}

@test "a sealed key, and one from a descriptor" {
	echo 'four words or more' >pass
	lnds-link keygen --project p1 --pass-file pass -o sealed.key
	with sealed.key
	run3 0 "${WITH[@]}" --pass-file pass -o a.lnc persons.csv
	run3 0 lnds-link encode --schema schema.json --key-fd 3 --party lu --map m2.csv -o b.lnc \
		persons.csv 3<project.key
}

@test "another key, another code; the kcv tells" {
	"${ENC[@]}" --to ndjson persons.csv >a
	lnds-link keygen --project p1 -o other.key
	with other.key
	"${WITH[@]}" --to ndjson persons.csv >b
	[ "$(codes_of a)" != "$(codes_of b)" ]
	[ "$(head -n 1 a | jq -r .kcv)" != "$(head -n 1 b | jq -r .kcv)" ]
	like '^[0-9a-f]{16}$' "$(head -n 1 a | jq -r .kcv)"
}

@test "report and log: counts, no key, no value" {
	run3 0 "${ENC[@]}" --id no --report r.json --audit log -v -o a.lnc persons.csv
	like '5 records encoded, 1 unlinkable, 0 fake' "$stderr"
	same '6 true' "$(jq -r '"\(.counts.read // .read) \(has("version"))"' r.json)"
	run3 0 lnds-audit verify log
	grep -q '"encoded":5' log
	for word in Anna Brien 1979 "$(sed -n 's/^key //p' project.key)"; do
		! grep -q -- "$word" r.json log
	done
}
