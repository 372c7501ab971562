import { createOutputFilter, sanitizePassage, sanitizeQuestion, scanPii } from '@ragfleet/guards';
import { fillContext, judgeComplexity } from '@ragfleet/rag-core';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { Slice } from '../../contract.ts';
import { missPassages } from './in-process-ports.ts';
import type { Miss } from './miss-material.ts';

/** Work of ours that grows with what is read, on the texts of one miss. */
export interface ContentWork {
  /** Bytes that one turn reads. */
  readonly bytes: number;
  readonly slice: Slice;
}

const LIMITS = { maxTokens: 4_000, compresses: true };

/** The guards and the reading of a miss, each by itself. */
export function contentWork(miss: Miss): ReadonlyMap<string, ContentWork> {
  const question = miss.question(0);
  const passages = missPassages(miss);
  const texts = passages.map(({ text }) => text);
  const each = (read: readonly string[], work: (text: string) => unknown): ContentWork =>
    workOn(read, () => {
      for (const text of read) work(text);
    });
  return new Map([
    ['question: hidden characters, injection phrases', each([question], sanitizeQuestion)],
    ['question: personal data', each([question], scanPii)],
    ['question: one spelling', each([question], canonicalQuestion)],
    ['question: complexity', each([question], judgeComplexity)],
    ['passages: hidden characters, chat tokens', each(texts, sanitizePassage)],
    ['passages: personal data', each(texts, scanPii)],
    ['passages: the whole prompt budget', workOn(texts, () => void fillContext(passages, LIMITS))],
    ['answer: output filter', each([miss.answer], filtered)],
  ]);
}

function filtered(text: string): string {
  const filter = createOutputFilter();
  return filter.push(text) + filter.end();
}

function workOn(texts: readonly string[], work: () => void): ContentWork {
  return {
    bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    slice: async (untilMs) => {
      let count = 0;
      for (; performance.now() < untilMs; count += 1) work();
      return count;
    },
  };
}

/** Megabytes a second, from microseconds for so many bytes: a byte a microsecond is a megabyte a second. */
export const megabytesPerSecond = (bytes: number, us: number): number => bytes / us;
