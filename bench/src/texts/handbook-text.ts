import { readdirSync, readFileSync } from 'node:fs';

/** The demo handbook as one line of English: what people write, as it packs and splits, and no made-up words. */
export function handbookText(): string {
  text ??= readHandbook();
  return text;
}

let text: string | null = null;

function readHandbook(): string {
  const folder = new URL('../../../apps/local-fleet/corpus/larkfield/', import.meta.url);
  return readdirSync(folder)
    .toSorted()
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join(' ')
    .replace(/[^ -~]+/g, ' ')
    .replace(/[#*|`\\"]/g, '')
    .replace(/ {2,}/g, ' ');
}
