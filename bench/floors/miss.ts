export interface MissMaterial {
  readonly passages: readonly { readonly title: string; readonly text: string }[];
  readonly answer: string;
  readonly instructions: string;
}

/** The least that answering from documents can be: find, put into a prompt, ask. Nothing is checked, bounded, counted or kept. */
export function createPlainMiss({
  passages,
  answer,
  instructions,
}: MissMaterial): (question: string) => Promise<string> {
  const retrieve = async (_question: string): Promise<MissMaterial['passages']> => passages;
  const generate = async (prompt: string): Promise<string> => (prompt === '' ? '' : answer);
  return async (question) => {
    const found = await retrieve(question);
    const context = found.map(({ text }, at) => `[${at + 1}] ${text}`).join('\n\n');
    return generate(`${instructions}\n\n${context}\n\n${question}`);
  };
}
