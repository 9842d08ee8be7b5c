# What the examples speak of: a store with invented stations, a list of stations, a
# parameter of the house's own.
lnds-mesh init lux
lnds-mesh gen --what stations | lnds-mesh stations -S lux --import -
cat >list.csv <<'END'
WMO,name,LATITUDE,LONGITUDE
06590,Findel,49.6231,6.2035
END
echo '{"id":"soil_10cm","standard_name":"soil_temperature","unit":"degC","aggregate":"mean",
"decimals":2,"range":[-30,60]}' | tr -d '\n' >soil.ndjson
lnds-mesh gen --stations 4 --params 6 --days 1 >monday.csv
lnds-mesh gen --stations 4 --params 6 --days 1 --start 2019-01-03 >tuesday.csv
lnds-mesh gen --what dem >dem.asc
cat >north.geojson <<'END'
{"type":"Polygon","coordinates":[[[6.0,49.9],[6.2,49.9],[6.1,50.1],[6.0,49.9]]]}
END
echo '{"id":7,"op":"map","param":"temp","start":"2019-01-02"}' >requests.ndjson
awk 'BEGIN { print "Zeit;Messstelle;Temperatur [degC];Feuchte in %"
	for (i = 0; i < 48; i++)
		printf "13.05.2023 %02d:%02d;Findel;%.1f;%d\n", i / 2, i % 2 * 30, i / 4, 90 - i }' \
	>unknown.csv
cat >produkt_zehn_min_tu_00003.txt <<'END'
STATIONS_ID;MESS_DATUM;  QN;PP_10;TT_10;TM5_10;RF_10;TD_10;eor
          3;201001010000;    3;  970.2;  -1.2;  -1.0;  97.2;  -1.6;eor
          3;201001010010;    3;  970.3;  -1.3;  -999;  97.2;  -1.7;eor
END
# Those that ask have something to ask for.
case $1 in
*' query '* | *' qc '* | *' map '* | *' cv '* | *' batch '*)
	lnds-mesh ingest -S lux --map long monday.csv ;;
esac
