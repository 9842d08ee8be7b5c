/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names heard in France and southern Belgium, written down from general knowledge, common
 * ones first (see synth/names.h for the form).
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_fr = {
	.surnames =
		"Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau "
		"Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel "
		"Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent "
		"Muller Lefevre Faure André Mercier Blanc Guérin Boyer Garnier "
		"Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin "
		"Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis "
		"Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud "
		"Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard "
		"Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre "
		"Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre "
		"Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez "
		"Jean Dupuy Guillot Hubert Berger Carpentier Moulin Louis Deschamps "
		"Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris "
		"Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard "
		"Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger "
		"Bouvier Julien Peeters Lejeune Collard Gillet Hanus Thiry Weber "
		"Mangin Humbert Thiriet",
	.first = {
		{
			"Jean Pierre Michel André René Jacques Bernard Claude Robert "
			"Georges Roger Marcel Daniel Maurice Raymond Gérard Henri "
			"Louis Gilbert Guy Albert Lucien Joseph Roland Fernand Yves "
			"Léon Emile Alphonse Francis",
			"Philippe Alain Thierry Laurent Christophe Pascal Patrick "
			"Frédéric Olivier Stéphane Éric Nicolas Sébastien Jérôme David "
			"Cédric Bruno Didier François Marc Hervé Vincent Fabrice "
			"Ludovic Franck Benoît Gilles Guillaume Emmanuel Arnaud",
			"Thomas Lucas Hugo Maxime Alexandre Antoine Clément Théo "
			"Valentin Romain Nathan Enzo Louis Jules Gabriel Raphaël "
			"Arthur Ethan Léo Quentin Mathis Adrien Baptiste Paul Kylian "
			"Tom Noé",
		},
		{
			"Marie Jeanne Monique Françoise Jacqueline Denise Simone "
			"Yvette Paulette Madeleine Suzanne Thérèse Odette Ginette "
			"Nicole Andrée Colette Renée Christiane Josette Micheline "
			"Jeannine Yvonne Germaine Lucienne Raymonde Huguette Annie "
			"Claudine Marcelle",
			"Nathalie Isabelle Sylvie Catherine Christine Valérie Sandrine "
			"Véronique Sophie Corinne Céline Stéphanie Virginie Aurélie "
			"Karine Laurence Delphine Patricia Carole Florence Agnès "
			"Émilie Anne Brigitte Martine Béatrice Séverine Hélène "
			"Laetitia Claire",
			"Léa Manon Chloé Camille Emma Inès Sarah Marie Océane Laura "
			"Julie Mathilde Louise Alice Jade Lola Clara Marine Pauline "
			"Annaëlle Zoé Juliette Lucie Eva Maëva Charlotte Romane",
		},
	},
	.onset = "B Br C Ch Cl D Dr F Fl G Gr J L M N P Pl Pr R S T Tr V",
	.nucleus = "a e i o u ou au oi ai é",
	.coda = "l r n rt ll ss v d g ch m b",
	.ending = "ier eau ot ard et in on elle ais oux ault igny",
	.particles = "de du Le La",
};
/* clang-format on */
