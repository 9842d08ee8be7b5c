# A matching that is killed, stopped or damaged goes on where it was, to the same bytes.

load ../lib
load codes
load drawn

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	PATH=$LNDS_BIN:$PATH
	drawn a 60000 >a.ndjson
	drawn b 60000 >b.ndjson
	lnds-link plan --threshold 0.9 --sample 100 a.ndjson b.ndjson -o plan.json
	match a.ndjson b.ndjson -o want.run
}

match() { lnds-link match --plan plan.json "$@"; }

setup_case() {
	ln -s "$BATS_FILE_TMPDIR"/* .
}

parts() { find work -name 'u*.run' | wc -l; }

has_part() { compgen -G 'work/u*.run' >/dev/null; }

# begun SIGNAL: begins a slow matching and sends it the signal once a part is there.
begun() {
	local code=0
	lnds-link match --plan plan.json -t 1 --work work a.ndjson b.ndjson -o got.run 2>err &
	while kill -0 $! && ! has_part; do
		sleep 0.02
	done
	kill -"$1" $!
	wait $! || code=$?
	echo $code
}

@test "parts are kept and taken again" {
	match --work work a.ndjson b.ndjson -o got.run
	cmp want.run got.run
	[ "$(parts)" -ge 2 ]
	same 600 "$(stat -c %a work/u0-*.run)"
	run3 0 match -v --work work a.ndjson b.ndjson -o again.run
	cmp want.run again.run
	like "$(parts) batches were there already" "$stderr"
	# In any number of threads, and with little memory.
	rm work/u0-*.run
	match -t 3 --memory 1 --work work a.ndjson b.ndjson -o again.run
	cmp want.run again.run
}

@test "killed in the middle, it goes on" {
	same 137 "$(begun KILL)"
	[ ! -e got.run ]
	n=$(parts)
	run3 0 match -v --work work a.ndjson b.ndjson -o got.run
	like "$n batches were there already" "$stderr"
	[ "$(parts)" -gt "$n" ]
	cmp want.run got.run
}

@test "SIGTERM and SIGINT: the batch in hand is finished, the end is 7" {
	for signal in TERM HUP; do
		rm -rf work
		same 7 "$(begun $signal)"
		grep -qx 'lnds-link: interrupted: [0-9]* of 225 units are done' err
		grep -qx 'lnds-link: hint: the same command goes on from there' err
		[ ! -e got.run ]
		same '' "$(find . work -name '.*.??????')"
		n=$(parts) # more than one unless the signal came between two batches
		[ "$n" -ge 1 ]
		run3 0 match -v --work work a.ndjson b.ndjson -o got2.run
		like "$n batches were there already" "$stderr"
		cmp want.run got2.run
	done
}

@test "without a work directory a signal ends it as any program" {
	lnds-link match --plan plan.json -t 1 --isa scalar a.ndjson b.ndjson -o got.run 2>err &
	sleep 0.5
	kill -TERM $!
	code=0
	wait $! || code=$?
	same 143 $code
	[ ! -e got.run ]
	no_leftovers
}

@test "damaged and foreign parts are made again" {
	match --work work a.ndjson b.ndjson -o got.run
	first=$(echo work/u0-*.run)
	printf x | dd of="$first" bs=1 seek=100 conv=notrunc status=none
	run3 0 match --work work a.ndjson b.ndjson -o got.run
	cmp want.run got.run
	like 'batches of the work directory made again, damaged or of another plan: 1' \
		"$stderr"
	run3 0 match --work work a.ndjson b.ndjson -o got.run
	same '' "$stderr"
	cp "$(find work -name 'u*.run' ! -name 'u0-*' | head -n 1)" keep.run
	for what in want.run keep.run; do # a run, but not that of these units
		cat $what >"$first"
		run3 0 match --work work a.ndjson b.ndjson -o got.run
		like 'made again' "$stderr"
		cmp want.run got.run
	done
	truncate -s 0 "$first"
	run3 0 match --work work a.ndjson b.ndjson -o got.run
	cmp want.run got.run
	lnds-link plan --threshold 0.95 --sample 100 a.ndjson b.ndjson -o plan95.json
	run3 0 lnds-link match --plan plan95.json --work work a.ndjson b.ndjson -o other.run
	lnds-link match --plan plan95.json a.ndjson b.ndjson | cmp other.run -
}

@test "shards share a work directory" {
	for i in 0 1; do
		match --work work --shard $i/2 a.ndjson b.ndjson -o p$i.run
	done
	lnds-link merge p0.run p1.run | cmp want.run -
	match -v --work work --shard 1/2 a.ndjson b.ndjson -o p1.run 2>err
	grep -q 'batches were there already' err
	lnds-link merge p0.run p1.run | cmp want.run -
}

@test "a work directory that cannot be one" {
	echo x >work
	run3 5 match --work work a.ndjson b.ndjson -o got.run
	run3 5 match --work absent/work a.ndjson b.ndjson -o got.run
	[ ! -e got.run ]
}
