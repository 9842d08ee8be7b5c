# The command line frame, seen through lnds-audit: commands, help, every refusal of an
# option, operands, verbosity.

load ../lib
load log

setup_case() {
	make_log audit.ndjson 3
}

@test "version" {
	for option in -V --version; do
		run3 0 lnds-audit $option
		like '^lnds-audit [0-9]+\.[0-9]+\.[0-9]+$' "$output"
		run3 0 lnds-audit verify $option
		like '^lnds-audit [0-9]+\.[0-9]+\.[0-9]+$' "$output"
	done
}

@test "-h is one screen on stdout, exit 0" {
	for command in '' verify head; do
		# shellcheck disable=SC2086
		run3 0 lnds-audit $command -h
		like '^usage: lnds-audit ' "$output"
		[ "${#lines[@]}" -le 24 ]
		for line in "${lines[@]}"; do
			[ "${#line}" -le 80 ]
		done
		same '' "$stderr"
	done
}

@test "--help tells every option" {
	run3 0 lnds-audit verify --help
	for option in --anchor --quiet --verbose --help --version -h; do
		like "$option" "$output"
	done
}

@test "help that cannot be written is an error" {
	run3 5 bash -c 'lnds-audit --help > /dev/full'
	like 'cannot write stdout: No space left on device' "$stderr"
}

@test "no command" {
	fails 2 'a command is missing' '-h lists the commands' lnds-audit
}

@test "an unknown command gets the nearest one" {
	fails 2 "unknown command 'verfiy'" "did you mean 'verify'?" lnds-audit verfiy x
	fails 2 "unknown command 'HEAD'" "did you mean 'head'?" lnds-audit HEAD x
	fails 2 "unknown command 'frobnicate'" '-h lists the commands' lnds-audit frobnicate
	fails 2 "a command must come before '-q'" '-h lists the commands' lnds-audit -q verify x
}

@test "an unknown option gets the nearest one" {
	fails 2 "unknown option '--ancor'" "did you mean '--anchor'?" lnds-audit verify --ancor x
	fails 2 "unknown option '--Quiet'" "did you mean '--quiet'?" lnds-audit verify --Quiet
	fails 2 "unknown option '--zzz'" '-h lists the options' lnds-audit verify --zzz
	fails 2 "unknown option '-z'" '-h lists the options' lnds-audit verify -z audit.ndjson
}

@test "an abbreviated option is refused with its full name" {
	fails 2 "option '--anch' is abbreviated" 'write --anchor' lnds-audit verify --anch 1:2 x
	fails 2 "option '--anch' is abbreviated" 'write --anchor' lnds-audit verify --anch=1:2 x
	fails 2 "option '--qui' is abbreviated" 'write --quiet' lnds-audit verify --qui audit.ndjson
	fails 2 "option '--ver' is abbreviated" 'write --verbose or --version' \
		lnds-audit verify --ver audit.ndjson
}

@test "an option of another group or command does not apply" {
	hint='-h lists the options that do'
	fails 2 "option '--output' does not apply to 'verify'" "$hint" lnds-audit verify -o x audit.ndjson
	fails 2 "option '--key-file' does not apply to 'head'" "$hint" lnds-audit head --key-file k x
	fails 2 "option '--threads' does not apply to 'verify'" "$hint" lnds-audit verify -t4 x
	fails 2 "option '--anchor' does not apply to 'head'" "$hint" lnds-audit head --anchor=1:2 x
}

@test "values: missing, unwanted, given twice" {
	fails 2 "option '--anchor' needs a value" 'write --anchor SEQ:HEX' lnds-audit verify audit.ndjson --anchor
	fails 2 "option '--quiet' takes no value" 'write --quiet alone' lnds-audit verify --quiet=yes x
	fails 2 "option '--anchor' given twice" 'keep one of them' \
		lnds-audit verify --anchor 1:2 --anchor 1:2 x
}

@test "operands: missing, too many" {
	fails 2 'operand FILE is missing' 'usage: lnds-audit verify [options] FILE' lnds-audit verify
	fails 2 "one operand too many: 'b'" 'usage: lnds-audit head [options] FILE' lnds-audit head a b
}

@test "no operand and a terminal: the -h text on stderr, exit 2" {
	command -v script || skip "script(1) is not installed"
	run3 2 script -qec 'lnds-audit verify 2>err.txt' /dev/null
	like '^usage: lnds-audit verify' "$(cat err.txt)"
	run3 2 script -qec 'lnds-audit 2>err.txt' /dev/null
	like '^usage: lnds-audit COMMAND' "$(cat err.txt)"
}

@test "options after operands, and -- before them" {
	run3 0 lnds-audit head audit.ndjson -q
	POSIXLY_CORRECT=1 run3 0 lnds-audit head audit.ndjson -q
	cp audit.ndjson ./-q
	run3 0 lnds-audit head -- -q
	like '^3:' "$output"
}

@test "-v ends with wall, CPU and peak memory" {
	run3 0 lnds-audit verify -v audit.ndjson
	like '^lnds-audit: wall [0-9]+\.[0-9]{3} s, CPU [0-9]+\.[0-9]{3} s, peak RSS [0-9]+\.[0-9] MiB$' "$stderr"
}

@test "control bytes of a name never reach the terminal" {
	run3 5 lnds-audit head $'a\033[31mb\nc'
	like "'a\?\[31mb\?c'" "$stderr"
	run3 5 lnds-audit head $'a\u009b31m\233é'
	like "'a\?\?31m\?é'" "$stderr"
}

@test "the tables are printed as NDJSON" {
	run3 0 bash -c 'lnds-audit --dump-options | jq -c "select(.long == \"anchor\") | [.program, .command, .arg]"'
	same '["lnds-audit","verify","SEQ:HEX"]' "$output"
}
