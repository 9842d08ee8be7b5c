# A log of three runs in audit.ndjson, and its head in anchor.txt.
prev=$(printf '%064d' 0)
for i in 1 2 3; do
	line='{"v":1,"seq":'$i',"prev":"'$prev'","time":"2026-11-21T18:09:0'$i'Z"'
	line=$line',"program":"lnds-convert","version":"0.1.0","command":"","exit":0'
	line=$line',"in":[],"out":[],"read":1,"written":1,"rejected":0,"key":null}'
	printf '%s\n' "$line" >>audit.ndjson
	prev=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
done
echo "3:$prev" >anchor.txt
