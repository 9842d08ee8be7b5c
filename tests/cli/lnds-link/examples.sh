# What the examples speak of. $1 is the example to come: what it makes itself is left out.
umask 077
echo 'four words or more' >pass.txt
# Of a holder to whom the linkage unit has given key files.
cat >fr.map.csv <<'MAP'
tag,id
1f0a6f5e6f0b7a5d0c8a2f4b9d3e1a70,1780475123456
4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f,2691054321987
9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d,
MAP
cat >fr.links.csv <<'LINKS'
tag,link_id
1f0a6f5e6f0b7a5d0c8a2f4b9d3e1a70,c2b9d1a46f2e4d0b8a7c5e3f1d9b7a60
9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d,5a3f1d9b7a60c2b9d1a46f2e4d0b8a7c
LINKS
cat >wages.csv <<'WAGES'
year,nir,wage
2023,2691054321987,2900
2024,1780475123456,3120
2023,1780475123456,3010
WAGES
# Of the linkage unit: codes and links.
manifest() {
	printf '{"bits":64,"blocks":0,"compat":false,"encoding":"clk","features":[{"id":"surname",'
	printf '"weight":160}],"harden":[],"kcv":"0123456789abcdef","lnds-link":1,"n":3,"party":'
	printf '"%s","profile":"eu-1","profile_hash":"%064d","project":"xborder-25","schema":' $1 0
	printf '"%064d","type":"codes"}\n' 0
}
for party in lu de; do
	manifest $party
	for tag in 11 22 33; do
		printf '{"tag":"%s%030d","c":"AQIDBAUGB%sg=","m":"1"}\n' $tag 0 w
	done
done | csplit -sz -f codes. - 5
mv codes.00 lu.lnc
mv codes.01 de.lnc
cat >links.csv <<'LINKS'
group,source,tag,score,margin,class
1,lu,22000000000000000000000000000000,0.987654,0.123456,match
1,de,11000000000000000000000000000000,0.987654,0.123456,match
2,lu,11000000000000000000000000000000,0.912345,0.104200,match
2,de,33000000000000000000000000000000,0.912345,0.104200,match
LINKS
lnds-link keygen --type run -o run.key
# Of a holder who encodes; keys are made by the examples of the manual themselves.
lnds-synth persons -n 200 |
	sed '1s/^matricule,last_name,first_name/person_no,surname,given_name/' >persons.csv
feature() {
	printf '{"identifier":"%s","format":%s,"hashing":{"comparison":%s,"strategy":{"%s":%s}}}' \
		"$1" "$2" "$3" "$4" "$5"
}
text='{"type":"string"}'
date='{"type":"date","format":"%Y-%m-%d"}'
bigram='{"type":"ngram","n":2}'
place='{"type":"ngram","n":1,"positional":true}'
{
	printf '{"version":3,"clkConfig":{"l":1024,"kdf":{"type":"HKDF","salt":"%s"}},' \
		MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
	printf '"lnds":{"chaff":0.1},"features":['
	feature surname "$text" "$bigram" bitsPerFeature 160
	printf ,
	feature given_name "$text" "$bigram" bitsPerFeature 120
	printf ,
	feature birth_date "$date" "$place" bitsPerFeature 160
	printf ,
	feature postcode "$text" "$place" bitsPerFeature 60
	printf ,
	feature sex "$text" '{"type":"exact"}' bitsPerFeature 20
	printf ']}\n'
} >schema.json
sed 's/"bitsPerFeature":60}/"bitsPerToken":10},"hash":{"type":"doubleHash"}/' schema.json >old.json
# A plan, shards of its matching, the pairs.
case $1 in
*'link match '* | *'link merge '* | *'link assign '*)
	lnds-link plan --threshold 0.85 lu.lnc de.lnc -o plan.json
	;;
esac
case $1 in
*'link merge '*)
	for i in 0 1 2; do
		lnds-link match --plan plan.json --shard $i/3 lu.lnc de.lnc -o p$i.run
	done
	;;
esac
case $1 in
*'link assign '*) lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run ;;
esac
case $1 in
*' encode '* | *' check '*)
	lnds-link keygen --project xborder-25 -o project.key
	lnds-link keygen --type tag -o tag.key
	echo 'a secret of long ago' >secret.txt
	;;
esac
# Of two larger registers that know 150 of the same persons, one of them written otherwise.
case $1 in
*'link plan'* | *'link report'*)
	stream() { # SEED N: N codes of 384 bits
		openssl enc -aes-128-ctr -K "$(printf %032d "$1")" -iv 00 -in /dev/zero 2>/dev/null |
			head -c $(($2 * 48)) | base64 -w 64
	}
	register() { # PARTY: codes on stdin
		manifest "$1" | sed 's/"bits":64/"bits":384/; s/"n":3/"n":'"$2"'/'
		awk '{ printf "{\"tag\":\"%032x\",\"c\":\"%s\",\"m\":\"1\"}\n", NR, $0 }'
	}
	stream 1 400 | register lu 400 >lu.lnc
	{
		stream 2 150
		stream 1 400 | sed -n '1,150s/^...../AAAAA/p'
	} | register de 300 >de.lnc
	;;
esac
case $1 in
*'link report'*)
	lnds-link plan lu.lnc de.lnc -o plan.json
	lnds-link match --plan plan.json lu.lnc de.lnc -o pairs.run
	lnds-link assign --plan plan.json pairs.run -o links.csv
	awk 'BEGIN {
		print "source,tag,entity"
		for (i = 1; i <= 150; i++)
			printf "lu,%032x,%d\nde,%032x,%d\n", i, i, 150 + i, i
	}' >truth.csv
	;;
esac
