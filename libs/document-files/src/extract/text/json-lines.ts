import { documentId } from '@ragfleet/contracts';
import { z } from 'zod';
import type { ExtractedDocument, Extraction, ExtractionFailure } from '../../contract.ts';
import type { FileFacts } from '../detect-type.ts';
import { documentIdOf } from '../document-id.ts';
import { documentOf, textTooLong } from '../document-of.ts';
import { ExtractionError, toExtractionError } from '../extraction-error.ts';
import type { ExtractionLimits } from '../extraction-limits.ts';
import { byteOrderMarkOf, decodeText, normalizeText } from './decode-text.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const label = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** A line of a .jsonl file. Data sets name the text `text` and the id `_id`; what they have beside is left out. */
const jsonLine = z.object({
  id: id.optional(),
  _id: id.optional(),
  title: z.string().nullish(),
  text: z.string().optional(),
  content: z.string().optional(),
  source: z.string().nullish(),
  namespace: z.string().nullish(),
  department: z.string().nullish(),
  metadata: z.record(z.string(), label).nullish(),
});

const lineNames = jsonLine.pick({ id: true, _id: true });

const SNIFFED_BYTES = 4_096;
/** UTF-8 for one UTF-16 unit. A line that is longer is not even parsed. */
const MAX_BYTES_PER_CHARACTER = 3;

interface Line {
  readonly bytes: Uint8Array;
  readonly number: number;
}

/** The documents of a .jsonl file. A line that is none is a failure of its own, and the next one is read. */
export function* readJsonLines(
  bytes: Uint8Array,
  file: FileFacts,
  limits: ExtractionLimits,
): Generator<Extraction> {
  // Something else under this name would be one failure for each of its lines.
  decodeText(bytes.subarray(0, SNIFFED_BYTES));
  const seen = new Set<string>();
  let failures = 0;
  for (const line of linesOf(asUtf8(bytes))) {
    const extraction = extractionOf(line, file, limits, seen);
    yield extraction;
    if ('error' in extraction && ++failures >= limits.maxFailures) throw tooManyFailures(limits);
    if (seen.size > limits.maxDocuments) throw tooManyDocuments(limits);
  }
  if (seen.size === 0 && failures === 0) throw noDocuments();
}

function extractionOf(line: Line, file: FileFacts, limits: ExtractionLimits, seen: Set<string>): Extraction {
  let value: unknown;
  try {
    value = valueOf(line, limits);
    const document = documentOfLine({ value, number: line.number }, file, limits);
    if (seen.has(document.id)) throw duplicateId();
    seen.add(document.id);
    return document;
  } catch (error) {
    return failureOf({ value, number: line.number }, file, toExtractionError(error, 'line'));
  }
}

/** A line as JSON; `undefined` for one that is none. */
interface ParsedLine {
  readonly value: unknown;
  readonly number: number;
}

function valueOf({ bytes }: Line, limits: ExtractionLimits): unknown {
  if (bytes.byteLength > limits.maxTextCharacters * MAX_BYTES_PER_CHARACTER) throw textTooLong(limits);
  return jsonOf(decodeText(bytes));
}

function documentOfLine(
  { value, number }: ParsedLine,
  file: FileFacts,
  limits: ExtractionLimits,
): ExtractedDocument {
  const parsed = jsonLine.safeParse(value);
  if (!parsed.success) throw invalidLine(parsed.error);
  const fields = parsed.data;
  const content = normalizeText(fields.content ?? fields.text ?? '').trim();
  if (content === '')
    throw new ExtractionError('empty', 'The line has no text. Give it a "text", or leave it out.');
  const ownId = fields.id ?? fields['_id'];
  return documentOf(
    {
      content,
      id: ownId ?? lineIdOf(file, number),
      title: fields.title ?? undefined,
      formatTitle: ownId,
      source: fields.source ?? undefined,
      namespace: fields.namespace ?? undefined,
      department: fields.department ?? undefined,
      metadata: fields.metadata ?? undefined,
    },
    file,
    limits,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExtractionError(
      'invalid-line',
      'The line is not JSON. Write one object a line: {"id": "…", "title": "…", "text": "…"}.',
      { cause },
    );
  }
}

function invalidLine(error: z.ZodError): ExtractionError {
  const [field] = error.issues[0]?.path ?? [];
  // Only names that the format knows: the others are the author's.
  const known = Object.keys(jsonLine.shape).find((name) => name === field);
  return new ExtractionError(
    'invalid-line',
    known === undefined
      ? 'The line is not a JSON object. Write one object a line: {"id": "…", "title": "…", "text": "…"}.'
      : `The "${known}" of the line has the wrong type. Texts are strings, ids strings or numbers, metadata a flat object.`,
  );
}

const lineIdOf = (file: FileFacts, number: number): string =>
  documentIdOf(`${file.id ?? file.name}:${number}`);

function failureOf(
  line: ParsedLine,
  file: FileFacts,
  { reason, message }: ExtractionError,
): ExtractionFailure {
  const id = idOf(line, file);
  return {
    ...(id === null ? { id: lineIdOf(file, line.number), isUnidentified: true } : { id }),
    source: file.name,
    line: line.number,
    error: { reason, message },
  };
}

/** The id of the line's document, were it one; null where it cannot be read. One that cannot be an id never was one. */
function idOf({ value, number }: ParsedLine, file: FileFacts): string | null {
  const names = lineNames.safeParse(value);
  if (!names.success) return null;
  const own = documentId.safeParse(names.data.id ?? names.data['_id']);
  return own.success ? own.data : lineIdOf(file, number);
}

/** Lines that have something on them, without copying the file. */
function* linesOf(bytes: Buffer): Generator<Line> {
  let number = 0;
  for (let at = 0; at < bytes.byteLength; ) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.byteLength : newline;
    const line = bytes.subarray(at, end);
    number += 1;
    if (!isBlank(line)) yield { bytes: line, number };
    at = end + 1;
  }
}

const isBlank = (line: Uint8Array): boolean =>
  line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

function asUtf8(bytes: Uint8Array): Buffer {
  const mark = byteOrderMarkOf(bytes);
  return mark === null
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(decodeText(bytes));
}

const duplicateId = (): ExtractionError =>
  new ExtractionError(
    'duplicate-id',
    'An earlier line of the file has the same id. Give each document its own; the earlier one counts.',
  );

const noDocuments = (): ExtractionError =>
  new ExtractionError('empty', 'The file has no documents. Write one JSON object a line.');

const tooManyFailures = ({ maxFailures }: ExtractionLimits): ExtractionError =>
  new ExtractionError(
    'too-many-failures',
    `${maxFailures.toLocaleString('en')} lines are no documents, so the rest of the file was not read. Put them right and send the file again.`,
  );

const tooManyDocuments = ({ maxDocuments }: ExtractionLimits): ExtractionError =>
  new ExtractionError(
    'too-many-documents',
    `A file may have ${maxDocuments.toLocaleString('en')} documents; the rest was not read. Split the file.`,
  );
