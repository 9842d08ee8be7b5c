# lnds-synth persons with threads: the thread sanitizer runs this too.

load ../lib

@test "the same bytes for every number of threads" {
	lnds-synth persons -n 40000 -t 1 >one
	for t in 0 2 7; do
		lnds-synth persons -n 40000 -t $t | cmp - one
	done
	lnds-synth persons -n 40000 --to ndjson -t 1 >one
	lnds-synth persons -n 40000 --to ndjson -t 7 | cmp - one
}
