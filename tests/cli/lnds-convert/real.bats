# SPDX-License-Identifier: GPL-3.0-or-later
# Files of the world (shared data; skipped where it is not there).
load ../lib

# sound FILE [ARG...]: passes unchanged but for what the format allows, and survives the
# way over NDJSON.
sound() {
	local file=$1
	shift
	lnds-convert "$@" "$file" >out
	cmp <((sed '1s/^\xef\xbb\xbf//' "$file"; echo) | tr -d '\r' | grep -v '^$') \
		<(tr -d '\r' <out | grep -v '^$')
	lnds-convert "$@" --to ndjson "$file" >once
	lnds-convert --to csv once | lnds-convert --to ndjson >twice
	cmp once twice
}

@test "FEBRL: comma and blank, no final newline" {
	need_shared data/linkage
	local file n=0
	while read -r file; do
		sound "$file"
		n=$((n + 1))
	done < <(find "$LNDS_SHARED/data/linkage" -name '*.csv')
	[ $n -gt 0 ]
}

# As published, newlines_crlf.csv has lost its CRs, and the JSON of location_coordinates is
# one object with another telephone number.
@test "csv-spectrum: 12 of 12 as its JSON says" {
	need_shared data/quality/csv-spectrum
	local csv json n=0
	local alike='map_values((. // "") | gsub("\r\n"; "\n"))
		| if has("Contact Phone Number") then ."Contact Phone Number" = "" else . end'
	while read -r csv; do
		json=${csv/csvs/json}
		json=${json%.csv}.json
		jq -cS "if type == \"array\" then .[] else . end | $alike" "$json" >want
		lnds-convert --to ndjson "$csv" | jq -cS "$alike" >out
		cmp want out
		n=$((n + 1))
	done < <(find "$LNDS_SHARED/data/quality/csv-spectrum" -name '*.csv')
	same 12 $n
}

@test "every CSV of the shared data passes, or says where it is bad" {
	need_shared data/quality
	local file n=0
	while read -r file; do
		if lnds-convert "$file" >out 2>err; then
			lnds-convert out >again
			cmp out again
		else
			like ':[0-9]+: |: the input is empty|: UTF-16|: a zip archive|: gzip data' "$(head -1 err)"
			like 'hint: ' "$(cat err)"
		fi
		n=$((n + 1))
	done < <(find "$LNDS_SHARED"/data/{quality,linkage,synth,mesh} -name '*.csv' -size -20M 2>/dev/null)
	[ $n -gt 20 ]
}
