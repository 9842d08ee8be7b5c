# What the examples speak of: an export, opt-outs, a passphrase, a small office, and apart
# from it the keystore, issuer, holder and token of three roles. $1 is the example to come:
# what it makes itself is left out.
umask 077
echo 'four words or more' >pass.txt
lnds-synth persons -n 50 -o export.csv
sed -n '1p;5p;9p' export.csv | cut -d, -f1 >optout.csv
openssl genpkey -algorithm ed25519 -out lnds.key 2>/dev/null
openssl pkey -in lnds.key -pubout -out lnds.pub
age-keygen -o id.txt 2>/dev/null
age-keygen -y id.txt >recipient.txt
case $1 in
*'init office'*) ;;
*) lnds-pseudo init office --project demo --field person=matricule >/dev/null ;;
esac
case $1 in
*'keystore new'*) exit 0 ;;
esac
lnds-pseudo keystore new ks --key-file mk >/dev/null
case $1 in
*'project new --keystore'*) exit 0 ;;
esac
lnds-pseudo project new --keystore ks --key-file mk --project demo --field person=matricule \
	--issuer lnds.pub >demo.json
lnds-pseudo token issue --issuer-key lnds.key --project demo.json --type psn \
	--recipient "$(cat recipient.txt)" >demo.jwt

lnds-pseudo release --keystore ks --key-file mk --token demo.jwt \
	--recipient "$(cat recipient.txt)" >demo.use.age
lnds-pseudo token revoke --issuer-key lnds.key --list revoked.jws 8vAdoHLkIhHCLcfFjzyTFA
openssl genpkey -algorithm ed25519 -out igss.key 2>/dev/null
openssl pkey -in igss.key -pubout -out igss.pub
lnds-pseudo project new --keystore ks --key-file mk --project dual --field person=matricule \
	--issuer lnds.pub --issuer igss.pub --dual >dual.json
lnds-pseudo token issue --issuer-key lnds.key --project dual.json \
	--recipient "$(cat recipient.txt)" >dual.jwt
# Pseudonyms of the office and of the keystore, which come back, or are carried over.
lnds-pseudo project new --keystore ks --key-file mk --project next --field person=matricule \
	--issuer lnds.pub >next.json
lnds-pseudo token issue --issuer-key lnds.key --project demo.json --type sec \
	--target next.json >sec.jwt
lnds-pseudo token issue --issuer-key lnds.key --project demo.json --type rev >rev.jwt
case $1 in
*' --home '*)
	lnds-pseudo run -q --home office -c matricule --keep nace export.csv >hits.csv
	;;
*)
	lnds-pseudo run -q --use-key demo.use.age --identity id.txt --issuer lnds.pub \
		-c matricule --keep nace export.csv >hits.csv
	;;
esac
