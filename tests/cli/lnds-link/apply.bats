# Links onto data: what goes out, in which order, and what is refused.

load ../lib

tag() { printf '%032x' "$1"; }
id() { printf '%s%028x' "$1" 0; }

setup_case() {
	{
		echo tag,id
		echo "$(tag 1),007"
		echo "$(tag 2),008"
		echo "$(tag 3)," # chaff
		echo ",009"      # not encoded
		echo "$(tag 4),\"a \"\"b\"\"\""
	} >map.csv
	{
		echo tag,link_id
		echo "$(tag 1),$(id ffff)"
		echo "$(tag 3),$(id eeee)"
		echo "$(tag 4),$(id aaaa)"
	} >links.csv
	printf '%s\n' 'year,nr,wage' '2020,007,"1,0"' '2019,008,5' '2021,"a ""b""","x' 'y"' \
		'2018,007,3' '2016,,3' '2015,012,4' '2014,009,' >wages.csv
}

to=(--map map.csv --links links.csv --id nr)

@test "linked rows alone, sorted by link id, the id gone" {
	run3 0 lnds-link apply "${to[@]}" wages.csv
	same "link_id,year,wage
$(id aaaa),2021,\"x
y\"
$(id ffff),2018,3
$(id ffff),2020,\"1,0\"" "$output"
	same "lnds-link: warning: 2 rows dropped whose 'nr' is empty or not in the map" \
		"$stderr"
}

@test "no chaff, no id and no tag comes out" {
	lnds-link apply "${to[@]}" -q wages.csv >out
	run ! grep -E "$(id eeee)|007|a \"\"b|$(tag 1)|nr" out
	grep -q "$(id ffff)" out
}

@test "the order of the input leaves no trace" {
	run3 0 lnds-link apply "${to[@]}" -q wages.csv
	first=$output
	{ sed -n 1p wages.csv && printf '%s\n' '2018,007,3' '2019,008,5' '2020,007,"1,0"' \
		'2021,"a ""b""","x' 'y"'; } >other.csv
	run3 0 lnds-link apply "${to[@]}" -q other.csv
	same "$first" "$output"
}

@test "--keep-order streams" {
	run3 0 lnds-link apply "${to[@]}" -q --keep-order wages.csv
	same "link_id,year,wage
$(id ffff),2020,\"1,0\"
$(id aaaa),2021,\"x
y\"
$(id ffff),2018,3" "$output"
	{ cat wages.csv && sleep 3; } | lnds-link apply "${to[@]}" -q --keep-order |
		timeout 2 head -n 2 >head.csv || true
	same 2 "$(wc -l <head.csv)"
}

@test "-v tells how many were linked and dropped" {
	run3 0 lnds-link apply "${to[@]}" -v wages.csv
	like '^lnds-link: 3 rows linked, 2 without a link dropped' "$stderr"
	run3 0 lnds-link apply "${to[@]}" -q --report r.json wages.csv
	same '[7,3,4]' "$(jq -c '[.read, .written, .dropped]' r.json)"
}

@test "the report names data, map and links with their hashes" {
	lnds-link apply "${to[@]}" -q --report r.json wages.csv
	for file in wages.csv map.csv links.csv; do
		same "$(sha256sum <$file | cut -d' ' -f1)" \
			"$(jq -r --arg f $file '.inputs[] | select(.name == $f) | .sha256' r.json)"
	done
}

@test "NDJSON, TSV and CRLF" {
	printf '{"a":1,"nr":"007","b":{"x":[1]}}\n{"nr":"a \\"b\\"","c":3}\n' >w.ndjson
	run3 0 lnds-link apply "${to[@]}" w.ndjson
	same "{\"link_id\":\"$(id aaaa)\",\"c\":3}
{\"link_id\":\"$(id ffff)\",\"a\":1,\"b\":{\"x\":[1]}}" "$output"
	run3 0 lnds-link apply "${to[@]}" -q --to ndjson wages.csv
	same "{\"link_id\":\"$(id aaaa)\",\"year\":\"2021\",\"wage\":\"x\\ny\"}" \
		"${lines[0]}"
	run3 0 lnds-link apply "${to[@]}" -q --to tsv wages.csv
	same "$(id ffff)"$'\t2020\t"1,0"' "${lines[4]}"
	printf 'nr;v\r\n007;2\r\n007;"1"' >semi.csv
	lnds-link apply "${to[@]}" -d ';' semi.csv >out
	printf 'link_id;v\r\n%s;"1"\r\n%s;2\r\n' "$(id ffff)" "$(id ffff)" | cmp - out
}

@test "threads and memory change no byte" {
	awk -v a=007 'BEGIN {
		print "nr,n,text"
		for (i = 0; i < 60000; i++)
			printf "%s,%d,%s\n", i % 3 ? "007" : "a \"\"b", (i * 7919) % 60000,
				"some words that take room in memory"
	}' | sed 's/^a ""b/"a ""b"""/' >long.csv
	lnds-link apply "${to[@]}" long.csv >want.csv
	same 60001 "$(wc -l <want.csv)"
	tail -n +2 want.csv | LC_ALL=C sort -c
	for t in 1 2 7; do
		lnds-link apply "${to[@]}" -t "$t" --memory 1M --tmp . long.csv | cmp - want.csv
	done
	no_leftovers
}

@test "another holder's map is refused, and nothing written" {
	echo "$(tag 9),$(id 9999)" >>links.csv
	fails 3 'map.csv: wrong map: it lacks 1 of the 4 tags that have a link' \
		'use the map of the very encode run whose codes went to the linkage unit' \
		lnds-link apply "${to[@]}" -o deliver.csv wages.csv
	[ ! -e deliver.csv ]
	no_leftovers
}

@test "no row with a link: written, exit 1" {
	printf 'nr\n008\n' >w.csv
	run3 1 lnds-link apply "${to[@]}" -o deliver.csv w.csv
	same 'lnds-link: warning: no row has a link' "$stderr"
	same link_id "$(cat deliver.csv)"
	: >empty.ndjson
	run3 1 lnds-link apply "${to[@]}" --from ndjson empty.ndjson
	same '' "$output"
}

@test "damaged links and maps are located, without their values" {
	cp links.csv good.csv
	echo "$(tag 1),$(id dddd)" >>links.csv
	fails 3 'links.csv: record 4: a tag stands twice' \
		'two key files are never joined: apply each with its map' \
		lnds-link apply "${to[@]}" wages.csv
	{ cat good.csv && echo "SECRET,$(id dddd)"; } >links.csv
	fails 3 "links.csv:5: column 'tag': not a tag of 32 hex digits" \
		'the file must be PARTY.links.csv of lnds-link keys' lnds-link apply "${to[@]}" wages.csv
	{ cat good.csv && echo "$(tag 2),SECRET"; } >links.csv
	fails 3 "links.csv:5: column 'link_id': not a link id of 32 hex digits" \
		'the file must be PARTY.links.csv of lnds-link keys' lnds-link apply "${to[@]}" wages.csv
	cp good.csv links.csv
	cp map.csv good-map.csv
	echo "$(tag 5),008" >>map.csv
	fails 3 "map.csv:7: column 'id': the id stands twice in the map" \
		'the file must be the map that lnds-link encode wrote' lnds-link apply "${to[@]}" wages.csv
	{ cat good-map.csv && echo "$(tag 1),SECRET"; } >map.csv
	fails 3 "map.csv:7: column 'tag': the tag stands twice in the map" \
		'the file must be the map that lnds-link encode wrote' lnds-link apply "${to[@]}" wages.csv
	{ cat good-map.csv && echo "SECRET,010"; } >map.csv
	fails 3 "map.csv:7: column 'tag': not a tag of 32 hex digits" \
		'the file must be the map that lnds-link encode wrote' lnds-link apply "${to[@]}" wages.csv
}

@test "files of another kind, and columns that are not there" {
	run3 2 lnds-link apply --map map.csv --links map.csv --id nr wages.csv
	like "map.csv: there is no column 'link_id'" "$stderr"
	run3 2 lnds-link apply --map links.csv --links links.csv --id nr wages.csv
	like "links.csv: there is no column 'id'" "$stderr"
	run3 2 lnds-link apply --map map.csv --links links.csv --id nrr wages.csv
	like "did you mean 'nr'" "$stderr"
	fails 2 'shards cannot be sorted by themselves' \
		'add --keep-order, or leave --shard out' lnds-link apply "${to[@]}" --shard 0/2 wages.csv
	run3 2 lnds-link lnds-link apply "${to[@]}" --map map.csv --id nr wages.csv
	like -- '--links' "$stderr"
}

@test "the delivery takes the place of neither map nor links" {
	cp map.csv map.keep
	cp links.csv links.keep
	fails 2 '--map and --output name the same file' 'give each its own' \
		lnds-link apply "${to[@]}" -o map.csv wages.csv
	ln -s links.csv other
	fails 2 '--links and --output name the same file' 'give each its own' \
		lnds-link apply "${to[@]}" -o other wages.csv
	cmp map.csv map.keep
	cmp links.csv links.keep
}

@test "a column link_id in the data is no second one" {
	printf 'nr,link_id\n007,x\n' >w.csv
	run3 2 lnds-link apply "${to[@]}" w.csv
	like link_id "$stderr"
}
