/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Italian names, written down from general knowledge, common ones first (see
 * synth/names.h for the form).
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_it = {
	.surnames =
		"Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino "
		"Greco Bruno Gallo Conti De_Luca Mancini Costa Giordano Rizzo Lombardi "
		"Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli "
		"Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola "
		"De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri "
		"Bianco Marini Grasso Valentini Messina Sala De_Angelis Gatti "
		"Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli Amato "
		"Silvestri Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti "
		"Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino "
		"Fiore De_Rosa Ferretti Bellini Basile Riva Donati Piras Vitali "
		"Battaglia Sartori Neri Costantini Milani Pagano Ruggiero Sorrentino "
		"D'Amico Orlando Bellucci Negri Mantovani Fumagalli Zanetti Bassi "
		"Cocco Deiana Spinelli Tosi Vacca Ventura Zuccaro Albanese Antonelli "
		"Bartoli Bruni Calabrese Castelli Cirillo Corsi Cristiani Durante "
		"Fusco Gargano Giglio Guidi Innocenti Landi Lazzari Lupo Maggi Magnani "
		"Nardi Nigro Olivieri Pace Perri Poli Ronchi Salerno Salvi Schiavone "
		"Simonetti Trevisan Tucci Volpe Zanella Zito",
	.first = {
		{
			"Giuseppe Antonio Giovanni Mario Luigi Francesco Angelo "
			"Vincenzo Pietro Salvatore Carlo Franco Domenico Bruno Sergio "
			"Giorgio Aldo Renato Guido Enzo Umberto Rocco Armando Ettore "
			"Gino Silvio Ugo Dante Carmelo Raffaele",
			"Marco Andrea Stefano Paolo Roberto Massimo Fabio Claudio Luca "
			"Alessandro Maurizio Daniele Massimiliano Giancarlo Gianni "
			"Riccardo Cristian Simone Davide Fabrizio Mauro Michele "
			"Gianluca Giampiero Walter Nicola Dario Emanuele Filippo Ivan",
			"Lorenzo Mattia Leonardo Gabriele Matteo Tommaso Riccardo "
			"Edoardo Diego Samuele Federico Christian Alessio Pietro "
			"Giulio Giacomo Jacopo Nicolò Elia Luca Enea Manuel Raffaele "
			"Gioele Thomas Valerio Kevin",
		},
		{
			"Maria Anna Giuseppina Rosa Angela Giovanna Teresa Lucia "
			"Carmela Caterina Rita Assunta Concetta Antonietta Elena "
			"Franca Ines Iolanda Bruna Elvira Filomena Gina Ida Luigia "
			"Nunzia Olga Pierina Rosaria Vincenza Immacolata",
			"Paola Laura Patrizia Daniela Roberta Barbara Cristina "
			"Francesca Silvia Simona Sabrina Monica Elisabetta Alessandra "
			"Antonella Claudia Stefania Tiziana Cinzia Manuela Emanuela "
			"Donatella Loredana Marina Michela Nadia Raffaella Sonia "
			"Valeria Ornella",
			"Giulia Sofia Aurora Martina Giorgia Chiara Alice Emma Greta "
			"Ginevra Beatrice Anna Noemi Matilde Vittoria Gaia Camilla "
			"Elisa Federica Ilaria Marta Miriam Nicole Rebecca Serena Asia "
			"Eleonora",
		},
	},
	.onset = "B Br C Ca Co D F Fr G Ga Gr L M Ma N P Pa R S Sa Sc T Tr V Z",
	.nucleus = "a e i o u ar er or an in",
	.coda = "l r n t tt ll ss zz cc v gn b",
	.ending = "ini etti elli one ucci acci olo aro ano oni ello ari",
	.particles = "Di De Del La",
};
/* clang-format on */
