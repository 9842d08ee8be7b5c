# SPDX-License-Identifier: GPL-3.0-or-later
# Canaries through every subcommand of lnds-pseudo, as each role would run it: with what it
# expects, and with an export of persons where a key, token or project file should stand.
# Identifiers may leave by reverse and by quarantine, keys by nothing.
# shellcheck shell=bash disable=SC2154

load ../lib

# tell CODE COMMAND…: it ends so (CODE may be 2|3); what it printed lies in out and err;
# neither err nor any report or log shows a canary or a key. The subcommand is noted.
tell() {
	local want=$1 code=0
	shift
	grep -x -e "$2 $3" -e "$2" commands >>seen
	"$@" >out 2>err </dev/null || code=$?
	[[ $code =~ ^($want)$ ]] || {
		echo "exit $code, wanted $want: $*"
		cat err
		return 1
	}
	quiet err ks/audit.ndjson log.ndjson report.json
}

# quiet FILE…: no canary and no key of ours stands in them.
quiet() {
	local f
	grep -h '^key \|^AGE-SECRET' -r . --include='*.key' --include='*.txt' 2>/dev/null |
		sed 's/^key //' >secrets
	for f in "$@"; do
		[ ! -e "$f" ] || run ! grep -aFf tokens "$f"
		[ ! -e "$f" ] || run ! grep -aFf secrets "$f"
	done
}

@test "every subcommand, rightly and with persons in the wrong place, shows no canary" {
	local key rcp wrong='2|3|4|6' persons=two/a-igss/igss.csv
	local evidence='-v --report report.json --audit log.ndjson'
	lnds-pseudo --dump-options | jq -r 'select(.command).command' | sort -u >commands
	[ "$(wc -l <commands)" -ge 16 ]
	lnds-synth persons --pair two --rows-a 400 --rows-b 300 --overlap 80 --canaries 12
	tr -s ', ' '\n' <two/canaries.txt | awk 'length > 3' | sort -u >tokens
	grep -qFf tokens $persons
	for name in one two; do
		openssl genpkey -algorithm ed25519 -out $name.pem
		openssl pkey -in $name.pem -pubout -out $name.pub
	done
	age-keygen -o holder.txt 2>/dev/null
	chmod 600 ./*.pem holder.txt
	rcp=$(age-keygen -y holder.txt)
	key="--keystore ks --key-file master.key"

	tell 0 lnds-pseudo init office --project small --field person=matricule
	tell 2 lnds-pseudo init two --project small --field person=matricule
	# shellcheck disable=SC2086
	{
		tell 0 lnds-pseudo keystore new ks --key-file master.key
		tell "$wrong" lnds-pseudo keystore new $persons --key-file other.key
		tell 0 lnds-pseudo project new $key --project a --field person=matricule --issuer one.pub
		mv out a.json
		tell 0 lnds-pseudo project new $key --project b --field person=matricule --issuer one.pub
		mv out b.json
		tell 0 lnds-pseudo project new $key --project d --field person=matricule --dual \
			--issuer one.pub --issuer two.pub
		mv out d.json
		tell "$wrong" lnds-pseudo project new $key --project e --field person=matricule --issuer $persons
		tell 0 lnds-pseudo project list $key
		tell 0 lnds-pseudo project show $key a
		tell 0 lnds-pseudo explain --project a.json --ids 1e6
		tell "$wrong" lnds-pseudo explain --project $persons
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project a.json --type psn \
			--recipient "$rcp"
		mv out a.jwt
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project a.json --type psn --at-keystore
		mv out at.jwt
		tell "$wrong" lnds-pseudo token issue --issuer-key one.pem --project $persons --type psn --at-keystore
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project d.json --type psn --at-keystore
		mv out d.jwt
		tell 0 lnds-pseudo token sign --issuer-key two.pem d.jwt
		tell "$wrong" lnds-pseudo token sign --issuer-key two.pem $persons
		tell 0 lnds-pseudo token show a.jwt
		tell "$wrong" lnds-pseudo token show $persons
		tell 0 lnds-pseudo token verify --issuer one.pub a.jwt
		tell "$wrong" lnds-pseudo token verify --issuer one.pub $persons
		tell 0 lnds-pseudo token revoke --issuer-key one.pem --list revoked.jws AAAAAAAAAAAAAAAAAAAAAA
		tell "$wrong" lnds-pseudo token revoke --issuer-key one.pem --list $persons AAAAAAAAAAAAAAAAAAAAAA
		tell 0 lnds-pseudo release $key --token a.jwt --recipient "$rcp"
		mv out a.use.age
		tell "$wrong" lnds-pseudo release $key --token $persons --recipient "$rcp"
		tell 0 lnds-pseudo run --use-key a.use.age --identity holder.txt --issuer one.pub \
			-c matricule --keep nace $evidence $persons
		mv out safe.csv
		quiet safe.csv
		tell "$wrong" lnds-pseudo run --use-key $persons --identity holder.txt --issuer one.pub \
			-c matricule $persons
		tell 0 lnds-pseudo run $key --token at.jwt -c matricule --keep nace $evidence $persons
		quiet out
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project a.json --type rev
		mv out rev.jwt
		tell 0 lnds-pseudo reverse $key --token rev.jwt -c matricule $evidence \
			--reason 'vote 2025-17, incidental' safe.csv
		grep -qaFf tokens out # the way back is one
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project a.json --type rev
		mv out rev.jwt
		tell 6 lnds-pseudo reverse $key --token rev.jwt -c matricule $evidence \
			--reason 'vote 2025-17, incidental' $persons
		quiet out
		tell 0 lnds-pseudo token issue --issuer-key one.pem --project a.json --type sec --target b.json
		mv out sec.jwt
		tell 0 lnds-pseudo rekey $key --token sec.jwt -c matricule $evidence safe.csv
		quiet out
		tell "$wrong" lnds-pseudo rekey $key --token sec.jwt -c matricule $evidence $persons
		quiet out
		tell 0 lnds-pseudo audit $key --show
		quiet out
		tell 0 lnds-pseudo shred $key --project b --confirm b
		tell 2 lnds-pseudo shred $key --project a --confirm b
	}
	# A subcommand that is not here has not been looked at.
	run diff <(sort -u seen) commands
	same '' "$output"
}
