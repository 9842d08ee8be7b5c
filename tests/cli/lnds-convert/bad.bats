# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2059 # texts of inputs are printf formats
# Bad input: where, what, what to do, and the exit code; everything before it is written.
load ../lib

# bad CODE STDOUT MESSAGE HINT ARG...: stdout as printf text without the last line end.
bad() {
	local code=$1 out message=$3 hint=$4
	printf -v out "$2"
	shift 4
	run3 "$code" lnds-convert "$@" </dev/null
	same "$out" "$output"
	same "lnds-convert: $message"$'\n'"lnds-convert: hint: $hint" "$stderr"
}

aside='--quarantine FILE sets bad records aside and goes on'
twice='a quote inside a quoted cell is written twice'
legacy='give --encoding latin1 or cp1252 if it is one of these'

@test "width" {
	printf 'a,b\n1,2\n\n3\n4,5\n' >in
	bad 3 'a,b\n1,2' 'in:4: 1 cell where the header has 2' "$aside" in
	printf 'a,b\n1,2\n3,4,5\n' >in
	bad 3 'a,b\n1,2' 'in:3: 3 cells where the header has 2' "$aside" in
}

@test "quotes" {
	printf 'a,b\n1,"x\n2,3\n' >in
	bad 3 'a,b' 'in:2: a quote that is never closed' "$twice" in
	printf 'a,b\n1,2\n"1"x,2\n' >in
	bad 3 'a,b\n1,2' 'in:3: text behind a closing quote' "$twice" in
	printf '"a,b\n1,2\n' >in
	run3 3 lnds-convert in
	like 'in:1: .*quote' "$stderr"
}

@test "bytes that are no text" {
	printf 'a,b\n1,\0\n' >in
	bad 3 'a,b' "in:2: column 'b': a NUL byte" 'it may be UTF-16 or not text at all' in
	printf 'a,b\n1,2\n1,\377\n' >in
	bad 3 'a,b\n1,2' "in:3: column 'b': bytes that are not UTF-8" "$legacy" in
	printf 'a\n\200\n' >in
	bad 3 'a' "in:2: column 'a': a byte without meaning in this encoding" \
		'bytes 80 to 9F are letters in --encoding cp1252' --encoding latin1 in
	printf 'a\n\201\n' >in
	bad 3 'a' "in:2: column 'a': a byte without meaning in this encoding" \
		'81, 8D, 8F, 90, 9D mean nothing in cp1252: is it another encoding?' \
		--encoding cp1252 in
	printf '{"a":"\377"}\n' >in
	run3 3 lnds-convert in
	like 'in:1: not UTF-8 at byte' "$stderr"
}

@test "header line" {
	printf 'a,b,a\n1,2,3\n' >in
	bad 3 '' "in:1: column 'a': columns 1 and 3 have one name" \
		'give one of them another name' in
	printf 'a,\n1,2\n' >in
	bad 3 '' 'in:1: column 2 has no name' \
		'name it in the header line, or all columns with --header' in
	: >in
	bad 3 '' 'in: the input is empty' 'a header line is expected, or --from ndjson' in
	printf 'a,b\n1,2\n' >one
	printf 'b,a\n1,2\n' >two
	run3 3 lnds-convert one two
	same $'a,b\n1,2' "$output"
	like "two:1: column 'b': column 1 of the header has another name in one" "$stderr"
	printf '{"a":1}\n' >three
	run3 3 lnds-convert one three
	like 'three: NDJSON, where one is CSV' "$stderr"
}

@test "files of another kind name what opens them" {
	printf 'a\n1\n' | gzip -c >in
	run3 3 lnds-convert in
	like 'in: gzip data' "$stderr"
	like 'hint: gzip -dc' "$stderr"
	printf 'PK\003\004rest' >in
	run3 3 lnds-convert in
	like 'Excel workbook' "$stderr"
	printf '\377\376a\0' >in
	run3 3 lnds-convert in
	like 'UTF-16' "$stderr"
	like 'hint: iconv' "$stderr"
	printf 'age-encryption.org/v1\n' >in
	run3 3 lnds-convert in
	like 'age' "$stderr"
	printf 'crypt4gh\001\0\0\0' >in
	run3 3 lnds-convert in
	like 'Crypt4GH' "$stderr"
	printf ' [{"a":1}]' >in
	run3 3 lnds-convert in
	like 'JSON array' "$stderr"
	like 'hint: jq -c' "$stderr"
	head -c 4096 /bin/sh >in
	run3 3 lnds-convert in
	same '' "$output"
	like 'in:?1?: ' "$stderr"
}

@test "zstd that is cut off or damaged" {
	seq -f '%.0f,x' 100000 | sed '1i a,b' | zstd -qc >whole
	head -c 50000 whole >in
	run3 6 lnds-convert in
	like 'lnds-convert: in: the zstd frame is cut off' "$stderr"
	like 'hint: the transfer may have broken off' "$stderr"
	run3 6 lnds-convert -o out in
	[ ! -e out ]
	no_leftovers
	printf '(\265/\375garbage garbage garbage' >in
	run3 6 lnds-convert in
}

@test "a record that is too long is fatal under every policy" {
	printf 'a,b\n1,2\n1,"%0100d"\n3,4\n' 0 >in
	run3 3 lnds-convert --max-record 50 --on-error skip in
	same $'a,b\n1,2' "$output"
	like 'in:3: .*50 bytes' "$stderr"
	like 'hint: .*--max-record' "$stderr"
	printf '{"a":1}\n{"a":"%0100d"}\n' 0 >in
	run3 3 lnds-convert --max-record 50 --on-error skip in
	same '{"a":1}' "$output"
	like 'in:2: a record is longer than 50 bytes' "$stderr"
}

# json LINE MESSAGE HINT: the second line of an NDJSON file.
json() {
	printf '{"a":1}\n%s\n{"a":2}\n' "$1" >in
	bad 3 '{"a":1}' "in:2: $2" "$3" in
}

@test "NDJSON" {
	json '{"a":1,"a":2}' "column 'a': the key occurs twice in the object" \
		'a column can have one value in a record'
	json '{"a":[1],"a":2}' 'a key occurs twice in the object' \
		'each column can have one value in a record'
	json '[1]' 'the line is not a JSON object' 'NDJSON has one object {"name":value,...} a line'
	json 'secret' 'the line is not a JSON object' \
		'NDJSON has one object {"name":value,...} a line'
	json '{"a":' 'the object does not end on its line' \
		'NDJSON has one object a line: jq -c . makes it so'
	json '{"a":x}' 'not JSON at byte 6 of the line' "$aside"
	json '{"a":1e999}' 'a number at byte 10 is too large' "$aside"
	json '{"a":"\u0000"}' 'a NUL character (\u0000) at byte 13' "$aside"
	for nul in '{"a":1\0}' '{"a":true\0}' '{"a":"\0"}' '{"a":[1\0]}' '{"a"\0:1}' '\0{"a":1}'; do
		printf '{"a":1}\n'"$nul"'\n' >in
		bad 3 '{"a":1}' 'in:2: a NUL byte' 'it may be UTF-16 or not text at all' in
	done
}

@test "no message holds a value" {
	local canary=Zyzzyva77
	printf 'a,b\n1,"%s"x\n%s\n%s,%s,%s\n%s,\377\n"%s' $canary $canary $canary $canary \
		$canary $canary $canary >in
	run3 3 lnds-convert --on-error skip in
	like '^a,b$' "$output"
	[[ $stderr != *$canary* ]]
	for line in '{"a":Zyzzyva77}' '{"Zyzzyva77":1,"a":2}' '{"a":"Zyzzyva77' 'Zyzzyva77'; do
		printf '{"a":1}\n%s\n' "$line" >in
		run3 3 lnds-convert --to csv in
		[[ $stderr != *$canary* ]]
	done
}

@test "no such file, a folder" {
	fails 5 "cannot open 'none.csv': No such file or directory" '' lnds-convert none.csv
	mkdir folder
	fails 5 "'folder' is a directory" 'name the files in it' lnds-convert folder
}
