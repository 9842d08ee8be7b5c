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

# A revocation list that names no token, signed as lnds-formats(5) has it.
b64url() {
	basenc --base64url -w 0 | tr -d =
}
kid=$(openssl pkey -pubin -in lnds.pub -outform DER | tail -c 32 | sha256sum | cut -c1-16)
printf '%s.%s' "$(printf '{"alg":"EdDSA","kid":"%s","typ":"lnds-revoked"}' "$kid" | b64url)" \
	"$(printf '{"iat":%s,"iss":"lnds","rev":[],"seq":1,"v":1}' "$(date +%s)" | b64url)" >list
openssl pkeyutl -sign -inkey lnds.key -rawin -in list -out signature
printf '%s.%s\n' "$(cat list)" "$(b64url <signature)" >revoked.jws
rm list signature
