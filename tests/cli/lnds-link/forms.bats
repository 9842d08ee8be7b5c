# One encoding in three forms: what is the same, and what damage to an .lnc is.

load ../lib
load holder

setup_case() {
	make_holder
	schema '{"blocks":["year(birth_date)","prefix(surname,2)"]}' >schema.json
	lnds-synth persons -n 400 --seed 3 |
		sed '1s/.*/no,surname,given_name,birth_date,sex,postcode,nace,wage,start/' |
		sed 's/,M,/,m,/; s/,F,/,f,/' >a.csv
	sed -n '1p; 150,400p' a.csv >b.csv
	ENC+=(--id no --tag-key-file tag.key)
	"${ENC[@]}" -o lu.lnc a.csv
	"${ENC[@]}" --to ndjson -o lu.ndjson a.csv
	for form in lnc ndjson; do
		lnds-link encode --schema schema.json --key-file project.key --party de \
			--map de.map.csv --id no --tag-key-file tag.key --to $form -o de.$form b.csv
	done
}

@test "NDJSON codes and .lnc are one: overview, plan, key files" {
	lnds-link check lu.lnc de.lnc >one
	lnds-link check lu.ndjson de.ndjson | cmp - one
	zstd -q lu.ndjson
	lnds-link check lu.ndjson.zst de.lnc | cmp - one
	lnds-link plan --threshold 0.8 --sample 50 lu.lnc de.lnc -o one.json
	lnds-link plan --threshold 0.8 --sample 50 lu.ndjson de.ndjson -o two.json
	jq 'del(.header)' one.json >one
	jq 'del(.header)' two.json | cmp - one
	same "$(sha256 lu.lnc)" "$(jq -r '.sources[0].sha256' one.json)"
	lnds-link check --report r.json lu.lnc >out
	same "$(sha256sum <lu.lnc | cut -d' ' -f1)" "$(jq -r '.inputs[0].sha256' r.json)"
}

# sha256 FILE: of all bytes of a container but its last 32, which it equals.
sha256() {
	local hash
	hash=$(head -c -32 "$1" | sha256sum | cut -d' ' -f1)
	same "$hash" "$(tail -c 32 "$1" | xxd -p -c 32)" >&2
	echo "$hash"
}

@test "anonlink: the same codes in the order of the input, no manifest, no tag" {
	lnds-link encode --schema schema.json --key-file project.key --party lu --to anonlink \
		-o lu.json a.csv
	same '["clks"]' "$(jq -c keys lu.json)"
	same 400 "$(jq '.clks | length' lu.json)"
	same "$(jq -r '.clks[]' lu.json | sort)" "$(tail -n +2 lu.ndjson | jq -r .c | sort)"
	run3 4 lnds-link check lu.json
	run3 0 lnds-link check --unchecked lu.json
	same 400 "$(jq -s '.[0].n' <<<"$output")"
	same "$(lnds-link check lu.lnc | jq -s '.[0].mean_popcount')" \
		"$(jq -s '.[0].mean_popcount' <<<"$output")"
}

# number FILE OFFSET BYTES: a little-endian number.
number() { od -An -tu"$3" -j "$2" -N "$3" "$1" | tr -d ' '; }

# sections FILE: offset of each section.
sections() {
	local i n
	n=$(number "$1" 12 4)
	for ((i = 0; i < n; i++)); do
		number "$1" $((32 + 24 * i + 8)) 8
	done
}

@test "an .lnc that is cut anywhere, or changed anywhere, is damage: 6, nothing said of it" {
	size=$(stat -c %s lu.lnc)
	same 6 "$(sections lu.lnc | wc -l)"
	same "$size" "$(number lu.lnc 16 8)"
	for at in 0 7 31 32 100 $(sections lu.lnc) $((size - 32)) $((size - 1)); do
		head -c "$at" lu.lnc >cut.lnc
		run3 6 lnds-link check cut.lnc
		same '' "$output"
		like '^lnds-link: cut.lnc' "$stderr"
		[ "$at" -ge 8 ] || continue
		cp lu.lnc bad.lnc
		byte=$(number lu.lnc "$at" 1)
		printf '%b' "\\x$(printf %02x $((byte ^ 64)))" |
			dd of=bad.lnc bs=1 seek="$at" conv=notrunc status=none
		run3 6 lnds-link check bad.lnc
		run3 6 lnds-link plan bad.lnc de.lnc -o plan.json
		[ ! -e plan.json ]
	done
	cat lu.lnc de.lnc >both.lnc
	run3 6 lnds-link check both.lnc
	like 'both.lnc: the file has [0-9]+ bytes and says it has [0-9]+' "$stderr"
}

@test "from links to a delivery: no chaff, no id, only those linked" {
	schema '{"chaff":0.25}' >schema.json
	"${ENC[@]}" -o lu.lnc a.csv
	mv map.csv lu.map.csv
	lnds-link encode --schema schema.json --key-file project.key --party de \
		--map de.map.csv --id no -o de.lnc b.csv
	same 100 "$(grep -c ',$' lu.map.csv)"
	# Every chaff record of lu, and every second person, is linked to somebody of de.
	{ grep ',$' lu.map.csv; tail -n +2 lu.map.csv | grep -v ',$' | awk 'NR % 2'; } |
		cut -d, -f1 >lu.tags
	tail -n +2 de.map.csv | cut -d, -f1 | head -n "$(wc -l <lu.tags)" >de.tags
	same 300 "$(wc -l <de.tags)"
	{
		echo group,source,tag,score,margin,class
		paste -d, lu.tags de.tags | awk -F, '{
			printf "%d,lu,%s,0.9,0.1,match\n%d,de,%s,0.9,0.1,match\n", NR, $1, NR, $2
		}'
	} >links.csv
	lnds-link keys --links links.csv --out-dir out lu.lnc de.lnc
	lnds-link apply --map lu.map.csv --links out/lu.links.csv --id no a.csv >deliver.csv
	same 201 "$(wc -l <deliver.csv)"
	run ! grep -qFf <(cut -d, -f1 a.csv | tail -n +2) deliver.csv
	same 200 "$(cut -d, -f1 deliver.csv | tail -n +2 | sort -u | wc -l)"
	run3 3 lnds-link apply --map lu.map.csv --links out/de.links.csv --id no a.csv
	like 'wrong map' "$stderr"
}
