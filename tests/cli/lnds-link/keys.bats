# What each party gets: its own tags with link ids, and not a word more.

load ../lib
load codes

setup_case() {
	umask 077
	codes lu 6 >lu.codes
	codes de 5 >de.codes
	codes fr 4 >fr.codes
	{
		echo group,source,tag,score,margin,class
		links 1 0.987654 0.100001 match lu:0 de:3
		links 2 0.876543 0.200002 match lu:4 de:0
		links 3 0.765432 0.000003 review lu:2 de:2
	} >links.csv
	lnds-link keygen --type run -o run.key
	head -c 32 /dev/zero >zeros
	{
		echo 'lnds-key v1 link-run'
		echo "id $( (printf 'lnds-key-id/v1\0link-run') |
			openssl mac -digest SHA256 -macopt hexkey:"$(printf '00%.0s' {1..32})" \
				-in - HMAC | cut -c1-16 | tr 'A-F' 'a-f')"
		echo "key $(base64 zeros)"
	} >zero.key
}

# link_id WORD TAG…: as the specification has it, under a key of zeros.
link_id() {
	local word=$1
	shift
	{
		printf '%s\0' "$word"
		printf '%s\n' "$@" | sort | tr -d '\n' | xxd -r -p
	} >message
	openssl mac -digest SHA256 -macopt hexkey:"$(printf '00%.0s' {1..32})" -in message HMAC |
		cut -c1-32 | tr 'A-F' 'a-f'
}

@test "the ids are those of the specification" {
	run3 0 lnds-link keys --links links.csv --run-key-file zero.key --out-dir out lu.codes \
		de.codes
	same '' "$output$stderr"
	one=$(link_id link "$(tag lu 0)" "$(tag de 3)")
	two=$(link_id link "$(tag lu 4)" "$(tag de 0)")
	same "tag,link_id
$(tag lu 0),$one
$(tag lu 4),$two" "$(cat out/lu.links.csv)"
	same "tag,link_id
$(tag de 0),$two
$(tag de 3),$one" "$(cat out/de.links.csv)"
	same 'de.links.csv
lu.links.csv' "$(ls out)"
	same 600 "$(stat -c %a out/lu.links.csv)"
}

@test "--reveal all: every tag has an id, and none tells who matched" {
	lnds-link keys --links links.csv --run-key-file zero.key --reveal all --out-dir out \
		lu.codes de.codes
	same 7 "$(wc -l <out/lu.links.csv)"
	same 6 "$(wc -l <out/de.links.csv)"
	same "$(tag lu 1),$(link_id solo "$(tag lu 1)")" "$(sed -n 3p out/lu.links.csv)"
	same 2 "$(cut -d, -f2 out/*.links.csv | grep -v link_id | sort | uniq -d | wc -l)"
	tail -n +2 out/lu.links.csv | cut -d, -f1 | sort -c
}

@test "--include review, --min-sources" {
	lnds-link keys --links links.csv --include review --out-dir out lu.codes de.codes
	same 4 "$(wc -l <out/lu.links.csv)"
	{
		cat links.csv
		links 4 0.700000 0.100000 match lu:1 de:1 fr:3
	} >links3.csv
	lnds-link keys --links links3.csv --min-sources 3 --out-dir out3 lu.codes de.codes \
		fr.codes
	same 2 "$(wc -l <out3/fr.links.csv)"
	same 2 "$(wc -l <out3/lu.links.csv)"
	run3 0 lnds-link keys --links links3.csv --out-dir out2 -v lu.codes de.codes fr.codes
	like 'lu: 3 of 6 records linked' "$stderr"
	like '1 groups are for review: no id' "$stderr"
	same 4 "$(wc -l <out2/lu.links.csv)"
	fails 2 '--min-sources: there are only 2 files' 'name the codes of all parties' \
		lnds-link keys --links links.csv --min-sources 3 --out-dir no lu.codes de.codes
	[ ! -e no ]
}

@test "a key of one's own gives the same bytes; without it ids differ each time" {
	for i in 1 2; do
		lnds-link keys --links links.csv --run-key-file run.key --out-dir k$i lu.codes \
			de.codes
		lnds-link keys --links links.csv --out-dir r$i lu.codes de.codes
	done
	cmp k1/lu.links.csv k2/lu.links.csv
	run ! cmp -s r1/lu.links.csv r2/lu.links.csv
	run ! cmp -s r1/lu.links.csv k1/lu.links.csv
}

@test "the order of the files and their form change nothing" {
	lnds-link keys --links links.csv --run-key-file run.key --out-dir a lu.codes de.codes
	lnds-link keys --links links.csv --run-key-file run.key --out-dir b de.codes lu.codes
	diff -r a b
	mlr --icsv --ojsonl cat links.csv >links.ndjson
	zstd -q de.codes
	lnds-link keys --links - --run-key-file run.key --out-dir c lu.codes de.codes.zst \
		<links.ndjson
	diff -r a c
	mkfifo pipe
	cat lu.codes >pipe &
	lnds-link keys --links links.csv --run-key-file run.key --out-dir d pipe de.codes
	diff -r a d
}

@test "privacy: no score, margin, class, group, row or foreign tag in a key file" {
	for reveal in matched all; do
		lnds-link keys --links links.csv --reveal $reveal --include review \
			--out-dir $reveal lu.codes de.codes
		for party in lu de; do
			file=$reveal/$party.links.csv
			same tag,link_id "$(head -n 1 "$file")"
			run ! grep -vqE '^[0-9a-f]{32},[0-9a-f]{32}$' <(tail -n +2 "$file")
			run ! grep -qE 'match|review|\.[0-9]|lu|group' "$file"
			tail -n +2 "$file" | cut -d, -f1 >tags
			sort -c tags
			for ((i = 0; i < 6; i++)); do tag $party $i && echo; done >own
			run ! grep -vqFf own tags
		done
	done
}

@test "duplicates within one file" {
	{
		echo group,source,tag,score,margin,class
		links 1 0.987654 0.100001 match lu:0 lu:3
	} >links1.csv
	lnds-link keys --links links1.csv --out-dir out lu.codes
	same 3 "$(wc -l <out/lu.links.csv)"
	same 1 "$(cut -d, -f2 out/lu.links.csv | tail -n +2 | sort -u | wc -l)"
}

@test "no link: files with a header alone, exit 1" {
	head -n 1 links.csv >none.csv
	run3 1 lnds-link keys --links none.csv --out-dir out lu.codes de.codes
	same 'lnds-link: warning: no link: nobody has anything to deliver' "$stderr"
	same tag,link_id "$(cat out/lu.links.csv)"
}

@test "links of other codes, and many to many, are refused" {
	run3 3 lnds-link keys --links links.csv --out-dir out lu.codes fr.codes
	like 'links.csv:3: column .source.: none of the code files is of this party' "$stderr"
	codes de 3 >short.codes
	run3 3 lnds-link keys --links links.csv --out-dir out lu.codes short.codes
	like "the codes of 'de' have no such tag" "$stderr"
	links 4 0.700000 0.100000 match lu:0 de:1 >>links.csv
	run3 3 lnds-link keys --links links.csv --out-dir out lu.codes de.codes
	[ ! -e out ]
}

@test "a key of another kind, one that others can read, a folder in use" {
	lnds-link keygen --project a -o project.key
	run3 4 lnds-link keys --links links.csv --run-key-file project.key --out-dir out \
		lu.codes de.codes
	chmod 644 run.key
	run3 4 lnds-link keys --links links.csv --run-key-file run.key --out-dir out \
		lu.codes de.codes
	[ ! -e out ]
	mkdir used && touch used/fr.links.csv
	fails 2 "'used' is not an empty directory" \
		'name a directory that does not exist yet, or an empty one' \
		lnds-link keys --links links.csv --out-dir used lu.codes de.codes
	same fr.links.csv "$(ls used)"
}
