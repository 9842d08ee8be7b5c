# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# lnds-link match and what stands around it: from codes to key files, what a second thread and
# a second shard bring, and with --long a million by a million records: time, growth, and
# its peak against codes, 64 MiB, 16 MiB a thread and --memory.

# shellcheck source=tests/bench/link_codes.sh
. tests/bench/link_codes.sh

# planned N: codes of N records each with a plan at 0.85; sets plan, a and b.
planned() {
	folder=$(codes "$1")
	a=$folder/a.lnc b=$folder/b.lnc plan=$folder/plan.json
	[ -f "$plan" ] || "$bin/lnds-link" plan --threshold 0.85 -o "$plan" "$a" "$b"
}

# from-codes THREADS A B: from codes to key files, in a fresh folder.
cat >"$dir/from-codes" <<END
#!/bin/sh
rm -rf "$dir/out"
exec "$bin/lnds-link" run -q --threshold 0.85 -t "\$1" --out-dir "$dir/out" "\$2" "\$3"
END
# halves PLAN A B: two shards at a time, and their merge.
cat >"$dir/halves" <<END
#!/bin/sh
set -e
for i in 0 1; do
	"$bin/lnds-link" match -q -t 1 --shard \$i/2 --plan "\$1" -o "$dir/half\$i" "\$2" "\$3" &
done
wait
"$bin/lnds-link" merge -q -o "$dir/merged" "$dir/half0" "$dir/half1"
END
chmod +x "$dir/from-codes" "$dir/halves"

# seconds_row MEASURE MINIMUM MOONSHOT COMMAND…: wall seconds.
seconds_row() {
	measure=$1 minimum=$2 moonshot=$3
	shift 3
	"$bench/cputime" -r "$runs" "$@" >"$dir/times" || return 0
	row "$measure" – "$(awk '{ printf "%.1f s", $2 }' "$dir/times")" – – "$minimum" \
		"$moonshot"
}

# against_one MEASURE MINIMUM COMMAND…: wall seconds against one thread.
against_one() {
	measure=$1 minimum=$2
	shift 2
	timed 2 "$@" ::: "$bin/lnds-link" match -q -t 1 --plan "$plan" -o "$dir/one" \
		"$a" "$b" || return 0
	row "$measure" 'one thread' "$(calc "$ours" '%.1f s')" "$(calc "$peer" '%.1f s')" \
		"$(calc "$peer / $ours" '%.2f×')" "$minimum" –
}

planned 100000
seconds_row '100 k × 100 k at 0.85, codes to key files, two threads' '10 s' '4 s' \
	"$dir/from-codes" 2 "$a" "$b"
against_one 'match 100 k × 100 k, two threads' 1.9× \
	"$bin/lnds-link" match -q -t 2 --plan "$plan" -o "$dir/two" "$a" "$b"
against_one 'match 100 k × 100 k, two shards and merge' 1.9× "$dir/halves" "$plan" "$a" "$b"

if [ -n "$long" ]; then
	planned 1000000
	"$bench/cputime" -r 1 "$bin/lnds-link" match -q -t 2 --plan "$plan" \
		-o "$dir/two" "$a" "$b" >"$dir/times"
	row '1 M × 1 M at 0.85, match, two threads' – \
		"$(awk '{ printf "%.0f s", $2 }' "$dir/times")" – – '480 s' '240 s'
	bound=$((($(bytes "$a") + $(bytes "$b")) / 1048576 + 64 + 2 * 16 + 1024))
	row '1 M × 1 M, match, peak RSS' – "$(awk '{ printf "%.0f MiB", $3 / 1024 }' \
		"$dir/times")" – – "$bound MiB" –
else
	echo 'bench: match of 1 M × 1 M needs --long: its rows are left out' >&2
fi
