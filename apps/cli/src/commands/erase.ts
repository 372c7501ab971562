import { setTimeout as pause } from 'node:timers/promises';
import type { Erasure, RagfleetClient } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

export interface EraseOptions {
  readonly json: boolean;
  readonly confirm: string;
  readonly wait: boolean;
}

const LOOK_EVERY_MS = 5_000;
/** A go through a large fleet takes minutes; behind that somebody should look why it does not end. */
const MAX_WAIT_MS = 3_600_000;

/** Asks for the erasure of a person, which goes on by itself; with `wait`, holds when it has finished. */
export async function erase(
  context: CommandContext,
  user: string,
  { json, confirm, wait }: EraseOptions,
): Promise<boolean> {
  if (confirm !== user)
    throw new Fault(
      'invalid-input',
      'Nothing was erased: --confirm names somebody else. Give the same name twice.',
    );
  const { erasures } = await clientAs(context, 'admin');
  const begun = await erasures.eraseUser(user, { signal: context.signal });
  const erasure = wait ? await untilFinished(erasures, begun, context.signal) : begun;
  context.print(json ? jsonLine(erasure) : lineOf(erasure));
  return !wait || erasure.status === 'finished';
}

async function untilFinished(
  erasures: RagfleetClient['erasures'],
  begun: Erasure,
  signal: AbortSignal,
): Promise<Erasure> {
  const endsAtMs = performance.now() + MAX_WAIT_MS;
  let erasure = begun;
  while (erasure.status === 'running' && performance.now() < endsAtMs) {
    await pause(LOOK_EVERY_MS, undefined, { signal });
    erasure = await erasures.get(begun.id, { signal });
  }
  return erasure;
}

function lineOf({ id, status, counts }: Erasure): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return [id, status, ...found.map(([what, count]) => `${what} ${count}`)].join('  ');
}
