# Commands of two words: what is said where one of them is missing or misspelt.

load ../lib

@test "a second word is missing or unknown" {
	run3 2 lnds-pseudo project
	same "lnds-pseudo: 'project' needs one more word" "${stderr_lines[0]}"
	like '^lnds-pseudo: hint: one of .*list' "${stderr_lines[1]}"
	run3 2 lnds-pseudo project --home office
	same "lnds-pseudo: 'project' needs one more word" "${stderr_lines[0]}"
	run3 2 lnds-pseudo project frobnicate
	same "lnds-pseudo: 'project' needs one more word" "${stderr_lines[0]}"
}

@test "either word misspelt" {
	fails 2 "unknown command 'project lst'" "did you mean 'project list'?" \
		lnds-pseudo project lst --home office
	fails 2 "unknown command 'projct list'" "did you mean 'project list'?" \
		lnds-pseudo projct list
	fails 2 "unknown command 'inti'" "did you mean 'init'?" lnds-pseudo inti office
	fails 2 "unknown command 'frob'" '-h lists the commands' lnds-pseudo frob
}
