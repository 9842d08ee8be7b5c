#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# batch: requests to answers in order, what is refused, what is seen of writers meanwhile.
load ../lib

setup_case() {
	lnds-mesh init lux
	lnds-mesh gen --what stations | sed 's/,300$/,3600/' | lnds-mesh stations -S lux --import -
	lnds-mesh gen --step 3600 --days 3 | lnds-mesh ingest -S lux --map wide -
	lnds-mesh compact -S lux
	lnds-mesh gen --what dem >dem.asc
	lnds-mesh grid -S lux lux1524 --dem dem.asc
}

@test "answers are those of the commands" {
	cat >requests <<'END'
{"id":7,"op":"map","param":"temp","start":"2019-01-03","grid":"lux1524"}
{"id":"b","op":"query","param":"temp","start":"2019-01-03","station":["L01","L02"],"by":"day"}
{"op":"cv","param":"temp","start":"2019-01","by":"day","min_cover":0.5,"lapse":"auto"}

{"id":[1,{"x":null}],"op":"cv","param":"temp","start":"2019-01-03","per_station":true,"k":3}
END
	run3 0 lnds-mesh batch -S lux requests
	same '' "$stderr"
	same 4 "${#lines[@]}"
	{
		printf '{"id":7,"ok":true,'
		lnds-mesh map -S lux --param temp --start 2019-01-03 --to ndjson | cut -c2-
	} >want
	same "$(cat want)" "${lines[0]}"
	same '"b" true' "$(jq -r '"\(.id | tojson) \(.ok)"' <<<"${lines[1]}")"
	lnds-mesh query -S lux --param temp --start 2019-01-03 --station L01,L02 --by day --to ndjson >want
	same "$(jq -c . want)" "$(jq -c '.rows[]' <<<"${lines[1]}")"
	lnds-mesh cv -S lux --param temp --start 2019-01 --by day --min-cover 0.5 --lapse auto --to ndjson >want
	same "$(jq -c . want)" "$(jq -c '.rows[]' <<<"${lines[2]}")"
	same null "$(jq .id <<<"${lines[2]}")"
	lnds-mesh cv -S lux --param temp --start 2019-01-03 --per-station --k 3 --to ndjson >want
	same "$(jq -c . want)" "$(jq -c '.rows[]' <<<"${lines[3]}")"
	same '[1,{"x":null}]' "$(jq -c .id <<<"${lines[3]}")"
}

# refused REQUEST ANSWER: after {"id":1,"ok":false,
refused() {
	run3 0 lnds-mesh batch -S lux <<<"$1"
	same "{\"id\":1,\"ok\":false,$2}" "$output"
}

@test "a bad request is answered, and the next one too" {
	refused '{"id":1,"op":"map","param":"tmep","start":"2019"}' \
		'"code":2,"error":"unknown parameter '"'tmep'"'","hint":"temp"'
	refused '{"id":1,"op":"mapp","param":"temp"}' \
		'"code":2,"error":"op is none of query, map, cv","hint":"map"'
	refused '{"id":1,"param":"temp"}' \
		'"code":2,"error":"a request needs a member '"'op'"'","hint":"query, map or cv"'
	refused '{"id":1,"op":"map","params":"temp","start":"2019"}' \
		'"code":2,"error":"unknown member '"'params'"'","hint":"param"'
	refused '{"id":1,"op":"query","param":"temp","start":"2019","k":5}' \
		'"code":2,"error":"'"'k'"' is no member of op query"'
	refused '{"id":1,"op":"map","param":"temp","start":{"a":1}}' \
		'"code":2,"error":"'"'start'"' is a text, a number, or a list of these"'
	refused '{"id":1,"op":"map","param":"temp","start":"2019","scan":1}' \
		'"code":2,"error":"'"'scan'"' is true or false"'
	refused '{"id":1,"op":"map","param":"pres","start":"2019"}' \
		'"code":2,"error":"'"'pres'"' is not mapped: it stands for the height of its station","hint":"pmsl"'
	run3 0 lnds-mesh batch -S lux <<<'{"op":"map","op":"cv"}'
	same '{"id":null,"ok":false,"code":2,"error":"a member stands twice"}' "$output"
	run3 0 lnds-mesh batch -S lux <<<'[1]
{"id":2,"op":"cv","param":"temp","start":"2019-01-03"}'
	same '{"id":null,"ok":false,"code":2,"error":"a request is an object","hint":"{\"op\":\"map\",\"param\":\"temp\",\"start\":\"2023\"}"}' \
		"${lines[0]}"
	same 'true 2' "$(jq -r '"\(.ok) \(.id)"' <<<"${lines[1]}")"
}

@test "what is not JSON ends it, after the answers before" {
	run3 3 lnds-mesh batch -S lux <<<'{"id":1,"op":"cv","param":"temp","start":"2019-01-03"}

{"id":2'
	same 1 "${#lines[@]}"
	same "$(printf '%s\n' 'lnds-mesh: stdin:3: not JSON' \
		'lnds-mesh: hint: a request is a JSON object on a line of its own')" "$stderr"
	run3 2 lnds-mesh batch -S nowhere </dev/null
}

@test "timing is a number of microseconds at the end" {
	run3 0 lnds-mesh batch -S lux --timing <<<'{"id":1,"op":"map","param":"temp","start":"2019-01-03"}
{"id":2,"op":"map","param":"nix","start":"2019-01-03"}'
	like ',"us":[0-9]+}$' "${lines[0]}"
	like '"code":2,.*,"us":[0-9]+}$' "${lines[1]}"
}

@test "answers come when requests pause, with what was written meanwhile" {
	mkfifo in
	lnds-mesh batch -S lux <in >out 3>&- &
	exec 5>in
	echo '{"id":1,"op":"query","param":"temp","start":"2019-01-05","station":"L01","min_cover":0}' >&5
	answered() { [ "$(wc -l <out)" = "$1" ]; }
	eventually answered 1
	sed -n 1p out | jq -e '.ok and ([.rows[].n] | add) == 0'
	printf 'station,time,temp\nL01,2019-01-05T00:00Z,5.5\n' | lnds-mesh ingest -S lux --map wide -
	echo '{"id":2,"op":"query","param":"temp","start":"2019-01-05","station":"L01","min_cover":0}' >&5
	eventually answered 2
	sed -n 2p out | jq -e '.rows[0].mean == 5.5'
	# A station that is new, and a grid.
	printf 'id,name,lat,lon,cadence\nnew,n,49.6,6.1,3600\n' | lnds-mesh stations -S lux --import -
	printf 'station,time,temp\nnew,2019-01-05T00:00Z,7.5\n' | lnds-mesh ingest -S lux --map wide -
	printf 'e,n\n500,500\n1500,500\n' >cells.csv
	lnds-mesh grid -S lux two --cells-from cells.csv
	echo '{"id":3,"op":"map","param":"temp","start":"2019-01-05T00:00Z","end":"2019-01-05T01:00Z","grid":"two","station":"new"}' >&5
	eventually answered 3
	sed -n 3p out | jq -e '.stations == 1 and .values == [7.5, 7.5]'
	exec 5>&-
	wait
}

@test "warnings are said once" {
	rm lux/grid/lux1524.lmg
	for i in 1 2 3; do
		echo '{"op":"map","param":"temp","start":"2019-01-03"}'
	done >requests
	run3 0 lnds-mesh batch -S lux requests
	same 3 "${#lines[@]}"
	same 'lnds-mesh: warning: no cell has an elevation: interpolated without a lapse rate (grid --dem)' \
		"$stderr"
}
