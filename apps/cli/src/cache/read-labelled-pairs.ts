import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

/** Every pair is two vectors in memory: 10,000 of them are 120 MB at 1,536 dimensions. */
const MAX_PAIRS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** As long as a question may be. */
const MAX_CHARACTERS = 2_000;
const SHAPE = 'Each line must be {"a": "a question", "b": "another question", "same": true or false}';

const question = z.string().trim().min(1).max(MAX_CHARACTERS);
const pairLine = z.object({ a: question, b: question, same: z.boolean() });

export type UnmeasuredPair = z.output<typeof pairLine>;

/** Reads JSON lines of labelled pairs; empty lines are skipped. Fault `invalid-input` that names the line and the fix. */
export async function readLabelledPairs(path: string): Promise<UnmeasuredPair[]> {
  const file = basename(path);
  const pairs = (await readBounded(path)).split('\n').flatMap((line, at) => {
    const text = line.trim();
    return text === '' ? [] : [pairOf(text, `${file} line ${at + 1}`)];
  });
  if (pairs.length === 0) throw new Fault('invalid-input', `${file} holds no pair. ${SHAPE}.`);
  if (pairs.length > MAX_PAIRS)
    throw new Fault(
      'invalid-input',
      `${file} holds ${pairs.length} pairs. Take at most ${MAX_PAIRS}: a random sample of that size is enough.`,
    );
  return pairs;
}

async function readBounded(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES)
      throw new Fault('invalid-input', `${basename(path)} is larger than 16 MB. Split it.`);
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault(
      'invalid-input',
      `${path} cannot be read. Name a file of JSON lines: ragfleet cache calibrate --pairs FILE`,
      { cause },
    );
  }
}

function pairOf(text: string, place: string): UnmeasuredPair {
  const parsed = pairLine.safeParse(jsonOf(text, place));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  const what = field === '' ? 'it' : `"${field}"`;
  throw new Fault(
    'invalid-input',
    `${place}: ${what} is wrong. ${SHAPE}, and no question longer than ${MAX_CHARACTERS} characters.`,
  );
}

function jsonOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('invalid-input', `${place} is not JSON. ${SHAPE}.`, { cause });
  }
}
