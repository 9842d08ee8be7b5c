# Shards of a matching put together: the bytes of one run, and nothing that does not fit.

load ../lib
load codes
load drawn

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	PATH=$LNDS_BIN:$PATH
	drawn a 20000 >a.ndjson
	drawn b 13000 >b.ndjson
	match a.ndjson b.ndjson -o whole.run
	for i in 0 1 2; do
		match --shard $i/3 a.ndjson b.ndjson -o p$i.run
	done
}

match() { lnds-link match --threshold 0.9 --sample 100 "$@"; }

setup_case() {
	cp "$BATS_FILE_TMPDIR"/* .
}

@test "three shards are the whole, in any order and through a pipe" {
	run3 0 lnds-link merge p0.run p1.run p2.run -o got.run
	same '' "$output$stderr"
	cmp whole.run got.run
	lnds-link merge p2.run p0.run p1.run | cmp whole.run -
	lnds-link merge p1.run p0.run - <p2.run | cmp whole.run -
	lnds-link merge whole.run | cmp whole.run -
}

@test "two shards, seven, and more than there are units" {
	for n in 2 7 30; do
		for ((i = 0; i < n; i++)); do
			match -t $((i % 3 + 1)) --shard $i/$n a.ndjson b.ndjson -o q$i.run
		done
		lnds-link merge q*.run -o got.run
		cmp whole.run got.run
		rm q*.run
	done
}

@test "shards under blocking, of three files, within one" {
	drawn c 3000 5 >c.ndjson
	drawn a 9000 5 >a.ndjson
	drawn b 6000 5 >b.ndjson
	for kind in '--blocked a.ndjson b.ndjson' 'a.ndjson b.ndjson c.ndjson' a.ndjson; do
		# shellcheck disable=SC2086
		match $kind -o want.run
		for i in 0 1; do
			# shellcheck disable=SC2086
			match -t 2 --shard $i/2 $kind -o q$i.run
		done
		lnds-link merge q1.run q0.run -o got.run
		cmp want.run got.run
	done
}

@test "missing, doubled and foreign shards are refused" {
	fails 4 'no run has units 0 to 6 of 20' \
		'name all shards, or take what there is by --partial' \
		lnds-link merge p1.run p2.run -o x.run
	fails 4 'no run has units 7 to 12 of 20' \
		'name all shards, or take what there is by --partial' \
		lnds-link merge p2.run p0.run -o x.run
	fails 4 'no run has units 13 to 19 of 20' \
		'name all shards, or take what there is by --partial' \
		lnds-link merge p0.run p1.run -o x.run
	fails 4 "'p1.run' and 'p1.run' both have unit 7" \
		'name each shard of one --shard I/N once' \
		lnds-link merge p0.run p1.run p1.run p2.run -o x.run
	fails 4 "'whole.run' and 'p2.run' both have unit 13" \
		'name each shard of one --shard I/N once' \
		lnds-link merge p2.run whole.run -o x.run
	lnds-link match --threshold 0.91 --shard 2/3 a.ndjson b.ndjson -o other.run
	fails 4 "'p0.run' and 'other.run' are not of one plan" \
		'match all shards with the same --plan' \
		lnds-link merge p0.run p1.run other.run -o x.run
	[ ! -e x.run ]
}

@test "--partial takes what there is" {
	lnds-link merge --partial p0.run p1.run -o x.run
	lnds-link merge x.run p2.run -o got.run
	cmp whole.run got.run
	# A gap makes a run that claims no unit: nothing can be added to it unseen.
	lnds-link merge --partial p0.run p2.run -o gap.run
	run3 4 lnds-link merge gap.run p1.run -o x2.run
	run3 4 lnds-link merge --partial p1.run x.run -o x2.run
	[ ! -e x2.run ]
}

@test "a damaged run is one" {
	for at in 20 200 3000; do
		cp p1.run bad.run
		printf '\377' | dd of=bad.run bs=1 seek=$at conv=notrunc status=none
		run3 6 lnds-link merge p0.run bad.run p2.run -o x.run
		like '^lnds-link: bad.run: ' "$stderr"
	done
	head -c 1000 p1.run >bad.run
	run3 6 lnds-link merge p0.run bad.run p2.run -o x.run
	run3 6 lnds-link merge a.ndjson -o x.run
	like 'this is no run of pairs' "$stderr"
	run3 5 lnds-link merge absent.run -o x.run
	[ ! -e x.run ]
}

@test "a run without pairs is a finding" {
	codes a 3 >a.ndjson
	codes b 1 '.n = 1' >b.ndjson
	jq -c 'if .tag then .c = "AAAAAAAAAAE=" else . end' b.ndjson >c.ndjson
	lnds-link match -q --threshold 1 a.ndjson c.ndjson -o none.run || [ $? = 1 ]
	run3 1 lnds-link merge none.run -o x.run
	same 'lnds-link: warning: no run has a pair' "$stderr"
	cmp none.run x.run
}

@test "the report tells what was read and how many pairs there are" {
	lnds-link merge --report r.json p2.run p0.run p1.run -o got.run
	for f in p0 p1 p2; do
		sha=$(sha256sum <$f.run | cut -d' ' -f1)
		jq -e --arg f $f.run --arg sha "$sha" \
			'any(.inputs[]; .name == $f and .sha256 == $sha)' r.json
	done
	same "$(sha256sum <whole.run | cut -d' ' -f1)" "$(jq -r '.outputs[0].sha256' r.json)"
	same true "$(jq '.read >= .written and .written > 0' r.json)"
}

@test "a terminal gets no run" {
	command -v script >/dev/null || skip 'no script(1)'
	for more in '' ' -o -'; do
		run script -qec "lnds-link merge whole.run$more" /dev/null
		same 2 "$status"
		like 'a run is not written to a terminal' "$output"
	done
}
