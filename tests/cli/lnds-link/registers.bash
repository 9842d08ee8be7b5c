# shellcheck shell=bash
# Two small registers that know some of the same persons, as their holders would encode them.

# registers [OPTIONS]: pair/ (lnds-synth, with these options), schema.json, project.key,
# run.key.
registers() {
	umask 077
	[ $# -gt 0 ] || set -- --rows-a 1500 --rows-b 1200 --overlap 500 --seed 3
	lnds-synth persons --pair pair "$@"
	cat >schema.json <<-'END'
	{"version": 3,
	 "clkConfig": {"l": 1024, "kdf": {"type": "HKDF", "hash": "SHA256", "keySize": 64,
	   "salt": "SCbL2zHNnmsckfzchsNkZY9XoHk96P/G5nUBrM7ybyk=", "info": "eGJvcmRlci0yNQ=="}},
	 "lnds": {"chaff": 0.10, "profile": {"name": "lu-de-1", "default": "eu-1", "fields": {
	   "birth_date": [{"date": ["%Y-%m-%d", "%d.%m.%Y"]}],
	   "sex": ["trim", "lower", {"map": {"w": "f", "d": "x"}}]}}},
	 "features": [
	  {"identifier": "last_name", "format": {"type": "string"}, "hashing": {
	   "comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerFeature": 180}}},
	  {"identifier": "first_name", "format": {"type": "string"}, "hashing": {
	   "comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerFeature": 160}}},
	  {"identifier": "birth_date", "format": {"type": "date", "format": "%Y-%m-%d"},
	   "hashing": {"comparison": {"type": "ngram", "n": 1, "positional": true},
	   "strategy": {"bitsPerFeature": 180}}},
	  {"identifier": "postcode", "format": {"type": "string"}, "hashing": {
	   "comparison": {"type": "ngram", "n": 1, "positional": true},
	   "strategy": {"bitsPerFeature": 60}}},
	  {"identifier": "sex", "format": {"type": "enum", "values": ["f", "m", "x"]},
	   "hashing": {"comparison": {"type": "exact"}, "strategy": {"bitsPerFeature": 20}}}]}
	END
	lnds-link keygen --project xborder-25 -o project.key
	lnds-link keygen --type run -o run.key
	lnds-convert -d ';' --encoding latin1 --out-delimiter , -o iab.csv \
		--columns VSNR,Nachname=last_name,Vorname=first_name,GebDat=birth_date,Geschlecht=sex,PLZ=postcode \
		pair/b-iab/iab.csv
}

# encoded: lu.lnc, de.lnc and their maps; of registers that stand there, or of these.
encoded() {
	[ -f schema.json ] || registers
	lnds-link encode -q --schema schema.json --key-file project.key --party lu \
		--id matricule --map lu.map.csv -o lu.lnc pair/a-igss/igss.csv
	lnds-link encode -q --schema schema.json --key-file project.key --party de --id VSNR \
		--map de.map.csv -o de.lnc iab.csv
}
