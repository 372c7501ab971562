import { Fault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { StreamEvent } from './contract.ts';

const PURPOSE = 'query-events';

/** A writer's event before it has an id. */
export interface NewEvent {
  readonly type: 'status' | 'token' | 'reset' | 'citation';
  readonly data: Readonly<Record<string, unknown>>;
}

const eventType = z.enum(['status', 'token', 'reset', 'citation', 'done']);
const eventData = z.record(z.string(), z.unknown());

export const sealEvent = (sealer: Sealer, tenantId: string, event: NewEvent): string =>
  sealer.seal(tenantId, PURPOSE, JSON.stringify(event.data));

/**
 * A stream entry as an event. Writers seal their data in `d`; what the scripts write themselves are names alone:
 * `s` a status, `r` the attempt that starts over. `done` carries nothing: the record is its content.
 */
export function openEvent(
  sealer: Sealer,
  tenantId: string,
  id: string,
  flat: readonly string[],
): StreamEvent {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  const type = eventType.safeParse(fields.get('t'));
  if (!type.success) throw new Fault('corrupt', 'A stored event has no known type.');
  return { id, type: type.data, data: openData(sealer, tenantId, fields) };
}

function openData(
  sealer: Sealer,
  tenantId: string,
  fields: ReadonlyMap<string, string>,
): StreamEvent['data'] {
  const sealed = fields.get('d');
  if (sealed !== undefined) return eventData.parse(JSON.parse(sealer.open(tenantId, PURPOSE, sealed)));
  const status = fields.get('s');
  if (status !== undefined) return { status };
  const run = fields.get('r');
  return run === undefined ? {} : { run: Number(run), reason: 'restarted' };
}
