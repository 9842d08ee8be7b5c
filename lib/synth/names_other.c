/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names from further away: Balkans, Poland, Turkey, Netherlands, Spain, Cape Verde,
 * Arabic and English ones, written down from general knowledge (see synth/names.h for the
 * form). Some letters are beyond Latin-1.
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_other = {
	.surnames =
		"Hodžić Jovanović Yılmaz Kowalski Nowak Kaya Popović Demir Petrović "
		"García Çelik Hadžić Wiśniewski Şahin Nikolić González Wójcik Yıldız "
		"Marković Öztürk Rodríguez Kamiński Aydın Đorđević Lewandowski Arslan "
		"Kovačević Zieliński Doğan Pavlović Kılıç Szymański Stojanović Aslan "
		"Woźniak Ilić Çetin Kozłowski Kara Milošević Koç Jankowski Kurt Mujić "
		"Özdemir Mazur Delić Polat Krawczyk Softić Ahmeti Krasniqi Gashi "
		"Berisha Shala Hoxha Rexhepi Bajrami Morina Kastrati Popescu Ionescu "
		"Stan Dumitru Radu Munteanu Novák Svoboda Dvořák Černý Procházka Nagy "
		"Kovács Tóth Szabó Horváth Varga Ivanov Georgiev Dimitrov Petrov "
		"Smirnov Popov Kuznetsov Shevchenko Kovalenko Bondarenko Melnyk "
		"Tkachenko Mohamed Ahmed Ali Hassan Haddad Nasser Khalil Mansour Saidi "
		"Benali Bouzid Tavares Évora Semedo Varela Delgado Nguyen Tran Wang Li "
		"Chen Singh Kumar Smith Jones Taylor Brown Murphy Kelly Janssen Visser "
		"Bakker Mulder Jansen Andersen Nielsen Hansen Larsson Lindqvist "
		"Virtanen Korhonen Papadopoulos Yeboah Mensah Diallo Traoré Kebede "
		"Tesfaye Haile Okafor Hernández López",
	.first = {
		{
			"Mehmet Mustafa Ali Ahmet Milan Dragan Stanisław Józef Jan "
			"Kazimierz José Juan Zoran Slobodan Ivan Ibrahim Hasan Hüseyin "
			"Osman Gheorghe Vasile László István János Václav Jiří Mohamed "
			"Abdullah Nikola Willem Cornelis",
			"Piotr Tomasz Krzysztof Murat Bülent Goran Nenad Adnan Samir "
			"Mirsad Andrzej Marek Paweł Karim Rachid Hakan Serkan Cem "
			"Predrag Dejan Bogdan Florin Mihai Zoltán Gábor Petr David "
			"James Erik Jeroen",
			"Emir Luka Amar Jakub Szymon Filip Kacper Mateusz Arda Yusuf "
			"Kerem Emre Marko Stefan Aleksandar Amir Adam Omar Bilal "
			"Yassin Nikita Artem Dmytro Andrei Ionuţ Ryan Oliver",
		},
		{
			"Fatma Ayşe Emine Hatice Milica Ljubica Janina Zofia "
			"Stanisława Krystyna Carmen Dolores Ana Nada Zlata Hasnija "
			"Fadila Zeynep Elif Maria Elena Ioana Erzsébet Ilona Jarmila "
			"Věra Khadija Aicha Fatima Johanna Wilhelmina",
			"Agnieszka Małgorzata Katarzyna Joanna Anna Aneta Svetlana "
			"Olga Tatjana Jasmina Amra Sanela Snežana Vesna Mirela Özlem "
			"Sevgi Gülay Leyla Samira Nadia Mónica Pilar Ágnes Zsuzsanna "
			"Lenka Jana Karen Marijke Ingrid",
			"Lejla Amina Ajla Sara Hana Zuzanna Julia Oliwia Maja Wiktoria "
			"Defne Ecrin Nehir Yasmin Aya Salma Ines Sofia Daria Anastasia "
			"Viktoriia Andreea Ştefania Lucía Freya Grace Emily",
		},
	},
	.onset = "B Br Č D Dr G H J K Kr L M N P R S Sz Š T V W Y Z Ž",
	.nucleus = "a e i o u ia ar or ov an",
	.coda = "l r n m k d b z v rk sh j",
	.ending = "ić ski ova enko oğlu czyk ev ov escu ák man ani",
	.particles = "van El Ben de",
};
/* clang-format on */
