import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import type { Dataset, DatasetDocument, DatasetId, DatasetQuery } from './contract.ts';
import { type JsonLine, readJsonLines } from './read-lines.ts';

const datasetId = z.union([z.string().min(1), z.number()]);

const documentLine = z
  .object({ id: datasetId, title: z.string().nullish(), text: z.string() })
  .describe('{"id": …, "title": "…", "text": "…"}');

const queryLine = z
  .object({
    id: datasetId,
    text: z.string().trim().min(1),
    relevant: z.array(datasetId).default([]),
    answers: z.array(z.string().trim().min(1)).nullish(),
    answerable: z.boolean().default(true),
  })
  .describe(
    '{"id": …, "text": "a question", "relevant": [document ids], "answers"?: ["…"], "answerable"?: false}',
  );

type QueryLine = z.output<typeof queryLine>;

/** Reads `documents.jsonl` and `queries.jsonl`. Fault `invalid-input` that names the line and the fix. */
export async function readDataset(dir: string): Promise<Dataset> {
  const documents = await readJsonLines(dir, 'documents.jsonl', documentLine);
  const queries = await readJsonLines(dir, 'queries.jsonl', queryLine);
  const known = uniqueIds(documents);
  uniqueIds(queries);
  return {
    documents: documents.map(({ value }) => documentOf(value)),
    queries: queries.map((line) => queryOf(line, known)),
  };
}

const documentOf = ({ id, title, text }: z.output<typeof documentLine>): DatasetDocument => ({
  id,
  title: title ?? '',
  text,
});

function queryOf({ value, place }: JsonLine<QueryLine>, known: ReadonlySet<string>): DatasetQuery {
  const relevant = new Set(value.relevant.map(String));
  const strangers = [...relevant].filter((id) => !known.has(id)).length;
  if (strangers > 0)
    throw new Fault(
      'invalid-input',
      `${place}: "relevant" names ${strangers} documents that documents.jsonl does not have. Take them out or add them.`,
    );
  if (value.answerable && relevant.size === 0)
    throw new Fault(
      'invalid-input',
      `${place}: "relevant" is empty. Name the documents that answer it, or set "answerable": false.`,
    );
  const answers = value.answers ?? null;
  return {
    id: value.id,
    text: value.text,
    relevant,
    answers: answers !== null && answers.length > 0 ? answers : null,
    isAnswerable: value.answerable,
  };
}

/** 1 and "1" are one id: they could not be told apart in an index. */
function uniqueIds(lines: readonly JsonLine<{ readonly id: DatasetId }>[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const { value, place } of lines) {
    const id = String(value.id);
    if (seen.has(id)) throw new Fault('invalid-input', `${place}: its id is taken. Give every line its own.`);
    seen.add(id);
  }
  return seen;
}
