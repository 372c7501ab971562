import { wordTable } from './word-table.ts';

/** Nouns of verbs and forms that no ending tells. */
const IRREGULAR = wordTable(`
approve: approval
renew: renewal
remove: removal
arrive: arrival
withdraw: withdrawal withdrew withdrawn
refer: referral
dismiss: dismissal
pay: payment paid payments
reimburse: reimbursement
enroll: enrollment enrolment
deploy: deployment
employ: employment
replace: replacement
ship: shipment
adjust: adjustment
assign: assignment
announce: announcement
retire: retirement
repay: repayment
require: requirement requirements
apply: application applications
submit: submission
register: registration
decide: decision
extend: extension
suspend: suspension
convert: conversion
subscribe: subscription
describe: description
fail: failure
retain: retention
reserve: reservation
break: breakage
expire: expiry expiration
send: sent
buy: bought
sell: sold
hold: held
keep: kept
take: took taken
give: gave given
write: wrote written
find: found
lose: lost
win: won
run: ran
begin: began begun
choose: chose chosen
break: broke broken
build: built
spend: spent
teach: taught
tell: told
meet: met
lead: led
grow: grew grown
know: knew known
see: saw seen
go: went gone
steal: stole stolen
person: people
child: children
man: men
woman: women
criterion: criteria
datum: data
die: died dies dying
use: used using usage
fly: flight flew flown
`);
/** Most words have nothing British about them; one look says so. */
const MAY_BE_BRITISH = /our|is[ei]|ys[ei]|res?$|ces?$|ogues?$|programme|cheque|grey/;
const DERIVED = /^(.{5,}?)(?:at)?ion$/;
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/^(.{2,})ies$/, '$1y'],
  [/^(.+(?:ss|x|ch|sh|zz))es$/, '$1'],
  [/^(.{2,}[^su])s$/, '$1'],
  [/^(.{2,})ied$/, '$1y'],
  [/^(.*[aeiouy].*[^e])ed$/, '$1'],
  [/^(.*[aeiouy].+)ing$/, '$1'],
  // Flying, trying.
  [/^([^aeiou]{2,}y)ing$/, '$1'],
];
const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/^(colo|favo|hono|labo|neighbo|behavio|endeavo|harbo|flavo|humo)ur/, '$1r'],
  [/^(.{3,})is(e|es|ed|ing|ation|ations)$/, '$1iz$2'],
  [/^(.+)ys(e|es|ed|ing)$/, '$1yz$2'],
  [/^(cent|theat|fib|lit|met)re(s?)$/, '$1er$2'],
  [/^(licen|defen|offen)ce(s?)$/, '$1se$2'],
  [/^(.+)ogue(s?)$/, '$1og$2'],
  [/^programme(s?)$/, 'program$1'],
  [/^cheque(s?)$/, 'check$1'],
  [/^grey$/, 'gray'],
];
/** Words that end in -ise and were never spelt with a z, and others that no rule may touch. */
const KEPT = new Set(
  `exercise promise advise advertise surprise supervise revise otherwise enterprise expertise precise franchise premise
  raise noise praise wise rise news analysis this species series status bus gas plus lens during string spring
  thing king ring bring sing need feed seed speed exceed succeed proceed embed used bed red shed
  wedding building meeting training`.split(/\s+/),
);
const LONG = 40;

/**
 * What an English word has in common with its other forms: "cancelled", "cancelling" and "cancellation" meet. It takes
 * off inflection and -ion alone: what more thorough stemmers bring together ("universe", "university") may differ.
 */
export function stemOf(word: string): string {
  if (word.length < 3 || word.length > LONG) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MAX_KNOWN_STEMS) stems.clear();
  const stem = newStemOf(word);
  stems.set(word, stem);
  return stem;
}

/** A few thousand words are most of what a company's documents and questions say. */
const MAX_KNOWN_STEMS = 20_000;
const stems = new Map<string, string>();

function newStemOf(word: string): string {
  const american = !MAY_BE_BRITISH.test(word)
    ? word
    : BRITISH.reduce((form, [from, to]) => form.replace(from, to), word);
  const regular = IRREGULAR.get(american) ?? american;
  if (regular.length < 4 || KEPT.has(regular)) return regular;
  const singular = regular.endsWith('s') ? withoutEnding(regular) : regular;
  const known = IRREGULAR.get(singular) ?? singular;
  const plain = withoutEnding(known);
  if (plain.length < 4) return plain;
  return tidy(plain.endsWith('ion') ? plain.replace(DERIVED, derived) : plain);
}

/** The inflection of verbs and of most nouns; umlauts stay, because they tell words apart. */
export function stemOfGerman(word: string): string {
  return word.length < 6 || word.length > LONG ? word : word.replace(/(?:en|et|st|e|n|t|s)$/, '');
}

function withoutEnding(word: string): string {
  // Every ending that is known closes with one of these.
  if (!/[sdg]$/.test(word)) return word;
  const ending = ENDINGS.find(([pattern]) => pattern.test(word));
  return ending === undefined ? word : word.replace(ending[0], ending[1]);
}

const derived = (word: string, root: string): string =>
  /[ts]$/.test(root) || word.endsWith('ation') ? root : word;

/** "approv" for "approve" and "approving", "cancel" for "cancell", "termin" for "terminat". */
function tidy(stem: string): string {
  const bare = stem.replace(/e$/, '');
  const single = bare.replace(/([bdglmnprt])\1$/, '$1');
  return single.length > 6 ? single.replace(/at$/, '') : single;
}
