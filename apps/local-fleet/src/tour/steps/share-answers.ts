import { randomUUID } from 'node:crypto';
import type { NewDocument, Query } from '@ragfleet/client';
import {
  type DemoRole,
  expectAnswer,
  expectThat,
  showAnswer,
  type TourContext,
  type TourStep,
} from '../tour-context.ts';

const WAIT_SECONDS = 20;

type Answered = ReturnType<typeof expectAnswer>;

async function ask({ as, signal }: TourContext, role: DemoRole, question: string): Promise<Answered> {
  const query = await as(role).queries.create({ question }, { waitSeconds: WAIT_SECONDS, signal });
  return expectAnswer(query);
}

const LEAVE = 'How many days of annual leave do full-time employees have?';
const LEAVE_IN_OTHER_WORDS = 'How many days of annual leave does a full-time employee have?';
const PURCHASES = 'Up to which amount do team leads approve purchases?';

/** Who is served an answer that is kept, who is not, and what becomes of it when its document changes. */
export const shareAnswers: readonly TourStep[] = [
  { name: 'the same question again: exact hit', run: askAgain },
  { name: 'a colleague, in other words: semantic hit', run: askInOtherWords },
  { name: 'somebody without access: the kept answer is refused', run: askWithoutAccess },
  { name: 'a document changes: its answers go', run: changeDocument },
];

async function askAgain(context: TourContext): Promise<string> {
  await ask(context, 'user', LEAVE);
  const again = await ask(context, 'user', LEAVE);
  const { cache, cost_usd: costUsd } = again.result;
  expectThat(cache.status === 'hit' && cache.tier === 'exact', `an exact hit, not ${cache.status}`);
  expectThat(costUsd === 0, 'a hit costs nothing');
  return `${LEAVE}\nuser: ${showAnswer(again)}`;
}

async function askInOtherWords(context: TourContext): Promise<string> {
  const colleague = await ask(context, 'analyst', LEAVE_IN_OTHER_WORDS);
  const { cache, model } = colleague.result;
  expectThat(cache.status === 'hit', `a hit, not ${cache.status} (${model ?? 'no model'})`);
  // Over the data of an earlier tour the colleague has asked this before.
  const similarity = cache.similarity === null ? '' : `similarity ${cache.similarity} · `;
  expectThat(cache.tier === 'semantic', `a semantic hit, not ${cache.tier ?? 'none'}`);
  return `${LEAVE_IN_OTHER_WORDS}\nanalyst: ${similarity}${showAnswer(colleague)}`;
}

async function askWithoutAccess(context: TourContext): Promise<string> {
  await ask(context, 'analyst', PURCHASES);
  const reader = await ask(context, 'analyst', PURCHASES);
  expectThat(reader.result.cache.status === 'hit', 'who may read the document is served from the cache');
  const other = await ask(context, 'guest', PURCHASES);
  const citesIt = other.result.citations.some(({ document_id: id }) => id === 'purchasing-approvals');
  expectThat(!citesIt, 'who may not read it gets nothing of it');
  expectThat(other.result.answer !== reader.result.answer, 'nor its words');
  return `${PURCHASES}\nanalyst: ${showAnswer(reader)}\nguest: ${showAnswer(other)}`;
}

/** A document of its own, so that a tour over the data of an earlier one finds things as they were. */
async function changeDocument(context: TourContext): Promise<string> {
  const id = `lantern-${randomUUID().slice(0, 8)}`;
  const question = `Where does the lantern ${id} hang?`;
  const says = async (content: string): Promise<void> => {
    await load(context, { id, title: `Lantern ${id}`, content, namespace: 'public' });
  };
  await says(`The lantern ${id} hangs in the lobby of the north building.`);
  const first = await ask(context, 'user', question);
  const kept = await ask(context, 'user', question);
  expectThat(kept.result.cache.status === 'hit', 'the answer is kept');
  await says(`The lantern ${id} hangs on the roof terrace of the south building.`);
  const changed = await ask(context, 'user', question);
  expectThat(changed.result.cache.status === 'miss', 'no kept answer outlives its document');
  expectThat(changed.result.answer.includes('roof'), 'the new answer says what the document says now');
  await context.as('admin').documents.delete(id, { signal: context.signal });
  const gone = await ask(context, 'user', question);
  expectThat(gone.result.citations.length === 0, 'a deleted document answers nothing');
  return [first, kept, changed, gone].map(lineOf).join('\n');
}

const lineOf = (query: Query): string => showAnswer(query).replaceAll('\n', ' ');

async function load({ as, signal }: TourContext, document: NewDocument): Promise<void> {
  const admin = as('admin');
  const accepted = await admin.documents.submit([document], { signal });
  const { counts } = await admin.ingestions.wait(accepted.id, { timeoutMs: WAIT_SECONDS * 1_000, signal });
  expectThat(counts.failed === 0 && counts.embedded === 1, 'the document is searchable');
}
