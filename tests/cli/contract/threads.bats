# SPDX-License-Identifier: GPL-3.0-or-later
# The same bytes for every number of threads, every kernel and every sharding, on success
# and on failure. Run under the thread sanitizer too (ctest label threads).
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load ../lib

# Several batches: a table with quoted line ends, one bad row late in it, and NDJSON.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	awk 'BEGIN {
		print "id,name,note"
		for (i = 0; i < 40000; i++)
			printf "%d,\"Name, %d\",%s\n", i, i % 97,
				i % 7 ? "plain" : "\"two\nlines \"\"and\"\" quotes\""
	}' >good.csv
	awk 'NR == 30001 { print "7,only two cells" } NR == 33333 { print "1,2,3,4" } { print }' \
		good.csv >bad.csv
	awk 'BEGIN {
		for (i = 0; i < 40000; i++)
			printf "{\"id\":%d,\"name\":\"N%d\"%s}\n", i, i % 97,
				i % 9000 == 8999 ? ",\"late" i "\":true" : ""
	}' >keys.ndjson
}

setup_case() {
	cd "$BATS_FILE_TMPDIR" || return
}

# equal NAME ARG…: exit code, stdout, stderr and quarantine do not depend on threads.
equal() {
	name=$1
	shift
	for t in 1 2 3 7; do
		rm -f q
		status=0
		lnds-convert -t $t --quarantine q "$@" >"$name".$t 2>"$name".$t.err || status=$?
		echo "$status" >>"$name".$t
		[ ! -e q ] || cat q >>"$name".$t
		cmp "$name".1 "$name".$t
		cmp "$name".1.err "$name".$t.err
	done
}

@test "threads 1, 2, 3, 7: a table with quoted line ends" {
	equal csv good.csv
	equal tojson --to ndjson good.csv
	equal columns --columns note,id good.csv
}

@test "threads 1, 2, 3, 7: quarantine in input order" {
	equal quarantine bad.csv
	[ "$(grep -c '"id":"missing-cell"\|"id":"extra-cell"' quarantine.1)" = 2 ]
}

@test "threads 1, 2, 3, 7: a failure leaves the same bytes on stdout" {
	for t in 1 2 3 7; do
		status=0
		lnds-convert -t $t bad.csv >fail.$t 2>fail.$t.err || status=$?
		[ "$status" = 3 ]
		cmp fail.1 fail.$t
		cmp fail.1.err fail.$t.err
	done
	[ -s fail.1 ]
}

@test "threads 1, 2, 3, 7: NDJSON that gains keys on its way" {
	equal keys keys.ndjson
}

@test "threads: several operands, bad ones among them" {
	equal operands good.csv bad.csv good.csv
}

@test "kernels: scalar, SSE2, AVX2 and what this machine has give the same bytes" {
	for f in good.csv bad.csv keys.ndjson; do
		status=0
		LNDS_CPU=scalar lnds-convert --on-error skip $f >want 2>want.err || status=$?
		for cpu in sse2 avx2 avx512; do
			other=0
			LNDS_CPU=$cpu lnds-convert --on-error skip $f >other 2>other.err || other=$?
			[ "$other" = "$status" ]
			cmp want other
			cmp want.err other.err
		done
	done
}

@test "shards 1, 2, 3, 7, 16 concatenate to the whole" {
	lnds-convert good.csv >whole
	for n in 1 2 3 7 16; do
		for i in $(seq 0 $((n - 1))); do
			lnds-convert --shard "$i/$n" -t 2 good.csv
		done >parts
		cmp whole parts
	done
}

@test "more shards than records" {
	printf 'a,b\n"1\n",2\n3,4' >tiny.csv
	lnds-convert tiny.csv >whole
	for i in $(seq 0 29); do lnds-convert --shard "$i/30" tiny.csv; done >parts
	cmp whole parts
}

@test "lnds-synth persons does not depend on threads" {
	lnds-synth persons -n 30000 --seed 7 -t 1 >persons.1
	for t in 2 3 7; do
		lnds-synth persons -n 30000 --seed 7 -t $t | cmp persons.1 -
	done
}
