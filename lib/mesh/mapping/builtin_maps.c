/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in mappings, as the INI files that `lnds-mesh maps NAME` prints. Written from the producers'
 * own descriptions of their files; what they do not say is marked so.
 */
#include "mesh/mapping/mapping.h"

static const char map_long[] =
	"# One value a row, as lnds-mesh query --by slot writes it.\n"
	"[file]\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = time\n"
	"format = iso\n"
	"zone = UTC\n"
	"label = start\n"
	"step = station\n"
	"\n"
	"[station]\n"
	"column = station\n"
	"\n"
	"[qc]\n"
	"column = flags\n"
	"bits = yes\n"
	"\n"
	"[long]\n"
	"param = param\n"
	"value = value\n"
	"\n"
	"[values]\n"
	"* = *\n";

static const char map_wide[] =
	"# One row a station and time, a column a parameter, named by its id.\n"
	"[time]\n"
	"column = time\n"
	"format = iso\n"
	"zone = UTC\n"
	"label = start\n"
	"step = station\n"
	"\n"
	"[station]\n"
	"column = station\n"
	"\n"
	"[values]\n"
	"* = *\n";

static const char map_asta[] =
	"# AgriMeteo (ASTA, Luxembourg): ten minutes, the clock on the wall.\n"
	"[file]\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = zeit\n"
	"format = iso\n"
	"zone = Europe/Luxembourg\n"
	"label = end\n"
	"step = 600\n"
	"\n"
	"[station]\n"
	"column = sid\n"
	"\n"
	"[values]\n"
	"t = temp unit=degC label=instant\n"
	"t20 = temp_5cm unit=degC label=instant\n"
	"rf = rh unit=% label=instant\n"
	"regen = rain unit=mm\n"
	"wind = wind unit=m/s\n";

static const char map_dwd10[] = "# DWD Climate Data Center, ten minutes: TU, FF, RR, "
				"SOLAR (produkt_zehn_min_*).\n"
				"# Until 1999 times are UTC+1, since then UTC.\n"
				"[file]\n"
				"delimiter = ;\n"
				"encoding = latin1\n"
				"null = -999\n"
				"end_column = eor\n"
				"missing = skip\n"
				"\n"
				"[time]\n"
				"column = MESS_DATUM\n"
				"format = %Y%m%d%H%M\n"
				"zone = UTC\n"
				"zone_before = 2000-01-01 UTC+1\n"
				"label = end\n"
				"step = 600\n"
				"\n"
				"[station]\n"
				"column = STATIONS_ID\n"
				"pad = 5\n"
				"\n"
				"[qc]\n"
				"column = QN\n"
				"good = 2,3\n"
				"suspect = 1\n"
				"\n"
				"[values]\n"
				"PP_10 = pres unit=hPa label=instant\n"
				"TT_10 = temp unit=degC label=instant\n"
				"TM5_10 = temp_5cm unit=degC label=instant\n"
				"RF_10 = rh unit=% label=instant\n"
				"TD_10 = dewpoint unit=degC label=instant\n"
				"FF_10 = wind unit=m/s\n"
				"DD_10 = dir unit=degree\n"
				"FX_10 = gust unit=m/s\n"
				"RWS_10 = rain unit=mm\n";

#define SMN_VALUES                                                                       \
	"tre200s0 = temp unit=degC label=instant\n"                                      \
	"tre005s0 = temp_5cm unit=degC label=instant\n"                                  \
	"ure200s0 = rh unit=% label=instant\n"                                           \
	"tde200s0 = dewpoint unit=degC label=instant\n"                                  \
	"prestas0 = pres unit=hPa label=instant\n"                                       \
	"pp0qffs0 = pmsl unit=hPa label=instant\n"                                       \
	"fu3010z0 = wind unit=km/h\n"                                                    \
	"fu3010z1 = gust unit=km/h\n"                                                    \
	"dkl010z0 = dir unit=degree\n"                                                   \
	"rre150z0 = rain unit=mm\n"                                                      \
	"gre000z0 = rad unit=W/m2\n"

static const char map_smn_legacy[] = "# MeteoSwiss SwissMetNet until 2020 (VQHA69, "
				     "VQHA80, VQHA98): two lines before the\n"
				     "# header, bars or semicolons. Wind is in km/h; "
				     "times are ends of ten minutes, UTC.\n"
				     "[file]\n"
				     "delimiter = |;\n"
				     "skip = 2\n"
				     "null = -\n"
				     "missing = skip\n"
				     "\n"
				     "[time]\n"
				     "column = time\n"
				     "format = %Y%m%d%H%M\n"
				     "zone = UTC\n"
				     "label = end\n"
				     "step = 600\n"
				     "\n"
				     "[station]\n"
				     "column = stn\n"
				     "\n"
				     "[values]\n" SMN_VALUES;

static const char map_smn2020[] = "# MeteoSwiss SwissMetNet since 2020 (VQHA80): no "
				  "lines before the header. Wind is in\n"
				  "# km/h; times are ends of ten minutes, UTC.\n"
				  "[file]\n"
				  "delimiter = ;\n"
				  "null = -\n"
				  "missing = skip\n"
				  "\n"
				  "[time]\n"
				  "column = Date\n"
				  "format = %Y%m%d%H%M\n"
				  "zone = UTC\n"
				  "label = end\n"
				  "step = 600\n"
				  "\n"
				  "[station]\n"
				  "column = Station/Location\n"
				  "\n"
				  "[values]\n" SMN_VALUES;

static const char map_smn2025[] =
	"# MeteoSwiss open data since 2025 (ogd-smn_*_t_*): a file a station, an empty "
	"cell is\n"
	"# no value. fu3 columns are km/h; times are ends of ten minutes, UTC.\n"
	"[file]\n"
	"delimiter = ;\n"
	"encoding = cp1252\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = reference_timestamp\n"
	"format = %d.%m.%Y %H:%M\n"
	"zone = UTC\n"
	"label = end\n"
	"step = 600\n"
	"\n"
	"[station]\n"
	"column = station_abbr\n"
	"\n"
	"[values]\n" SMN_VALUES;

static const char map_meteolcd[] =
	"# Delta-T logger of meteoLCD (Diekirch): seven lines, then the labels, unit, "
	"minimum and\n"
	"# maximum of each channel; a flag before each value; no year (ingest --year).\n"
	"# To be confirmed with the producer: the zone, and what % and $ mean.\n"
	"[file]\n"
	"skip = 7\n"
	"after_header = 3\n"
	"null = -249.9\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = 1\n"
	"format = %d/%m %H:%M:%S\n"
	"zone = UTC\n"
	"label = end\n"
	"step = 1800\n"
	"year = required\n"
	"\n"
	"[flag]\n"
	"position = before\n"
	"suspect = %\n"
	"reject = $\n"
	"\n"
	"[values]\n"
	"Temp 2m = temp unit=degC\n"
	"Humidity = rh unit=%\n"
	"Press = pres unit=mbar\n"
	"Wind = wind unit=m/s\n"
	"Rain = rain unit=mm\n"
	"Soil = temp_5cm unit=degC\n";

static const char map_synop_fr[] = "# Meteo-France SYNOP (synop.YYYYMM.csv): every three "
				   "hours, K, Pa, mq for none, a trace of\n"
				   "# rain as -0.1.\n"
				   "[file]\n"
				   "delimiter = ;\n"
				   "null = mq\n"
				   "missing = skip\n"
				   "\n"
				   "[time]\n"
				   "column = date\n"
				   "format = %Y%m%d%H%M%S\n"
				   "zone = UTC\n"
				   "label = instant\n"
				   "step = 10800\n"
				   "\n"
				   "[station]\n"
				   "column = numer_sta\n"
				   "pad = 5\n"
				   "\n"
				   "[values]\n"
				   "t = temp unit=K\n"
				   "td = dewpoint unit=K\n"
				   "u = rh unit=%\n"
				   "pres = pres unit=Pa\n"
				   "pmer = pmsl unit=Pa\n"
				   "ff = wind unit=m/s\n"
				   "dd = dir unit=degree calm=0\n"
				   "rr3 = rain unit=mm label=end trace=-0.1\n";

static const char map_isd[] =
	"# NOAA Integrated Surface Database (CSV): composites in tenths, each with its "
	"code of\n"
	"# quality; hourly, at the minute of the station. Specials off that grid need "
	"--off-grid.\n"
	"[file]\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = DATE\n"
	"format = iso\n"
	"zone = UTC\n"
	"label = instant\n"
	"step = 3600\n"
	"\n"
	"[station]\n"
	"column = STATION\n"
	"\n"
	"[qc]\n"
	"good = 0,1,4,5,9,A,C,I,M,P,R,U\n"
	"suspect = 2,6\n"
	"reject = 3,7\n"
	"\n"
	"[values]\n"
	"TMP = temp unit=degC part=1 factor=0.1 null=9999 flagpart=2\n"
	"DEW = dewpoint unit=degC part=1 factor=0.1 null=9999 flagpart=2\n"
	"SLP = pmsl unit=hPa part=1 factor=0.1 null=99999 flagpart=2\n"
	"WND = dir unit=degree part=1 null=999 flagpart=2 calm=0\n"
	"WND = wind unit=m/s part=4 factor=0.1 null=9999 flagpart=5\n"
	"OC1 = gust unit=m/s part=1 factor=0.1 null=9999 flagpart=2\n";

static const char map_ghcnh[] =
	"# NOAA GHCN-Hourly (.psv): six columns a variable. Letters are checks that a "
	"value failed.\n"
	"[file]\n"
	"delimiter = |\n"
	"missing = skip\n"
	"\n"
	"[time]\n"
	"column = DATE\n"
	"format = iso\n"
	"zone = UTC\n"
	"label = instant\n"
	"step = 3600\n"
	"\n"
	"[station]\n"
	"column = STATION\n"
	"\n"
	"[qc]\n"
	"good = 0,1,4,5,9\n"
	"suspect = 2,6\n"
	"reject = 3,7\n"
	"\n"
	"[values]\n"
	"temperature = temp unit=degC qc=temperature_Quality_Code\n"
	"dew_point_temperature = dewpoint unit=degC "
	"qc=dew_point_temperature_Quality_Code\n"
	"relative_humidity = rh unit=% qc=relative_humidity_Quality_Code\n"
	"station_level_pressure = pres unit=hPa qc=station_level_pressure_Quality_Code\n"
	"sea_level_pressure = pmsl unit=hPa qc=sea_level_pressure_Quality_Code\n"
	"wind_speed = wind unit=m/s qc=wind_speed_Quality_Code\n"
	"wind_gust = gust unit=m/s qc=wind_gust_Quality_Code\n"
	"wind_direction = dir unit=degree calm=0 qc=wind_direction_Quality_Code\n"
	"precipitation = rain unit=mm label=end qc=precipitation_Quality_Code "
	"trace=precipitation_Measurement_Code:T\n";

static const char map_weatherlink[] = "# Davis WeatherLink (text export): two header "
				      "lines, 12 h clock, F, mph, inHg, inches.\n"
				      "# The order of day and month is that of the PC "
				      "that wrote the file: here day/month/year;\n"
				      "# the zone is that PC's too. The file does not "
				      "name its station (ingest --station).\n"
				      "[file]\n"
				      "delimiter = tab\n"
				      "header = 2\n"
				      "null = ---\n"
				      "missing = skip\n"
				      "\n"
				      "[time]\n"
				      "columns = Date, Time\n"
				      "format = %d/%m/%y %I:%M%p\n"
				      "zone = UTC\n"
				      "label = end\n"
				      "step = 900\n"
				      "\n"
				      "[values]\n"
				      "Temp Out = temp unit=F\n"
				      "Out Hum = rh unit=%\n"
				      "Dew Pt. = dewpoint unit=F\n"
				      "Wind Speed = wind unit=mph\n"
				      "Wind Dir = dir compass=yes\n"
				      "Hi Speed = gust unit=mph\n"
				      "Bar = pres unit=inHg\n"
				      "Rain = rain unit=in\n";

static const struct {
	const char *name, *text;
} builtin[] = {
	{"long", map_long},
	{"wide", map_wide},
	{"asta", map_asta},
	{"meteolcd", map_meteolcd},
	{"smn-legacy", map_smn_legacy},
	{"smn2020", map_smn2020},
	{"smn2025", map_smn2025},
	{"dwd10", map_dwd10},
	{"synop-fr", map_synop_fr},
	{"isd", map_isd},
	{"ghcnh", map_ghcnh},
	{"weatherlink", map_weatherlink},
};
#define NBUILTIN (sizeof(builtin) / sizeof(builtin[0]))

const char *const lnds_mesh_builtin_name[] = {"long", "wide", "asta", "meteolcd",
	"smn-legacy", "smn2020", "smn2025", "dwd10", "synop-fr", "isd", "ghcnh",
	"weatherlink", NULL};

const char *lnds_mesh_builtin(const char *name)
{
	size_t i;

	for (i = 0; i < NBUILTIN; i++)
		if (strcmp(builtin[i].name, name) == 0)
			return builtin[i].text;
	return NULL;
}
