#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Maps against others: the leave-one-out figures of real stations in mountains, and gdal_grid.
load ../lib

mountains=data/mesh/meteoswiss

# Temperatures and humidities of a MeteoSwiss file in the form that --map wide reads.
tidy() {
	awk -F';' 'BEGIN { print "station,time,temp,rh" }
		length($2) == 12 && $2 ~ /^[0-9]+$/ {
			printf "%s,%s-%s-%sT%s:%sZ,%s,%s\n", $1, substr($2, 1, 4),
				substr($2, 5, 2), substr($2, 7, 2), substr($2, 9, 2),
				substr($2, 11, 2), $3 == "-" ? "" : $3, $7 == "-" ? "" : $7
		}' "$1"
}

# rmse N RMSE LAPSE OPTIONS…: what cv says of one moment.
rmse() {
	local n=$1 want=$2 lapse=$3
	shift 3
	run3 0 lnds-mesh cv -q -S s "$@"
	same "$n $want $lapse" "$(tail -n 1 <<<"$output" | awk -F, '{ print $7, $8, $6 }')"
}

@test "leave-one-out of the MeteoSwiss network" {
	need_shared $mountains/stations.csv
	lnds-mesh init --step 600 s
	lnds-mesh stations -S s --import "$LNDS_SHARED/$mountains/stations.csv"
	for f in VQHA80_2020 VQHA80; do
		tidy "$LNDS_SHARED/$mountains/validData/$f.csv" >$f.csv
		same 160 "$(wc -l <$f.csv)"
	done
	lnds-mesh ingest -S s --map wide --add-stations VQHA80_2020.csv VQHA80.csv
	autumn=(--start 2020-10-19T14:00Z --end 2020-10-19T14:10Z)
	rmse 147 4.6927 0 --param temp "${autumn[@]}" --lapse 0
	rmse 147 1.6900 6.5 --param temp "${autumn[@]}"
	rmse 147 1.7298 4.709 --param temp "${autumn[@]}" --lapse auto
	low=$(awk -F, 'NR > 1 && $NF != "" && $NF <= 600 { print $1 }' \
		"$LNDS_SHARED/$mountains/stations.csv" | paste -sd ,)
	rmse 60 1.0176 0 --param temp "${autumn[@]}" --lapse 0 --station "$low"
	rmse 60 0.9030 6.5 --param temp "${autumn[@]}" --lapse 6.5 --station "$low"
	rmse 147 14.6069 0 --param rh "${autumn[@]}"
	spring=(--start 2020-05-16T12:30Z --end 2020-05-16T12:40Z)
	rmse 147 4.9818 0 --param temp "${spring[@]}" --lapse 0
	rmse 147 1.3349 6.5 --param temp "${spring[@]}"
	rmse 147 1.4018 5.582 --param temp "${spring[@]}" --lapse auto
}

@test "gdal_grid interpolates alike, to 1e-6" {
	command -v gdal_grid >/dev/null || skip "no gdal_grid (Debian: gdal-bin)"
	lnds-mesh init s --crs EPSG:32632
	lnds-mesh gen --what stations | sed 's/,300$/,3600/' >stations.csv
	lnds-mesh stations -S s --import stations.csv
	echo '{"id":"fine","standard_name":"fine","unit":"1","aggregate":"mean","decimals":7,"range":[-1000,1000]}' >fine.ndjson
	lnds-mesh params -S s --add fine.ndjson
	awk -F, 'BEGIN { print "station,time,fine" }
		NR > 1 { printf "%s,2023-01-01T00:00Z,%.7f\n", $1, NR * NR * 7919 % 1000 / 7 }' \
		stations.csv >data.csv
	lnds-mesh ingest -S s --map wide data.csv
	echo '{"type":"Polygon","coordinates":[[[5.7,49.4],[6.6,49.4],[6.6,50.2],[5.7,50.2],[5.7,49.4]]]}' >box.geojson
	lnds-mesh grid -S s box --outline box.geojson --res 2000
	{
		echo e,n,value
		awk -F, 'NR > 1 { print $4, $3 }' stations.csv |
			gdaltransform -output_xy -s_srs OGC:CRS84 -t_srs EPSG:32632 |
			paste -d ' ' - <(tail -n +2 data.csv | cut -d, -f3) | tr ' ' ','
	} >points.csv
	cat >points.vrt <<'END'
<OGRVRTDataSource><OGRVRTLayer name="points"><SrcDataSource>points.csv</SrcDataSource>
<GeometryType>wkbPoint</GeometryType>
<GeometryField encoding="PointFromColumns" x="e" y="n" z="value"/></OGRVRTLayer></OGRVRTDataSource>
END
	for how in "idw --k 5" "idw --k 12" "idw --k 30" "idw --k 5 --power 3.5" "nearest"; do
		set -- ${how#* }
		gdal="invdistnn:power=${4:-2}:max_points=${2:-5}:radius=1e6"
		[ "$how" != nearest ] || gdal=nearest
		# shellcheck disable=SC2086
		lnds-mesh map -S s --param fine --start 2023-01-01T00:00Z --end 2023-01-01T01:00Z \
			--to asc --method $how >ours.asc
		read -r cols rows w south < <(awk 'NR < 5 { print $2 }' ours.asc | paste -sd ' ')
		gdal_grid -q -a "$gdal" -ot Float64 -of ENVI -txe "$w" $((w + cols * 2000)) \
			-tye $((south + rows * 2000)) "$south" -outsize "$cols" "$rows" \
			points.vrt theirs.bin
		od -A n -t f8 -v -w8 theirs.bin >theirs
		tail -n +7 ours.asc | tr ' ' '\n' | paste -d ' ' - theirs | awk -v how="$how" '
			$1 != -9999 { n++; d = $2 - $1; d = d < 0 ? -d : d; max = d > max ? d : max }
			END { print how, n, max; exit n < 1000 || max > 1e-6 }'
	done
}

@test "GDAL reads what is written where it is" {
	command -v gdalinfo >/dev/null || skip "no gdalinfo (Debian: gdal-bin)"
	command -v ogrinfo >/dev/null || skip "no ogrinfo (Debian: gdal-bin)"
	lnds-mesh init lux
	printf 'id,name,lat,lon\nA,a,49.6,6.1\n' | lnds-mesh stations -S lux --import -
	printf 'station,time,rh\nA,2023-01-01T00:00Z,50\n' | lnds-mesh ingest -S lux --map wide -
	ask=(-S lux --param rh --start 2023-01-01 --min-cover 0)
	lnds-mesh map "${ask[@]}" --to asc -o map.asc
	lnds-mesh map "${ask[@]}" --to geojson -o map.geojson
	run3 0 gdalinfo map.asc
	like 'Size is 42, 61' "$output"
	like 'Origin = \(48507\.0+,136344\.0+\)' "$output"
	like 'NoData Value=-9999' "$output"
	run3 0 ogrinfo -ro -so -al map.geojson
	like 'Feature Count: 1524' "$output"
	like 'Geometry: Polygon' "$output"
	like 'Extent: \(5\.7[0-9]+, 49\.4[0-9]+\) - \(6\.4[0-9]+, 50\.1[0-9]+\)' "$output"
}
