import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault } from '@ragfleet/kernel';
import type { z } from 'zod';

export interface JsonLine<Value> {
  readonly value: Value;
  /** Where it stands, such as `queries.jsonl line 3`, for messages. */
  readonly place: string;
}

/**
 * The lines of a JSON Lines file, each parsed by the schema; empty lines are skipped. Fault `invalid-input` that names
 * the file or the line and what it must hold.
 */
export async function readJsonLines<Schema extends z.ZodType>(
  dir: string,
  file: string,
  schema: Schema,
): Promise<JsonLine<z.output<Schema>>[]> {
  const lines: JsonLine<z.output<Schema>>[] = [];
  let number = 0;
  for await (const line of linesOf(join(dir, file), file)) {
    number += 1;
    const place = `${file} line ${number}`;
    const text = textOf(line, place);
    if (text !== '') lines.push({ place, value: parsedLine(text, place, schema) });
  }
  if (lines.length === 0) throw new Fault('invalid-input', `${file} is empty. ${shapeOf(schema)}`);
  return lines;
}

/** A character for each byte, so that what is not UTF-8 is still to be seen, and a line ends at its feed alone. */
async function* linesOf(path: string, file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity });
  } catch (cause) {
    throw new Fault(
      'invalid-input',
      `${file} cannot be read. Name a folder with documents.jsonl and queries.jsonl: npm run eval -- --dataset DIR`,
      { cause },
    );
  }
}

function textOf(line: string, place: string): string {
  const bytes = Buffer.from(line, 'latin1');
  if (!isUtf8(bytes))
    throw new Fault(
      'invalid-input',
      `${place} is not UTF-8. Save the file as UTF-8: iconv -f LATIN1 -t UTF-8, where it is Latin-1.`,
    );
  // A byte order mark is not part of the first value.
  return bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
}

function parsedLine<Schema extends z.ZodType>(text: string, place: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(text, place, schema));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new Fault(
    'invalid-input',
    `${place}: ${field === '' ? 'it' : `"${field}"`} is wrong. ${shapeOf(schema)}`,
  );
}

function jsonOf(text: string, place: string, schema: z.ZodType): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('invalid-input', `${place} is not JSON. ${shapeOf(schema)}`, { cause });
  }
}

const shapeOf = (schema: z.ZodType): string => `Each line must be ${schema.description ?? 'a JSON object'}.`;
