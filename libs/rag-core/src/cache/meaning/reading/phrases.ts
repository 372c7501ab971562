import type { Word } from './word.ts';

/** What is said in several words and in one. On the left of each line the one, then the ways to say it. */
const PHRASES = `
approve: sign off, sign off on, signs off, signs off on
support: work with, works with, be compatible with, compatible with, run on, runs on
vacation: annual leave, yearly leave, holiday leave
login: log in, sign in, log into, sign into, log on, sign on to, login to, log in to, sign in to
logout: log out, sign out, log off
register: sign up
setup: set up
enable: turn on, switch on
disable: turn off, switch off, shut off
remove: get rid of, take out, take away
contact: get in touch with, reach out to
submit: hand in, send in
minimum: at least, no less than, no fewer than, not less than
maximum: at most, no more than, not more than, up to
more: more than, greater than, higher than, larger than, in excess of
less: less than, fewer than, lower than, smaller than
oftenhow: how often, how frequently
manyhow: how many
muchhow: how much, how expensive, how costly
longhow: how long, how fast, how quickly, how soon, how much time, for how long
farhow: how far
oldhow: how old
bighow: how big, how large, how high, how great
when: what time, at what time, on what day, what day, on which day, which day, what date, on what date, in what year, what year, in which year, which year, since when
where: in what place, in which place, what place, at which place
who: which person, what person, which people, what people, by whom
why: how come, for what reason, for which reason, what is the reason, what is the reason that, what is the reason why, what was the reason
how: what is the way, what is the right way, what is the correct way, what are the steps, what steps, steps to, what do i do to, what can i do to, how do i go about, what do i need to do to, what do i have to do to, what should i do to, what must i do to, what do we need to do to, what is the process, what is the procedure, in what way
manyhow: what number of, what is the number of, what is the total number of, what is the count of, what was the number of, what were the number of
what: can you tell me what, could you tell me what
located: be found
responsible: in charge
deadline: due date
include: come with
includes: comes with
happen: take place
explain: walk me through, talk me through
rather: whether or not
mustdo: have to, has to, need to, needs to, am required to, are required to, is required to, required to, obliged to, supposed to
cando: am allowed to, are allowed to, is allowed to, allowed to, permitted to, is it possible to, possible to, able to, is it ok to, is it okay to, am i able to
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
after: after the end of
percent: per cent
celsius: degrees celsius, degree celsius
fahrenheit: degrees fahrenheit, degree fahrenheit
kmh: km h, kilometres per hour, kilometers per hour
m3: m ^ 3, cubic metre, cubic metres, cubic meter, cubic meters
1h30: an hour and a half, one and a half hours, one hour and a half
halfyear: half a year
halfhour: half an hour
fortnight: a fortnight
2fa: two factor authentication, 2 factor authentication
sso: single sign on
pto: paid time off
vat: value added tax
ceo: chief executive officer
cfo: chief financial officer
cto: chief technology officer
hr: human resources
ai: artificial intelligence
usacountry: united states, united states of america
ukcountry: united kingdom, great britain
eucountry: european union
wifi: wi fi
email: e mail, email address, e mail address, mail address
helpdesk: help desk
remotework: work from home, working from home, work remotely, working remotely, remote work, remote working, telecommute
phonenumber: phone number, telephone number
capital: capital city
forexample: for example
`;

interface Phrase {
  readonly rest: readonly string[];
  readonly says: string;
}
const BY_FIRST = readPhrases();

/** Puts one word where several say the same. The longest phrase wins; a name is part of none. */
export function joinPhrases(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    if (word === undefined) break;
    const phrase = BY_FIRST.get(word.lower)?.find(({ rest }) =>
      rest.every((lower, offset) => words[at + 1 + offset]?.lower === lower),
    );
    joined.push(phrase === undefined ? word : { ...word, kind: 'word', lower: phrase.says, isName: false });
    at += 1 + (phrase?.rest.length ?? 0);
  }
  return joined;
}

function readPhrases(): ReadonlyMap<string, readonly Phrase[]> {
  const phrases = new Map<string, Phrase[]>();
  for (const line of PHRASES.trim().split('\n')) {
    const [says = '', ways = ''] = line.split(': ');
    for (const way of ways.split(', ')) {
      const [first = '', ...rest] = way.split(' ');
      const known = phrases.get(first) ?? [];
      known.push({ rest, says });
      phrases.set(first, known);
    }
  }
  for (const known of phrases.values()) known.sort((one, other) => other.rest.length - one.rest.length);
  return phrases;
}
