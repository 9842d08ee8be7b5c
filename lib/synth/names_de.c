/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names heard in Germany, written down from general knowledge, common ones first (see
 * synth/names.h for the form).
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_de = {
	.surnames =
		"Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz "
		"Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann "
		"Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner "
		"Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann "
		"König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß "
		"Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger "
		"Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon "
		"Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger "
		"Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte "
		"Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas "
		"Voigt Sauer Arnold Wolff Pfeiffer Ernst Hübner Kramer Seifert Beyer "
		"Hein Scherer Barth Nagel Gerber Biewer Thielen Marx Schwickerath "
		"Eiden Hoff Adams Reichert Ehlen Kessler Lauer Blum Spengler Rauß Mohr "
		"Fell Theobald Heck Zender Hermes Steffes Kirch Follmann Quint Lichter "
		"Thome Weinandy Bohr Mertes Valerius",
	.first = {
		{
			"Hans Peter Klaus Wolfgang Günter Jürgen Horst Karl Helmut "
			"Werner Manfred Dieter Gerhard Heinz Walter Rolf Kurt "
			"Siegfried Josef Rudolf Ernst Heinrich Johann Hermann Otto "
			"Franz Alfred Wilhelm Georg Günther Friedrich Erwin",
			"Michael Thomas Andreas Stefan Frank Markus Christian Martin "
			"Uwe Ralf Bernd Jörg Matthias Torsten Sven Jens Oliver Dirk "
			"Holger Alexander Carsten Robert Daniel Sebastian Marco Tobias "
			"Joachim Norbert Volker Björn",
			"Lukas Leon Maximilian Felix Jonas Paul Finn Elias Luis Tim "
			"Jan Philipp Niklas Julian Moritz Fabian Simon Kevin Florian "
			"Johannes Anton Emil Henry Oskar Lennard Dominik Ben",
		},
		{
			"Ursula Ingrid Helga Renate Elfriede Gisela Hannelore Karin "
			"Christa Erika Monika Brigitte Edith Irmgard Waltraud "
			"Hildegard Gerda Ilse Elisabeth Margarete Anneliese Gertrud "
			"Inge Rosemarie Margot Maria Katharina Anna Elke Christel "
			"Hedwig",
			"Sabine Susanne Petra Andrea Birgit Claudia Martina Nicole "
			"Stefanie Anja Heike Kerstin Silke Katrin Tanja Melanie Sandra "
			"Bettina Ulrike Gabriele Barbara Christine Manuela Daniela "
			"Anke Simone Cornelia Angelika Bärbel Sonja",
			"Anna Lena Laura Julia Lea Hannah Mia Emma Sophie Marie Emilia "
			"Lina Leonie Johanna Clara Charlotte Franziska Jana Lisa "
			"Vanessa Luisa Mathilda Paula Frieda Jule Ida Zoë",
		},
	},
	.onset =
		"B Bl Br D F Fr G Gr H K Kl Kn Kr L M N P Pf R S Sch Schl Schm Schn "
		"Schw St Str T W Z",
	.nucleus = "a e i o u ei au ä ö ü",
	.coda = "l r n m ck tt ll nn rt ld ng ss",
	.ending = "er mann bach berg hof ke el ing meier dorf stein hardt",
	.particles = "von van zur",
};
/* clang-format on */
