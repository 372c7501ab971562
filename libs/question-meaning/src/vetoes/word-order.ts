import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

const ARTICLES = new Set('a an the der die das ein eine le la les un une el los las'.split(' '));
const JOINING = new Set('and or vs versus und oder et ou y o e'.split(' '));

/**
 * The same sentence around the same words in another order: "what did Ann say about Bob", "do cats chase dogs". What
 * stands on both sides of "and" may change places.
 */
export const wordOrderDiffers: Veto = (one, other) => {
  const [frame, otherFrame] = [frameOf(one), frameOf(other)];
  return (
    frame.around === otherFrame.around && frame.said !== otherFrame.said && frame.sorted === otherFrame.sorted
  );
};

interface Frame {
  /** The sentence without what it is about. */
  readonly around: string;
  /** What it is about, in order. */
  readonly said: string;
  readonly sorted: string;
}

function frameOf({ words }: QuestionReading): Frame {
  const around: string[] = [];
  // What is joined, and the parts of one date, have no order among themselves.
  const runs: string[][] = [];
  let isJoined = false;
  words.forEach((word, at) => {
    const isSlot = word.kind !== 'word' || word.isContent;
    around.push(isSlot ? '_' : word.lower);
    if (!isSlot) {
      // "a pod and a node": the article joins nothing and parts nothing.
      isJoined = JOINING.has(word.lower) || (isJoined && ARTICLES.has(word.lower));
      return;
    }
    const isOneDate = word.kind === 'date' && words[at - 1]?.kind === 'date';
    const run = isJoined || isOneDate ? runs.at(-1) : undefined;
    if (run === undefined) runs.push([word.concept]);
    else run.push(word.concept);
    isJoined = false;
  });
  const said = runs.flatMap((run) => run.toSorted());
  return { around: around.join(' '), said: said.join('\n'), sorted: said.toSorted().join('\n') };
}
