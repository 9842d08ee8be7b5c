# Common options of all programs, seen through lnds-convert: each value that is refused,
# each contradiction, with its message, hint and exit code 2, before any input is read.

load ../lib

refused() { # MESSAGE HINT OPTION…
	local message=$1 hint=$2
	shift 2
	fails 2 "$message" "$hint" lnds-convert "$@" nowhere.csv
}

@test "words: unknown, nearest" {
	refused "--from: unknown word 'cvs'" "did you mean 'csv'?" --from cvs
	refused "--to: unknown word 'JSON'" 'one of same csv tsv ndjson' --to JSON
	refused "--to: unknown word 'CSV'" "did you mean 'csv'?" --to CSV
	refused "--encoding: unknown word 'utf8'" "did you mean 'utf-8'?" --encoding utf8
	refused "--on-error: unknown word 'drop'" 'one of fail quarantine skip' --on-error drop
}

@test "delimiters" {
	hint='one ASCII byte but quote, CR, LF; or comma, semicolon, tab, pipe'
	for bad in '' '"' ab é $'\n' $'\r'; do
		shown=${bad//[$'\n\r']/?}
		refused "--delimiter: not a delimiter: '$shown'" "$hint" -d "$bad"
		refused "--out-delimiter: not a delimiter: '$shown'" "$hint" --out-delimiter "$bad"
	done
	refused '--delimiter contradicts --from tsv' 'use --from csv with a delimiter' -d ';' --from tsv
	refused '--out-delimiter contradicts --to tsv' 'use --to csv with a delimiter' \
		--out-delimiter ';' --to tsv
}

@test "lists" {
	refused '--header: an item is empty' 'give names separated by single commas' --header a,,b
	refused '--header: the quoting is broken' \
		'a LIST is one line of CSV: a,"b, with comma",c' --header 'a,"b'
}

@test "null words: at most eight" {
	refused '--null given 9 times' 'at most 8 words' --null 1 --null 2 --null 3 --null 4 \
		--null 5 --null 6 --null 7 --null 8 --null 9
}

@test "numbers and sizes" {
	refused "--max-record: not a size: '16Q'" 'write it like 16M' --max-record 16Q
	refused "--threads: not a whole number: '-1'" 'write it like 1000' -t -1
	refused '--threads: more than 256' '0 takes what the machine has' -t 257
	refused "--seed: not a whole number: '18446744073709551616'" 'write it like 1000' \
		--seed 18446744073709551616
	refused "--memory: not a size: ''" 'write it like 16M' --memory ''
}

@test "shards" {
	refused "--shard: not I/N: '1'" 'write it like 0/4' --shard 1
	refused "--shard: not I/N: '0/0'" 'write it like 0/4' --shard 0/0
	refused '--shard: there is no part 4 of 4' 'parts count from 0: 0/4 to 3/4' --shard 4/4
}

@test "error policy" {
	refused '--on-error quarantine needs a file' 'name it with --quarantine FILE' \
		--on-error quarantine
	refused '--quarantine contradicts --on-error skip' 'leave out one of them' \
		--on-error skip --quarantine q
	refused '--quarantine contradicts --on-error fail' 'leave out one of them' \
		--on-error fail --quarantine q
	refused '--max-errors means nothing with --on-error fail' \
		'add --quarantine FILE, or --on-error skip' --max-errors 3
	refused "--max-errors: not a number or share: '120%'" 'write it like 100 or 0.5%' \
		--on-error skip --max-errors 120%
	[ ! -e q ]
}

@test "one file under two options" {
	run3 2 lnds-convert -o x --report x nowhere.csv
	like '^lnds-convert: --output and --report name the same file' "$stderr"
	run3 2 lnds-convert -o x --audit ./x nowhere.csv
	like 'name the same file' "$stderr"
}

@test "options of groups it does not take" {
	refused "option '--key-file' does not apply to 'lnds-convert'" \
		'-h lists the options that do' --key-file k
}

@test "--header: each name once, and no more than NDJSON can have" {
	printf 'a,b\n1,2\n' >in
	fails 2 "--header names 'x' twice" 'give each column a name of its own' \
		lnds-convert --header x,y,x in
	printf '{"a":1}\n' >in
	fails 2 "--header names 'x' twice" 'give each column a name of its own' \
		lnds-convert --header x,x --to csv in
	fails 2 '--header names 4097 columns' 'NDJSON can have 4096 at most' \
		lnds-convert --header "$(seq -s, -f 'c%.0f' 4096),a" --to csv in
}
