# SPDX-License-Identifier: GPL-3.0-or-later
# A holder's small file, schema and keys.

# feature NAME FORMAT COMPARISON BITS: one feature of a schema.
feature() {
	printf '{"identifier":"%s","format":%s,"hashing":{"comparison":%s,"strategy":{"bitsPerFeature":%s}}}' \
		"$1" "$2" "$3" "$4"
}

TEXT='{"type":"string"}'
DATE='{"type":"date","format":"%Y-%m-%d"}'
BIGRAM='{"type":"ngram","n":2}'
PLACE='{"type":"ngram","n":1,"positional":true}'

# schema [LNDS]: surname, given_name, birth_date, sex; LNDS is the member lnds.
schema() {
	printf '{"version":3,"clkConfig":{"l":1024,"kdf":{"type":"HKDF","salt":"%s"}},"lnds":%s,"features":[%s,%s,%s,%s]}\n' \
		MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= "${1:-'{}'}" \
		"$(feature surname "$TEXT" "$BIGRAM" 160)" \
		"$(feature given_name "$TEXT" "$BIGRAM" 120)" \
		"$(feature birth_date "$DATE" "$PLACE" 160)" \
		"$(feature sex '{"type":"enum","values":["f","m"]}' '{"type":"exact"}' 20)"
}

# make_holder: persons.csv (6 records), schema.json, project.key, tag.key.
make_holder() {
	umask 077
	schema '{}' >schema.json
	lnds-link keygen --project p1 -o project.key
	lnds-link keygen --type tag -o tag.key
	cat >persons.csv <<-'CSV'
		no,surname,given_name,birth_date,sex,town
		7,Müller,Anna,1979-11-05,F,x
		8,Mueller,Anna,1979-11-05,F,y
		9,Weber,Josée,1965-02-28,f,z
		10,,,,m,
		11,O'Brien,unknown,1990-01-01,m,
		12,"da Silva, J.",Rui,1988-07-30,,
	CSV
	ENC=(lnds-link encode --schema schema.json --key-file project.key --party lu --map map.csv)
}

# manifest FILE: that of NDJSON codes, or of an .lnc.
manifest() {
	case $(head -c 8 "$1") in
	LNDSLNC1) head -c 16 "$1" | od -An -tu4 -j8 | { read -r n sections; tail -c +$((33 + 24 * sections)) "$1" | head -c "$n"; } ;;
	*) head -n 1 "$1" ;;
	esac
}
