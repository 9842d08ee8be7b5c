# SPDX-License-Identifier: GPL-3.0-or-later
# make_log FILE COUNT: a chain of COUNT lines in the form of the format's description, made
# without our programs: printf and sha256sum. The last line's hash is left in $LAST.
make_log() {
	local file=$1 count=$2 prev line i
	prev=$(printf '0%.0s' {1..64})
	: >"$file"
	for ((i = 1; i <= count; i++)); do
		line='{"v":1,"seq":'$i',"prev":"'$prev'","time":"2026-11-21T18:09:'$(printf %02d $((i % 60)))'Z"'
		line+=',"program":"lnds-convert","version":"0.1.0","command":"","exit":0'
		line+=',"in":[{"sha256":null,"bytes":10}],"out":[],"read":1,"written":1,"rejected":0,"key":null}'
		printf '%s\n' "$line" >>"$file"
		prev=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
	done
	LAST=$prev
}
