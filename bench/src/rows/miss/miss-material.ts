import type { MissMaterial } from '../../../floors/miss.ts';
import { handbookText } from '../../texts/handbook-text.ts';

/** What every side is asked, finds and has a model say. */
export interface Miss extends MissMaterial {
  /** Never the same twice: nothing is found that was kept. */
  readonly question: (at: number) => string;
}

const PASSAGES = 5;
const CHARACTERS = 400;
/** Further apart than a passage is long. */
const STRIDE = 1_000;
const INSTRUCTIONS = 'Answer from the passages alone and cite each that you use by its number, such as [1].';

/** The row's workload: five passages of 400 characters, an answer of two sentences that cite. */
export const FULL_MISS: Miss = {
  passages: Array.from({ length: PASSAGES }, (_, at) => ({
    title: 'Annual leave',
    text: handbookText().slice(at * STRIDE, at * STRIDE + CHARACTERS),
  })),
  answer:
    'Full-time employees have 28 days of annual leave per calendar year, in addition to the public holidays [1]. There are 2 paid days for a wedding of one’s own [2].',
  instructions: INSTRUCTIONS,
  question: (at) => `How many days of annual leave do employees of office ${at} have in a calendar year?`,
};

/** The same with a word where that one has a text: what is left of a side's cost does not grow with what it reads. */
export const SHORT_MISS: Miss = {
  passages: ['Leave', 'Travel', 'Salary', 'Hours', 'Health'].map((text) => ({ title: 'A', text })),
  answer: 'Leave [1].',
  instructions: INSTRUCTIONS,
  question: (at) => `Leave ${at}?`,
};
