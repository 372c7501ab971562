import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { redactOutput } from '../output-filter.ts';
import { findBeliefs } from './find-beliefs.ts';
import { findBirthDates } from './find-birth-dates.ts';
import { findEmails, findPhones } from './find-contact.ts';
import { findExplainedNumbers } from './find-explained.ts';
import { findIpAddresses } from './find-ip-addresses.ts';
import { findNames } from './find-names.ts';
import { findNumbers } from './find-numbers.ts';
import { findPlaces } from './find-places.ts';

const all = (find: (text: string) => Iterable<unknown>) => (text: string) => void Array.from(find(text));
const RECOGNIZERS: readonly (readonly [name: string, run: (text: string) => void])[] = [
  ['beliefs', all(findBeliefs)],
  ['birth dates', all(findBirthDates)],
  ['e-mail addresses', all(findEmails)],
  ['explained numbers', all(findExplainedNumbers)],
  ['network addresses', all(findIpAddresses)],
  ['names', all(findNames)],
  ['numbers', all(findNumbers)],
  ['phones', all(findPhones)],
  ['places', all(findPlaces)],
  ['secrets', (text) => void redactOutput(text)],
];
/** What each begins with, begun over and over and never ended. */
const HOSTILE = [
  '1',
  '1 ',
  '12-',
  '4111 ',
  '1.',
  ':',
  'a:',
  'a@',
  'a.',
  '+1',
  '(1) ',
  'A',
  'Aa',
  'Aa ',
  'Anna ',
  'A. ',
  'DE89 ',
  'AB 12 ',
  'bc1q',
  'Dr. ',
  'born ',
  'born 1 May ',
  '12 Oak ',
  '1 rue de ',
  'live in ',
  'home address ',
  'I am a ',
  'as an an an ',
  'religion ',
  'my name is ',
  'bank account ',
  'passport ',
  'sk-',
  'eyJ',
  'token: ',
  '-----BEGIN ',
  'a://b:',
  ' ',
];
const SHORT = 20_000;
/** What a clock cannot tell apart. */
const NOISE_MS = 40;

async function bestMs(run: (text: string) => void, text: string): Promise<number> {
  const rounds = [await cpuMs(() => run(text)), await cpuMs(() => run(text)), await cpuMs(() => run(text))];
  return Math.min(...rounds);
}

describe('hostile text', () => {
  it.each(RECOGNIZERS)('costs four times as much when it is four times as long: %s', async (_name, run) => {
    for (const piece of HOSTILE) {
      const short = piece.repeat(Math.ceil(SHORT / piece.length));
      const [once, fourTimes] = [await bestMs(run, short), await bestMs(run, short.repeat(4))];
      expect(fourTimes, JSON.stringify(piece)).toBeLessThan(8 * once + NOISE_MS);
    }
  });
});
