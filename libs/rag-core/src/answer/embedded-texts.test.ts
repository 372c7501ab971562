import { expect, it } from 'vitest';
import { bench, LEAVE, question } from './answer-question.fixture.ts';
import { embeddedTextsOf } from './embedded-texts.ts';

/** What the pipeline has embedded of a question, by a model of that name. */
async function embeddedBy(model: string, asked: ReturnType<typeof question>): Promise<string[]> {
  const texts: string[] = [];
  const at = bench([LEAVE]);
  const { embedder } = at.ports;
  Object.assign(at.ports, {
    embedder: {
      ...embedder,
      model,
      embed: (...args: Parameters<typeof embedder.embed>) => {
        texts.push(...args[0]);
        return embedder.embed(...args);
      },
    },
  });
  await at.ask(asked);
  return texts;
}

const history = [{ role: 'user', content: 'Who books my\u200b leave?' }] as const;

it.each([
  ['a question', question('How many  days of leave\u200b do I have?')],
  ['one that names somebody', question('How many days of leave has ada@example.com?')],
  ['one that follows another', question('And in 2027?', { history })],
])('names what is embedded of %s, by a vendor and by a local model', async (_of, asked) => {
  const told = embeddedTextsOf({ question: asked.text, history: asked.history });
  for (const model of ['text-embedding-3-small', 'local-hash-2']) {
    const texts = await embeddedBy(model, asked);
    expect(texts).toHaveLength(1);
    expect(told).toContain(texts[0]);
    expect(texts[0]).not.toBe(asked.text);
  }
});
