# What the examples speak of: two registers that know some of the same persons, the schema's
# template from the manual, and what each step makes of them, for the steps that come
# after it. $1 is the example of -h that will run here: what it makes itself is left out.
# For those of the manual, $1 is empty: they make everything but the raw data themselves.
umask 077
echo 'four words or more' >pass.txt
sed -n '/^{"version": 3,$/,/^\.Ed$/p' "$LNDS_TOP/man/lnds-link.1" | sed '$d' >template.json

lnds-synth persons --pair pair --rows-a 1000 --rows-b 900 --overlap 400
columns=birth_date,postcode,sex
lnds-convert --columns \
	"matricule=person_no,last_name=surname,first_name=given_name,postcode=place,$columns" \
	pair/a-igss/igss.csv | sed 's/,M$/,m/; s/,F$/,f/' >persons.csv
# Two of them are there twice, under another number.
tail -n 2 persons.csv | sed 's/^..../1899/' >>persons.csv
columns=GebDat=birth_date,PLZ=postcode,Geschlecht=sex
lnds-convert -d ';' --encoding latin1 --out-delimiter , --columns \
	"VSNR=insured_no,Nachname=surname,Vorname=given_name,PLZ=place,$columns" \
	pair/b-iab/iab.csv |
	sed -E 's/,(..)\.(..)\.(....),/,\3-\2-\1,/; s/,w(.?)$/,f\1/; s/,d(.?)$/,x\1/' >insured.csv
lnds-convert -o wages.csv --columns matricule=person_no,wage_eur_month=wage pair/a-igss/igss.csv
sed -e 's/SALT/MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=/' template.json >schema.json
sed 's/"bitsPerFeature": 60}/"bitsPerToken": 10}, "hash": {"type": "doubleHash"}/' \
	schema.json >old.json
echo 'a secret of long ago' >secret.txt
[ -n "$1" ] || exit 0

case $1 in *' keygen '*) exit 0 ;; esac
lnds-link keygen --project xborder-25 -o project.key
lnds-link keygen --type tag -o tag.key
lnds-link keygen --type run -o run.key
case $1 in *' encode '*) exit 0 ;; esac
encode="lnds-link encode -q --schema schema.json --key-file project.key"
$encode --party lu --id person_no --map lu.map.csv -o lu.lnc persons.csv
$encode --party de --id insured_no --map de.map.csv -o de.lnc insured.csv
case $1 in *' plan '* | *' check '* | *' run '*) exit 0 ;; esac
lnds-link run -q lu.lnc de.lnc --run-key-file run.key --out-dir whole
cp whole/plan.json whole/pairs.run whole/links.csv .
case $1 in *' keys '*) exit 0 ;; esac
cp -r whole out
case $1 in
*' merge '*)
	for i in 0 1 2; do
		lnds-link match --plan plan.json --shard $i/3 lu.lnc de.lnc -o p$i.run
	done
	;;
esac
# What no linkage unit has: which records are of one person.
{
	echo source,tag,entity
	awk -F, 'FNR == 1 { file++; next } file == 1 { same[$2] = $1; next } $2 != "" {
		print (file == 2 ? "lu" : "de") "," $1 "," (file == 3 && $2 in same ? same[$2] : $2)
	}' pair/truth.csv lu.map.csv de.map.csv
} >truth.csv
