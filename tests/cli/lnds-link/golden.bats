# Codes, tags, keys of blocks, fakes and the check value of one key, once and for all: who
# encodes next year must meet the codes of this year. The hashes were recomputed from the
# definitions (man lnds-link, lnds-formats) by a program of another language.

load ../lib
load holder

setup_case() {
	make_holder
	# Bytes 0 to 31 and "golden"; bytes 32 to 63.
	cat >project.key <<-'KEY'
		lnds-key v1 link
		id 0739d6c968802af8
		key AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9nb2xkZW4=
	KEY
	cat >tag.key <<-'KEY'
		lnds-key v1 link-tag
		id 6f3bfe5a24e7d933
		key ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=
	KEY
}

# golden SHA256 LNDS: the NDJSON codes of persons.csv under this member lnds.
golden() {
	schema "$2" >schema.json
	"${ENC[@]}" --tag-key-file tag.key --id no --to ndjson persons.csv >codes
	same "$1" "$(sha256sum <codes | cut -d' ' -f1)"
}

@test "blocks, fakes, tags, and the value that checks the key" {
	golden 941b4ebea929cef63c6682fa6f2906250a2f9f641468cee42b9254a80f63ba44 \
		'{"blocks":["year(birth_date)+sex","prefix(surname,2)"],"chaff":0.5}'
	same 5482848808e85b8afbb7351ad857c872c9087a489171e7c81c172995357d4792 \
		"$(sha256sum <map.csv | cut -d' ' -f1)"
	same '77880b1a1e06e2e0 20d1b9c532851ef7f02f7ab963c18c255a29e1933e0cfdea70d34754f78b6dff' \
		"$(head -n 1 codes | jq -r '"\(.kcv) \(.profile_hash)"')"
	same '["c292c890b9588e9d","43b283bafacd9c09"]' \
		"$(jq -c --arg t "$(sed -n 's/,7$//p' map.csv)" 'select(.tag == $t) | .b' codes)"
}

@test "fold, rule 90 and blip" {
	golden 6f863a7f67bed65898627288c0a9bd458f04f0ea0ea84311742e08cc5a0cc9ef \
		'{"harden":["fold","rule90","blip=0.05"]}'
}

@test "min-hash" {
	golden 4a5bae36de101a19196b59d8e2ade63d12b2e66f8ed38fe500dbba3f1358aa44 '{"encoding":"tmh"}'
}

@test "salt" {
	golden f548b368e67223a216929630536f2de4bc9b238a4d5d48e826165b54289e028c \
		'{"harden":["salt=sex"]}'
}
