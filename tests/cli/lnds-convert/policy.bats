# SPDX-License-Identifier: GPL-3.0-or-later
# Error policies: quarantine, skip, how many bad records are too many.
load ../lib

setup_case() {
	printf 'a,b\n1,2\n3\n"x"y,4\n5,6\n7,8,9\n10,\377\n11,12\n' >in.csv
}

@test "quarantine: bad records with their reason, the others pass" {
	run3 0 lnds-convert --quarantine bad in.csv
	same $'a,b\n1,2\n5,6\n11,12' "$output"
	same 'lnds-convert: warning: 4 of 7 records quarantined, the first: in.csv:3: 1 cell where the header has 2' "$stderr"
	same '600' "$(stat -c %a bad)"
	same '{"input":"in.csv","record":2,"line":3,"id":"missing-cell","column":null,"message":"1 cell where the header has 2","raw":"3"}
{"input":"in.csv","record":3,"line":4,"id":"quote-error","column":null,"message":"text behind a closing quote","raw":"\"x\"y,4"}
{"input":"in.csv","record":5,"line":6,"id":"extra-cell","column":null,"message":"3 cells where the header has 2","raw":"7,8,9"}
{"input":"in.csv","record":6,"line":7,"id":"encoding-error","column":"b","message":"bytes that are not UTF-8","raw_base64":"MTAs/w=="}' "$(cat bad)"
}

@test "quarantined and passed make the input" {
	awk 'BEGIN { print "a,b"
		for (i = 0; i < 30000; i++) print i % 10 ? i ",x" : i }' >in.csv
	for threads in 1 3; do
		lnds-convert -q -t $threads --quarantine bad in.csv >out
		(tail -n +2 out; jq -r .raw bad) | sort -n >all
		tail -n +2 in.csv | sort -n | cmp - all
		same 3000 "$(wc -l <bad)"
	done
}

@test "skip: dropped and counted" {
	run3 0 lnds-convert --on-error skip in.csv
	same $'a,b\n1,2\n5,6\n11,12' "$output"
	like 'warning: 4 of 7 records skipped, the first: in.csv:3: ' "$stderr"
	run3 0 lnds-convert -q --on-error skip in.csv
	same '' "$stderr"
}

@test "--max-errors N is judged at once" {
	run3 3 lnds-convert --on-error skip --max-errors 2 in.csv
	same $'a,b\n1,2\n5,6' "$output"
	same 'lnds-convert: in.csv:6: 3 cells where the header has 2
lnds-convert: hint: this is one bad record more than --max-errors 2' "$stderr"
	run3 0 lnds-convert -q --on-error skip --max-errors 4 in.csv
	run3 3 lnds-convert --on-error skip --max-errors 0 in.csv
	same $'a,b\n1,2' "$output"
}

@test "--max-errors P% is judged at the end" {
	run3 3 lnds-convert --on-error skip --max-errors 50% in.csv
	same $'a,b\n1,2\n5,6\n11,12' "$output"
	same 'lnds-convert: in.csv:3: 4 of 7 records are bad, more than --max-errors 50%
lnds-convert: hint: raise --max-errors if so many are to be expected' "$stderr"
	run3 0 lnds-convert -q --on-error skip --max-errors 60% in.csv
}

@test "all bad is always bad" {
	printf 'a,b\n1\n2\n' >in.csv
	run3 3 lnds-convert --on-error skip in.csv
	same 'a,b' "$output"
	same 'lnds-convert: in.csv:2: every record is bad (2); the first one: 1 cell where the header has 2
lnds-convert: hint: is the input of this kind? see -d, --from and --header' "$stderr"
}

@test "NDJSON goes aside too" {
	printf '{"a":1}\n\n{"a":1,"a":2}\nx\n{"a":3}\n' >in.ndjson
	run3 0 lnds-convert -q --quarantine bad in.ndjson
	same $'{"a":1}\n{"a":3}' "$output"
	same '{"input":"in.ndjson","record":2,"line":3,"id":"duplicate-key","column":"a","message":"the key occurs twice in the object","raw":"{\"a\":1,\"a\":2}"}
{"input":"in.ndjson","record":3,"line":4,"id":"json-error","column":null,"message":"the line is not a JSON object","raw":"x"}' "$(cat bad)"
}

@test "an unclosed quote takes the rest of the input aside" {
	printf 'a,b\n1,2\n3,"x\n4,5\n' >in.csv
	run3 0 lnds-convert -q --quarantine bad in.csv
	same $'a,b\n1,2' "$output"
	same '3,"x
4,5' "$(jq -r .raw bad)"
}

@test "columns chosen, other formats: bad records stay out" {
	run3 0 lnds-convert -q --on-error skip --columns b,a in.csv
	same $'b,a\n2,1\n6,5\n12,11' "$output"
	run3 0 lnds-convert -q --on-error skip --to ndjson in.csv
	same '{"a":"1","b":"2"}
{"a":"5","b":"6"}
{"a":"11","b":"12"}' "$output"
}
