import { LIMITS } from '@ragfleet/contracts';
import { sanitizeQuestion, scanPii } from '@ragfleet/guards';
import { type BadInput, type BadInputClass, search } from './contract.fixture.ts';

/** Beginnings of what a recognizer of personal data, of a secret or of an instruction looks for, and never its end. */
const SEEDS: readonly string[] = [
  'a@',
  'a.b-c+d',
  'a@b.c.',
  '@.',
  '1-',
  '1 2 ',
  '123-45-',
  '000-00-000',
  '4111 1111 1111 111',
  '4-1-1-1-',
  '+49 (0) ',
  '(555) 555-',
  '+1.',
  'DE89 3704 ',
  'GB29NWBK',
  'AA00',
  '1.2.3.',
  '10.0.0.',
  'fe80::',
  '::1:',
  'passport no ',
  'ssn: ',
  'born on ',
  'http://a.',
  'https://',
  'www.',
  'sk-',
  'sk-proj-',
  'AKIA',
  'ghp_',
  'xoxb-',
  'eyJ.',
  'eyJhbGciOi.eyJ',
  'Bearer ',
  'api key = ',
  'password: "',
  'secret=',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'ignore all previous ',
  'disregard any ',
  'you are now ',
  'system:',
  '[INST]',
  '<|im_start|>',
];

/** Three ways to make a pattern look again and again: repeated, after a near end, and between what it skips. */
const SHAPES: ReadonlyArray<readonly [name: string, of: (seed: string) => string]> = [
  ['repeated', (seed) => filled(seed)],
  ['repeated, then an end that does not fit', (seed) => `${filled(seed).slice(0, -1)}!`],
  ['with gaps', (seed) => filled(`${seed}${' \t\u00a0'.repeat(5)}`)],
];

const filled = (unit: string): string =>
  unit.repeat(Math.ceil(LIMITS.questionCharacters / unit.length)).slice(0, LIMITS.questionCharacters);

/** Blocked kinds among them are refused; the rule itself is tested where it lives. */
const statusOf = (query: string): number =>
  scanPii(sanitizeQuestion(query).text).blockedKinds.length > 0 ? 422 : 200;

const cases: readonly BadInput[] = SEEDS.flatMap((seed) =>
  SHAPES.map(([shape, of]) => ({
    name: `${seed} ${shape}`,
    sent: search(of(seed)),
    status: statusOf(of(seed)),
  })),
);

export const RECOGNIZER_PROBES: BadInputClass = { name: 'probes of recognizers', atLeast: 135, cases };
