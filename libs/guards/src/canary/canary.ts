import { randomBytes } from 'node:crypto';

/** A word that nobody can guess and that no answer has a reason to hold: it stands in the rules that a model is given. */
export const createCanary = (): string => `rule-${randomBytes(10).toString('hex')}`;

/** Watches an answer while it is written. */
export interface CanaryWatch {
  /** What may be shown of the text so far. The beginning of the canary stays behind until it can be told. */
  push(chunk: string): string;
  /** The rest. */
  end(): string;
  /** True once the text has held the canary: as it is, spaced out, in another case, backwards, or encoded. */
  isLeaked(): boolean;
}

/** How far back a canary is looked for: it may be spelled with several signs between its letters. */
const KEPT_CHARACTERS = 256;

/**
 * Looks for a canary in an answer that arrives in chunks, however it is cut or spelled, and holds back what may be its
 * beginning.
 */
export function createCanaryWatch(canary: string): CanaryWatch {
  const telltales = telltalesOf(canary);
  let held = '';
  let recent = '';
  let leaked = false;
  return {
    push: (chunk) => {
      recent = (recent + chunk).slice(-(KEPT_CHARACTERS + chunk.length));
      leaked ||= holdsOneOf(recent, telltales);
      recent = recent.slice(-KEPT_CHARACTERS);
      const text = held + chunk;
      const start = text.length - beginningAtEnd(text, canary);
      held = text.slice(start);
      return leaked ? '' : text.slice(0, start);
    },
    end: () => {
      const rest = held;
      held = '';
      return leaked ? '' : rest;
    },
    isLeaked: () => leaked,
  };
}

/** How many characters at the end of the text begin the canary, in any case. */
function beginningAtEnd(text: string, canary: string): number {
  const tail = text.slice(1 - canary.length).toLowerCase();
  const first = canary.charAt(0);
  for (let from = tail.indexOf(first); from !== -1; from = tail.indexOf(first, from + 1))
    if (canary.startsWith(tail.slice(from))) return tail.length - from;
  return 0;
}

/** A process has one canary for all its answers: its disguises are worked out once. */
let known: { readonly canary: string; readonly telltales: readonly string[] } | null = null;

function telltalesOf(canary: string): readonly string[] {
  if (known?.canary !== canary) known = { canary, telltales: disguisesOf(canary) };
  return known.telltales;
}

/** Without the word that it begins with: the random part alone is told as well. */
function disguisesOf(canary: string): readonly string[] {
  const secret = canary.slice(canary.indexOf('-') + 1);
  const plain = lettersOf(secret);
  const bytes = Buffer.from(canary);
  return [
    plain,
    plain.split('').toReversed().join(''),
    lettersOf(rotated(secret)),
    lettersOf(bytes.toString('hex')),
    // What surrounds it shifts the base64 of its first and last bytes.
    ...[0, 1, 2].map((shift) =>
      lettersOf(
        Buffer.concat([Buffer.alloc(shift), bytes])
          .toString('base64')
          .slice(4, -4),
      ),
    ),
  ];
}

const holdsOneOf = (text: string, telltales: readonly string[]): boolean => {
  const letters = lettersOf(text);
  return telltales.some((telltale) => letters.includes(telltale));
};

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

const rotated = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
