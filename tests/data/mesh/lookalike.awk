# SPDX-License-Identifier: GPL-3.0-or-later
# Does an export of lnds-mesh (station,param,time,value,flags) hold what expected/NAME.csv
# (station,time_utc,parameter,value,flag) lists, and nothing else? Prints what differs.
#	awk -v late=600 -v half=0.005 -v snap=300 -f lookalike.awk expected.csv export.csv
# late: seconds that stamps of the file stand behind the start of their interval. half: what
# rounding of a converted unit may change. snap: stamps are moved to the nearest multiple.

# Unix seconds of YYYY-MM-DDThh:mm:ssZ.
function seconds(s,    y, m, d, a) {
	y = substr(s, 1, 4) + 0; m = substr(s, 6, 2) + 0; d = substr(s, 9, 2) + 0
	a = int((14 - m) / 12); y = y + 4800 - a; m = m + 12 * a - 3
	d = d + int((153 * m + 2) / 5) + 365 * y + int(y / 4) - int(y / 100) + int(y / 400) - 32045
	return (d - 2440588) * 86400 + substr(s, 12, 2) * 3600 + substr(s, 15, 2) * 60 + substr(s, 18, 2)
}

# The flags that a word or code of quality stands for in the maps of the tests.
function bits(flag) {
	if (flag == "suspect" || flag == "2" || flag == "Q2" || flag == "L") return 16
	if (flag == "reject" || flag == "3") return 32
	if (flag == "trace") return 128
	return 0
}

BEGIN { FS = "," }
FNR == 1 { file++; next }
file == 1 {
	t = seconds($2) - late
	if (snap) t = int((t + snap / 2) / snap) * snap
	sub(/^pres/, sea ? "pmsl" : "pres", $3)
	key = $1 SUBSEP $3 SUBSEP t
	if (skip_first && !begun[$1]++) next
	if (key in value) { print "twice: " $0; bad++ }
	value[key] = $4; flags[key] = bits($5); n++
	next
}
$4 != "" {
	key = $1 SUBSEP $2 SUBSEP seconds($3)
	if (!(key in value)) { print "not expected: " $0; bad++; next }
	off = $4 - value[key]
	if (off > half + 1e-9 || off < -half - 1e-9) { print "another value: " $0 " " value[key]; bad++ }
	if ($5 - $5 % 2 != flags[key]) { print "other flags: " $0 " " flags[key]; bad++ }
	seen++
	delete value[key]
}
END {
	for (key in value) { k = key; gsub(SUBSEP, ",", k); print "missing: " k; bad++ }
	if (!n) print "nothing was expected"
	exit !n || bad > 0
}
