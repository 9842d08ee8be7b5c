/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names heard in Luxembourg, written down from general knowledge, common ones first (see
 * synth/names.h for the form).
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_lb = {
	.surnames =
		"Schmit Muller Weber Wagner Hoffmann Thill Schmitz Schroeder Reuter "
		"Klein Becker Kieffer Kremer Faber Meyer Schneider Weyrich Weis Welter "
		"Thoma Simon Steffen Schiltz Scholtes Kayser Kirsch Klees Majerus "
		"Mersch Molitor Mousel Neuberg Nilles Olinger Origer Peters Pauly "
		"Pesch Petry Poos Reding Reiter Ries Rollinger Roth Ruppert Schaack "
		"Schaul Scheer Schintgen Schleck Schmartz Schons Schumacher Schuster "
		"Schwachtgen Schwartz Sibenaler Sinner Spautz Stoffel Stoos Theis "
		"Theisen Thiry Toussaint Trausch Treinen Turpel Urbany Urhausen "
		"Wagener Wampach Weiler Weydert Weyland Wilmes Winandy Wirtz Wolter "
		"Zeimes Zenner Zimmer Adam Altmann Arend Assa Backes Barthel Bauer "
		"Baum Bausch Beissel Berchem Berg Bettel Biver Bodry Bertemes Braun "
		"Calmes Clement Cloos Conrad Dahm Decker Diederich Dondelinger Ensch "
		"Entringer Erpelding Ewen Feltgen Feyder Flammang Folscheid Fonck "
		"Frantz Freylinger Gengler Gloden Goerens Goergen Graas Greisch "
		"Grethen Hansen Heinen Heintz Hengen Herber Hilbert Hirtz Jacoby Jung "
		"Kaiser Kinnen Kohn Konsbruck Kugener Lentz Leyder Linden Ludwig "
		"Lorang Löwen Mangen Marx Meisch Michéls",
	.first = {
		{
			"Jean Nicolas Joseph Pierre René Marcel Camille Fernand Robert "
			"Emile Roger Aloyse Paul Jos Léon Norbert Edouard Henri Victor "
			"Guillaume Arthur Eugène Gaston Alphonse Mathias Michel Johny "
			"Raymond Théo Ernest",
			"Marc Claude Patrick Luc Alain Guy Serge Romain Jo Georges "
			"Carlo Gilles Steve Tom Christian Daniel Laurent Yves Pascal "
			"Frédéric Philippe Claudio Gilbert Frank Gust Raoul Nico Jeff "
			"Thierry Marco",
			"Luca Ben Noah Max Leo Liam Tim Yannick Kevin Sam Felix Louis "
			"Eric David Joe Charel Pol Mika Finn Theo Matteo Lenny Nils "
			"Jamie Mathis Jacques Lou",
		},
		{
			"Marie Marguérite Anne Catherine Marguerite Josée Josette "
			"Yvonne Irma Germaine Albertine Suzanne Thérèse Lucie Elise "
			"Madeleine Jeanne Milly Renée Alice Berthe Nelly Denise Maisy "
			"Georgette Leonie Susanne Clémentine Fernande Hortense",
			"Nathalie Sylvie Martine Carole Claudine Christiane Viviane "
			"Monique Danielle Tania Nadine Michelle Isabelle Sandra "
			"Corinne Simone Josiane Pascale Patricia Chantal Myriam "
			"Félicie Nicole Sonja Sandy Mady Malou Tessy Joelle Véronique",
			"Emma Lara Lea Mia Julie Chloé Lena Lisa Amy Jil Anouk Lynn "
			"Charlotte Elena Zoé Jana Maya Lily Nora Clara Sarah Laura Kim "
			"Michele Noémie Fabienne Vanessa",
		},
	},
	.onset = "B Br D F Fr G Gr H J K Kl Kr L M N P R S Sch Schm St Str T Th W Z",
	.nucleus = "a e i o u ei au ie oe ue",
	.coda = "l r n m ck tt ll nn rt ld ng ss",
	.ending = "er es en ing inger weiler mes tgen lers ich ert esch",
	.particles = "de von van",
};
/* clang-format on */
