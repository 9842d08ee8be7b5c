/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dictionary of sniff. Names are compared in small letters without marks, words
 * parted by one blank; `words` are names as a whole, `stems` are looked for inside of
 * what is no such name.
 */
#include "mesh/sniff/sniff_words.h"

#include "base/buf.h"
#include "text/norm.h"

#define LONGEST 80

struct words {
	enum lnds_mesh_sniff_role role;
	const char *param;
	const char *words; /* parted by | */
};

/* clang-format off */
static const struct words whole[] = {
	{LNDS_MESH_SNIFF_PARAM, "temp",
	 "t|ta|tt|tl|tair|t air|air t|airt|temp|temperature|temperatur|lufttemperatur|"
	 "lufttemp|air temperature|air temp|temp air|t2m|t 2m|t 200|ta 200|tt 10|"
	 "tt tu|tmp|temp out|out temp|"
	 "outside temp|temperatur 2m|temperature 2m|temp 2m|temperature de l air|"
	 "temperatura|"
	 "temperatura dell aria|temperatura aria|lofttemperatur|tre200s0|tre200h0|"
	 "tre200d0"},
	{LNDS_MESH_SNIFF_PARAM, "temp_5cm",
	 "tm5|tm5 10|t5|t 5cm|t5cm|temp 5cm|temperatur 5cm|grass temp|tg 5|tre005s0|"
	 "tre005h0"},
	{LNDS_MESH_SNIFF_PARAM, "dewpoint",
	 "td|td 10|tau|dew|dwpt|dewp|dew pt|dew point|dewpoint|dew point temperature|"
	 "taupunkt|taupunkttemperatur|point de rosee|temperature du point de rosee|"
	 "punto di rugiada|"
	 "taupunktstemperatur|tde200s0|tde200h0|dewpoint temperature"},
	{LNDS_MESH_SNIFF_PARAM, "rh",
	 "u|ur|hr|hu|rf|rf 10|rh|rhum|relh|hum|humidity|out hum|relative humidity|"
	 "rel humidity|rel hum|"
	 "feuchte|luftfeuchte|luftfeuchtigkeit|feuchtigkeit|rel feuchte|relative feuchte|"
	 "relative luftfeuchte|relative luftfeuchtigkeit|humidite|humidite relative|"
	 "umidita|"
	 "umidita relativa|fiichtegkeet|loftfiichtegkeet|relativ fiichtegkeet|"
	 "ure200s0|ure200h0"},
	{LNDS_MESH_SNIFF_PARAM, "pres",
	 "p|pp|pp 10|pres|press|pressure|baro|bar|barometer|air pressure|"
	 "station pressure|"
	 "station level pressure|stationsdruck|luftdruck|druck|qfe|pression|"
	 "pression station|"
	 "pression atmospherique|pressione|pressione atmosferica|loftdrock|prestas0|"
	 "prestah0"},
	{LNDS_MESH_SNIFF_PARAM, "pmsl",
	 "pmsl|mslp|slp|pmer|msl|qff|psl|sea level pressure|mean sea level pressure|"
	 "air pressure at mean sea level|luftdruck nn|luftdruck reduziert|druck nn|"
	 "pression mer|"
	 "pression au niveau de la mer|pression niveau mer|"
	 "pressione al livello del mare|pp0qffs0"},
	{LNDS_MESH_SNIFF_PARAM, "wind",
	 "ff|ff 10|ws|wspd|wind|windspeed|wind speed|wind velocity|windgeschwindigkeit|"
	 "windstaerke|windgeschw|vitesse du vent|vitesse vent|vent|velocita del vento|"
	 "velocita vento|vento|wandgeschwindegkeet|wand|fu3010z0|fkl010z0|fff|wind mean"},
	{LNDS_MESH_SNIFF_PARAM, "gust",
	 "fx|fx 10|fxx|wpgt|gust|gusts|wind gust|windgust|gust speed|max wind|"
	 "wind max|boe|boen|boee|boeen|"
	 "windboe|windboen|windspitze|boenspitze|spitzenboe|rafale|rafales|raffica|"
	 "raffiche|fu3010z1|fkl010z1|wg"},
	{LNDS_MESH_SNIFF_PARAM, "dir",
	 "dd|dd 10|wd|wdir|dir|wind dir|winddir|direction|wind direction|"
	 "wind from direction|"
	 "windrichtung|richtung|direction du vent|direction vent|direzione del vento|"
	 "direzione vento|direzione|wandrichtung|dkl010z0|drct"},
	{LNDS_MESH_SNIFF_PARAM, "rain",
	 "rr|rr1|rr3|rr6|rr10|rws|rws 10|rs 01|rain|rainfall|regen|niederschlag|"
	 "niederschlagshoehe|precip|"
	 "precipitation|precipitations|precipitation amount|pluie|pioggia|precipitazione|"
	 "precipitazioni|reen|nidderschlag|rre150z0|rre150h0|prcp|pcp"},
	{LNDS_MESH_SNIFF_PARAM, "rad",
	 "rad|gs 10|global|globalstrahlung|strahlung|solar|solar rad|solar radiation|"
	 "radiation|"
	 "global radiation|rayonnement|rayonnement global|radiazione|"
	 "radiazione globale|ghi|sw in|"
	 "irradiance|stralung|gre000z0|gre000h0|rsds"},
	{LNDS_MESH_SNIFF_STATION, NULL,
	 "station|station id|stationid|stations id|stationsid|stations nr|station nr|"
	 "station no|station number|"
	 "id|stn|stid|numer sta|num poste|sensor|sensor id|site|site id|wmo|wmo id|"
	 "wigos|wigos id|usaf|poste|icao|"
	 "messstelle|messstation|stazione|statioun|standort|location id|device|"
	 "device id|logger|id station"},
	{LNDS_MESH_SNIFF_STATION_NAME, NULL,
	 "name|station name|stationsname|stationname|nom|nom usuel|nome|location|ort|"
	 "lieu|numm"},
	{LNDS_MESH_SNIFF_TIME, NULL,
	 "time|date|datetime|date time|timestamp|time stamp|ts|zeit|datum|uhrzeit|"
	 "datum zeit|"
	 "zeitpunkt|zeitstempel|messdatum|mess datum|heure|horodatage|date heure|data|"
	 "ora|data ora|"
	 "zait|reference timestamp|aaaammjjhhmn|aaaammjjhh|epoch|epoch ms|unix time|"
	 "valid|time utc|date utc"},
	{LNDS_MESH_SNIFF_YEAR, NULL, "year|yr|jahr|annee|an|anno|joer|yyyy|aaaa|jjjj"},
	{LNDS_MESH_SNIFF_MONTH, NULL, "month|mon|mo|monat|mois|mese|mount"},
	{LNDS_MESH_SNIFF_DAY, NULL, "day|tag|jour|giorno|dag"},
	{LNDS_MESH_SNIFF_HOUR, NULL, "hour|hr utc|hh|stunde|std|stonn"},
	{LNDS_MESH_SNIFF_MINUTE, NULL, "minute|min|mn|minutt|minuto"},
	{LNDS_MESH_SNIFF_SECOND, NULL, "second|sec|sekunde|seconde|secondo"},
	{LNDS_MESH_SNIFF_CODE, NULL,
	 "parameter|param|variable|var|element|messgroesse|groesse|parametre|grandeur|"
	 "parametro|"
	 "grandezza|measurand|quantity|observed property|type|datatype"},
	{LNDS_MESH_SNIFF_VALUE, NULL,
	 "value|wert|messwert|valeur|valore|wäert|waert|measurement|obs value|result|"
	 "reading"},
	{LNDS_MESH_SNIFF_QUALITY, NULL,
	 "quality|quality code|qualitaet|qualitat|qualite|qualita|guete|qc|flag|flags|"
	 "qn|qn 3|qn 9|q|status|qf"},
};

/* The first that is found counts: what says more comes first. */
static const struct words stems[] = {
	{LNDS_MESH_SNIFF_QUALITY, NULL, "qualit|flag|guete"},
	{LNDS_MESH_SNIFF_PARAM, "dewpoint", "dew|taupunkt|rosee|rugiada"},
	{LNDS_MESH_SNIFF_PARAM, "gust", "gust|windspitze|spitzenboe|boe in|boen|"
	 "rafale|raffic|wind max|max wind"},
	{LNDS_MESH_SNIFF_PARAM, "dir", "wind dir|windricht|wandricht|direction|"
	 "direzione"},
	{LNDS_MESH_SNIFF_PARAM, "pmsl", "sea level|msl|meeres|niveau de la mer|"
	 "livello del mare|reduz"},
	{LNDS_MESH_SNIFF_PARAM, "pres", "pressure|luftdruck|loftdrock|pression|barom"},
	{LNDS_MESH_SNIFF_PARAM, "rh", "humid|feucht|umidit|fiicht"},
	{LNDS_MESH_SNIFF_PARAM, "rain", "rain|precip|niederschlag|nidderschlag|regen|"
	 "pluie|pluvio|pioggia"},
	{LNDS_MESH_SNIFF_PARAM, "rad", "radiation|strahlung|stralung|rayonnement|"
	 "radiazione|solar|irradian"},
	{LNDS_MESH_SNIFF_PARAM, "wind", "wind|vent|wand"},
	{LNDS_MESH_SNIFF_PARAM, "temp", "temperat|temp"},
	{LNDS_MESH_SNIFF_STATION, NULL, "station id|stations id"},
	{LNDS_MESH_SNIFF_TIME, NULL, "timestamp|zeitpunkt|datum|date|datetime|uhrzeit"},
};

/* Not what the name else says: other places and other statistics. */
static const char elsewhere[] =
	"soil|boden|sol|suolo|ground|grond|water|wasser|eau|acqua|leaf|blatt|feuille|"
	 "foglia|indoor|inside|"
	"in temp|in hum|interieur|innen|chill|heat index|feels|apparent|gefuehlt|min|"
	 "max|minimum|maximum|std|stddev|"
	"t20|20cm|50cm|10cm|100cm|battery|batterie|panel|logger|dauer|duration|duree|"
	 "surface temperature|surface temp|snow|schnee|neige|"
	"error|count|anzahl|code|source|quelle";

/* The same inside of German words. */
static const char elsewhere_stems[] = "boden|wasser|innen|schnee|erdreich|beton";

static const struct {
	const char *unit, *words;
} units[] = {
	{"degC", "c|°c|degc|deg c|deg. c|° c|celsius|grad c|grad celsius|gradc|cel|ºc|"
	 "degree celsius|degrees c"},
	{"degF", "f|°f|degf|deg f|deg. f|° f|fahrenheit"},
	{"K", "k|kelvin"},
	{"%", "%|pct|percent|prozent|%rh|% rh|rh%|pourcent|pour cent|percento"},
	{"hPa", "hpa"},
	{"mbar", "mbar|mb|millibar"},
	{"kPa", "kpa"},
	{"Pa", "pa"},
	{"inHg", "inhg|in hg|\"hg|hg"},
	{"m/s", "m/s|ms|m s-1|ms-1|m s^-1|m/sec|mps|m.s-1|meters/second"},
	{"km/h", "km/h|kmh|kph|km h-1|km/hr"},
	{"kt", "kt|kts|kn|knots|knot|noeuds|knoten|nodi"},
	{"mph", "mph|mi/h"},
	{"degree", "°|deg|degree|degrees|grad|degre|degres|gradi"},
	{"mm", "mm|l/m2|l/m²|kg m-2|mm/10min|mm/h"},
	{"in", "in|inch|inches|\""},
	{"W/m2", "w/m2|w/m²|w m-2|wm-2|w/m^2|wm2"},
};
/* clang-format on */

static bool is_one_of(struct lnds_sv word, const char *words)
{
	struct lnds_sv rest = lnds_sv(words), one;

	while (rest.n) {
		one = lnds_sv_cut(rest, '|', &rest);
		if (lnds_sv_eq(one, word))
			return true;
	}
	return false;
}

/* Does one of the words stand in the text as a word, or (stem) anywhere? */
static bool holds(struct lnds_sv text, const char *words, bool stem)
{
	struct lnds_sv rest = lnds_sv(words), one;
	const char *p, *end;

	if (!text.n)
		return false;
	end = text.p + text.n;
	while (rest.n) {
		one = lnds_sv_cut(rest, '|', &rest);
		for (p = text.p;
			one.n && (p = memmem(p, (size_t)(end - p), one.p, one.n)); p++)
			if (stem || ((p == text.p || p[-1] == ' ') &&
					    (p + one.n == end || p[one.n] == ' ')))
				return true;
	}
	return false;
}

/* Small letters; false where it is no text to compare. */
static bool lower(struct lnds_sv s, struct lnds_buf *out)
{
	out->n = 0;
	return s.n && s.n <= LONGEST && lnds_norm(LNDS_NORM_LOWER, s, out);
}

const char *lnds_mesh_sniff_unit(struct lnds_sv text)
{
	struct lnds_buf b = {0};
	const char *found = NULL;
	size_t i;

	if (lower(lnds_sv_trim(text), &b))
		for (i = 0; !found && i < sizeof(units) / sizeof(units[0]); i++)
			if (is_one_of(lnds_buf_view(&b), units[i].words))
				found = units[i].unit;
	lnds_buf_free(&b);
	return found;
}

/* Takes the unit out of "Temperatur [°C]", "Luftdruck in hPa", "Temp - F", "wind_kmh". */
static struct lnds_sv cut_unit(struct lnds_sv name, const char **unit)
{
	static const char *const before[] = {" in ", " - ", ", ", "_", " "};
	static const char open[] = "([{", close[] = ")]}";
	struct lnds_sv inner;
	size_t i, k;

	for (k = 0; k < 3; k++)
		for (i = name.n; i-- > 0;) {
			if (name.p[i] != open[k] || name.p[name.n - 1] != close[k])
				continue;
			inner = (struct lnds_sv){name.p + i + 1, name.n - i - 2};
			*unit = lnds_mesh_sniff_unit(inner);
			return lnds_sv_trim((struct lnds_sv){name.p, i});
		}
	for (k = 0; k < sizeof(before) / sizeof(before[0]); k++) {
		const size_t n = strlen(before[k]);

		for (i = name.n; i-- > 1;) {
			if (i + n >= name.n || memcmp(name.p + i, before[k], n) != 0)
				continue;
			inner = (struct lnds_sv){name.p + i + n, name.n - i - n};
			*unit = lnds_mesh_sniff_unit(inner);
			if (*unit)
				return lnds_sv_trim((struct lnds_sv){name.p, i});
			break;
		}
	}
	return name;
}

/* Small letters without marks, words of letters and digits parted by one blank. */
static bool normal(struct lnds_sv name, struct lnds_buf *out)
{
	struct lnds_buf b = {0};
	bool ok;
	size_t i;

	out->n = 0;
	ok = lower(name, &b) && lnds_norm(LNDS_NORM_MARKS, lnds_buf_view(&b), out);
	for (i = b.n = 0; ok && i < out->n; i++) {
		const char c = out->p[i];

		if (lnds_is_digit(c) || (c >= 'a' && c <= 'z') ||
			(unsigned char)c >= 0x80)
			lnds_buf_c(&b, c);
		else if (b.n && b.p[b.n - 1] != ' ')
			lnds_buf_c(&b, ' ');
	}
	out->n = 0;
	lnds_buf_sv(out, lnds_sv_trim(lnds_buf_view(&b)));
	lnds_buf_free(&b);
	return ok && out->n;
}

static bool look_up(struct lnds_sv text, const struct words *list, size_t n, bool stem,
	struct lnds_mesh_sniff_name *out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!(stem ? holds(text, list[i].words, true)
			   : is_one_of(text, list[i].words)))
			continue;
		out->role = list[i].role;
		out->param = list[i].param;
		return true;
	}
	return false;
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void judge(struct lnds_sv text, struct lnds_mesh_sniff_name *out)
{
	struct lnds_sv rest;

	out->tenths = holds(text, "tenth|zehntel|dixieme|decimi", true);
	out->running = holds(text,
		"counter|zaehler|compteur|contatore|total|cumul|summe|day|tag|tages|jour",
		false);
	out->whole = look_up(text, whole, COUNT(whole), false, out);
	if (!out->whole && (out->tenths || out->running)) {
		(void)lnds_sv_cut(text, ' ', &rest);
		out->whole = rest.n && look_up(lnds_sv_cut(text, ' ', &rest), whole,
					       COUNT(whole), false, out);
	}
	if (out->whole || holds(text, elsewhere, false) ||
		holds(text, elsewhere_stems, true))
		return;
	(void)look_up(text, stems, COUNT(stems), true, out);
}

void lnds_mesh_sniff_name(
	struct lnds_sv name, struct lnds_sv unit, struct lnds_mesh_sniff_name *out)
{
	struct lnds_buf b = {0};
	const char *said = NULL;
	struct lnds_sv bare;

	*out = (struct lnds_mesh_sniff_name){0};
	name = lnds_sv_trim(name);
	if (normal(name, &b) &&
		look_up(lnds_buf_view(&b), whole, COUNT(whole), false, out)) {
		out->whole = true;
		(void)cut_unit(name, &said);
	} else {
		bare = cut_unit(name, &said);
		if (normal(bare, &b))
			judge(lnds_buf_view(&b), out);
	}
	out->unit = unit.n ? lnds_mesh_sniff_unit(unit) : said;
	lnds_buf_free(&b);
}

uint32_t lnds_mesh_sniff_name_words(const struct lnds_sv *cell, uint32_t n)
{
	struct lnds_mesh_sniff_name name;
	uint32_t i, found = 0;

	for (i = 0; i < n; i++) {
		lnds_mesh_sniff_name(cell[i], (struct lnds_sv){NULL, 0}, &name);
		found += name.role != LNDS_MESH_SNIFF_NOTHING;
	}
	return found;
}

uint32_t lnds_mesh_sniff_unit_words(const struct lnds_sv *cell, uint32_t n)
{
	uint32_t i, found = 0;

	for (i = 0; i < n; i++)
		found += lnds_mesh_sniff_unit(cell[i]) != NULL;
	return found;
}
