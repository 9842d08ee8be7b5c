# The linkage unit's check: what it prints, what it refuses, what damage is.

load ../lib
load codes

setup_case() {
	codes lu 6 >lu.codes
	codes de 5 >de.codes
}

@test "sizes, popcounts, masks, correlation of bits" {
	run3 0 lnds-link check lu.codes de.codes
	same '' "$stderr"
	same 4 "${#lines[@]}"
	same '["lu",6,64,9.67,0.151042]' \
		"$(jq -c '[.party, .n, .bits, .mean_popcount, .fill]' <<<"${lines[0]}")"
	same '[{"mask":"1","present":["surname"],"share":0.6},
{"mask":"3","present":["surname","sex"],"share":0.4}]' \
		"$(jq -c .masks <<<"${lines[1]}" | sed 's/},{/},\n{/')"
	same '["lu","de",true]' "$(jq -c '[.a, .b, .bit_corr > 0.9]' <<<"${lines[2]}")"
	same '{"summary":true,"files":2,"n":11,"warnings":[]}' "${lines[3]}"
}

@test "bits that do not correlate warn: exit 1, and the output stands" {
	codes de 5 | sed 's/AQIDBAUGBwg=/gIBAQCAgEBA=/; s,//8AAAAAAAA=,AAAAAAD//wA=,' >de.codes
	run3 1 lnds-link check lu.codes de.codes -o check.ndjson
	same 'lnds-link: warning: 1 of the comparisons say that these codes do not go together' \
		"$stderr"
	same 1 "$(jq -s '.[-1].warnings | length' check.ndjson)"
	like 'bit_corr -?0.[0-9]{6} is below 0.9' "$(tail -n 1 check.ndjson)"
}

@test "min-hash codes have no correlation of bits" {
	codes lu 3 '.encoding = "tmh"' >lu.codes
	codes de 3 '.encoding = "tmh"' >de.codes
	run3 0 lnds-link check lu.codes de.codes
	same null "$(jq .bit_corr <<<"${lines[2]}")"
}

@test "the report names the files as they stand, with their hashes" {
	zstd -q de.codes
	lnds-link check --report r.json lu.codes de.codes.zst >out
	for file in lu.codes de.codes.zst; do
		same "$(sha256sum <$file | cut -d' ' -f1) $(stat -c %s $file)" \
			"$(jq -r --arg f $file '.inputs[] | select(.name == $f) | "\(.sha256) \(.bytes)"' r.json)"
	done
}

@test "a pipe, a zstd frame, one file" {
	run3 0 lnds-link check lu.codes
	same 2 "${#lines[@]}"
	zstd -q lu.codes
	same "$output" "$(lnds-link check lu.codes.zst)"
	same "$output" "$(lnds-link check - <lu.codes)"
	same "$output" "$(cat lu.codes | lnds-link check -)"
	same "$output" "$(zstd -dc lu.codes.zst | sed 's/$/\r/' | lnds-link check -)"
}

# refused MEMBER HINT JQ: codes whose manifest differs so are not compared.
refused() {
	codes de 5 "$3" >de.codes
	fails 4 "de.codes: codes of 'lu' and 'de' differ in $1" "$2" \
		lnds-link check lu.codes de.codes
}

@test "manifests that differ are refused, the member named" {
	same_schema='encode again with one schema'
	refused schema 'all holders encode with one and the same schema file' \
		'.schema = ("1c" * 32)'
	refused profile_hash 'they normalise values differently: encode again with one schema and one version of lnds-link' \
		'.profile_hash = ("1c" * 32)'
	refused encoding "$same_schema" '.encoding = "tmh"'
	refused harden "$same_schema" '.harden = []'
	refused harden "$same_schema" '.harden = ["rule90"]'
	refused features "$same_schema" '.features[1].weight = 21'
	refused features "$same_schema" '.features += [{"id":"x","weight":1}]'
	refused kcv 'they were made with different keys: all holders use one project key' \
		'.kcv = "0123456789abcdee"'
	refused kcv 'they belong to different projects' \
		'.kcv = "0123456789abcdee" | .project = "other"'
	refused kcv 'they were made with different keys: all holders use one project key' \
		'.kcv = null | .compat = true'
	refused project 'codes of different projects are never compared' '.project = "other"'
	refused compat 'all holders encode with --compat, or none does' '.compat = true'
	codes de 5 '.bits = 128' | sed 's/"c":"\(.*\)="/"c":"AQIDBAUGBwgJCgsMDQ4PEA=="/' >de.codes
	fails 4 "de.codes: codes of 'lu' and 'de' differ in bits" "$same_schema" \
		lnds-link check lu.codes de.codes
	codes de 5 '.blocks = 1' | sed '2,$s/}$/,"b":[null]}/' >de.codes
	fails 4 "de.codes: codes of 'lu' and 'de' differ in blocks" "$same_schema" \
		lnds-link check lu.codes de.codes
	fails 4 "lu.codes: party 'lu' twice" \
		"each file of codes is another party's: encode one with another --party" \
		lnds-link check lu.codes lu.codes
}

@test "every later file is held against every earlier one" {
	codes fr 3 '.project = "other"' >fr.codes
	fails 4 "fr.codes: codes of 'lu' and 'fr' differ in project" \
		'codes of different projects are never compared' \
		lnds-link check lu.codes de.codes fr.codes
}

@test "codes without a manifest need --unchecked" {
	printf '{"clks":["AQIDBAUGBwg=","//8AAAAAAAA="]}' >x.json
	printf '{"clks":["AQIDBAUGBwg=","//8AAAAA\\nAAA=\\n"]}' >y.json
	fails 4 'x.json: codes without a manifest: nobody can tell what they mean' \
		'encode to .lnc, or answer for it by --unchecked' \
		lnds-link check x.json y.json
	run3 0 lnds-link check --unchecked x.json y.json
	same '["a","b"]' "$(jq -cs 'map(.party // empty)' <<<"$output")"
	same 1.000000 "$(sed -n 's/.*bit_corr":\(.*\)}/\1/p' <<<"$output")"
	same '[]' "$(jq -c .masks <<<"${lines[0]}")"
	run3 1 lnds-link check --unchecked lu.codes x.json
	printf '{"clks":["AQIDBAUGBwgJCgsMDQ4PEA=="]}' >z.json
	fails 4 "z.json: codes of 'a' and 'b' differ in bits" \
		'their codes have different lengths' \
		lnds-link check --unchecked x.json z.json
}

@test "anonlink files of unequal numbers of blocks: the passes that both have" {
	printf '{"clknblocks":[["AQIDBAUGBwg=","x"],["//8AAAAAAAA=","y"]]}' >a.json
	printf '{"clknblocks":[["AQIDBAUGBwg=","x","y"],["//8AAAAAAAA=","z","y"]]}' >b.json
	for files in 'a.json b.json' 'b.json a.json'; do
		# shellcheck disable=SC2086
		run3 0 lnds-link match --unchecked --blocked --threshold 0.5 --to csv $files
		same 2 "${#lines[@]}"
	done
	printf '{"clks":["AQIDBAUGBwg="]}' >c.json
	run3 2 lnds-link match --unchecked --blocked --threshold 0.5 --to csv a.json c.json
	like 'block' "$stderr"
}

# damaged MESSAGE SED: NDJSON codes with this edit are damaged.
damaged() {
	sed "$2" lu.codes >bad.codes
	run3 6 lnds-link check bad.codes de.codes
	like "bad.codes(:[0-9]+)?: $1" "$stderr"
	like 'hint: ' "$stderr"
	same '' "$output"
}

@test "damage is located, and codes 6" {
	damaged "the manifest's n is missing" '1s/,"n":6//'
	damaged "the manifest's schema is missing" '1s/0c0c/0C0C/'
	damaged "the manifest's party is missing" '1s/"lu"/"LU"/'
	damaged 'the manifest is no JSON object' '1s/}$//'
	damaged "'c' is no code of the manifest's length in base64" '3s/="/"/'
	damaged "'tag' is not 32 hex digits" '3s/"tag":"./"tag":"X/'
	damaged "'m' is no presence mask in hex digits" '3s/"m":"."/"m":"01"/'
	damaged 'a row has features that there are not' '3s/"m":"."/"m":"4"/'
	damaged 'a line is no JSON object' '3s/}//'
	damaged 'rows are not in the order' '3{h;d};4G'
	damaged 'rows are not in the order' '3p'
	damaged 'cut off: 5 rows of 6' '$d'
	damaged "more rows than the 6 of the manifest" '$p'
	sed '3s/"m":"."/"m":"4"/; 4s/="/"/' lu.codes >bad.codes
	run3 6 lnds-link check bad.codes de.codes
	like 'bad.codes:3: a row has features' "$stderr"
	: >empty
	fails 6 'empty: the file is empty' \
		'fetch the file again from where it was made' lnds-link check empty
	zstd -qc lu.codes | head -c 100 >cut.zst
	run3 6 lnds-link check cut.zst
	printf 'LNDSPRS1%040d' 0 >run
	fails 6 'run: this is no file of codes' 'it is made by lnds-link encode' \
		lnds-link check run
	codes lu 0 >none
	fails 3 'none: there are no codes in it' \
		'look at the input and the report of lnds-link encode' lnds-link check none
}

@test "no operand, too many, a file that is not there" {
	run3 2 lnds-link check
	run3 5 lnds-link check nowhere.lnc
	like 'nowhere.lnc' "$stderr"
}
