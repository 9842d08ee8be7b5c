/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parsing of a command line by getopt_long and a table. All messages are ours (optstring
 * "…:…", opterr 0): abbreviations are refused with the full name, an unknown option gets
 * the nearest one as hint, one of another group or command is refused by name.
 *
 * The optstring starts with '-': operands come in order, whatever POSIXLY_CORRECT says.
 */
#include "cli/opts.h"
#include "base/alloc.h"

#include <getopt.h>
#include <stdlib.h>

#define LONG_BASE 256 /* val of entry i is LONG_BASE + i; letters stand below */

struct parser {
	struct lnds_table *t;
	struct lnds_arena *a;
	struct option *longs;
	char letters[3 * 256];
	struct lnds_table_entry *by_letter[256];
	int argc;
	char **argv;
	int longindex;
};

static int arity(const struct lnds_table_entry *e)
{
	/* A foreign option is refused in any case: let getopt find no fault before us. */
	if (e->foreign || e->opt->type == LNDS_OPT_OPTU64)
		return optional_argument;
	return e->opt->type == LNDS_OPT_FLAG ? no_argument : required_argument;
}

static void build(struct parser *p)
{
	char *l = p->letters;
	size_t nlong = 0;

	p->longs = lnds_calloc(p->t->n + 1, sizeof(*p->longs));
	*l++ = '-';
	*l++ = ':';
	for (size_t i = 0; i < p->t->n; i++) {
		struct lnds_table_entry *e = &p->t->entry[i];
		unsigned char c = (unsigned char)e->opt->s;

		if (e->opt->name[0])
			p->longs[nlong++] = (struct option){
				e->opt->name, arity(e), NULL, LONG_BASE + (int)i};
		if (!c || p->by_letter[c])
			continue;
		p->by_letter[c] = e;
		*l++ = (char)c;
		for (int k = 0; k < arity(e); k++)
			*l++ = ':';
	}
	*l = '\0';
}

/* The words of argv that getopt looked at last, as "Machinery" in the specification. */
static const char *token(const struct parser *p)
{
	if (optind >= 2 && optarg && optarg == p->argv[optind - 1])
		return p->argv[optind - 2];
	return p->argv[optind - 1];
}

static struct lnds_table_entry *entry_of(const struct parser *p, int val)
{
	if (val >= LONG_BASE)
		return &p->t->entry[val - LONG_BASE];
	return val > 0 && val < 256 ? p->by_letter[val] : NULL;
}

/* How messages name it: --output, or -h. */
static const char *display(const struct lnds_opt *o, char out[80])
{
	size_t n = strnlen(o->name, 70);

	out[0] = out[1] = '-';
	if (n == 0)
		out[1] = o->s, out[2] = '\0';
	else
		memcpy(out + 2, o->name, n), out[n + 2] = '\0';
	return out;
}

/* The name in "--name=value", without dashes and value. */
static struct lnds_sv long_name(const char *word)
{
	return (struct lnds_sv){word + 2, strcspn(word + 2, "=")};
}

static bool refuse_abbreviated(
	const struct parser *p, struct lnds_sv given, struct lnds_err *err)
{
	const char *full[3] = {"", "", ""};
	unsigned n = 0;

	for (size_t i = 0; i < p->t->n && n < 3; i++)
		if (!p->t->entry[i].foreign &&
			!(p->t->entry[i].opt->flags & LNDS_OPT_HIDDEN) &&
			lnds_sv_starts(lnds_sv(p->t->entry[i].opt->name), given))
			full[n++] = p->t->entry[i].opt->name;
	lnds_fail(err, LNDS_USAGE, NULL, "option '--%.*s' is abbreviated",
		LNDS_SV_ARG(given));
	return lnds_hint(err, "write --%s%s%s%s%s", full[0], n > 1 ? " or --" : "",
		full[1], n > 2 ? " or --" : "", full[2]);
}

static bool starts_an_option(const struct parser *p, struct lnds_sv given)
{
	for (size_t i = 0; given.n && i < p->t->n; i++)
		if (!p->t->entry[i].foreign &&
			lnds_sv_starts(lnds_sv(p->t->entry[i].opt->name), given))
			return true;
	return false;
}

/* letter: the unknown one, or 0 where the last word is a long option. */
static bool refuse_unknown(const struct parser *p, int letter, struct lnds_err *err)
{
	const char *word = p->argv[optind - 1];
	struct lnds_sv given, *names;
	size_t n = 0;

	if (letter) {
		lnds_fail(err, LNDS_USAGE, NULL, "unknown option '-%c'", letter);
		return lnds_hint(err, "-h lists the options");
	}
	given = long_name(word);
	if (starts_an_option(p, given))
		return refuse_abbreviated(p, given, err);
	names = lnds_calloc(p->t->n + 1, sizeof(*names));
	for (size_t i = 0; i < p->t->n; i++)
		if (!p->t->entry[i].foreign && p->t->entry[i].opt->name[0] &&
			!(p->t->entry[i].opt->flags & LNDS_OPT_HIDDEN))
			names[n++] = lnds_sv(p->t->entry[i].opt->name);
	lnds_fail(err, LNDS_USAGE, NULL, "unknown option '--%.*s'", LNDS_SV_ARG(given));
	lnds_hint_nearest(err, given, names, n, "--", "-h lists the options");
	free(names);
	return false;
}

/* getopt returned '?' or ':' for an option it knows, optopt tells which. */
static bool refuse_misused(const struct parser *p, bool missing, struct lnds_err *err)
{
	const struct lnds_table_entry *e = entry_of(p, optopt);
	const char *word = p->argv[optind - 1];
	char name[80];

	if (!e)
		return refuse_unknown(p, optopt, err);
	if (optopt >= LONG_BASE && !lnds_sv_is(long_name(word), e->opt->name))
		return refuse_abbreviated(p, long_name(word), err);
	if (!missing) {
		lnds_fail(err, LNDS_USAGE, NULL, "option '%s' takes no value",
			display(e->opt, name));
		return lnds_hint(err, "write %s alone", name);
	}
	lnds_fail(err, LNDS_USAGE, NULL, "option '%s' needs a value",
		display(e->opt, name));
	return lnds_hint(err, "write %s %s", name, e->opt->arg);
}

static bool take(const struct parser *p, int val, struct lnds_err *err)
{
	struct lnds_table_entry *e = entry_of(p, val);
	const struct lnds_opt *o = e->opt;
	char name[80];

	if (p->longindex >= 0 && !lnds_sv_is(long_name(token(p)), o->name)) {
		if (e->foreign)
			return refuse_unknown(p, 0, err);
		return refuse_abbreviated(p, long_name(token(p)), err);
	}
	if (e->foreign) {
		lnds_fail(err, LNDS_USAGE, NULL, "option '%s' does not apply to '%s'",
			display(o, name), p->t->owner);
		return lnds_hint(err, "-h lists the options that do");
	}
	if (e->given && o->type != LNDS_OPT_STRS && o->type != LNDS_OPT_FLAG) {
		lnds_fail(err, LNDS_USAGE, NULL, "option '%s' given twice",
			display(o, name));
		return lnds_hint(err, "keep one of them");
	}
	e->given = true;
	return lnds_opt_set(o, e->base, optarg, p->a, err);
}

static bool defaults(struct parser *p, struct lnds_err *err)
{
	for (size_t i = 0; i < p->t->n; i++) {
		const struct lnds_table_entry *e = &p->t->entry[i];

		if (e->foreign)
			continue;
		if (e->opt->type == LNDS_OPT_FD)
			*(int *)((char *)e->base + e->opt->off) = -1;
		if (e->opt->dflt && e->opt->type != LNDS_OPT_OPTU64 &&
			!lnds_opt_set(e->opt, e->base, e->opt->dflt, p->a, err))
			return false;
	}
	return true;
}

static bool required(const struct parser *p, struct lnds_err *err)
{
	for (size_t i = 0; i < p->t->n; i++) {
		const struct lnds_table_entry *e = &p->t->entry[i];
		char name[80];

		if (e->foreign || e->given || !(e->opt->flags & LNDS_OPT_REQUIRED))
			continue;
		lnds_fail(err, LNDS_USAGE, NULL, "option '%s' is missing",
			display(e->opt, name));
		return lnds_hint(err, "give %s %s", name, e->opt->arg ? e->opt->arg : "");
	}
	return true;
}

static bool loop(struct parser *p, struct lnds_operands *operands, struct lnds_err *err)
{
	opterr = 0;
	optind = 0;
	for (;;) {
		int val;

		p->longindex = -1;
		val = getopt_long(p->argc, p->argv, p->letters, p->longs, &p->longindex);
		if (val == -1)
			break;
		if (val == 1) {
			operands->item[operands->n++] = optarg;
			continue;
		}
		if (val == '?' || val == ':')
			return refuse_misused(p, val == ':', err);
		if (!take(p, val, err))
			return false;
		if (entry_of(p, val)->opt->flags & LNDS_OPT_STOPS)
			return true;
	}
	for (; optind < p->argc; optind++)
		operands->item[operands->n++] = p->argv[optind];
	return required(p, err);
}

bool lnds_opts_parse(struct lnds_table *t, int argc, char **argv, struct lnds_arena *a,
	struct lnds_operands *operands, struct lnds_err *err)
{
	struct parser p = {.t = t, .a = a, .argc = argc, .argv = argv};
	bool ok;

	operands->item = lnds_arena_alloc(a, ((size_t)argc + 1) * sizeof(char *));
	operands->n = 0;
	build(&p);
	ok = defaults(&p, err) && loop(&p, operands, err);
	operands->item[operands->n] = NULL;
	free(p.longs);
	return ok;
}
