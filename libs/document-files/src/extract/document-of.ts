import { documentInput } from '@ragfleet/contracts';
import type { ExtractedDocument } from '../contract.ts';
import type { FileFacts } from './detect-type.ts';
import { documentIdOf } from './document-id.ts';
import { ExtractionError } from './extraction-error.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { baseNameOf } from './file-types.ts';
import { proseOf } from './text/markdown-stretches.ts';

/** What a reader found. Labels are as the author wrote them, not checked yet. */
export interface DocumentDraft {
  readonly content: string;
  /** Said by the author for this purpose. */
  readonly id?: unknown;
  readonly title?: string | undefined;
  readonly namespace?: unknown;
  readonly department?: unknown;
  readonly metadata?: unknown;
  readonly source?: string | undefined;
  /** Said by the format: a page's `<title>`, a PDF's title. */
  readonly formatTitle?: string | undefined;
}

const MAX_TITLE_CHARACTERS = 512;
const MAX_SOURCE_CHARACTERS = 2_048;
const MAX_HEADING_CHARACTERS = 300;
const MAX_HEADING_DISTANCE = 65_536;

/**
 * A document within the limits of the HTTP contract. Its title is the one that was given, else the first heading of
 * the first level, else the format's, else any heading, else the file's name.
 */
export function documentOf(
  draft: DocumentDraft,
  file: FileFacts,
  limits: ExtractionLimits,
): ExtractedDocument {
  if (draft.content.length > limits.maxTextCharacters) throw textTooLong(limits);
  const { id, source, title, namespace, department, metadata } = checked({
    id: draft.id ?? file.id ?? documentIdOf(file.name),
    title: titleOf(draft, file),
    content: '-',
    source: (draft.source ?? file.name).toWellFormed().slice(-MAX_SOURCE_CHARACTERS),
    namespace: draft.namespace,
    department: draft.department,
    metadata: draft.metadata,
  });
  return {
    id: id ?? documentIdOf(file.name),
    title,
    content: draft.content,
    source: source ?? file.name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(department === undefined ? {} : { department }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

// The contract's own schema, so that what is extracted is never refused later. It does not see the text.
function checked(fields: Record<string, unknown>): ReturnType<typeof documentInput.parse> {
  const parsed = documentInput.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'document');
  throw new ExtractionError(
    'invalid-document',
    `The ${field} of the document is not valid. ${issue?.message ?? ''}`,
  );
}

function titleOf({ title, formatTitle, content }: DocumentDraft, file: FileFacts): string {
  const given = firstTitle([title, file.title]);
  if (given !== undefined) return given;
  // A comment in a script is no heading.
  const prose = proseOf(content.slice(0, MAX_HEADING_DISTANCE));
  const found = [headingOf(prose, /^# (\S.*)$/m), formatTitle, headingOf(prose, /^#{2,6} (\S.*)$/m)];
  return firstTitle([...found, baseNameOf(file.name)]) ?? 'Untitled';
}

const firstTitle = (candidates: readonly (string | undefined)[]): string | undefined =>
  candidates.map((candidate) => cleanTitle(candidate ?? '')).find((candidate) => candidate !== '');

/** One line without invisible characters. */
function cleanTitle(title: string): string {
  const visible = title.replaceAll(/\p{Cf}/gu, '').replaceAll(/[\p{C}\s]+/gu, ' ');
  return visible.trim().slice(0, MAX_TITLE_CHARACTERS).toWellFormed();
}

const headingOf = (content: string, pattern: RegExp): string | undefined =>
  pattern.exec(content)?.[1]?.slice(0, MAX_HEADING_CHARACTERS);

export const textTooLong = ({ maxTextCharacters }: ExtractionLimits): ExtractionError =>
  new ExtractionError(
    'text-too-long',
    `The text has more than ${maxTextCharacters.toLocaleString('en')} characters. Split it into several documents.`,
  );
