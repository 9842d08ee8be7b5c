# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes for every number of threads and every way to cut the input.
load ../lib

setup_case() {
	awk 'BEGIN { print "id,name,note"
		for (i = 0; i < 60000; i++)
			printf "%d,n%d,%s\n", i, i % 89, i % 9 ? "x" i : "\"two\nlines " i "\"" }' >in.csv
	awk 'BEGIN { for (i = 0; i < 40000; i++)
		printf "{\"id\":%d,\"k%d\":\"v\\u00e9\",\"n\":%s}\n", i, i / 9000,
			i % 5 ? i / 7 : "[1,2]" }' >in.ndjson
}

# alike ARG...: stdout, exit code and message are those of one thread.
alike() {
	local threads code=0
	lnds-convert -t 1 "$@" >want 2>want.err || code=$?
	for threads in 2 7; do
		run3 $code lnds-convert -t $threads -o out "$@"
		[ $code -ne 0 ] || cmp want out
		rm -f out
		lnds-convert -t $threads "$@" >out 2>err || [ $? -eq $code ]
		cmp want out
		cmp want.err err
	done
}

@test "threads 1, 2, 7 give equal bytes" {
	alike in.csv
	alike --to ndjson in.csv
	alike --columns note,id in.csv
	alike in.ndjson
	alike --columns n,id in.ndjson
}

@test "also where the run fails half way" {
	(cat in.csv; printf 'short\n'; tail -n +2 in.csv) >bad.csv
	alike bad.csv
	alike --to ndjson bad.csv
	alike --on-error skip --max-errors 0 bad.csv
	(cat in.ndjson; printf '{"x":1\n'; cat in.ndjson) >bad.ndjson
	alike bad.ndjson
	alike --to csv in.ndjson
}

@test "quarantine is equal too" {
	awk '{ print } NR % 100 == 0 { print "odd" }' in.csv | tail -n +2 |
		sed '1i id,name,note' >bad.csv
	lnds-convert -q -t 1 --quarantine want.q bad.csv >want
	lnds-convert -q -t 7 --quarantine out.q bad.csv >out
	cmp want out
	cmp want.q out.q
}

@test "shards concatenate to one run" {
	for input in in.csv in.ndjson; do
		for n in 1 2 3 7 16; do
			for ((i = 0; i < n; i++)); do
				lnds-convert -t 2 --shard $i/$n $input
			done >out
			cmp $input out
		done
	done
	lnds-convert --to ndjson in.csv >want
	for ((i = 0; i < 7; i++)); do
		lnds-convert --to ndjson --shard $i/7 in.csv
	done >out
	cmp want out
}

@test "more shards than records" {
	printf 'a\n1\n2\n' >small.csv
	for ((i = 0; i < 16; i++)); do
		lnds-convert --shard $i/16 small.csv
	done >out
	cmp small.csv out
}

@test "shards need one file that can be cut" {
	printf 'a\n1\n' >small.csv
	fails 2 '--shard: there is no part 2 of 2' 'parts count from 0: 0/2 to 1/2' \
		lnds-convert --shard 2/2 small.csv
	zstd -q small.csv
	fails 2 '--shard needs one regular file that is not compressed' \
		'cut other inputs with split -n l/I/N first' lnds-convert --shard 0/2 small.csv.zst
}
