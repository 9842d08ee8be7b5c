# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2059 # texts of inputs are printf formats
# What goes in comes out: records are their own bytes, whatever lies around them.
load ../lib

# passes TEXT: the text (printf format) goes through unchanged.
passes() {
	printf "$1" >in
	lnds-convert in >out
	cmp in out
	lnds-convert <in >out
	cmp in out
}

# becomes TEXT WANTED [ARG...]
becomes() {
	printf "$1" >in
	printf "$2" >want
	shift 2
	lnds-convert "$@" in >out
	cmp want out
}

@test "records keep their quotes, blanks and line ends" {
	passes 'a,b\n1,2\n'
	passes '"a",b\r\n1,"2"\r\n"",\r\n'
	passes ' a , b \n 1 , "x" \n'
	passes 'a,b\n"x\ny","say ""hi"""\n'
	passes 'a\rb\rc\r'
	passes 'a,b\n1,2\r\n3,4\n'
	passes 'id\n007\n5" pipe\n'
	passes '{"a": 1,\t"b":[1, 2]}\n{"b":"\\u00e9"}\n'
}

@test "a missing last line end is added, as the header line has it" {
	becomes 'a,b\n1,2' 'a,b\n1,2\n'
	becomes 'a,b\r\n1,2' 'a,b\r\n1,2\r\n'
	becomes 'a,b' 'a,b\n'
	becomes '{"a":1}' '{"a":1}\n'
}

@test "byte-order mark and blank lines are not passed on" {
	becomes '\357\273\277a,b\n1,2\n' 'a,b\n1,2\n'
	becomes '\n\na,b\n\n1,2\n\r\n\n3,4\n\n' 'a,b\n1,2\n3,4\n'
	becomes '\357\273\277{"a":1}\n\n \t\n{"a":2}\n\n' '{"a":1}\n{"a":2}\n'
}

@test "a blank line in one column is a record that holds null" {
	passes 'a\n1\n\n\n2\n\n'
	becomes 'a\n\n1\n' '{"a":null}\n{"a":"1"}\n' --to ndjson
	becomes '{"a":null}\n{"a":"1"}\n{"a":""}\n' 'a\n\n1\n""\n' --to csv
}

@test "a header line alone passes" {
	passes 'a,b\n'
	becomes 'a,b\n' '' --to ndjson
	becomes '' '' --from ndjson
}

@test "several files: one header line, records in order" {
	printf 'a,b\n1,2' >one
	printf '"a","b"\n3,4\n' >two
	printf 'a,b\n' >three
	lnds-convert one two three one >out
	same $'a,b\n1,2\n3,4\n1,2' "$(cat out)"
	printf '5,6\n' | sed '1i a,b' | lnds-convert two - one >out
	same $'"a","b"\n3,4\n5,6\n1,2' "$(cat out)"
}

@test "zstd is read as what it holds, frame by frame" {
	printf 'a,b\n1,2\n' >one
	zstd -q one
	lnds-convert one.zst >out
	cmp one out
	(zstd -qc one; printf '3,4\n' | zstd -qc) | lnds-convert >out
	same $'a,b\n1,2\n3,4' "$(cat out)"
}

@test "rows without a header line get names" {
	becomes '1,2\n3,4\n' 'a,"b, c"\n1,2\n3,4\n' --header 'a,"b, c"'
	becomes '{"b":1,"a":2}\n' 'a,b\n2,1\n' --header a,b --to csv
}

# Generated tables: enough bytes for many batches.
@test "large tables pass unchanged, on every processor level" {
	rows 90000 >in.csv
	for level in scalar sse2 avx2; do
		LNDS_CPU=$level lnds-convert in.csv >out
		cmp in.csv out
		LNDS_CPU=$level lnds-convert --to ndjson in.csv >"$level.ndjson"
		cmp scalar.ndjson "$level.ndjson"
		LNDS_CPU=$level lnds-convert "$level.ndjson" >out
		cmp scalar.ndjson out
		LNDS_CPU=$level lnds-convert --to csv "$level.ndjson" >"$level.csv"
		cmp scalar.csv "$level.csv"
	done
	[ "$(wc -c <in.csv)" -gt 2000000 ]
}

# rows N: a table with quotes, line ends inside cells, nulls, empty texts, letters.
rows() {
	awk -v n="$1" 'BEGIN {
		print "id,name,\"note\",x"
		for (i = 0; i < n; i++) {
			note = i % 7 ? "plain " i : "\"two\nlines, " i "\""
			if (i % 11 == 0) note = "\"say \"\"" i "\"\"\""
			if (i % 13 == 0) note = ""
			if (i % 17 == 0) note = "\"\""
			printf "%06d,M\303\274ller%d,%s,%s\n", i, i % 97, note, i % 3 ? "\\" : ""
		}
	}'
}

@test "quoting every cell that is not empty changes no cell" {
	rows 500 >in.csv
	mlr --icsv --ojsonl -S cat in.csv >/dev/null || skip "no mlr"
	lnds-convert --to ndjson in.csv >plain
	jq -r '[.[]] | map(if . == null then "" else "\"" + gsub("\"";"\"\"") + "\"" end)
		| join(",")' plain | sed '1i id,name,note,x' >quoted.csv
	lnds-convert --to ndjson quoted.csv >out
	cmp plain out
}

@test "CR LF for LF, a byte-order mark and zstd change no cell" {
	rows 500 | sed 's/"two$/"two/' >in.csv
	grep -v '"' in.csv >flat.csv
	sed -i '1i id,name,note,x' flat.csv
	lnds-convert --to ndjson flat.csv >plain
	sed 's/$/\r/' flat.csv | lnds-convert --to ndjson >out
	cmp plain out
	(printf '\357\273\277'; cat flat.csv) | lnds-convert --to ndjson >out
	cmp plain out
	zstd -qc flat.csv | lnds-convert --to ndjson >out
	cmp plain out
}

@test "splitting into operands changes no record" {
	rows 3000 >in.csv
	lnds-convert --to ndjson in.csv >whole.ndjson
	split -n l/3 whole.ndjson part.
	lnds-convert part.a? >out
	cmp whole.ndjson out
	head -1 in.csv >top
	for part in part.a?; do
		(cat top; lnds-convert --to csv --header id,name,note,x "$part" | tail -n +2) >"$part.csv"
	done
	lnds-convert --to ndjson part.a?.csv >out
	cmp whole.ndjson out
}

@test "CSV to NDJSON and back keeps every cell" {
	rows 3000 >in.csv
	lnds-convert --to ndjson in.csv >once
	lnds-convert --to csv once >back.csv
	lnds-convert --to ndjson back.csv >twice
	cmp once twice
	lnds-convert --to csv twice >again.csv
	cmp back.csv again.csv
}

@test "spans run full between CR and LF" {
	# Rows of five bytes and two cells; the first, longer by k, moves all others. For one k
	# the room for spans ends where the scan has taken a CR and not yet its LF.
	local k
	for k in 0 1 2 3 4; do
		awk -v k=$k 'BEGIN {
			printf "x,y\r\n%s,b\r\n", substr("aaaaa", 1, k + 1)
			for (i = 0; i < 60000; i++)
				printf "a,b\r\n"
		}' >in.csv
		lnds-convert in.csv >out.csv
		cmp in.csv out.csv
	done
}
