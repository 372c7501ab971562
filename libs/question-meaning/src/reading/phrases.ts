import { stemOf } from './stem.ts';
import { headOf, SYNONYM_GROUPS } from './thesaurus/synonym-groups.ts';
import type { Word } from './word.ts';

/** What is said in several words and in one. On the left of each line the one, then the ways to say it. */
/** Which rule says something, and where it is written. */
const RULES = 'rule rules regulation regulations law provision ordinance'.split(' ');
const SAYS = 'say says state states stipulate stipulates specify specifies'.split(' ');
const STANDS = 'written stated stipulated specified laid regulated'.split(' ');
const WHERE_WRITTEN = [
  ...STANDS.map((stands) => `where is it ${stands}`),
  ...SAYS.map((says) => `where does it ${says}`),
  ...['which', 'what'].flatMap((which) =>
    RULES.flatMap((rule) => [
      ...SAYS.flatMap((says) => [`${which} ${rule} ${says}`, `in ${which} ${rule} does it ${says}`]),
      ...STANDS.map((stands) => `in ${which} ${rule} is it ${stands}`),
    ]),
  ),
  ...RULES.map((rule) => `what is the ${rule} that`),
].join(', ');

const PHRASES = `
wherewritten: ${WHERE_WRITTEN}
support: work with, works with, be compatible with, compatible with, run on, runs on
more: more than, older than, longer than, greater than, higher than, larger than, in excess of
less: less than, younger than, shorter than, fewer than, lower than, smaller than
oftenhow: how often, how many times, how frequently
manyhow: how many, after how many
muchhow: how much, how expensive, how costly
longhow: how long, after how long, how much longer, how fast, how quickly, how soon, how much time, for how long
farhow: how far
oldhow: how old
bighow: how big, how large, how high, how great
whattime: from what time, what time, at what time, at which time, at what times, what times, at which times, at what hour, at what hours
whatday: by what day, by which day, on what day, what day, on which day, which day, on which days, which days, on what days, what days
bywhen: by when, by what date, by which date
untilwhen: until when, till when, up to when, until what date, until which date
inadvance: ahead of time
deadline: the cut off, the cut off time, the cut off date, cut off time, cut off date
oftenhow: at what intervals, at which intervals, in what intervals
when: from when until when, from when to when, from when, from what date, what date, on what date, on what dates, on which dates, which dates, in what year, what year, in which year, which year, since when
where: in which part of, in what part of, in what place, in which place, what place, at which place
who: which person, what person, which people, what people, by whom
why: how come, for what reason, for which reason, what is the reason, what is the reason that, what is the reason why, what was the reason
how: can you help me, can you help me to, could you help me, could you help me to, what to do, what should be done, what must be done, what has to be done, what do i do, what do we do, what should i do, what can i do, what must i do, what do i have to do, what do i need to do, what do we need to do, how to go about, instructions to, instructions for, instructions on how to, in which way, by what means, what is the best way, what is the way, what is the right way, what is the correct way, what are the steps, what steps, steps to, what do i do to, what can i do to, how do i go about, what do i need to do to, what do i have to do to, what should i do to, what must i do to, what do we need to do to, what is the process, what is the procedure, in what way
manyhow: what number of, what is the number of, what is the total number of, what is the count of, what was the number of, what were the number of
what: can you tell me what, could you tell me what
located: be found
rather: whether or not
mustdo: is it necessary to, is it mandatory to, is it compulsory to, is it obligatory to, is it required to, have to, has to, need to, needs to, am required to, are required to, is required to, required to, obliged to, supposed to
cando: is there a way to, is there any way to, is it allowed to, is it permitted to, have permission to, has permission to, am allowed to, are allowed to, is allowed to, allowed to, permitted to, is it possible to, possible to, able to, is it ok to, is it okay to, am i able to
cando: is it ok if, is it okay if, is it ok for, is it okay for, is it all right to, is it all right if, is it all right for, would it be ok to, would it be okay to, would it be all right to, would it be ok if, would it be okay if, would it be all right if
unabledo: unable to
everyday: every day, each day
monthly: every month, each month, per month, a month
weekly: every week, each week, per week, a week
daily: per day, a day
yearly: every year, each year, per year, a year, per annum
hourly: every hour, each hour, per hour, an hour
quarterly: every quarter, each quarter, per quarter
christmaseve: christmas eve
christmasday: christmas day
boxingday: boxing day
newyearseve: new year eve
newyearsday: new year day
mayday: May day
maundythursday: maundy thursday, holy thursday, thursday before easter
goodfriday: good friday, friday before easter
eastersunday: easter sunday, easter day
eastermonday: easter monday, monday after easter, day after easter sunday
whitmonday: whit monday, pentecost monday, monday after whitsun, monday after pentecost
during: before the end of, in the course of, throughout
after: after the end of, later than
before: earlier than, prior to, ahead of, in advance of
percent: per cent
celsius: degrees celsius, degree celsius
chf: swiss francs, swiss franc
usd: US dollars, US dollar
fahrenheit: degrees fahrenheit, degree fahrenheit
kmh: km h, kilometres per hour, kilometers per hour
m3: m ^ 3, cubic metre, cubic metres, cubic meter, cubic meters
1h30: an hour and a half, one and a half hours, one hour and a half
halfyear: half a year
halfhour: half an hour
fortnight: a fortnight
forexample: for example
`;

interface Phrase {
  readonly rest: readonly string[];
  readonly says: string;
}
type Phrases = ReadonlyMap<string, readonly Phrase[]>;

/** What builds a question, word for word. */
const SENTENCE_PHRASES = byFirst(
  PHRASES.trim()
    .split('\n')
    .flatMap((line) => {
      const [says = '', ways = ''] = line.split(': ');
      return ways.split(', ').map((way) => ({ says, words: way.split(' ') }));
    }),
);
/** What a question is about, in any form: "signs off", "log cabins". */
const SYNONYM_PHRASES = byFirst(
  SYNONYM_GROUPS.flatMap((group) =>
    group
      .filter((expression) => expression.includes(' '))
      .map((expression) => ({ says: headOf(group), words: expression.split(' ').map(stemOf) })),
  ),
);

/** Puts one word where several say the same. What builds a question goes before what it is about, and the longest wins. */
export function joinPhrases(words: readonly Word[]): Word[] {
  const stems = words.map(({ lower }) => stemOf(lower));
  const joined: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    const phrase =
      phraseAt(SENTENCE_PHRASES, at, (place) => words[place]?.lower) ??
      phraseAt(SYNONYM_PHRASES, at, (place) => stems[place]);
    joined.push(phrase === null ? word : { ...word, kind: 'word', lower: phrase.says, isName: false });
    at += 1 + (phrase?.rest.length ?? 0);
  }
  return joined;
}

function phraseAt(
  phrases: Phrases,
  at: number,
  formAt: (place: number) => string | undefined,
): Phrase | null {
  const begun = phrases.get(formAt(at) ?? '');
  return begun?.find(({ rest }) => rest.every((form, offset) => formAt(at + 1 + offset) === form)) ?? null;
}

function byFirst(ways: readonly { readonly says: string; readonly words: readonly string[] }[]): Phrases {
  const phrases = new Map<string, Phrase[]>();
  for (const { says, words } of ways) {
    const [first = '', ...rest] = words;
    const known = phrases.get(first) ?? [];
    known.push({ rest, says });
    phrases.set(first, known);
  }
  for (const known of phrases.values()) known.sort((one, other) => other.rest.length - one.rest.length);
  return phrases;
}
