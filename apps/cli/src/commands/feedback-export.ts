import { type FeedbackPage, type RagfleetClient, RagfleetError, type RatedAnswer } from '@ragfleet/client';
import { LIMITS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';
import { isCursorGone } from '../every-page.ts';
import { newFolder } from '../new-file.ts';

export interface FeedbackExportOptions {
  readonly out: string;
  readonly json: boolean;
}

/** A document as far as its passages are known, by their ids. */
interface ExportedDocument {
  readonly title: string;
  readonly passages: Map<string, string>;
}

/** More would be read for hours; the newest come first. */
const MAX_QUESTIONS = 5_000;
/** The passages that a search brings beside the right ones are what a ranking is measured against. */
const NEIGHBOURS = 20;
const UNPROCESSABLE = 422;
const LEFT_OUT = {
  tooMany: `Ratings older than the newest ${MAX_QUESTIONS} are left out.\n`,
  unlisted: `Ratings of queries older than the tenant's newest ${LIMITS.listedQueries} queries are left out: a fleet lists no more.\n`,
  movedOn: (count: number): string =>
    `Ratings older than the newest ${count} are left out: their queries left the list while it was read.\n`,
};

/**
 * Rated questions as a folder for the evaluation: `queries.jsonl` holds what was rated up, the documents that its answer
 * cited being the relevant ones; `documents.jsonl` the passages that the fleet finds for these questions; `unlabelled.jsonl`
 * what was rated down, for a person to say what would have been right. Nobody is named, and each question has a number. Holds
 * when no rating is left out; what is there is written all the same.
 */
export async function feedbackExport(
  context: CommandContext,
  { out, json }: FeedbackExportOptions,
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const { found: feedback, leftOut } = await readFeedback(client, context.signal);
  const good = feedback.filter(isLabelled);
  const bad = feedback.filter(({ rating }) => rating === 'down');
  if (good.every(({ citations }) => citations.length === 0))
    throw new Fault(
      'invalid-input',
      'No answer with a source was rated up: there is nothing to measure against. Rate some answers first.',
    );
  const documents = await collectDocuments(client, good, context);
  await newFolder(out);
  await Promise.all([
    writeLines(join(out, 'queries.jsonl'), good.map(toQuery)),
    writeLines(join(out, 'documents.jsonl'), [...documents].map(toDocument)),
    writeLines(join(out, 'unlabelled.jsonl'), bad.map(toUnlabelled)),
  ]);
  const counts = { queries: good.length, documents: documents.size, unlabelled: bad.length };
  if (leftOut !== null) context.say(leftOut);
  context.print(
    json
      ? jsonLine({ ...counts, dir: out, truncated: leftOut !== null })
      : `${counts.queries} questions, ${counts.documents} documents and ${counts.unlabelled} questions without a right answer are in ${out}. Next: npm run eval -- --dataset ${out}`,
  );
  return leftOut === null;
}

interface ReadFeedback {
  readonly found: readonly RatedAnswer[];
  /** Says which ones are; null where none is. */
  readonly leftOut: string | null;
}

async function readFeedback(client: RagfleetClient, signal: AbortSignal): Promise<ReadFeedback> {
  const found: RatedAnswer[] = [];
  let next: string | null = null;
  let isListCut = false;
  do {
    const filter: { starting_after?: string } = next === null ? {} : { starting_after: next };
    const page: FeedbackPage | null = await client.queries.feedback(filter, { signal }).catch(nullIfGone);
    if (page === null) return { found, leftOut: LEFT_OUT.movedOn(found.length) };
    found.push(...page.data);
    next = page.next;
    isListCut = page.truncated === true;
  } while (next !== null && found.length < MAX_QUESTIONS);
  if (next !== null || found.length > MAX_QUESTIONS)
    return { found: found.slice(0, MAX_QUESTIONS), leftOut: LEFT_OUT.tooMany };
  return { found, leftOut: isListCut ? LEFT_OUT.unlisted : null };
}

function nullIfGone(error: unknown): null {
  if (isCursorGone(error)) return null;
  throw error;
}

/** An answer that says nothing and cites nothing is right when it was rated up: nothing answers its question. */
const isLabelled = ({ rating, citations, is_answered: isAnswered }: RatedAnswer): boolean =>
  rating === 'up' && (citations.length > 0 || !isAnswered);

async function collectDocuments(
  client: RagfleetClient,
  feedback: readonly RatedAnswer[],
  { signal, say }: Pick<CommandContext, 'signal' | 'say'>,
): Promise<ReadonlyMap<string, ExportedDocument>> {
  const documents = new Map<string, ExportedDocument>();
  const add = (id: string, title: string, chunkId: string, text: string): void => {
    const document = documents.get(id) ?? { title, passages: new Map<string, string>() };
    documents.set(id, document);
    if ((document.passages.get(chunkId) ?? '').length < text.length) document.passages.set(chunkId, text);
  };
  for (const [at, { question, citations }] of feedback.entries()) {
    for (const cited of citations) add(cited.document_id, cited.title, cited.chunk_id, cited.quote);
    for (const hit of await passagesFor(client, question, signal))
      add(hit.document_id, hit.title, hit.chunk_id, hit.text);
    if ((at + 1) % 100 === 0) say(`${at + 1} of ${feedback.length} questions\n`);
  }
  return documents;
}

/** None for a question that the fleet's guards refuse: what its answer cited stays. */
async function passagesFor(client: RagfleetClient, question: string, signal: AbortSignal) {
  try {
    return (await client.search({ query: question, top_k: NEIGHBOURS }, { signal })).data;
  } catch (error) {
    if (error instanceof RagfleetError && error.status === UNPROCESSABLE) return [];
    throw error;
  }
}

const toQuery = ({ question, citations, is_answered: isAnswered }: RatedAnswer, at: number): object => ({
  id: at + 1,
  text: question,
  relevant: [...new Set(citations.map(({ document_id: id }) => id))],
  ...(isAnswered || citations.length > 0 ? {} : { answerable: false }),
});

const toDocument = ([id, { title, passages }]: readonly [string, ExportedDocument]): object => ({
  id,
  title,
  text: [...passages.values()].join('\n\n'),
});

const toUnlabelled = ({ question, comment, citations }: RatedAnswer, at: number): object => ({
  id: at + 1,
  text: question,
  comment,
  cited: [...new Set(citations.map(({ document_id: id }) => id))],
});

const writeLines = (path: string, lines: readonly object[]): Promise<void> =>
  writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flag: 'wx' });
