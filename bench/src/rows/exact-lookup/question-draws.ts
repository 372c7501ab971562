import { seededNumbers } from '@ragfleet/test-support';
import { zipf } from '../../draws/zipf.ts';

/** Which of so many questions is asked next. */
export interface QuestionDraw {
  readonly keys: number;
  /** As it stands in the names of figures. */
  readonly law: 'evenly' | 'zipf';
}

/** More than a side asks in one slice. */
const DRAWN = 400_000;
const EXPONENT = 1;

/** Places of the questions in the order in which they are asked, the same for every side; then from the beginning again. */
export function drawnPlaces({ keys, law }: QuestionDraw): Uint32Array {
  const random = seededNumbers(keys);
  const place = law === 'zipf' ? zipf(keys, EXPONENT) : (at: number): number => Math.floor(at * keys);
  return Uint32Array.from({ length: DRAWN }, () => place(random()));
}
