import type { ModelPace } from '@ragfleet/test-support';
import type { DoublePace } from './contract.ts';
import { drawLognormalMs } from './lognormal.ts';

/** One call of this kind: when its first piece comes, and how long it is between the others. */
export function paceOf({ takes, pieces, firstShare }: DoublePace, random: () => number): ModelPace {
  if (takes === null) return {};
  const tookMs = drawLognormalMs(takes, random);
  if (pieces < 2) return { firstTokenMs: tookMs };
  return { firstTokenMs: tookMs * firstShare, betweenTextsMs: (tookMs * (1 - firstShare)) / (pieces - 1) };
}

/** One call for vectors. */
export const embeddingPaceOf = ({ embedTakes }: DoublePace, random: () => number): ModelPace =>
  embedTakes === undefined ? {} : { firstTokenMs: drawLognormalMs(embedTakes, random) };

/** An answer that cites its first passage, in so many pieces as the double speaks it. */
export const answerOf = (pieces: number): string =>
  [
    ...Array.from({ length: pieces - 1 }, (_, at) => SENTENCES[at % SENTENCES.length]),
    'as written [1].',
  ].join(' ');

/** Three words each. */
const SENTENCES = ['The handbook says', 'that every request', 'goes to the', 'person in charge'] as const;
