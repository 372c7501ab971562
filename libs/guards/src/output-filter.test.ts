import fc from 'fast-check';
import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createOutputFilter, redactOutput } from './index.ts';

const REDACTED: readonly (readonly [text: string, redacted: string])[] = [
  ['the key sk-proj-abc123 works', 'the key [REDACTED] works'],
  ['sk-abcdefghijklmnopqrstuvwxyz', '[REDACTED]'],
  ['password: hunter2', 'password: [REDACTED]'],
  ['**Password:** hunter2 and more', '**Password:** [REDACTED] and more'],
  ['{"api_key": "a b c", "x": 1}', '{"api_key": [REDACTED], "x": 1}'],
  ['"password": "hun\\"ter two", "x": 1', '"password": [REDACTED], "x": 1'],
  ['password: “hunter two” and more', 'password: [REDACTED] and more'],
  ['密码 password：hunter2 谢谢', '密码 password：[REDACTED] 谢谢'],
  ['API KEY = abc', 'API KEY = [REDACTED]'],
  ['client_secret=abc;', 'client_secret=[REDACTED]'],
  ['Authorization: Bearer eyJhbGciOi.abc.def', 'Authorization: Bearer [REDACTED]'],
  ['token: x7Qp2mN8vR4tZ6wK', 'token: [REDACTED]'],
  ['redis://app:hunter2@db:6379', 'redis://app:[REDACTED]@db:6379'],
  ['SSN 123-45-6789, thanks', 'SSN [SSN REDACTED], thanks'],
  ['card 4111 1111 1111 1111.', 'card [CARD REDACTED].'],
  ['card 378282246310005', 'card [CARD REDACTED]'],
  ['carte 4111\u00a01111\u00a01111\u00a01111.', 'carte [CARD REDACTED].'],
  ['card 4111\u202f1111\u202f1111\u202f1111 and', 'card [CARD REDACTED] and'],
  ['SSN 123\u00a045\u00a06789, thanks', 'SSN [SSN REDACTED], thanks'],
  ['SSN １２３－４５－６７８９, thanks', 'SSN [SSN REDACTED], thanks'],
  ['بطاقة ٤١١١ ١١١١ ١١١١ ١١١١ هنا', 'بطاقة [CARD REDACTED] هنا'],
  ['कार्ड ४१११११११११११११११, १२ दिन', 'कार्ड [CARD REDACTED], १२ दिन'],
  ['write to jane.doe@corp.acme.com.', 'write to [EMAIL REDACTED].'],
  ['write to josé@internal.acme.com', 'write to [EMAIL REDACTED]'],
  ['请联系john@acme.internal谢谢', '请联系[EMAIL REDACTED]谢谢'],
];

describe('redactOutput', () => {
  it.each(REDACTED)('redacts %j', (text, redacted) => {
    expect(redactOutput(text).text).toBe(redacted);
  });

  it.each([
    'risk-based task-level desk-side',
    'We use sk-learn.',
    'Bearer tokens expire after an hour. The bearer of this card.',
    'order 4111111111111112',
    'part 123-45-6789 and A-123-45-6789',
    'write to hr@example.com',
    'the secret of a good password is length',
    'Your API keys are in the console.',
    'token: authentication-middleware-of-the-gateway',
    'see https://example.com:8443/a@b and https://user@example.com/x',
    '-----BEGIN CERTIFICATE-----',
    'rag_pipeline_with_reranking_and_citations',
  ])('leaves %j', (text) => {
    expect(redactOutput(text)).toEqual({ text, redactions: 0 });
  });

  it('redacts the addresses of a domain that is named internal', () => {
    expect(redactOutput('a@mail.acme.com', { internalEmailDomains: ['acme.com'] }).text).toBe(
      '[EMAIL REDACTED]',
    );
  });

  it('counts what it took out', () => {
    expect(redactOutput('password: a password: b').redactions).toBe(2);
  });
});

const piece = fc.oneof(
  fc.constantFrom(...REDACTED.map(([text]) => text)),
  fc.constantFrom(
    's',
    'sk',
    'sk-',
    '-',
    '@',
    'corp',
    '.',
    ' ',
    '\n',
    'api',
    'key',
    'password',
    ':',
    '=',
    '"',
    "'",
    'Bearer',
    '1',
    '123',
    '45',
    '4111',
    '1111',
    '6789',
    'ssn',
    'part',
    'é',
    '漢',
    '😀',
    '123-45-6789',
    'token.abc',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const written = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

function pushAll(chunks: readonly string[]): { pushed: string[]; text: string } {
  const filter = createOutputFilter();
  const pushed = chunks.map((chunk) => filter.push(chunk));
  return { pushed, text: pushed.join('') + filter.end() };
}

function chunksOf(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}

describe('createOutputFilter', () => {
  it('gives the same text for every chunking', () => {
    fc.assert(
      fc.property(written, fc.array(fc.nat({ max: 400 }), { maxLength: 30 }), (text, cuts) => {
        expect(pushAll(chunksOf(text, cuts)).text).toBe(redactOutput(text).text);
        expect(pushAll(text.split('')).text).toBe(redactOutput(text).text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the same text where a secret ends in a digit of another script', () => {
    const secret = 'Authorization: Bearer eyJhbGciOi.abc.def୦';
    expect(pushAll(secret.split('')).text).toBe(redactOutput(secret).text);
  });

  it('holds back at most 2 kB, and only what may begin a forbidden span', () => {
    fc.assert(
      fc.property(written, (text) => {
        const filter = createOutputFilter();
        const shown = filter.push(text);
        expect(filter.end().length).toBeLessThanOrEqual(2_048);
        expect(shown.length).toBeLessThanOrEqual(redactOutput(text).text.length);
      }),
    );
    const filter = createOutputFilter();
    expect(filter.push('You have 25 days of leave. ')).toBe('You have 25 days of leave. ');
    expect(filter.push('漢'.repeat(5_000))).toBe('漢'.repeat(5_000));
  });

  it('shows nothing of a secret that goes on for megabytes, and keeps none of it', () => {
    const filter = createOutputFilter();
    let shown = filter.push('password: x');
    for (let count = 0; count < 1_000; count += 1) shown += filter.push('x'.repeat(1_000));
    expect(shown + filter.push(' end') + filter.end()).toBe('password: [REDACTED] end');
  });

  it('takes time in proportion to the length of hostile input', async () => {
    const tookMs = await cpuMs(() => {
      for (const part of ['1 ', 'a@', 'a.', 'password', 'secret ', 'bearer ', 'sk-', '4111 ', '-'])
        redactOutput(part.repeat(10_000));
    });
    expect(tookMs).toBeLessThan(6_000);
  });
});
