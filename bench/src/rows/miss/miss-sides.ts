import { setImmediate } from 'node:timers/promises';
import { createPlainMiss, type MissMaterial } from '../../../floors/miss.ts';
import type { Slice } from '../../contract.ts';
import { importPeer } from '../../peers.ts';
import type { Miss } from './miss-material.ts';
import { createStepClock, type StepShares } from './content-steps.ts';
import { createBareMiss, createProductMiss } from './product-miss.ts';

export const OURS = 'ours';
/** Ours without what no peer does besides. */
export const BARE = 'ours without cache and reranker';
export const FLOOR = 'plain function';
export const PEERS = ['LangChain LCEL', 'AI SDK generateText', 'LlamaIndex.TS'] as const;

/** A question's answer. */
export type AnswerMiss = (question: string) => Promise<string>;
type CreateMiss = (miss: MissMaterial) => AnswerMiss;

export interface MissSides {
  /** One question after the other, the event loop turning between two. */
  readonly slices: ReadonlyMap<string, Slice>;
  /** Of each of ours, slice by slice. */
  readonly shares: ReadonlyMap<string, readonly StepShares[]>;
}

/** Every side on one miss, as slices of work, after as many answers each that count for nothing. */
export async function createMissSides(miss: Miss, warmUpMisses: number): Promise<MissSides> {
  const { createLangChainMiss } = await importPeer<{ createLangChainMiss: CreateMiss }>('langchain-miss.mjs');
  const { createAiSdkMiss } = await importPeer<{ createAiSdkMiss: CreateMiss }>('ai-sdk-miss.mjs');
  const { createLlamaIndexMiss } = await importPeer<{ createLlamaIndexMiss: CreateMiss }>(
    'llamaindex-miss.mjs',
  );
  const [langChain, aiSdk, llamaIndex] = PEERS;
  const clocks = new Map([OURS, BARE].map((name) => [name, createStepClock()] as const));
  const sides = new Map([
    [OURS, createProductMiss(miss, clocks.get(OURS)?.onSpan)],
    [BARE, createBareMiss(miss, clocks.get(BARE)?.onSpan)],
    [FLOOR, createPlainMiss(miss)],
    [langChain, createLangChainMiss(miss)],
    [aiSdk, createAiSdkMiss(miss)],
    [llamaIndex, createLlamaIndexMiss(miss)],
  ]);
  for (const [name, answer] of sides) await requireAnswer(name, answer, miss);
  for (const answer of sides.values()) await warmUp(answer, miss, warmUpMisses);
  const timed = (name: string, slice: Slice): Slice => clocks.get(name)?.timed(slice) ?? slice;
  return {
    slices: new Map([...sides].map(([name, answer]) => [name, timed(name, sliceOf(answer, miss))])),
    shares: new Map([...clocks].map(([name, { shares }]) => [name, shares])),
  };
}

/** A side that answers something else did other work. */
async function requireAnswer(name: string, answer: AnswerMiss, miss: Miss): Promise<void> {
  const said = await answer(miss.question(0));
  if (said !== miss.answer) throw new Error(`${name} answers ${JSON.stringify(said)}.`);
}

/** A worker runs for days: what the first thousands of questions cost, while code is being compiled, is not looked at. */
async function warmUp(answer: AnswerMiss, { question }: Miss, misses: number): Promise<void> {
  for (let at = 0; at < misses; at += 1) {
    await answer(question(-1 - at));
    await setImmediate();
  }
}

function sliceOf(answer: AnswerMiss, { question }: Miss): Slice {
  let next = 0;
  return async (untilMs) => {
    let count = 0;
    while (performance.now() < untilMs) {
      await answer(question(next++));
      await setImmediate();
      count += 1;
    }
    return count;
  };
}
