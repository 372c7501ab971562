import { createHmac } from 'node:crypto';
import type { PiiFinding } from './pii-finding.ts';
import { withoutOverlaps } from './without-overlaps.ts';

/**
 * How personal data is written for somebody who must not see it. `replace`: numbered, such as `<PERSON_1>`. `hash`: the
 * same for the same value in every text of one key. `mask`: its first four characters as `*`, which nothing restores.
 */
export type PiiStrategy = 'replace' | 'hash' | 'mask';

/** Stand-ins for the personal data of one request: the same value has the same one. The values stay in here. */
export interface Pseudonyms {
  /** The text with a stand-in for each find, and for what is known of earlier texts wherever it stands. */
  masked(text: string, findings: readonly PiiFinding[]): string;
  /** The text with the values in place of their stand-ins. */
  restored(text: string): string;
  /** The same with the place of every value that is known: each that was put back, and what stood there before. */
  restoredFinds(text: string): RestoredText;
  /** The same for a text while it is written. */
  restorer(): PseudonymRestorer;
}

export interface RestoredText {
  readonly text: string;
  readonly findings: readonly PiiFinding[];
}

/** What `push` and `end` return, joined, is the same for every chunking. Holds back 64 characters at most. */
export interface PseudonymRestorer {
  push(chunk: string): string;
  end(): string;
}

export interface PseudonymOptions {
  readonly strategy: PiiStrategy;
  /** A secret of the tenant; asked for when something is hashed. */
  readonly hashKey: () => string;
}

const STAND_IN = /<[A-Z_]{2,40}_[0-9a-f]{1,16}>/g;
// What may still become a stand-in.
const OPEN_STAND_IN = /<[A-Z_]{0,40}[0-9a-f]{0,16}$/;
const HASH_CHARACTERS = 16;
const MASKED_CHARACTERS = 4;
/** A short value is a part of other words. */
const FEWEST_KNOWN_CHARACTERS = 5;
/** Values that are looked for beyond where they were found: each costs a look at the whole text. */
const MAX_KNOWN = 50;

interface Known {
  readonly kind: PiiFinding['kind'];
  /** As it was written first. */
  readonly value: string;
  readonly standIn: string;
}

/**
 * Stand-ins for the people of one question and its passages: equal values get equal ones, and only what was masked is
 * restored.
 */
export function createPseudonyms(options: PseudonymOptions): Pseudonyms {
  const writeStandIn = standInWriter(options);
  const standIns = new Map<string, Known>();
  const restorable = new Map<string, Known>();

  const standInFor = (kind: PiiFinding['kind'], value: string): string => {
    const name = value.toLowerCase().replace(/\s+/g, ' ');
    const known = standIns.get(name);
    if (known !== undefined) return known.standIn;
    const standIn = writeStandIn(kind, value, name);
    const first = { kind, value, standIn };
    standIns.set(name, first);
    if (options.strategy !== 'mask') restorable.set(standIn, first);
    return standIn;
  };
  const restored = (text: string): string =>
    restorable.size === 0 ? text : restoredPlaces(text, restorable).text;

  return {
    masked: (text, findings) => {
      const known = [...standIns]
        .slice(0, MAX_KNOWN)
        .flatMap(([name, { kind }]) => placesOf(text, name, kind));
      if (known.length === 0 && findings.length === 0) return text;
      return rewritten(text, withoutOverlaps([...findings, ...known]), standInFor);
    },
    restored,
    restoredFinds: (text) => {
      const restoredText = restoredPlaces(text, restorable);
      const stoodThere = [...standIns].slice(0, MAX_KNOWN).flatMap(([name, { kind, value }]) => [
        ...placesOf(restoredText.text, name, kind),
        // A short name in capitals of its own is no part of another word.
        ...placesAsWritten(restoredText.text, value, kind),
      ]);
      return { ...restoredText, findings: withoutOverlaps([...restoredText.findings, ...stoodThere]) };
    },
    restorer: () => createRestorer(restored),
  };
}

function standInWriter({
  strategy,
  hashKey,
}: PseudonymOptions): (kind: PiiFinding['kind'], value: string, name: string) => string {
  const counts = new Map<string, number>();
  switch (strategy) {
    case 'replace':
      return (kind) => {
        const count = (counts.get(kind) ?? 0) + 1;
        counts.set(kind, count);
        return `<${kind}_${count}>`;
      };
    case 'hash':
      return (kind, _value, name) => {
        const hash = createHmac('sha256', hashKey()).update(`${kind} ${name}`).digest('hex');
        return `<${kind}_${hash.slice(0, HASH_CHARACTERS)}>`;
      };
    case 'mask':
      return (_kind, value) =>
        '*'.repeat(Math.min(MASKED_CHARACTERS, value.length)) + value.slice(MASKED_CHARACTERS);
    default:
      throw new TypeError(`No way to mask personal data: ${String(strategy)}. Use replace, hash or mask.`);
  }
}

/** Where a known value stands as words of its own, in any case. */
function placesOf(text: string, name: string, kind: PiiFinding['kind']): PiiFinding[] {
  if (name.length < FEWEST_KNOWN_CHARACTERS) return [];
  const lower = text.toLowerCase();
  // A few capitals have a longer small form: places in one text are none in the other.
  return lower.length === text.length ? placesAsWritten(lower, name, kind) : [];
}

/** Where these very letters stand as words of their own. */
function placesAsWritten(text: string, value: string, kind: PiiFinding['kind']): PiiFinding[] {
  const found: PiiFinding[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
    const end = start + value.length;
    const around = (text[start - 1] ?? '') + (text[end] ?? '');
    if (!/[\p{L}\p{N}]/u.test(around)) found.push({ kind, start, end, score: 0 });
  }
  return found;
}

/** The text with its values put back, and where each of them stands in it. */
function restoredPlaces(text: string, restorable: ReadonlyMap<string, Known>): RestoredText {
  const findings: PiiFinding[] = [];
  let shown = '';
  let at = 0;
  for (const { 0: standIn, index } of text.matchAll(STAND_IN)) {
    const known = restorable.get(standIn);
    if (known === undefined) continue;
    shown += text.slice(at, index);
    const start = shown.length;
    shown += known.value;
    findings.push({ kind: known.kind, start, end: shown.length, score: 0 });
    at = index + standIn.length;
  }
  return { text: shown + text.slice(at), findings };
}

function rewritten(
  text: string,
  findings: readonly PiiFinding[],
  standInFor: (kind: PiiFinding['kind'], value: string) => string,
): string {
  let shown = '';
  let at = 0;
  for (const { kind, start, end } of findings) {
    shown += text.slice(at, start) + standInFor(kind, text.slice(start, end));
    at = end;
  }
  return shown + text.slice(at);
}

function createRestorer(restored: (text: string) => string): PseudonymRestorer {
  let held = '';
  return {
    push: (chunk) => {
      const text = held + chunk;
      const open = text.search(OPEN_STAND_IN);
      const end = open === -1 ? text.length : open;
      held = text.slice(end);
      return restored(text.slice(0, end));
    },
    end: () => {
      const rest = held;
      held = '';
      return restored(rest);
    },
  };
}
