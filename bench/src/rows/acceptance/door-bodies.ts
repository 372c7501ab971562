import { questionOf } from '../../model-double/question-mark.ts';

/** Bytes of a submission as JSON. */
export const BODY_BYTES = [220, 4_096] as const;
export type BodyBytes = (typeof BODY_BYTES)[number];

const TURN_CHARACTERS = 900;
const SPACE_OF_A_TURN = JSON.stringify({ role: 'user', content: '' }).length + 1;

/** A submission of that many bytes: what a question does not fill is history, since a question has its limit. */
export function bodyOf(at: number, bytes: BodyBytes): object {
  const question = questionOf({ kind: 'north', at });
  const short = { question, priority: 'normal' };
  let left = bytes - JSON.stringify({ ...short, history: [] }).length;
  const history: object[] = [];
  while (left > SPACE_OF_A_TURN) {
    const characters = Math.min(TURN_CHARACTERS, left - SPACE_OF_A_TURN);
    history.push({ role: history.length % 2 === 0 ? 'user' : 'assistant', content: wordsOf(characters) });
    left -= characters + SPACE_OF_A_TURN;
  }
  return { ...short, history };
}

const wordsOf = (characters: number): string =>
  'what was said before of it '.repeat(Math.ceil(characters / 27)).slice(0, characters);
