# What several threads of lnds-link do at once; for the thread sanitizer, too.

load ../lib
load codes
load drawn

@test "match: one thread, two, seven; to a run, to text, by parts" {
	drawn a 9000 >a.ndjson
	drawn b 5000 >b.ndjson
	lnds-link plan -t 2 --threshold 0.9 --sample 500 a.ndjson b.ndjson -o plan.json
	match() { lnds-link match --plan plan.json "$@" a.ndjson b.ndjson; }
	match -t 1 -o want.run
	match -t 1 --to csv -o want.csv
	for t in 2 7; do
		match -t $t -o got.run
		cmp want.run got.run
		match -t $t --to csv | cmp want.csv -
		match -t $t --memory 1 --work work$t -o got.run
		cmp want.run got.run
		match -t $t --work work$t | cmp want.run -
	done
}
