# SPDX-License-Identifier: GPL-3.0-or-later
# Helpers of the command line tests; every .bats file begins with `load ../lib`.
#
# LNDS_BIN is the folder of the built programs (it is put first in PATH), LNDS_TOP the
# source tree, LNDS_SHARED the folder of shared data (may be missing). Each test runs in
# an empty folder of its own.

bats_require_minimum_version 1.5.0

setup() {
	PATH=$LNDS_BIN:$PATH
	cd "$BATS_TEST_TMPDIR" || return 1
	if declare -F setup_case >/dev/null; then
		setup_case
	fi
}

# run3 CODE COMMAND…: runs it with stdout in $output and stderr in $stderr; fails unless it
# ends with CODE. stdin is the caller's: give < /dev/null where the program would read it.
run3() {
	local want=$1
	shift
	run --separate-stderr "$@"
	if [ "$status" -ne "$want" ]; then
		printf 'exit %s, wanted %s: %s\nstdout: %s\nstderr: %s\n' "$status" "$want" \
			"$*" "$output" "$stderr"
		return 1
	fi
}

# fails CODE MESSAGE HINT COMMAND…: it ends with CODE, prints nothing on stdout and exactly
# "PROG: MESSAGE" and "PROG: hint: HINT" on stderr (HINT '' for none).
fails() {
	local want=$1 message=$2 hint=$3 prog expected
	shift 3
	prog=$(basename "$1")
	run3 "$want" "$@" </dev/null
	expected="$prog: $message"
	[ -z "$hint" ] || expected+=$'\n'"$prog: hint: $hint"
	same "$expected" "$stderr"
	same '' "$output"
}

# same EXPECTED ACTUAL: equal texts, or a difference that can be read.
same() {
	if [ "$1" != "$2" ]; then
		printf -- '--- expected\n%s\n--- actual\n%s\n' "$1" "$2"
		return 1
	fi
}

# like PATTERN ACTUAL: the text matches an extended regular expression.
like() {
	if ! [[ $2 =~ $1 ]]; then
		printf -- '--- expected to match\n%s\n--- actual\n%s\n' "$1" "$2"
		return 1
	fi
}

# need_shared PATH: skips the test, saying so, unless this is in the shared data.
need_shared() {
	if [ ! -e "$LNDS_SHARED/$1" ]; then
		skip "no shared data: $LNDS_SHARED/$1"
	fi
}

# no_leftovers: no temporary file of an atomic output stands in the current folder.
no_leftovers() {
	local left
	left=$(find . -name '.*.??????' -type f)
	same '' "$left"
}

# one_message PROG [PATTERN]: the file err holds one line `PROG: …`, which matches, perhaps a
# hint and warnings, and nothing else.
one_message() {
	[ "$(grep -vc ': hint: \|: warning: ' err)" = 1 ]
	[ "$(grep -c ': hint: ' err)" -le 1 ]
	grep -v ': hint: \|: warning: ' err | grep -q "^$1: .*${2:-}"
}

# ends CODE COMMAND…: it ends with CODE and one message; stdout is in out, stderr in err.
ends() {
	local want=$1 code=0
	shift
	"$@" >out 2>err || code=$?
	same "$want" "$code"
	one_message "$(basename "$1")"
}

# eventually COMMAND…: waits up to ten seconds until it succeeds.
eventually() {
	for _ in $(seq 200); do
		"$@" && return
		sleep 0.05
	done
	echo "never came true: $*"
	return 1
}
