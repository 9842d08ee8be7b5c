# shellcheck shell=bash
# Code files of any size with scores of all kinds, drawn from the numbers of records.

# drawn PARTY N [KEYS]: NDJSON codes of N records, 64 bits each. Record i of any two parties
# is the same person, its code a little changed; with KEYS also two block keys of which one
# takes KEYS values and is missing now and then.
drawn() {
	manifest "$1" "$2" ".blocks = $((${3:-0} ? 2 : 0))"
	awk -v party="$1" -v n="$2" -v keys="${3:-0}" '
	function draw(k) { # below k
		state = (state * 1103515245 + 12345) % 2147483648
		return int(state / 65536) % k
	}
	BEGIN {
		abc = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
		end = "AEIMQUYcgkosw048"
		for (i = 0; i < n; i++) {
			state = i * 2654435 + 1
			for (k = 0; k < 5; k++)
				draw(1)
			code = ""
			for (k = 0; k < 10; k++)
				code = code substr(abc, draw(64) + 1, 1)
			key = draw(keys + 1)
			second = draw(50) + 1
			last = substr(end, draw(16) + 1, 1)
			state = state + 77 * index(abc, toupper(substr(party, 1, 1)))
			if (draw(3) == 0)
				last = substr(end, draw(16) + 1, 1)
			printf "{\"tag\":\"%032x\",\"c\":\"%s%s=\",\"m\":\"%x\"", i * 3 + 1, code, last, draw(8) ? 3 : 1
			if (keys)
				printf ",\"b\":[%s,\"%016x\"]", key ? sprintf("\"%016x\"", key) : "null", second
			print "}"
		}
	}'
}
