/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Portuguese names, written down from general knowledge, common ones first (see
 * synth/names.h for the form).
 */
#include "synth/names.h"

/* clang-format off */
const struct lnds_name_group lnds_names_pt = {
	.surnames =
		"Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus "
		"Sousa Fernandes Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro "
		"Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira "
		"Monteiro Cardoso Rocha Neves Coelho Cruz Cunha Pires Ramos Reis "
		"Simões Antunes Matos Fonseca Machado Araújo Barbosa Tavares Lourenço "
		"Castro Figueiredo Azevedo Freitas Magalhães Henriques Lima Guerreiro "
		"Batista Pinheiro Faria Miranda Barros Morais Nogueira Esteves Anjos "
		"Baptista Campos Mota Andrade Brito Sá Nascimento Leite Abreu Borges "
		"Melo Vaz Pinho Vicente Gaspar Assunção Maia Moura Valente Carneiro "
		"Garcia Neto Amaral Branco Domingues Duarte Loureiro Macedo Paiva "
		"Pacheco Queirós Rosa Sequeira Serra Torres Viegas Xavier Amorim Bento "
		"Bastos Cabral Caetano Cordeiro Delgado Diniz Estrela Falcão Feijó "
		"Frade Furtado Galvão Gouveia Leão Lobo Medeiros Mesquita Moniz "
		"Parente Peixoto Prates Quintas Raposo Salgueiro Saraiva Seabra "
		"Serrano Teófilo Trindade Varela Ventura Veloso",
	.first = {
		{
			"Manuel José António João Francisco Joaquim Carlos Fernando "
			"Domingos Américo Augusto Alberto Armando Álvaro Armindo "
			"Acácio Adelino Agostinho Albino Avelino Belmiro Casimiro "
			"Eduardo Ernesto Hilário Inácio Jaime Jerónimo Jorge Luís",
			"Paulo Rui Pedro Nuno Miguel Ricardo Sérgio Victor Filipe Hugo "
			"Bruno Luís Mário Horácio Daniel Marco Nelson Carlos Helder "
			"Vasco Gonçalo Tiago Joel Celso Ivo Arlindo Adérito Alexandre "
			"Humberto Orlando",
			"Rodrigo Martim Santiago Tomás Afonso Duarte Guilherme Gabriel "
			"Diogo André Rafael Dinis Salvador Lourenço Gustavo David "
			"Simao Fábio Leandro Bernardo Vicente Xavier Lucas Samuel "
			"Ruben Kevin Henrique",
		},
		{
			"Maria Ana Rosária Conceição Fátima Lurdes Amélia Adelaide "
			"Alice Alzira Aurora Celeste Deolinda Emília Ermelinda "
			"Etelvina Fernanda Flávia Glória Graça Idalina Ilda Irene "
			"Isaura Lucinda Luísa Madalena Natividade Odete Palmira",
			"Paula Carla Sónia Sandra Cristina Isabel Teresa Patrícia "
			"Susana Anabela Helena Alexandra Mónica Elisabete Filipa Lúcia "
			"Manuela Marina Margarida Marta Rute Sara Sílvia Tânia Vera "
			"Vanda Dulce Elsa Natália Olga",
			"Beatriz Leonor Matilde Mariana Carolina Inês Sofia Francisca "
			"Lara Madalena Joana Rita Bianca Daniela Diana Érica Gabriela "
			"Jessica Laura Luana Mafalda Melissa Nicole Raquel Sabrina "
			"Tatiana Bruna",
		},
	},
	.onset = "B Br C Ca Cr D F Fr G Gr L M N P Pa Pr Qu R S Sa T Tr V Z",
	.nucleus = "a e i o u ei ou ai ar or",
	.coda = "l r n m nt lh nh ss d t v rr",
	.ending = "ado eira inho eiro al edo osa alho ais ote ão ino",
	.particles = "da dos de do",
};
/* clang-format on */
