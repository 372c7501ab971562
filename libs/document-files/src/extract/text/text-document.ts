import type { DocumentDraft } from '../document-of.ts';
import { ExtractionError } from '../extraction-error.ts';
import { decodeText } from './decode-text.ts';
import { parseFrontMatter } from './front-matter.ts';

/** A .txt or .md file. A head of `name: value` lines may give id, title, namespace and department. */
export function readTextDocument(bytes: Uint8Array, charset: string | null): DocumentDraft {
  const { fields, body } = parseFrontMatter(decodeText(bytes, charset));
  if (body === '')
    throw new ExtractionError('empty', 'The file has no text. Send one that has, or leave it out.');
  return {
    content: body,
    id: fields['id'],
    title: fields['title'],
    namespace: fields['namespace'],
    department: fields['department'],
  };
}
