# --report and --audit: what they hold, that hashes are those of sha256sum, that they are
# written on failure too, and that no value gets into them.

load ../lib

setup_case() {
	printf 'id,name\n007,Weber\n008,Klein\n009,Thill\n' >p.csv
	printf 'id;name\r\n1;M\374ller\r\n' >latin.csv
}

sum() {
	sha256sum "$1" | cut -d' ' -f1
}

@test "report: one object with all members, in order" {
	run3 0 lnds-convert --report r.json -t 2 --to ndjson -o out.ndjson p.csv
	[ "$(wc -l <r.json)" = 1 ]
	same 'program version command exit options inputs outputs read written rejected dropped skipped_blank reasons key threads cpu wall_ms cpu_ms peak_rss_kib' \
		"$(jq -r 'keys_unsorted | join(" ")' r.json)"
	same '["lnds-convert",0,3,3,0,2]' \
		"$(jq -c '[.program, .exit, .read, .written, .rejected, .threads]' r.json)"
	same "{\"name\":\"p.csv\",\"format\":\"csv\",\"bytes\":$(stat -c %s p.csv),\"sha256\":\"$(sum p.csv)\",\"records\":3}" \
		"$(jq -c '.inputs[0]' r.json)"
	same "{\"name\":\"out.ndjson\",\"bytes\":$(stat -c %s out.ndjson),\"sha256\":\"$(sum out.ndjson)\"}" \
		"$(jq -c '.outputs[0]' r.json)"
	same '"ndjson"' "$(jq -c '.options.to' r.json)"
	no_leftovers
}

@test "report: options as they took effect" {
	run3 0 lnds-convert --report r.json -d ';' --null NA --null - --header a,b --shard 0/2 \
		--max-record 1K -o out.csv latin.csv --encoding latin1
	same '[";",["NA","-"],["a","b"],"0/2",1024,"latin1",null,false]' \
		"$(jq -c '.options | [.delimiter, .null, .header, .shard, ."max-record", .encoding, .quarantine, .quiet]' r.json)"
}

@test "report: hashes are those of the bytes as read and written" {
	zstd -q p.csv
	run3 0 bash -c 'cat latin.csv | lnds-convert --report r.json -d ";" --encoding latin1 > out.csv'
	same "$(sum latin.csv)" "$(jq -r '.inputs[0].sha256' r.json)"
	same "$(sum out.csv)" "$(jq -r '.outputs[0].sha256' r.json)"
	same stdin "$(jq -r '.inputs[0].name' r.json)"
	run3 0 lnds-convert --report r.json p.csv p.csv.zst -o both.csv
	same "$(sum p.csv) $(sum p.csv.zst)" "$(jq -r '[.inputs[].sha256] | join(" ")' r.json)"
	same "$(sum both.csv)" "$(jq -r '.outputs[0].sha256' r.json)"
}

@test "report: equal for every number of threads but for threads and times" {
	lnds-synth persons -n 20000 -o big.csv
	for t in 1 2 7; do
		lnds-convert --report r$t.json -t $t -o out$t.csv big.csv
		jq -c '[.inputs, .outputs[].sha256, .read, .written]' r$t.json >s$t
	done
	cmp s1 s2
	cmp s1 s7
}

@test "report: written on failure too, with the reasons" {
	printf 'id,name\n1,2,3\n1\n1,2\n' >bad.csv
	run3 3 lnds-convert --report r.json -o out.csv bad.csv
	same 3 "$(jq .exit r.json)"
	[ ! -e out.csv ]
	run3 0 lnds-convert --report r.json --on-error skip -o out.csv bad.csv
	same '[3,1,2,{"extra-cell":1,"missing-cell":1}]' \
		"$(jq -c '[.read, .written, .rejected, .reasons]' r.json)"
	run3 5 lnds-convert --report r.json nowhere.csv
	same 5 "$(jq .exit r.json)"
}

@test "report: a name that is not UTF-8 still gives JSON" {
	cp p.csv $'p\377.csv'
	run3 0 lnds-convert --report r.json $'p\377.csv' -o out.csv
	same 'p�.csv' "$(jq -r '.inputs[0].name' r.json)"
}

@test "report: a folder that is not there is told before any work" {
	run3 5 lnds-convert --report no/r.json p.csv
	like "^lnds-convert: .*'no/r.json'" "$stderr"
	same '' "$output"
}

@test "audit: lines that verify, in the order of the format" {
	run3 0 lnds-convert --audit a.ndjson -o out.csv p.csv
	run3 0 lnds-convert --audit a.ndjson -o out2.csv p.csv
	run3 0 lnds-audit verify a.ndjson
	like '^a.ndjson: 2 runs, chain unbroken' "$output"
	same 'v seq prev time program version command exit in out read written rejected key' \
		"$(jq -r 'keys_unsorted | join(" ")' a.ndjson | sort -u)"
	same "[{\"sha256\":\"$(sum p.csv)\",\"bytes\":$(stat -c %s p.csv)}]" "$(head -n 1 a.ndjson | jq -c .in)"
	same "[{\"sha256\":\"$(sum out.csv)\",\"bytes\":$(stat -c %s out.csv)}]" \
		"$(head -n 1 a.ndjson | jq -c .out)"
	same '[0,3,3,0,null]' "$(head -n 1 a.ndjson | jq -c '[.exit, .read, .written, .rejected, .key]')"
	same 600 "$(stat -c %a a.ndjson)"
}

@test "audit: SOURCE_DATE_EPOCH is its time" {
	SOURCE_DATE_EPOCH=1795284543 run3 0 lnds-convert --audit a.ndjson -o out.csv p.csv
	same '2026-11-21T18:09:03Z' "$(jq -r .time a.ndjson)"
}

@test "audit: failed runs are written, usage errors are not" {
	printf 'id\n1,2\n' >bad.csv
	run3 3 lnds-convert --audit a.ndjson -o out.csv bad.csv
	run3 2 lnds-convert --audit a.ndjson --columns nothing -o out.csv p.csv
	run3 2 lnds-convert --audit a.ndjson --frm csv p.csv
	same '3' "$(jq -c .exit a.ndjson)"
	same '[]' "$(jq -c .out a.ndjson)"
	run3 0 lnds-audit verify a.ndjson
}

@test "audit: runs at the same time make one chain" {
	for i in {1..12}; do
		lnds-convert --audit a.ndjson -o "out$i.csv" p.csv &
	done
	wait
	run3 0 lnds-audit verify a.ndjson
	like '^a.ndjson: 12 runs, chain unbroken' "$output"
}

@test "audit: a torn log stops the run before there is an output" {
	lnds-convert --audit a.ndjson -o out.csv p.csv
	rm out.csv
	printf '{"v":1' >>a.ndjson
	cp a.ndjson before
	run3 6 lnds-convert --audit a.ndjson -o out.csv p.csv
	like '^lnds-convert: a.ndjson:2: line is torn' "$stderr"
	[ ! -e out.csv ]
	cmp before a.ndjson
	no_leftovers
}

@test "audit: what is no log file is told before any work" {
	fails 2 "--audit: '/dev/null' is no file" 'a log is read back before it is continued' \
		lnds-convert --audit /dev/null p.csv
	run3 5 lnds-convert --audit no/a.ndjson -o out.csv p.csv
	like "^lnds-convert: cannot create 'no/a.ndjson'" "$stderr"
	[ ! -e out.csv ]
	many=()
	for _ in {1..65}; do many+=(p.csv); done
	fails 2 '--audit: a line holds at most 64 inputs, not 65' 'name fewer files in one run' \
		lnds-convert --audit a.ndjson "${many[@]}"
}

@test "a value gets into no message, report or line" {
	printf 'id,name\nCANARY1,CANARY2\nCANARY3,CANARY4,CANARY5\n"CANARY6"CANARY7,CANARY8\n' >c.csv
	printf 'CANARY9,\377CANARY\n' >>c.csv
	for policy in fail skip; do
		run --separate-stderr lnds-convert --on-error $policy --report r.json --audit a.ndjson \
			-v -o out.csv c.csv
		printf '%s\n' "$stderr" >>messages
		cat r.json >>messages
	done
	[ -s messages ]
	run3 1 grep -h CANARY messages a.ndjson
}
