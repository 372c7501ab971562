import { readdirSync, readFileSync } from 'node:fs';
import type { PendingDocument } from '@ragfleet/rag-core';
import { seededNumbers } from '@ragfleet/test-support';

const DOCUMENT_CHARACTERS = 6_000;
const DUPLICATE_EVERY = 5;
const WORDS_PER_SENTENCE = 14;
const SENTENCES_PER_PARAGRAPH = 5;
const PARAGRAPHS_PER_SECTION = 2;

/** Words of the demo handbook, the most frequent first: a tokenizer meets English here, not noise. */
function handbookWords(): string[] {
  const folder = new URL('../../../../apps/local-fleet/corpus/larkfield/', import.meta.url);
  const counts = new Map<string, number>();
  for (const file of readdirSync(folder).toSorted()) {
    for (const word of readFileSync(new URL(file, folder), 'utf8').match(/[A-Za-z]+/g) ?? [])
      counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  }
  return [...counts].toSorted((one, other) => other[1] - one[1]).map(([word]) => word);
}

/** Documents of about 6 kB of Markdown with words by Zipf's law; every fifth repeats the words of an earlier one. */
export function* generateDocuments(count: number, seed = 1): Generator<PendingDocument> {
  const random = seededNumbers(seed);
  const words = handbookWords();
  const originals: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const isDuplicate = at % DUPLICATE_EVERY === DUPLICATE_EVERY - 1;
    const earlier = originals[Math.floor(random() * originals.length)];
    const content = isDuplicate && earlier !== undefined ? earlier : contentFrom(words, random);
    if (!isDuplicate && originals.length < 1_000) originals.push(content);
    yield {
      tenantId: 'bench',
      documentId: `document-${at}`,
      version: at + 1,
      title: 'Handbook',
      source: null,
      namespace: 'default',
      department: null,
      content,
    };
  }
}

function contentFrom(words: readonly string[], random: () => number): string {
  const word = (): string => words[Math.floor(words.length ** random()) - 1] ?? 'the';
  const sentence = (): string => {
    const words = Array.from({ length: WORDS_PER_SENTENCE }, word).join(' ');
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  };
  const paragraph = (): string => Array.from({ length: SENTENCES_PER_PARAGRAPH }, sentence).join(' ');
  let content = '';
  while (content.length < DOCUMENT_CHARACTERS) {
    const paragraphs = Array.from({ length: PARAGRAPHS_PER_SECTION }, paragraph).join('\n\n');
    content += `## ${sentence().slice(0, 40)}\n\n${paragraphs}\n\n`;
  }
  return content.slice(0, DOCUMENT_CHARACTERS);
}
