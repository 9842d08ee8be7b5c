# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2059 # texts of inputs are printf formats
# Formats, delimiters, encodings, null words.
load ../lib

becomes() {
	printf "$1" >in
	printf "$2" >want
	shift 2
	lnds-convert "$@" in >out
	cmp want out
}

@test "CSV to NDJSON: strings and null, nothing is a number" {
	becomes 'a,b,c\n007,,""\n' '{"a":"007","b":null,"c":""}\n' --to ndjson
	becomes 'a\n"x ""y"" \\ /"\n' '{"a":"x \\"y\\" \\\\ /"}\n' --to ndjson
	becomes 'a\n"1\n2\r3\t\010\014\001\037\177"\n' \
		'{"a":"1\\n2\\r3\\t\\b\\f\\u0001\\u001f\177"}\n' --to ndjson
	becomes '"k ""1"""\n\303\251\342\202\254\n' '{"k \\"1\\"":"\303\251\342\202\254"}\n' \
		--to ndjson
}

@test "NDJSON to CSV: raw numbers, quoted JSON, absent is null" {
	becomes '{"a":12.50,"b":true,"c":{"x":"1, 2"},"d":null}\n{"c":[],"a":""}\n' \
		'a,b,c,d\n12.50,true,"{""x"":""1, 2""}",\n"",,[],\n' --to csv
	becomes '{"a":"\\u00e9\\ud83d\\ude00\\n\\"\\\\\\/"}\n' 'a\n"\303\251\360\237\230\200\n""\\/"\n' \
		--to csv
	becomes '{"a":"1,2","b":"x"}\n' 'a;b\n1,2;x\n' --to csv -d ';'
	becomes '{"a":"1\\t2","b":"x"}\n' 'a\tb\n"1\t2"\tx\n' --to tsv
}

@test "delimiters by name and by byte, in and out" {
	becomes 'a;b\n1;2\n' 'a,b\n1,2\n' -d ';' --out-delimiter ,
	becomes 'a;b\n1;2\n' 'a;b\n1;2\n' -d semicolon
	becomes 'a|b\n1|2\n' 'a\tb\n1\t2\n' -d pipe --out-delimiter tab
	becomes 'a;b;"c"\n1,5;x;"y;z"\n' 'a,b,"c"\n"1,5",x,"y;z"\n' -d ';' --out-delimiter comma
	becomes 'a,1;b\n1;2\n' '"a,1",b\n1,2\n' -d ';' --out-delimiter ,
	becomes 'a\tb\n1\t2\n' 'a,b\n1,2\n' --from tsv --to csv
	becomes 'a,b\r\n1,2\r\n' 'a\tb\r\n1\t2\r\n' --to tsv
	becomes 'a\n\nx;y\n' 'a\n\n"x;y"\n' --out-delimiter ';'
}

@test "encodings become UTF-8" {
	becomes 'a\nM\374ller\n' 'a\nM\303\274ller\n' --encoding latin1
	becomes 'a\n\200\n' 'a\n\342\202\254\n' --encoding cp1252
	becomes 'Stra\337e;b\n1;2\n' '{"Stra\303\237e":"1","b":"2"}\n' --encoding latin1 -d ';' \
		--to ndjson
}

@test "null words: only where they stand unquoted" {
	becomes 'a,b,c\nNA,"NA",.\n' '{"a":null,"b":"NA","c":null}\n' --null NA --null . --to ndjson
	becomes 'a,b\nNA,"NA"\n' 'a,b\nNA,"NA"\n' --null NA
	becomes '{"a":"NA","b":null}\n' 'a,b\n"NA",\n' --null NA --to csv
	becomes 'a,b\nNA,"NA"\n' 'b,a\n"NA",NA\n' --null NA --columns b,a
}

@test "NDJSON keys may come and go" {
	printf '{"a":1}\n{"b":2,"a":3}\n{}\n{"c":4}\n' >in
	lnds-convert in >out
	cmp in out
	lnds-convert -t 3 in >out
	cmp in out
}

@test "NDJSON to CSV: a later key is bad unless named at first" {
	printf '{"a":1}\n{"b":2,"a":3}\n' >in
	run3 3 lnds-convert --to csv in
	same $'a\n1' "$output"
	same $'lnds-convert: in:2: a key that is not among the columns (shape a)
lnds-convert: hint: name all columns by --header, or write NDJSON' "$stderr"
	run3 0 lnds-convert --to csv --header a,b in
	same $'a,b\n1,\n3,2' "$output"
	printf '{}\n{"a":1}\n' >in
	run3 3 lnds-convert --to csv in
	same '' "$output"
	like 'in:1: the first object has no member' "$stderr"
}

@test "keys with escapes are the same keys" {
	becomes '{"a":1,"b":2}\n{"\\u0062":3,"\\u0061":4}\n' 'a,b\n1,2\n4,3\n' --to csv
}

@test "--from decides where the first byte would not" {
	becomes '{a},b\n1,2\n' '{a},b\n1,2\n' --from csv
	run3 3 lnds-convert --from ndjson <<<'a,b'
	like "stdin:1: the line is not a JSON object" "$stderr"
}

@test "a header line alone is a table without records" {
	becomes 'a,b\n' 'a,b\n'
	becomes 'a,b' 'a,b\n'
	becomes 'a,b\r\n\r\n' 'a,b\r\n'
	becomes 'a;b\n' 'b\n' -d ';' --columns b
	becomes 'a,b\n' '' --to ndjson
	printf 'a,b\n' >in
	for i in 0 1 2; do
		lnds-convert --shard $i/3 in
	done >out
	same a,b "$(cat out)"
}
