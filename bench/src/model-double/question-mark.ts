export interface QuestionMark {
  readonly kind: string;
  readonly at: number;
}

/** How a question says what kind it is of and which one it is, so that the double knows both. */
export const markOf = ({ kind, at }: QuestionMark): string => `${kind} office ${at}`;

/** The last mark in the texts of a call; null when there is none of these kinds. */
export function readMark(texts: readonly string[], kinds: readonly string[]): QuestionMark | null {
  const mark = new RegExp(`\\b(${kinds.join('|')}) office (\\d+)\\b`, 'g');
  const found = texts.flatMap((text) => [...text.matchAll(mark)]).at(-1);
  return found === undefined ? null : { kind: found[1] ?? '', at: Number(found[2]) };
}

const SUBJECTS = [
  'annual leave',
  'parental leave',
  'expense claims',
  'travel bookings',
  'remote work',
  'code review',
  'incident response',
  'firmware signing',
  'equipment orders',
  'visitor badges',
  'credit terms',
  'customer refunds',
  'security training',
  'performance reviews',
  'overtime pay',
  'sick notes',
] as const;
const FRAMES = [
  'What does the handbook say about',
  'Who decides on',
  'Which steps are needed for',
  'How are exceptions handled in',
  'When was the last change to',
  'Who is told of',
  'What is not allowed in',
  'Where are the forms for',
] as const;

/** A question that no other one shares its answer with, on one of 128 matters. */
export function questionOf(mark: QuestionMark): string {
  const subject = SUBJECTS[mark.at % SUBJECTS.length];
  const frame = FRAMES[Math.floor(mark.at / SUBJECTS.length) % FRAMES.length];
  return `${frame} ${subject} at the ${markOf(mark)}?`;
}
