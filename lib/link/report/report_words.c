/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linkage page in words, for those who answer for a delivery and are no
 * statisticians. Every estimate says what it is: a bound is told as a bound, and what
 * decoys cannot see is told beside them.
 */
#include "link/report/report_page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

struct number {
	char text[LNDS_PAGE_NUMBER];
};

static struct number count(double n)
{
	struct number out;

	lnds_page_count(out.text, n > 0 ? (uint64_t)n : 0);
	return out;
}

static struct number share(double s)
{
	struct number out;

	lnds_page_percent(out.text, s);
	return out;
}

static const char *party(const struct lnds_link_report *r, unsigned source)
{
	return r->plan->source[source].party;
}

bool lnds_link_report_bounded(const struct lnds_link_estimate *e)
{
	return e->links && e->fdr <= 0.5;
}

static void wrong_links(struct lnds_page *p, const struct lnds_link_estimate *e)
{
	if (e->links == 0)
		return;
	lnds_page_heading(p, "Wrong links");
	lnds_page_text(p,
		"Of %s links, about %s join records of two different persons (%s). The "
		"sample is limited: with 95\u202f%% confidence there are no more than "
		"%s of them (%s). This is an estimate: records of one file were "
		"compared with other records of the same file, which belong to other "
		"persons, and how often such comparisons reach the threshold tells how "
		"often a wrong link does.",
		count((double)e->links).text, count(ceil(e->fdr * (double)e->links)).text,
		share(e->fdr).text, count(ceil(e->fdr_hi * (double)e->links)).text,
		share(e->fdr_hi).text);
}

static void missed(struct lnds_page *p, const struct lnds_link_report *r,
	const struct lnds_link_sample *s, const struct lnds_link_estimate *e)
{
	lnds_page_heading(p, "Persons not found");
	if (!lnds_link_report_bounded(e)) {
		lnds_page_text(p,
			"At least %s persons are in both %s and %s; this is a bound, not "
			"a measurement. %s",
			count(e->matches_at_least).text, party(r, s->a), party(r, s->b),
			e->links ? "Where so many links are wrong, nothing can be said "
				   "of the share that was found."
				 : "None of them was found.");
		return;
	}
	lnds_page_text(p,
		"At least %s persons are in both %s and %s, and the links reach at "
		"most %s of them. Both are bounds, not measurements: the share that "
		"was found is likely to be lower, by up to 12 points in our tests with "
		"five fields and by up to 22 with three.",
		count(e->matches_at_least).text, party(r, s->a), party(r, s->b),
		share(e->recall_at_most).text);
}

static void pairs_table(struct lnds_page *p, const struct lnds_link_report *r)
{
	static const struct lnds_page_column head[] = {
		{"Sources", LNDS_PAGE_WORDS},
		{"Links", LNDS_PAGE_NUMBERS},
		{"Wrong, about", LNDS_PAGE_NUMBERS},
		{"Wrong, at most (95\u202f%)", LNDS_PAGE_NUMBERS},
		{"Persons in both, at least", LNDS_PAGE_NUMBERS},
		{"Found of them, at most", LNDS_PAGE_NUMBERS},
	};

	lnds_page_table_begin(p, "Estimates for each pair of sources", head, 6);
	for (unsigned i = 0; i < r->plan->npair; i++) {
		const struct lnds_link_sample *s = &r->plan->pair[i];
		const struct lnds_link_estimate *e = &r->estimate[i];

		lnds_page_cell(p, "%s and %s", party(r, s->a), party(r, s->b));
		lnds_page_cell(p, "%s", count((double)e->links).text);
		lnds_page_cell(p, "%s", share(e->fdr).text);
		lnds_page_cell(p, "%s", share(e->fdr_hi).text);
		lnds_page_cell(p, "%s", count(e->matches_at_least).text);
		lnds_page_cell(p, "%s",
			lnds_link_report_bounded(e) ? share(e->recall_at_most).text
						    : "\u2013");
	}
	lnds_page_table_end(p);
}

void lnds_link_report_meaning(struct lnds_page *p, const struct lnds_link_report *r)
{
	lnds_page_section(p, "What the figures mean");
	lnds_page_text(p,
		"A link says that records belong to the same person. It was decided by "
		"the similarity of keyed codes alone: whoever made this page has no "
		"name, no birth date, no identifier, and no key to the codes. Records "
		"are linked where their score reaches the threshold, %.3f.",
		(double)r->threshold / LNDS_LINK_ONE);
	if (r->plan->npair == 0) {
		lnds_page_text(p,
			"This linkage looks for records of one person within one file. "
			"There is no second file to compare with, so nothing can be "
			"estimated: look at links before you believe them.");
		return;
	}
	if (r->plan->npair == 1) {
		wrong_links(p, &r->estimate[0]);
		missed(p, r, &r->plan->pair[0], &r->estimate[0]);
	} else {
		lnds_page_text(p,
			"For each two sources: how many links join two different "
			"persons, and how many of the persons in both were found. "
			"Wrong links are estimated by comparing records of one file "
			"with others of the same file, which belong to other persons. "
			"Persons in both and the share found are bounds, not "
			"measurements: fewer were found, by up to 12 points in our "
			"tests with five fields and by up to 22 with three.");
		pairs_table(p, r);
	}
	lnds_page_heading(p, "Who is missed");
	lnds_page_text(p,
		"Who is missed is no matter of chance. Records with missing fields, "
		"long or foreign names, or a move between two registrations are linked "
		"less often; see the table of fields below before you compare groups "
		"of persons.");
}

/* The share of doubles among the decoys of source k (0: y, 1: x) of a sample. */
static double twins_of(const struct lnds_link_sample *s, unsigned k)
{
	return s->q[k] ? (double)s->twins[k] / s->q[k] : 0;
}

static void twins_warnings(struct lnds_page *p, const struct lnds_link_report *r)
{
	bool told[LNDS_LINK_MAX_SOURCES] = {false};

	for (unsigned i = 0; i < r->plan->npair; i++) {
		const struct lnds_link_sample *s = &r->plan->pair[i];

		for (unsigned k = 0; k < 2; k++) {
			unsigned source = (k == 0) == (s->y == 0) ? s->a : s->b;

			if (twins_of(s, k) <= 0.01 || told[source])
				continue;
			told[source] = true;
			lnds_page_notice(p, LNDS_PAGE_WARNING, "doubles within a file",
				"%s of the records of %s have another record in %s "
				"that is all but equal. They are duplicates, or twins "
				"and households. Duplicates make the threshold too "
				"high and links ambiguous: let %s remove them and "
				"encode again, or plan with the decoys of the other "
				"party (--decoys).",
				share(twins_of(s, k)).text, party(r, source),
				party(r, source), party(r, source));
		}
	}
}

static void twins_between(struct lnds_page *p)
{
	lnds_page_text(p,
		"The estimates above do not count one kind of wrong link: two persons "
		"who are alike by nature, one of them only in one file and the other "
		"only in another. Twins share surname, birth date, place; father and "
		"son, or namesakes of one year, share the name. No comparison within "
		"one file shows such a pair, since its two halves never lie in the "
		"same file. If one in a hundred persons of a file has such a "
		"look-alike in the other, up to one record in a hundred is linked "
		"wrongly on their account.");
}

static void twins_within(struct lnds_page *p)
{
	lnds_page_text(p,
		"Twins share surname, birth date and place; father and son, or "
		"namesakes of one year, share the name. Within one file they look like "
		"two records of one person, and no count of this page tells how many "
		"links are of this kind.");
}

void lnds_link_report_twins(struct lnds_page *p, const struct lnds_link_report *r)
{
	lnds_page_section(p, "Twins and namesakes");
	twins_warnings(p, r);
	if (r->plan->npair)
		twins_between(p);
	else
		twins_within(p);
	lnds_page_list_begin(p);
	lnds_page_item(p,
		"Let near ties be looked at: with --margin a link whose runner-up "
		"comes close is marked review and is not delivered. It works where "
		"both look-alikes are in the same file.");
	lnds_page_item(p,
		"Agree on a field that tells them apart: all given names, place of "
		"birth, sex, name at birth. It does more than any threshold.");
	lnds_page_item(p,
		"Have holders check a sample of links of records with equal surname "
		"and birth date, each with its own file; they know the persons, this "
		"page does not.");
	lnds_page_item(p,
		"Where one wrong link harms a person, do not link by codes alone: use "
		"a common identifier.");
	lnds_page_list_end(p);
}

void lnds_link_report_delivery(struct lnds_page *p, const struct lnds_link_report *r)
{
	struct number review = count((double)r->review);

	lnds_page_section(p, "Before and after delivery");
	lnds_page_list_begin(p);
	lnds_page_item(p,
		"Each party gets its own file of keys and nothing else: no score, no "
		"order, no record of another party.");
	if (r->review)
		lnds_page_item(p,
			"%s links are marked review and are left out unless --include "
			"review asks for them.",
			review.text);
	lnds_page_item(p,
		"Codes are pseudonymised personal data, not anonymous, whatever "
		"hardening they have. Delete code files, pairs and links once the "
		"delivery is confirmed, and note that you did.");
	lnds_page_item(p,
		"This page holds counts and shares only: no identifier, no code, no "
		"score of a single pair. Still, hand it only to those who decide about "
		"this linkage.");
	lnds_page_list_end(p);
}
