# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2059 # texts of inputs are printf formats
# --columns: choice, order, new names.
load ../lib

becomes() {
	local want=$2
	printf "$1" >in
	shift 2
	printf "$want" >want
	lnds-convert --columns "$@" in >out
	cmp want out
}

@test "choose, order, rename; cells keep their quotes" {
	becomes 'a,b,c\n1,"2",3\n"4",,""\n' 'c,a\n3,1\n"","4"\n' c,a
	becomes 'a,b,c\n1,"2",3\n' 'b\n"2"\n' b
	becomes 'a,b,c\n1,"2",3\n' 'a,b,c\n1,"2",3\n' a,b,c
	becomes 'a,b,c\n1,"2",3\n' 'x,c,a\n"2",3,1\n' b=x,c,a
	becomes 'a,b\n1,2\n' 'a,again\n1,1\n' a,a=again
	becomes '"a b","c,d"\n1,2\n' '"c,d","x,y"\n2,1\n' '"c,d","a b=x,y"'
}

@test "a column called like the whole text wins" {
	becomes 'a=b,a\n1,2\n' 'a=b\n1\n' a=b
	becomes 'a=b,a\n1,2\n' 'c\n1\n' a=b=c
	becomes 'b,a\n1,2\n' 'b=c\n2\n' a=b=c
	becomes 'a,b\n1,2\n' 'x=y\n1\n' a=x=y
}

@test "line ends and delimiters of the input stay" {
	becomes 'a;b;c\r\n1;2;3\r\n4;5;6' 'c;a\r\n3;1\r\n6;4\r\n' c,a -d ';'
	becomes 'a;b;c\n1,1;2;3\n' 'c,a\n3,"1,1"\n' c,a -d ';' --out-delimiter ,
	becomes 'a,b\n\n1,2\n\n\n3,4\n' 'b\n2\n4\n' b
}

@test "NDJSON members: in the order of the list, raw, absent ones stay away" {
	becomes '{"a": 1.0, "b":"x\\u00e9", "c":[1, 2]}\n{"c":null}\n' \
		'{"c":[1, 2],"a": 1.0}\n{"c":null}\n' c,a
	becomes '{"a":1,"b":2}\n{"b":3,"a":4}\n' '{"y":2,"a":1}\n{"y":3,"a":4}\n' b=y,a
	becomes '{"a":1,"b":2}\n' 'b\n2\n' b --to csv
	becomes 'a,b\n1,2\n' '{"z":"2"}\n' b=z --to ndjson
}

@test "NDJSON to CSV: keys that were not chosen are of no account, whenever they come" {
	becomes '{"a":1,"b":2}\n{"a":3,"z":9}\n{"y":{"x":1},"b":4}\n' 'b,a\n2,1\n,3\n4,\n' \
		b,a --to csv
	becomes '{"a":1}\n{"z":9,"a":3}\n' 'z\n\n9\n' z --to csv --header z
	# A later key that is called like the text of the choice does not change the choice.
	becomes '{"a":1}\n{"a=b":2,"a":3}\n' 'b\n1\n3\n' a=b --to csv
	becomes '{"a":1}\n{"a=b":2,"a":3}\n' '{"b":1}\n{"b":3}\n' a=b
	printf '{}\n{"a":1}\n' >in
	run3 3 lnds-convert --columns a --to csv in
	like 'in:1: the first object has no member' "$stderr"
	run3 0 lnds-convert -q --on-error skip --columns a --to csv in
	same $'a\n1' "$output"
	# The same for any number of threads, and where each record brings a new key.
	for i in {1..3000}; do printf '{"k%d":0,"a":%d}\n' $((i % 500)) "$i"; done >in
	lnds-convert --header a --columns a --to csv in >one
	lnds-convert --header a --columns a --to csv -t 3 in | cmp - one
	tail -n +2 one | cmp - <(seq 3000)
}

@test "it agrees with mlr cut -o -f" {
	command -v mlr >/dev/null || skip "no mlr"
	awk 'BEGIN { print "id,name,town,x,y"
		for (i = 0; i < 20000; i++) print i ",n" i % 7 ",\"a, b\"," i * 3 "," }' >in.csv
	for list in y,id town name,id,x x,y,town,name,id; do
		lnds-convert --columns "$list" in.csv >ours
		mlr --csv --quote-original cut -o -f "$list" in.csv >theirs 2>/dev/null ||
			mlr --csv cut -o -f "$list" in.csv >theirs
		lnds-convert --to ndjson theirs >theirs.n
		lnds-convert --to ndjson ours >ours.n
		cmp ours.n theirs.n
	done
}

@test "no such column: the nearest name, or the delimiter" {
	printf 'birth_date,name\n1,2\n' >in.csv
	fails 2 "there is no column 'birthdate'" "did you mean 'birth_date'?" \
		lnds-convert --columns birthdate in.csv
	fails 2 "there is no column 'Name'" "did you mean 'name'?" \
		lnds-convert --columns Name=x in.csv
	fails 2 "there is no column 'zip'" "names are those of the header line, case and all" \
		lnds-convert --columns zip in.csv
	printf 'a;b\n1;2\n' >semi.csv
	fails 2 "there is no column 'b'" "the header line looks cut at the wrong byte: try -d ';'" \
		lnds-convert --columns b semi.csv
	printf 'a\tb\n1\t2\n' >tab.csv
	fails 2 "there is no column 'b'" "the header line looks cut at the wrong byte: try -d tab" \
		lnds-convert --columns b tab.csv
}

@test "names must be told apart" {
	printf 'a,b\n1,2\n' >in.csv
	fails 2 "two columns of the output are named 'b'" \
		"give one of them another name: NAME=NEW" lnds-convert --columns b,a=b in.csv
	fails 2 "column 'a' would get an empty name" \
		"NAME=NEW renames, NAME alone keeps the name" lnds-convert --columns a= in.csv
	fails 2 "--columns: an item is empty" "give names separated by single commas" \
		lnds-convert --columns a,,b in.csv
}
