import type { Sealer } from '@ragfleet/sealing';
import { type AuditLine, type Chain, chainsOf, isGenuine } from '../audit-line.ts';
import type { Anchors, AnchorsOfWriter } from '../anchors.ts';
import type { AuditStore, ChainHead } from './contract.ts';
import { createFileStore } from './file-store.ts';

/**
 * `broken_at` names the event, or the place, after which a chain does not hold. `torn_at` marks the ends that a
 * writer died at in the middle of a line: nobody was told that such a line was written, and its chain holds. It also
 * marks anchors that cannot be read: the others are compared.
 */
export interface AuditVerification {
  readonly valid: boolean;
  readonly events: number;
  readonly broken_at: string | null;
  readonly torn_at: readonly string[];
}

export interface VerifyOptions {
  readonly store: AuditStore;
  readonly sealer: Sealer;
  /** Heads that were noted elsewhere; without them a chain that was taken away or made anew as a whole is not noticed. */
  readonly anchors?: Pick<Anchors, 'ofWriter' | 'writers'>;
  /** Of whom events are counted and named; null for everybody. All chains are walked whoever asks. */
  readonly tenantId?: string | null;
  readonly signal?: AbortSignal;
}

const HIDDEN = 'an event of others';

/**
 * Follows every writer's chain: a changed, removed, added or moved line breaks it, and so does an end that was cut off.
 * The oldest kept line of a chain is taken as it is, since older days are removed on purpose. Faults of the store.
 */
export async function verifyChains(options: VerifyOptions): Promise<AuditVerification> {
  const { store, anchors, tenantId = null, signal = new AbortController().signal } = options;
  const name = ({ id, tenant }: Place): string => (tenantId === null || tenant === tenantId ? id : HIDDEN);
  const torn: string[] = [];
  const unseen = new Set(await anchors?.writers());
  let events = 0;
  const broken = (place: Place): AuditVerification => ({
    valid: false,
    events,
    broken_at: name(place),
    torn_at: torn,
  });
  for await (const writer of store.writers(signal)) {
    unseen.delete(writer);
    // First: its writer may go on meanwhile, and a head that was read later would count lines that were not walked.
    const head = await store.head(writer);
    const walked = await walk(options, writer, signal);
    events += walked.events;
    torn.push(...walked.torn.map(name));
    const place = walked.broken ?? cutEnd(head, writer, walked.last);
    if (place !== null) return broken(place);
  }
  // Its anchors are of days that are kept, and not one of its lines is.
  const [missing] = unseen;
  if (missing !== undefined) return broken({ id: `chain of ${missing}`, tenant: null });
  return { valid: true, events, broken_at: null, torn_at: torn };
}

interface Place {
  readonly id: string;
  /** null where it is nobody's event. */
  readonly tenant: string | null;
}

interface Walked {
  readonly events: number;
  readonly last: AuditLine | null;
  readonly broken: Place | null;
  readonly torn: readonly Place[];
}

const NO_ANCHORS: AnchorsOfWriter = { hashes: new Map(), unreadable: [] };

async function walk(options: VerifyOptions, writer: string, signal: AbortSignal): Promise<Walked> {
  const { store, sealer, anchors, tenantId = null } = options;
  const isOfChain = createChainCheck(sealer, writer);
  const { hashes: noted, unreadable } = (await anchors?.ofWriter(writer)) ?? NO_ANCHORS;
  const torn = unreadable.map((place) => placeOf(null, place));
  let last: AuditLine | null = null;
  let events = 0;
  for await (const { line, place, isTorn } of store.chain(writer, signal)) {
    if (isTorn) {
      torn.push(placeOf(last, place));
      break;
    }
    if (line === null || !isOfChain(line) || !holds({ line, last, noted }))
      return { events, last, broken: placeOf(line, place), torn };
    last = line;
    if (tenantId === null || line.tenant === tenantId) events += 1;
  }
  const cut = [...noted.keys()].some((seq) => seq > (last?.seq ?? -1));
  return { events, last, broken: cut ? placeOf(last, `chain of ${writer}`) : null, torn };
}

const placeOf = (line: AuditLine | null, place: string): Place => ({
  id: line?.event_id ?? place,
  tenant: line?.tenant ?? null,
});

function holds(at: {
  readonly line: AuditLine;
  readonly last: AuditLine | null;
  readonly noted: AnchorsOfWriter['hashes'];
}): boolean {
  const { line, last, noted } = at;
  const follows = last === null || (line.prev === last.hash && line.seq === last.seq + 1);
  return follows && (noted.get(line.seq) ?? line.hash) === line.hash;
}

/** Its first line says which key a chain is under; no later line may be under another. */
function createChainCheck(sealer: Sealer, writer: string): (line: AuditLine) => boolean {
  const chains = chainsOf(sealer);
  let chain: Chain | undefined;
  return (line) => {
    chain ??= chains.find((one) => isGenuine(line, one));
    return chain !== undefined && line.writer === writer && isGenuine(line, chain);
  };
}

/** Where the chain ends too early, or null. The head is written after its lines, so it may lag behind them. */
function cutEnd(head: ChainHead, writer: string, last: AuditLine | null): Place | null {
  if (head === null) return null;
  if (head === 'corrupt') return { id: `head of ${writer}`, tenant: null };
  return (last?.seq ?? -1) + 1 >= head.seq ? null : placeOf(last, writer);
}

/** The same for the files of a folder. */
export async function verifyAuditLog(options: {
  readonly dir: string;
  readonly sealer: Sealer;
}): Promise<AuditVerification> {
  return verifyChains({ store: createFileStore(options), sealer: options.sealer });
}
