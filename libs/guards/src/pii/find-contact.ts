import { emailAt, MAY_BE_EMAIL } from './email-spans.ts';
import { type PiiFinding, SCORES } from './pii-finding.ts';

const EMAIL_PLACE = new RegExp(MAY_BE_EMAIL, 'g');

/** E-mail addresses. */
export function* findEmails(text: string): Generator<PiiFinding> {
  const closed = `${text}\n`;
  for (const { index: start } of closed.matchAll(EMAIL_PLACE)) {
    const email = emailAt(closed, start);
    if (email !== null && email !== 'open')
      yield { kind: 'EMAIL_ADDRESS', start, end: email.end, score: SCORES.checksum };
  }
}

const PHONE =
  /(?<![\w.+/-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{2,5}(?:[ .\-/]?\d{2,4}){1,4}(?![\w-])/g;
const PHONE_WORDS =
  /\b(?:call|phone|telephone|tel|mobile|cell|fax|whatsapp|text|dial|ring|hotline|handy|telefon|reach (?:me|him|her|us|them))\b[^\d+(]{0,24}$/i;
const CONTEXT_CHARACTERS = 48;
const NATIONAL = /^(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}$/;

/** Telephone numbers: international with a plus sign, ten digits in a telephone's grouping, or others with the words before them. */
export function* findPhones(text: string): Generator<PiiFinding> {
  for (const { 0: written, index: start } of text.matchAll(PHONE)) {
    const digits = written.replace(/\D/g, '').length;
    if (digits < 7 || digits > 15) continue;
    const isInternational = written.startsWith('+') && digits >= 8;
    const isKnown = isInternational || NATIONAL.test(written);
    const before = text.slice(Math.max(0, start - CONTEXT_CHARACTERS), start);
    if (isKnown || PHONE_WORDS.test(before))
      yield { kind: 'PHONE_NUMBER', start, end: start + written.length, score: SCORES.form };
  }
}
