import { decodedParts } from './decoded-parts.ts';
import { ENGLISH_PHRASES } from './english-phrases.ts';
import { foldLookalikes } from './fold-lookalikes.ts';
import { JAMMING_PHRASES } from './jamming-phrases.ts';
import { PHRASES_OF_LANGUAGES } from './phrases-of-languages.ts';
import { CERTAIN, type WeighedPhrase } from './weighed-phrase.ts';

/** From this score on a text is suspected of giving orders to the model. */
export const INJECTION_THRESHOLD = 0.5;

const CHAT_TOKENS: readonly WeighedPhrase[] = [
  { stems: ['inst]'], pattern: /\[\/?inst\]/, weight: CERTAIN },
  { stems: ['<|'], pattern: /<\|[a-z0-9_ ]{1,40}\|>/, weight: CERTAIN },
  { stems: ['sys>>'], pattern: /<<\/?sys>>/, weight: CERTAIN },
];

const PHRASES = [...ENGLISH_PHRASES, ...JAMMING_PHRASES, ...PHRASES_OF_LANGUAGES, ...CHAT_TOKENS];
const STEMS = stemsOf(PHRASES);

interface Stem {
  readonly stem: string;
  /** A line break may stand where the stem has a space. */
  readonly hasSpace: boolean;
  readonly phrases: readonly WeighedPhrase[];
}

function stemsOf(all: readonly WeighedPhrase[]): readonly Stem[] {
  const stems = [...new Set(all.flatMap((phrase) => phrase.stems))];
  return stems.map((stem) => ({
    stem,
    hasSpace: stem.includes(' '),
    phrases: all.filter((phrase) => phrase.stems.includes(stem)),
  }));
}

// Only at the start of a line: "operating system: Linux" names no role.
const ROLE_LINE = /^[ \t#*>]{0,8}system[ \t]{0,8}:/m;

/**
 * How much a normalized text, its line breaks still in place, tries to steer the model: 0 to 1. Phrases of ten
 * languages are weighed, also when they are in base64, hexadecimal or rot13, or in letters that look like others.
 * A sign, no proof: orders can be put in words that nobody has listed.
 */
export function injectionScore(lines: string): number {
  let innocence = 1 - plainScore(lines);
  for (const decoded of decodedParts(lines)) innocence *= 1 - plainScore(decoded);
  return 1 - innocence;
}

function plainScore(lines: string): number {
  const lower = foldLookalikes(lines.toLowerCase().replaceAll('’', "'"));
  let innocence = lower.includes('system') && ROLE_LINE.test(lower) ? 1 - CERTAIN : 1;
  const tried = new Set<WeighedPhrase>();
  let spaced: string | null = null;
  for (const { stem, hasSpace, phrases } of STEMS) {
    if (!lower.includes(stem) && !(hasSpace && (spaced ??= spacedOf(lower)).includes(stem))) continue;
    spaced ??= spacedOf(lower);
    for (const phrase of phrases) {
      if (tried.has(phrase)) continue;
      tried.add(phrase);
      if (phrase.pattern.test(spaced)) innocence *= 1 - phrase.weight;
    }
  }
  return 1 - innocence;
}

const spacedOf = (text: string): string => text.replace(/\s+/g, ' ');
