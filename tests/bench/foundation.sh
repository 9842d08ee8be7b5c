# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034
# The bars of the stream engine: CSV and NDJSON to spans, lnds-convert, reports, threads,
# memory, start, persons.

spans() {
	for kind in d0 d1 d2; do
		f=$(input $kind)
		LNDS_CPU=sse2 kernels 4× – "$bench/spans" csv "$f" "CSV to spans, $kind, SSE2"
		kernels 4× 6× "$bench/spans" csv "$f" "CSV to spans, $kind"
	done
	f=$(input pipe)
	kernels 0.6× 0.9× "$bench/spans" csv "$f" 'CSV to spans, 5" pipe in each row'
	kernels 15× 30× "$bench/spans" ndjson "$(input j0)" 'NDJSON to spans, j0'
}

convert() {
	unit=MB amount=$(bytes "$(input d0)")
	set -- "$bin/lnds-convert" -t 1
	have mlr && versus 'lnds-convert, d0' 'mlr --csv cat' 12× 30× \
		"$@" "$(input d0)" ::: mlr --csv cat "$(input d0)"
	versus 'lnds-convert, d0' 'wc -l' – 0.67× "$@" "$(input d0)" ::: wc -l "$(input d0)"
	have mlr && versus 'lnds-convert --to ndjson, d0' 'mlr --icsv --ojsonl cat' 12× 30× \
		"$@" --to ndjson "$(input d0)" ::: mlr --icsv --ojsonl cat "$(input d0)"
	amount=$(bytes "$(input j0)")
	have jq && versus 'lnds-convert, j0' 'jq -c .' 30× 80× \
		"$@" "$(input j0)" ::: jq -c . "$(input j0)"
}

# The CPU time that --report adds, against openssl over the same bytes in and out.
report() {
	f=$(input d0)
	timed 1 "$bin/lnds-convert" -t 1 --report "$dir/report.json" "$f" ::: \
		"$bin/lnds-convert" -t 1 "$f" || return 0
	added=$(calc "$ours - $peer" %.6f)
	timed 1 openssl dgst -sha256 "$f" "$f" ::: true || return 0
	row 'CPU added by --report, d0' 'openssl dgst -sha256 of both' \
		"$(calc "$added" '%.2f s')" "$(calc "$ours" '%.2f s')" \
		"$(calc "$added / $ours" '%.2f×')" '≤ 1.2×' '≤ 1.05×'
}

threads() {
	f=$(input d0)
	timed 2 "$bench/sha_cells" 2 "$f" ::: "$bench/sha_cells" 1 "$f" || return 0
	row 'SHA-256 of each cell, wall, 2 workers' '1 worker' "$(calc "$ours" '%.2f s')" \
		"$(calc "$peer" '%.2f s')" "$(calc "$peer / $ours" '%.2f×')" 1.6× 1.9×
}

# Peak memory over a pipe, a short stream and one ten times as long.
memory() {
	rows=1000000
	[ -z "$long" ] || rows=14000000
	for n in "$rows" "${rows}0"; do
		rm -f "$dir/pipe"
		mkfifo "$dir/pipe"
		"$bin/lnds-synth" persons -n "$n" >"$dir/pipe" 2>/dev/null &
		"$bench/cputime" -r 1 -i "$dir/pipe" "$bin/lnds-convert" -t 2 >"$dir/rss.$n"
		wait $!
	done
	ours=$(awk '{ print $3 }' "$dir/rss.${rows}0") peer=$(awk '{ print $3 }' "$dir/rss.$rows")
	row "peak RSS, ${rows}0 rows, -t 2" "the same, $rows rows" \
		"$(calc "$ours / 1024" '%.1f MiB')" "$(calc "$peer / 1024" '%.1f MiB')" \
		"$(calc "($ours - $peer) / 1024" '%+.2f MiB')" '± 1 MiB, ≤ 16 MiB' '8 MiB'
}

startup() {
	have hyperfine || return 0
	printf 'a,b\n1,2\n3,4\n' >"$dir/three.csv"
	printf '{"a":1}\n{"a":2}\n{"a":3}\n' >"$dir/three.ndjson"
	hyperfine -N -w 20 -r 200 --export-csv "$dir/start" "$bin/lnds-convert $dir/three.csv" \
		"jq -c . $dir/three.ndjson" >/dev/null 2>&1 || return 0
	ours=$(awk -F, 'NR == 2 { print $(NF - 4) * 1000 }' "$dir/start")
	peer=$(awk -F, 'NR == 3 { print $(NF - 4) * 1000 }' "$dir/start")
	row 'three lines, wall' 'jq -c .' "$(calc "$ours" '%.2f ms')" \
		"$(calc "$peer" '%.2f ms')" "$(calc "$ours / $peer" '%.2f×')" '≤ 1×' '2 ms'
}

# Persons a second, against three fields a person of Debian's python3-fake-factory.
persons() {
	/usr/bin/python3 -c 'import faker' 2>/dev/null || {
		echo "bench: python3-fake-factory is not installed: its row is left out" >&2
		return 0
	}
	rows=$((size * 14000)) few=10000
	timed 1 "$bin/lnds-synth" persons -t 1 -n "$rows" ::: /usr/bin/python3 \
		tests/bench/peers/fake_factory.py "$few" || return 0
	made=$("$bin/lnds-synth" persons -n "$rows" 2>/dev/null | wc -c)
	row 'lnds-synth persons, lu' 'python3-fake-factory, three fields' \
		"$(calc "$rows / $ours / 1e6" '%.2f M rows/s'), $(calc \
			"$made / $ours / 1e6" '%.0f MB/s')" \
		"$(calc "$few / $peer" '%.0f rows/s')" \
		"$(calc "($rows / $ours) / ($few / $peer)" '%.0f×')" 300× '600 MB/s'
}

spans
convert
report
threads
memory
startup
persons
