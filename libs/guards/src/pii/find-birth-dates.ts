import { type PiiFinding, SCORES } from './pii-finding.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DATE = `(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)?\\.? (?:of )?${MONTH}\\.?,? \\d{4})`;
const BIRTH = new RegExp(
  `(?:\\b(?:born|birth ?da(?:y|te)|date of birth|dob|geboren|geburtsdatum)|\\bd\\.o\\.b\\.)[^\\d\\n]{0,24}?(?<!\\w)(${DATE})(?![\\w/])`,
  'gi',
);

/** Dates of birth. Another date in a question is no personal data, and without it nothing would be found. */
export function* findBirthDates(text: string): Generator<PiiFinding> {
  for (const { 0: all, 1: date = '', index } of text.matchAll(BIRTH)) {
    const end = index + all.length;
    yield { kind: 'DATE_TIME', start: end - date.length, end, score: SCORES.words };
  }
}
