import type { AnswerRequest } from '@ragfleet/rag-core';

const STAND_IN = /<[A-Z_]{2,40}_[0-9a-f]{1,16}>/;
const NOTE =
  'Marks such as <PERSON_1> stand for what you may not see: write them exactly as they are where you speak of it.';

/** Tells the model to keep the stand-ins for people, where the request has some: only whole ones are restored. */
export function standInNote({ question, history, passages }: AnswerRequest): string[] {
  const texts = [question, ...history.map(({ content }) => content), ...passages.map(({ text }) => text)];
  return texts.some((text) => STAND_IN.test(text)) ? [NOTE] : [];
}
