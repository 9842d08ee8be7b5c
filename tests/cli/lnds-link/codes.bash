# shellcheck shell=bash
# Code files written by hand, for commands that look at tags and manifests alone.

# tag PARTY N: the tag of record N of a party, ascending with N.
tag() { printf '%04x%012x%016x' "$(printf %d "'$1")" "$2" $((($2 * 2654435761) % 4294967296)); }

# manifest PARTY N [JQ]: a manifest, changed by a jq program.
manifest() {
	jq -cn --arg party "$1" --argjson n "$2" '{"bits":64,"blocks":0,"compat":false,
		"encoding":"clk","features":[{"id":"surname","weight":160},
		{"id":"sex","weight":20}],"harden":["fold"],"kcv":"0123456789abcdef",
		"lnds-link":1,n:$n,party:$party,"profile":"eu-1",
		"profile_hash":("ab" * 32),"project":"xborder-25","schema":("0c" * 32),
		"type":"codes"} | '"${3:-.}"
}

# codes PARTY N [JQ]: NDJSON codes of N records, the bits of record i depending on i alone.
codes() {
	local i
	local c=(AQIDBAUGBwg= //8AAAAAAAA= AAAAAAAAAP8= gAGAAYABgAE= AAAAAAAAAAA=)
	manifest "$@"
	for ((i = 0; i < $2; i++)); do
		printf '{"tag":"%s","c":"%s","m":"%x"}\n' "$(tag "$1" $i)" "${c[i % 5]}" \
			$((1 + i % 4 / 2 * 2))
	done
}

# links GROUP SCORE MARGIN CLASS PARTY:N…: the lines of one group.
links() {
	local member group=$1 score=$2 margin=$3 class=$4
	shift 4
	for member; do
		echo "$group,${member%:*},$(tag "${member%:*}" "${member#*:}"),$score,$margin,$class"
	done
}

# stream SEED N: N codes of 384 bits, half of them set, in base64.
stream() {
	openssl enc -aes-128-ctr -K "$(printf %032d "$1")" -iv 00 -in /dev/zero 2>/dev/null |
		head -c $(($2 * 48)) | base64 -w 64
}

# register PARTY [JQ]: codes on stdin, a line each, as a code file; the tag of line i is i.
register() {
	local lines
	mapfile -t lines
	manifest "$1" ${#lines[@]} ".bits=384 | ${2:-.}"
	printf '%s\n' "${lines[@]}" |
		awk '{ printf "{\"tag\":\"%032x\",\"c\":\"%s\",\"m\":\"3\"}\n", NR, $0 }'
}

# two_registers: lu.lnc with 400 persons, de.lnc with 300; line i of lu, up to 150, is line
# 150 + i of de, with four bytes written otherwise.
two_registers() {
	stream 1 400 | register lu >lu.lnc
	{
		stream 2 150
		stream 1 400 | sed -n '1,150s/^...../AAAAA/p'
	} | register de >de.lnc
}
