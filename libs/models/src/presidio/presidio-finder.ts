import { BLOCKED_PII_KINDS, PII_KINDS, type PiiFinding, type PiiKind } from '@ragfleet/guards';
import { type Clock, Fault, isFault, systemClock, textWithin } from '@ragfleet/kernel';
import type { PiiFinder } from '@ragfleet/rag-core';
import { z } from 'zod';

export interface PresidioFinderOptions {
  /** Address of the analyzer, without a path. */
  readonly url: string;
  readonly language: string;
  readonly clock?: Clock;
  /** Hears of each call that failed; not of those that were spared. */
  readonly onFailure?: (kind: Fault['kind']) => void;
}

/** A question waits no longer for it: it goes on with what the fleet has found itself. */
const DEADLINE_MS = 150;
/** After so many failures in a row it is left alone for a while: each would cost a question the deadline. */
const FAILURES_UNTIL_PAUSE = 3;
const PAUSE_MS = 10_000;
const MAX_REPLY_BYTES = 256 * 1_024;
/** A language model's guess; below it half of the names are none. */
const LEAST_SCORE = 0.5;
/**
 * What a language model sees better than rules. Its places and dates are every town and every day, without which nothing
 * would be found; what ends a question is left to checksums.
 */
const ASKED_KINDS: readonly PiiKind[] = ['PERSON'];

const reply = z.array(
  z.object({
    entity_type: z.string(),
    start: z.number().int().min(0),
    end: z.number().int().min(0),
    score: z.number().min(0).max(1),
  }),
);

/** Presidio's analyzer as a second finder. Faults: unavailable, timeout, corrupt. No retry. */
export function createPresidioFinder(options: PresidioFinderOptions): PiiFinder {
  const { clock = systemClock, onFailure } = options;
  let failures = 0;
  let pausedUntilMs = 0;
  const noteFailure = (error: unknown): void => {
    failures += 1;
    if (failures >= FAILURES_UNTIL_PAUSE) pausedUntilMs = clock.monotonicMs() + PAUSE_MS;
    onFailure?.(isFault(error) ? error.kind : 'internal');
  };
  return {
    find: async (text, signal) => {
      if (clock.monotonicMs() < pausedUntilMs)
        throw new Fault('unavailable', 'The analyzer is left alone after failures.');
      try {
        const found = await analyze(options, text, signal);
        failures = 0;
        return found;
      } catch (error) {
        signal.throwIfAborted();
        noteFailure(error);
        throw error;
      }
    },
  };
}

async function analyze(
  { url, language }: PresidioFinderOptions,
  text: string,
  signal: AbortSignal,
): Promise<readonly PiiFinding[]> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  try {
    const response = await fetch(new URL('/analyze', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, language, entities: ASKED_KINDS, score_threshold: LEAST_SCORE }),
      signal: within,
      // The question goes to the address that was configured and to no other.
      redirect: 'error',
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Fault(
        'unavailable',
        `The analyzer answered ${response.status}. Check PRESIDIO_URL and PRESIDIO_LANGUAGE.`,
      );
    }
    const answer = await textWithin(response.body, MAX_REPLY_BYTES);
    if (answer === null) throw new Fault('corrupt', 'The analyzer sent far more than its finds.');
    return findingsOf(text, answer);
  } catch (error) {
    throw translated(error);
  }
}

function translated(error: unknown): Fault {
  if (isFault(error)) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new Fault('timeout', `The analyzer did not answer within ${DEADLINE_MS} ms.`, { cause: error });
  return new Fault('unavailable', 'The analyzer cannot be reached. Check PRESIDIO_URL.', { cause: error });
}

function findingsOf(text: string, body: string): readonly PiiFinding[] {
  const parsed = reply.safeParse(jsonOf(body));
  if (!parsed.success)
    throw new Fault('corrupt', 'The analyzer did not send a list of finds. Check PRESIDIO_URL.');
  const place = placesOf(text);
  return parsed.data.flatMap(({ entity_type: type, start, end, score }) => {
    const kind = PII_KINDS.find((one) => one === type);
    const found = { start: place(start), end: place(end), score };
    if (kind === undefined || isBlocked(kind) || score < LEAST_SCORE || found.end <= found.start) return [];
    return [{ kind, ...found }];
  });
}

const isBlocked = (kind: PiiKind): boolean => BLOCKED_PII_KINDS.some((blocked) => blocked === kind);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** It counts characters of Unicode; a string here counts some of them twice. */
function placesOf(text: string): (characters: number) => number {
  if (!/[\uD800-\uDBFF]/.test(text)) return (characters) => Math.min(characters, text.length);
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return (characters) => starts[characters] ?? text.length;
}
