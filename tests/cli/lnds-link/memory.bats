# Assignment keeps to 64 MiB and 16 bytes a record, however many pairs there are: 10 million
# pairs (160 MB) of two sources of 400 000 records, and of three.
# shellcheck disable=SC2154

load ../lib

# peak KIB COMMAND…: its peak, as wait4 tells it, is at most KIB.
peak() {
	local most=$1 kib
	shift
	kib=$("$LNDS_BIN/../bench/cputime" -r 1 "$@" | awk '{ print $3 }')
	echo "peak of $*: $kib KiB"
	[ "$kib" -le "$most" ]
}

@test "assign streams the pairs of two sources, in every mode" {
	"$LNDS_BIN/../bench/link_pairs" 1e7 400000 2 plan.json pairs.run
	for mode in greedy mutual optimal none; do
		peak $((65536 + 2 * 400000 * 16 / 1024)) \
			lnds-link assign --plan plan.json --mode $mode pairs.run -o links.csv
	done
}

@test "assign streams the pairs of three sources" {
	"$LNDS_BIN/../bench/link_pairs" 1e7 400000 3 plan.json pairs.run
	peak $((65536 + 3 * 400000 * 16 / 1024)) \
		lnds-link assign --plan plan.json pairs.run -o links.csv
}
