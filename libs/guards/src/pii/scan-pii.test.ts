import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { scanPii } from '../index.ts';

describe('scanPii', () => {
  it.each([
    ['My SSN is 123-45-6789', 'US_SSN', 'My SSN is <REDACTED>'],
    ['123-45-6789', 'US_SSN', '<REDACTED>'],
    ['social security number 123456789?', 'US_SSN', 'social security number <REDACTED>?'],
    ['ssn 123 45 6789 2 copies', 'US_SSN', 'ssn <REDACTED> 2 copies'],
    ['pay with 4111 1111 1111 1111 12/27', 'CREDIT_CARD', 'pay with <REDACTED> 12/27'],
    ['pay with 4111-1111-1111-1111.', 'CREDIT_CARD', 'pay with <REDACTED>.'],
    ['pay with 4111\u00a01111\u202f1111\u20091111.', 'CREDIT_CARD', 'pay with <REDACTED>.'],
    ['SSN １２３－４５－６７８９ を', 'US_SSN', 'SSN <REDACTED> を'],
    ['４１１１　１１１１　１１１１　１１１１', 'CREDIT_CARD', '<REDACTED>'],
    ['بطاقة ٤١١١ ١١١١ ١١١١ ١١١١ هنا', 'CREDIT_CARD', 'بطاقة <REDACTED> هنا'],
    ['کارت ۴۱۱۱-۱۱۱۱-۱۱۱۱-۱۱۱۱', 'CREDIT_CARD', 'کارت <REDACTED>'],
    ['कार्ड ४१११ ११११ ११११ ११११।', 'CREDIT_CARD', 'कार्ड <REDACTED>।'],
    ['amex 3782 822463 10005', 'CREDIT_CARD', 'amex <REDACTED>'],
    ['room 12 378282246310005', 'CREDIT_CARD', 'room 12 <REDACTED>'],
    ['my passport number is 512345678', 'US_PASSPORT', 'my passport number is <REDACTED>'],
    ['A12345678 is my passport', 'US_PASSPORT', '<REDACTED> is my passport'],
    ['Pay into bank account 123456789012', 'US_BANK_NUMBER', 'Pay into bank account <REDACTED>'],
    ['routing number: 021000021', 'US_BANK_NUMBER', 'routing number: <REDACTED>'],
  ])('blocks %j as %s', (text, kind, masked) => {
    const scan = scanPii(text);
    expect(scan.blockedKinds).toContain(kind);
    expect(scan.maskedText).toBe(masked);
  });

  it.each([
    ['Ask jane.doe@example.com', 'EMAIL_ADDRESS', 'Ask <EMAIL>'],
    ['Call +49 30 1234567 now', 'PHONE_NUMBER', 'Call <PHONE> now'],
    ['Call (212) 555-0123', 'PHONE_NUMBER', 'Call <PHONE>'],
  ])('finds and does not block %j', (text, kind, masked) => {
    expect(scanPii(text)).toMatchObject({ kinds: [kind], blockedKinds: [], maskedText: masked });
  });

  it.each([
    'order 4111111111111112',
    'ticket 123456789012',
    'part number 123-45-6789',
    'PN-123-45-6789-X',
    '000-12-3456 and 666-12-3456 and 912-34-5678',
    'epoch 1763836811000',
    'version 1.2.3, build 20251122',
    'uuid 123e4567-e89b-42d3-a456-426614174000',
    'our bank holiday on 2025-12-25',
    'ISBN 978-3-16-148410-0',
    'INTRODUCTORY passports policy',
    'set name: MODEL and name: Leave Policy',
    'listen on 127.0.0.1 or 0.0.0.0',
    'How many of the 25 days carry over to 2026?',
  ])('finds nothing in %j', (text) => {
    expect(scanPii(text)).toMatchObject({ findings: [], maskedText: text, recommendation: 'allow' });
  });

  it.each([
    ['in its usual grouping', 'is 4407 4229 3679 right?', ['IN_AADHAAR']],
    ['in its usual grouping, as an order', 'is order 4407 4229 3679 right?', []],
    ['without grouping and words', 'is 440742293679 right?', []],
    ['without grouping, with words', 'is aadhaar 440742293679 right?', ['IN_AADHAAR']],
    ['that has no usual grouping, without words', 'is 6533329502 right?', []],
    ['that has no usual grouping, with words behind it', 'is 6533329502 an NHS number?', ['UK_NHS']],
  ])('takes a number with one check digit %s for what it is', (_how, text, kinds) => {
    expect(scanPii(text).kinds).toEqual(kinds);
  });

  it('names what two recognizers claim after the surer one, and masks all of it', () => {
    expect(scanPii('NHS 943 476 5919')).toMatchObject({ kinds: ['UK_NHS'], maskedText: 'NHS <REDACTED>' });
  });

  it('recommends to block, to mask or to do neither, by the kinds that may not be processed', () => {
    const mail = 'Write to ada@example.com';
    expect(scanPii('My SSN is 123-45-6789').recommendation).toBe('block');
    expect(scanPii(mail).recommendation).toBe('mask');
    expect(scanPii(mail, { blockedKinds: ['EMAIL_ADDRESS'] }).recommendation).toBe('block');
    expect(scanPii('Write to nobody').recommendation).toBe('allow');
  });

  it('takes in what another finder has found', () => {
    const alsoFound = [{ kind: 'PERSON', start: 4, end: 9, score: 0.8 }] as const;
    expect(scanPii('Ask zorbl.', { alsoFound }).maskedText).toBe('Ask <PERSON>.');
  });

  it('takes time in proportion to the length of hostile input', async () => {
    const tookMs = await cpuMs(() => {
      for (const part of ['1 ', '4111 ', 'a@', 'a.', '+1', '(1) ', 'bank account ', '1-'])
        scanPii(part.repeat(10_000));
    });
    expect(tookMs).toBeLessThan(4_000);
  });
});
