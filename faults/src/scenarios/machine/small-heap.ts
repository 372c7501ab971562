import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import type { AppProcess } from '../../fleet/contract.ts';
import { keepOneUp } from '../keep-one-up.ts';

/** A worker's code and dictionaries take 106. */
const HEAP_MB = 160;
const JOBS = 100;
const END_MS = 120_000;
const QUESTION_CHARACTERS = 1_900;
const ANSWER = 'The handbook has much to say of this [1]. '.repeat(750);

/** It may come to its end and be started again, as a cluster does; nothing that it held may be lost. */
export const smallHeap: Scenario = {
  id: 'F49',
  title: 'a worker’s heap is hardly larger than itself, and its jobs are large',
  boundSeconds: 180,
  isSlow: true,
  inPlaceOf:
    'a heap of 96 MB, with which no worker comes up, and 1,000 large jobs: 160 MB, and 100 answers of 30 kB',
  run: async ({ fleet, asking, signal, say }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const sayEnd = (ended: AppProcess): void =>
      say(
        `${ended.name} has come to its end: ${ended.log().find((line) => line.includes('FATAL')) ?? 'no word'}`,
      );
    const worker = keepOneUp(fleet, { maxHeapMb: HEAP_MB }, { signal, onEnd: sayEnd });
    fleet.model.reply({ text: ANSWER });
    const filler = 'and the same of every other office, '.repeat(60).slice(0, QUESTION_CHARACTERS);
    const queries = await Promise.all(
      Array.from({ length: JOBS }, (_, at) => asking.ask({ question: `What of office ${at}, ${filler}?` })),
    );
    const ended = await asking.untilEnded(queries, END_MS);
    const restarts = await worker.stop();
    assert.ok(
      ended.every(({ status }) => status === 'succeeded'),
      'a query was not answered',
    );
    return { recoveryMs: null, note: `${JOBS} answers of ${ANSWER.length} characters, ${restarts} restarts` };
  },
};
