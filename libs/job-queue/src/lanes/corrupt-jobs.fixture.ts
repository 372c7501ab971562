import { randomBytes } from 'node:crypto';

/** What may stand in a lane in place of a job's data, after a mistake, another version or a broken disk. */
export const CORRUPT_DATA: ReadonlyArray<readonly [name: string, data: string]> = [
  ['nothing', ''],
  ['white space', '   '],
  ['no JSON', '{"v":2,"t":"ac'],
  ['a word', 'undefined'],
  ['bytes that are no text', randomBytes(64).toString('latin1')],
  ['NUL', '\u0000'],
  ['null', 'null'],
  ['a number', '42'],
  ['a list', '["acme"]'],
  ['a text', '"acme"'],
  ['an empty object', '{}'],
  ['no version', '{"t":"acme","d":9}'],
  ['version 0', '{"v":0,"t":"acme","d":9}'],
  ['a later version', '{"v":3,"t":"acme","d":9}'],
  ['the version as a text', '{"v":"2","t":"acme","d":9}'],
  ['no tenant', '{"v":2,"d":9}'],
  ['no deadline', '{"v":2,"t":"acme"}'],
  ['a deadline that is a text', '{"v":2,"t":"acme","d":"9"}'],
  ['a deadline that is null', '{"v":2,"t":"acme","d":null}'],
  ['a tenant that is an object', '{"v":2,"t":{"$ne":null},"d":9}'],
  ['the first version without its query', '{"v":1,"tenantId":"acme","deadlineAtMs":9}'],
  ['a thousand levels', `${'['.repeat(1_000)}${']'.repeat(1_000)}`],
  ['a polluted prototype', '{"__proto__":{"v":2,"t":"acme","d":9}}'],
  ['a megabyte', `{"v":9,"x":"${'a'.repeat(1_000_000)}"}`],
];

type Fields = Readonly<Record<string, string>>;

/** What may be wrong with the record that a job names. A field that is null is missing. */
export const CORRUPT_RECORDS: ReadonlyArray<
  readonly [name: string, change: (stored: Fields) => Readonly<Record<string, string | null>>]
> = [
  ['no submission', () => ({ submission: null })],
  ['an empty submission', () => ({ submission: '' })],
  ['a submission that was never sealed', () => ({ submission: '{"question":"What is 6 times 7?"}' })],
  ['a submission that is cut', ({ submission = '' }) => ({ submission: submission.slice(0, -8) })],
  ['a submission with another first byte', ({ submission = '' }) => ({ submission: turned(submission, 0) })],
  ['a submission with another last byte', ({ submission = '' }) => ({ submission: turned(submission, -2) })],
  ['a submission with another middle', ({ submission = '' }) => ({ submission: turned(submission, 40) })],
  ['a submission with a tail', ({ submission = '' }) => ({ submission: `${submission}AAAA` })],
  ['random bytes for a submission', () => ({ submission: randomBytes(200).toString('base64url') })],
  ['the tenant of somebody else', () => ({ tenant: 'other' })],
  ['no tenant', () => ({ tenant: null })],
  ['a lane that there is none', () => ({ lane: 'urgent' })],
  ['no principal', () => ({ principal: null })],
  ['no time of creation', () => ({ created: null })],
  ['a time that is no number', () => ({ created: 'yesterday' })],
  ['a deadline that is no number', () => ({ deadline: 'tomorrow' })],
  ['an attempt that is no number', () => ({ attempt: 'x' })],
];

function turned(text: string, at: number): string {
  const bytes = Buffer.from(text, 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64url');
}
