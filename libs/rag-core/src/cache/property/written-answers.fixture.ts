import type { AnswerModel } from '../../ports/models.ts';
import type { Evidence } from '../../ports/answer-cache.ts';
import type { AnswerResult } from '../../ports/answers.ts';
import type { SearchScope } from '../../ports/passages.ts';
import type { Ask } from './operations.fixture.ts';
import { hashOfWords } from './small-world.fixture.ts';

/** Who asked what, and when: the other half of what an answer must be measured by. */
export interface Asker {
  readonly ask: Ask;
  readonly searchScope: SearchScope;
  readonly beganTick: number;
  readonly beganMs: number;
  /** Halves of its search that were away when it came to them. */
  readonly lost: Set<'keyword' | 'dense'>;
}

/** What became of one call of a model. It knows by itself what was in the prompt: nothing of the cache is believed. */
export interface WrittenAnswer {
  readonly asker: Asker;
  readonly evidence: readonly Evidence[];
  readonly kind: 'whole' | 'refusal' | 'uncited' | 'truncated';
  /** Of the query that had it written, once that has ended. */
  result: AnswerResult | null;
  endedMs: number;
}

/** Every answer that was written, by the number in its text. */
export interface WrittenAnswers {
  modelsFor(asker: Asker): Readonly<Record<'standard' | 'premium', AnswerModel>>;
  /** By the text of an answer; null when no model wrote it. */
  find(text: string): WrittenAnswer | null;
}

export function createWrittenAnswers(reachAnswer: (asker: Asker) => Promise<void>): WrittenAnswers {
  const written: WrittenAnswer[] = [];
  const modelNamed = (name: string, asker: Asker): AnswerModel => ({
    name,
    contextWindowTokens: 128_000,
    async *answer({ passages }) {
      const number = written.length;
      const kind = kindOf(number);
      const evidence = passages.map(({ title, text }) => ({
        passageId: title,
        contentHash: hashOfWords(text),
      }));
      written.push({ asker, evidence, kind, result: null, endedMs: 0 });
      await reachAnswer(asker);
      yield { type: 'text', text: `Answer ${number} says ${saidBy(kind, number, passages.length)}.` };
      yield { type: 'finish', reason: reasonOf(kind), usage: { inputTokens: 10, outputTokens: 10 } };
    },
  });
  return {
    modelsFor: (asker) => ({
      standard: modelNamed('local-small', asker),
      premium: modelNamed('local-large', asker),
    }),
    find: (text) => written[Number(/^Answer (\d+) /.exec(text)?.[1] ?? Number.NaN)] ?? null,
  };
}

function kindOf(number: number): WrittenAnswer['kind'] {
  if (number % 19 === 7) return 'refusal';
  if (number % 23 === 11) return 'uncited';
  return number % 29 === 5 ? 'truncated' : 'whole';
}

const reasonOf = (kind: WrittenAnswer['kind']): 'stop' | 'refusal' | 'length' => {
  if (kind === 'truncated') return 'length';
  return kind === 'refusal' ? 'refusal' : 'stop';
};

function saidBy(kind: WrittenAnswer['kind'], number: number, passages: number): string {
  if (kind === 'refusal') return 'that the documents do not answer this';
  return kind === 'uncited' ? 'so' : `so${markers(number, passages)}`;
}

/** The best passage is cited, and of the others every third: what is in the prompt is not all cited. */
const markers = (number: number, passages: number): string =>
  Array.from({ length: passages }, (_one, at) => at + 1)
    .filter((index) => index === 1 || (number + index) % 3 === 0)
    .map((index) => ` [${index}]`)
    .join('');
