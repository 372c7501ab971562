import { Fault } from '@ragfleet/kernel';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { z } from 'zod';
import { parseFrontMatter } from './front-matter.ts';

const TEXT_FILES: ReadonlySet<string> = new Set(['.md', '.txt', '.html', '.htm']);
const MAX_ID_CHARACTERS = 128;
const MAX_TITLE_CHARACTERS = 512;

/** A document with an id, so that reading and submitting it again is a new version and no second document. */
export interface DocumentFile {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  /** The file's path inside the folder. */
  readonly source: string;
  readonly namespace?: string;
  readonly department?: string;
}

/** A line of a .jsonl file, as retrieval data sets have them. */
const jsonLine = z.object({
  id: z.coerce.string().min(1),
  title: z.string().default(''),
  text: z.string().min(1),
});

/**
 * Every .md, .txt, .html and .jsonl file below `dir` as documents, in the order of their names. A head of
 * `name: value` lines may give id, title, namespace and department. Fault `invalid-input` when the folder cannot be read.
 */
export async function readDocumentFiles(dir: string): Promise<DocumentFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Fault('invalid-input', 'The folder of documents cannot be read. Check the path.', { cause });
  });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const documents = await Promise.all(files.toSorted().map((file) => documentsOfFile(dir, file)));
  return documents.flat();
}

async function documentsOfFile(dir: string, file: string): Promise<DocumentFile[]> {
  const extension = extname(file).toLowerCase();
  if (extension === '.jsonl') return documentsOfLines(await readFile(file, 'utf8'), relative(dir, file));
  if (!TEXT_FILES.has(extension)) return [];
  const { fields, body } = parseFrontMatter(await readFile(file, 'utf8'));
  if (body === '') return [];
  const name = relative(dir, file);
  return [
    {
      id: fields['id'] ?? idOf(name),
      title: (fields['title'] ?? headingOf(body) ?? basename(file)).slice(0, MAX_TITLE_CHARACTERS),
      content: body,
      source: name,
      ...(fields['namespace'] === undefined ? {} : { namespace: fields['namespace'] }),
      ...(fields['department'] === undefined ? {} : { department: fields['department'] }),
    },
  ];
}

function documentsOfLines(text: string, source: string): DocumentFile[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const parsed = jsonLine.safeParse(jsonOf(line));
    if (!parsed.success)
      throw new Fault(
        'invalid-input',
        `Line ${index + 1} of ${source} is not {"id", "title", "text"} in JSON.`,
      );
    const { id, title, text: content } = parsed.data;
    return { id: idOf(id), title: title.slice(0, MAX_TITLE_CHARACTERS) || id, content, source };
  });
}

const headingOf = (body: string): string | undefined => /^#\s+(.+)$/m.exec(body)?.[1]?.trim();

const idOf = (name: string): string => name.replaceAll(/[^\w.:-]+/g, '-').slice(-MAX_ID_CHARACTERS);

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
