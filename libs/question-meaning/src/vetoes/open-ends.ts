import type { QuestionReading } from '../reading/read-question.ts';
import { sameFactSet } from './veto.ts';

const JOINS = new Set(['and', 'or']);
const UPWARD = new Set('up upward upwards over above older'.split(' '));
const DOWNWARD = new Set('down downward downwards under below younger'.split(' '));

/** "Aged 12 and up" is more than 12; "or more" and "or less" are ends of a scale. */
export const openEndsDiffer = sameFactSet(({ words }: QuestionReading) =>
  words.flatMap(({ kind }, at) => {
    if (kind !== 'number' && kind !== 'unit') return [];
    const [join, end] = [words[at + 1]?.lower ?? '', words[at + 2]?.lower ?? ''];
    if (!JOINS.has(join)) return [];
    if (UPWARD.has(end)) return ['upward'];
    return DOWNWARD.has(end) ? ['downward'] : [];
  }),
);
