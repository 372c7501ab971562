import { FIRST_NAMES } from './first-names.ts';
import { type PiiFinding, SCORES } from './pii-finding.ts';

const CAPITAL = 'A-Z\\u00C0-\\u00DE\\u0100\\u010C\\u0141\\u015A\\u0160\\u017B\\u017D';
const LETTER = 'A-Za-z\\u00C0-\\u024F';
const PART = `[${CAPITAL}][${LETTER}'’-]{1,24}`;
const INITIAL = `[${CAPITAL}]\\.`;
const PARTICLE = '(?:van der|van den|van|von|zu|de la|de|del|della|di|da|dos|bin|ibn|al|el|le|la|Mc|O’) ';
const NAME = `${PART}(?: (?:${INITIAL} |${PARTICLE})?${PART}){0,2}`;
const TITLE =
  '(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herr|Herrn|Frau|Mme|Mlle|Monsieur|Madame|Señora?|Sra?|Signora?|Sir|Dame)\\.?';

const ANYTHING = /(?:)/;

/** What there must be at least, which is quickly seen; then the name, as the last group at the end of the match. */
const NAMES: readonly (readonly [needs: RegExp, name: RegExp])[] = [
  [ANYTHING, new RegExp(`(?<![\\w-])(?:${TITLE} ){1,2}((?:${INITIAL} ?)?${NAME})`, 'g')],
  [
    /[Nn]ame|heiße|llamo|m'appelle|igned by/,
    new RegExp(
      `\\b(?:[Mm]y name is|[Mm]y name's|[Hh]is name is|[Hh]er name is|[Tt]heir name is|[Nn]ame:|[Ff]ull name(?: is|:)?|[Nn]amed|[Ii]ch heiße|[Jj]e m'appelle|[Mm]e llamo|[Ss]igned by|[Ee]mployee named?|[Mm]aiden name(?: is)?) (${NAME})`,
      'g',
    ),
  ],
  [
    ANYTHING,
    new RegExp(
      `\\b(?:[Ee]mployee|[Cc]olleague|[Pp]atient|[Cc]ustomer|[Cc]lient|[Tt]enant|[Aa]pplicant|[Cc]andidate|[Mm]anager|[Tt]eammate|[Cc]oworker|[Ss]upervisor|[Bb]oss|[Ww]ife|[Hh]usband|[Pp]artner|[Ss]on|[Dd]aughter|[Bb]rother|[Ss]ister|I am|I'm|[Tt]his is) (${PART} (?:${INITIAL} |${PARTICLE})?${PART})(?! (?:team|policy|plan|portal|program|programme|process|form|department|service|system|guide|handbook|contract|agreement))`,
      'g',
    ),
  ],
];
const FIRST_AND_MORE = new RegExp(
  `(?<![\\w'’-])(${PART}) (?:${INITIAL} |${PARTICLE})?${PART}(?: (?:${PARTICLE})?(?!(?:Street|Road|Avenue)\\b)${PART})?`,
  'g',
);
const LOWER_NAME =
  /\b(?:my name is|my name's|i am called|ich heiße|me llamo) ([a-z'-]{2,20}(?: [a-z'-]{2,20})?)/g;
const MAY_BE_NAME = new RegExp(
  `[${CAPITAL}][${LETTER}'’.-]{0,24} (?:${PARTICLE})?[${CAPITAL}]|\\bname|heiße|llamo|m'appelle`,
);

/** Names of people, by a title, by the words before them, or by a known first name before another capitalized word. */
export function* findNames(text: string): Generator<PiiFinding> {
  if (!MAY_BE_NAME.test(text)) return;
  for (const [, name] of NAMES.filter(([needs]) => needs.test(text)))
    for (const { 0: all, 1: written = '', index } of text.matchAll(name)) {
      const end = index + all.length;
      if (!isHeading(written))
        yield { kind: 'PERSON', start: end - written.length, end, score: SCORES.words };
    }
  for (const { 0: written, 1: first = '', index: start } of text.matchAll(FIRST_AND_MORE))
    if (FIRST_NAMES.has(first) && !NOT_SURNAMES.test(written))
      yield { kind: 'PERSON', start, end: start + written.length, score: SCORES.words };
  yield* lowerCaseNames(text);
}

function* lowerCaseNames(text: string): Generator<PiiFinding> {
  for (const { 0: all, 1: written = '', index } of text.matchAll(LOWER_NAME)) {
    const [first = ''] = written.split(' ');
    const end = index + all.length;
    if (FIRST_NAMES.has(first.charAt(0).toUpperCase() + first.slice(1)))
      yield { kind: 'PERSON', start: end - written.length, end, score: SCORES.words };
  }
}

// "Name: Leave Policy", "name: MODEL" and "Virginia Office" name no person.
const NOT_SURNAMES =
  / (?:Policy|Plan|Program|Programme|Handbook|Guide|Team|Department|Office|Services?|Systems?|Server|Street|Road|Avenue|University|Hospital|Airport|Inc|Ltd|LLC|GmbH|Corp|Corporation|Company|Foundation|Award|Prize|Day|Act|Law|Bank|Hotel|Beach|Island|River|Lake|Park)$/;
const isHeading = (written: string): boolean =>
  NOT_SURNAMES.test(written) ||
  written === written.toUpperCase() ||
  /^(?:The|This|That|Our|Your|All|New|No|Not|What|Which|How|Please)\b/.test(written);
