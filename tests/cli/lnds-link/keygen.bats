# Keys: their form, what is refused, and that nothing is ever overwritten.

load ../lib

setup_case() {
	umask 022
}

payload() {
	sed -n 's/^key //p' "$1" | base64 -d | xxd -p | tr -d '\n'
}

@test "a project key holds 32 random bytes and the project" {
	run3 0 lnds-link keygen --project xborder-25 -o project.key
	same '' "$output$stderr"
	same 600 "$(stat -c %a project.key)"
	same 3 "$(wc -l <project.key)"
	same 'lnds-key v1 link' "$(sed -n 1p project.key)"
	same "$(printf xborder-25 | xxd -p)" "$(payload project.key | cut -c65-)"
	lnds-link keygen --project xborder-25 -o other.key
	[ "$(payload project.key)" != "$(payload other.key)" ]
}

@test "keys of tags and runs hold 32 bytes and are of another kind" {
	for type in tag run; do
		run3 0 lnds-link keygen --type $type -o $type.key
		same "lnds-key v1 link-$type" "$(sed -n 1p $type.key)"
		same 64 "$(payload $type.key | wc -c)"
		run3 0 lnds-link keygen --project x --type $type -o x.$type.key
	done
}

@test "to a pipe, and sealed" {
	lnds-link keygen --project a | grep -q '^lnds-key v1 link$'
	umask 077
	echo 'four words or more' >pass
	run3 0 lnds-link keygen --project a --pass-file pass -o sealed.key
	same 'age-encryption.org/v1' "$(head -n 1 sealed.key)"
	same 600 "$(stat -c %a sealed.key)"
	echo short >pass
	run3 4 lnds-link keygen --project a --pass-file pass -o s2.key
	[ ! -e s2.key ]
}

@test "an existing file is never overwritten" {
	lnds-link keygen --project a -o a.key
	cp a.key keep
	run3 2 lnds-link keygen --project a -o a.key
	like "a.key" "$stderr"
	cmp keep a.key
	no_leftovers
}

@test "what is refused" {
	fails 2 'no project is named' 'give --project NAME: all holders use one key' \
		lnds-link keygen -o a.key
	for name in '' A a_b -a 'a b' é "$(printf 'a%.0s' {1..64})"; do
		fails 2 '--project is no name of a project' \
			"a-z, 0-9 and '-', first no '-', at most 63" \
			lnds-link keygen --project="$name" -o a.key
	done
	run3 0 lnds-link keygen --project "$(printf 'a%.0s' {1..63})" -o long.key
	fails 2 'keygen makes its own key' '-o FILE names it; --pass-file F seals it' \
		lnds-link keygen --project a --key-file long.key -o a.key
	fails 2 '--to: this output has one form' 'leave --to out' \
		lnds-link keygen --project a --to csv
	run3 2 lnds-link keygen --project a --type tags
	[ ! -e a.key ]
}

@test "a terminal gets no key" {
	command -v script >/dev/null || skip 'no script(1)'
	for more in '' '-o -' '--type tag --output=-'; do
		run script -qec "lnds-link keygen --project a $more" /dev/null
		same 2 "$status"
		like 'a key is not written to a terminal' "$output"
		[[ $output != *lnds-key* ]]
	done
	lnds-link keygen --project a -o - | grep -q '^lnds-key v1 link$'
}
