# A program that has loaded a key writes files that only their owner can read, whatever the
# umask says.

load ../lib

setup_case() {
	umask 022
	lnds-pseudo init office --project demo --field person=matricule >/dev/null
	lnds-synth persons -n 40 -o export.csv
}

@test "output, report and log are 0600 once a key was loaded" {
	same 644 "$(stat -c %a export.csv)"
	run3 0 lnds-pseudo run --home office -c matricule --report r.json --audit a.ndjson \
		-q -o safe.csv export.csv
	same '600 600 600' "$(stat -c %a safe.csv r.json a.ndjson | paste -sd' ')"
}

@test "report and log name the key by its id, and hold no identifier" {
	run3 0 lnds-pseudo run --home office -c matricule --report r.json --audit a.ndjson \
		-q -o safe.csv export.csv
	like '^[0-9a-f]{16}$' "$(jq -r .key r.json)"
	same "$(jq -r .key r.json)" "$(jq -r .key a.ndjson)"
	cut -d, -f1 export.csv | tail -n +2 >identifiers
	run3 1 grep -F -f identifiers r.json a.ndjson
	run3 0 lnds-audit verify a.ndjson
}
