import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputFilter } from './output-filter.ts';
import { KEY_KINDS, type KeyKind } from './output-rules/key-kinds.ts';

/** A text that must not leave, what announces it and may, and the label that takes its place. */
interface Forbidden {
  readonly lead: string;
  readonly secret: string;
  readonly label: string;
  /** What follows it directly and may be shown. */
  readonly tail?: string;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const letters = (minLength: number, maxLength: number, units = ALPHANUMERIC): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });
const digits = (length: number) => letters(length, length, '0123456789'.split(''));

/** The payment card number that begins so, by Luhn's rule. */
function cardNumber(firstDigits: string): string {
  const sum = firstDigits.split('').reduceRight((total, digit, at) => {
    const isDoubled = (firstDigits.length - at) % 2 === 1;
    const value = Number(digit) * (isDoubled ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return firstDigits + String((10 - (sum % 10)) % 10);
}

const assigned = fc
  .tuple(fc.constantFrom('password: ', 'API_KEY=', 'secret := ', 'Passwd=', 'api key : '), letters(8, 400))
  .map(([lead, secret]): Forbidden => ({ lead, secret, label: '[REDACTED]' }));
const bearer = fc
  .tuple(fc.constantFrom('Bearer ', 'bearer  '), letters(20, 400))
  .map(([lead, secret]): Forbidden => ({ lead, secret, label: '[REDACTED]' }));
const secretKey = letters(16, 400).map(
  (body): Forbidden => ({ lead: '', secret: `sk-${body}`, label: '[REDACTED]' }),
);
const card = fc.tuple(digits(14), fc.constantFrom('', ' ', '-')).map(([rest, between]): Forbidden => {
  const secret = (cardNumber(`4${rest}`).match(/.{4}/g) ?? []).join(between);
  return { lead: '', secret, label: '[CARD REDACTED]' };
});
const socialSecurity = fc
  .tuple(
    fc.integer({ min: 100, max: 665 }),
    fc.integer({ min: 10, max: 99 }),
    fc.integer({ min: 1000, max: 9999 }),
  )
  .map((parts): Forbidden => ({ lead: '', secret: parts.join('-'), label: '[SSN REDACTED]' }));
const internalEmail = fc
  .tuple(letters(4, 30), fc.constantFrom('corp.example.com', 'mail.internal', 'hosts.lan'))
  .map(
    ([name, domain]): Forbidden => ({
      lead: '',
      secret: `${name}@${domain}`,
      label: '[EMAIL REDACTED]',
    }),
  );

/** Every character of a class such as `A-Z0-9_-`. */
function charactersOf(body: string): string[] {
  const inside = new RegExp(`[${body}]`);
  return Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((one) =>
    inside.test(one),
  );
}
const keyOf = (kind: KeyKind): fc.Arbitrary<Forbidden> =>
  fc
    .tuple(
      fc.constantFrom(...kind.prefixes),
      letters(kind.leastCharacters, kind.leastCharacters + 60, charactersOf(kind.body)),
    )
    .filter(([, body]) => kind.telling?.test(body) ?? true)
    .map(([prefix, body]) => ({ lead: '', secret: prefix + body, label: '[REDACTED]' }));
const anyKey = fc.oneof(...KEY_KINDS.map(keyOf));
const token = fc
  .tuple(
    fc.constantFrom('token: ', 'Access_Key=', 'private key: ', 'signing_key := '),
    fc.constant('x7Qp2'),
    letters(30, 300),
  )
  .map(([lead, telling, body]): Forbidden => ({ lead, secret: telling + body, label: '[REDACTED]' }));
const PEM_LINES = fc.array(letters(64, 64), { minLength: 3, maxLength: 40 });
const privateKey = fc.tuple(fc.constantFrom('RSA ', 'EC ', ''), PEM_LINES).map(([kind, lines]): Forbidden => {
  const name = `${kind}PRIVATE KEY-----`;
  return {
    lead: '',
    secret: `-----BEGIN ${name}\n${lines.join('\n')}\n-----END ${name}`,
    label: '[REDACTED]',
  };
});
const urlPassword = fc
  .tuple(fc.constantFrom('postgres', 'redis', 'https'), letters(6, 60))
  .map(([scheme, secret]) => ({
    lead: `${scheme}://ada:`,
    secret,
    label: '[REDACTED]',
    tail: '@db.example.com',
  }));

const forbidden = fc.oneof(
  assigned,
  bearer,
  secretKey,
  card,
  socialSecurity,
  internalEmail,
  { arbitrary: anyKey, weight: 4 },
  token,
  privateKey,
  urlPassword,
);
/** Words that no rule minds, none of which shares five characters in a row with a secret but by chance. */
const clean = fc
  .array(
    fc.constantFrom('leave', 'is', 'booked', 'über', 'the', '漢字', '😀', 'portal', '[1]', 'a,', 'b;', 'ß'),
    {
      maxLength: 12,
    },
  )
  .map((words) => words.join(' '));
const cuts = fc.array(fc.nat({ max: 1_000 }), { maxLength: 40 });

function chunksOf(text: string, places: readonly number[]): string[] {
  const ends = [0, ...places.map((place) => place % (text.length + 1)), text.length];
  return ends
    .toSorted((a, b) => a - b)
    .flatMap((end, at, all) => (at === 0 ? [] : [text.slice(all[at - 1], end)]));
}

/** What a reader has after each chunk, and at the end. */
function wire(chunks: readonly string[]): string[] {
  const filter = createOutputFilter();
  let shown = '';
  const states = chunks.map((chunk) => (shown += filter.push(chunk)));
  return [...states, shown + filter.end()];
}

const RUN = 5;
const piecesOf = (secret: string): string[] =>
  Array.from({ length: secret.length - RUN + 1 }, (_, at) => secret.slice(at, at + RUN));

describe('a forbidden span, in any chunks, anywhere', () => {
  it('never has five characters on the wire, and the text around it arrives unchanged', () => {
    fc.assert(
      fc.property(
        clean,
        forbidden,
        clean,
        cuts,
        (before, { lead, secret, label, tail = '' }, after, places) => {
          const text = `${before} ${lead}${secret}${tail} ${after}`;
          const innocent = `${before} ${lead} ${label}${tail} ${after}`;
          const telling = piecesOf(secret).filter((piece) => !innocent.includes(piece));
          for (const chunks of [chunksOf(text, places), text.split('')]) {
            const states = wire(chunks);
            for (const shown of states)
              expect(telling.find((piece) => shown.includes(piece))).toBeUndefined();
            expect(states.at(-1)).toBe(`${before} ${lead}${label}${tail} ${after}`);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
