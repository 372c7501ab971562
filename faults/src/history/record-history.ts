import type {
  AuditFinding,
  DeadLetter,
  ForeignBytes,
  History,
  ProcessFinding,
  SettleNotice,
  SubmitOperation,
  TerminalRead,
  WebhookArrival,
} from './contract.ts';

/** Well above what a run of ten minutes at a thousand records a second makes. */
const DEFAULT_MAX_RECORDS = 1_000_000;

/** Takes down what happens, in any order. Each method throws a RangeError once the record is full. */
export interface HistoryRecorder {
  submitted(operation: SubmitOperation): void;
  read(read: TerminalRead): void;
  settled(notice: SettleNotice): void;
  arrived(arrival: WebhookArrival): void;
  deadLettered(letter: DeadLetter): void;
  foreignBytesFound(found: ForeignBytes): void;
  audited(finding: AuditFinding): void;
  processFound(finding: ProcessFinding): void;
  /** Adds to what the fleet lists of a tenant. */
  listed(tenantId: string, queryIds: readonly string[]): void;
  /** Queries that were read ended so far, each once. */
  endedIds(): readonly string[];
  quiesced(atMs: number): void;
  /** A copy of all that was taken down. Throws when something was not, or before `quiesced`: neither can be checked. */
  history(): History;
}

/** `maxRecords` counts records of every kind together, listed ids too. */
export function createHistoryRecorder({ maxRecords = DEFAULT_MAX_RECORDS } = {}): HistoryRecorder {
  const kept = {
    operations: [] as SubmitOperation[],
    reads: [] as TerminalRead[],
    settles: [] as SettleNotice[],
    arrivals: [] as WebhookArrival[],
    deadLetters: [] as DeadLetter[],
    foreignBytes: [] as ForeignBytes[],
    audits: [] as AuditFinding[],
    processes: [] as ProcessFinding[],
  };
  const listedQueryIds = new Map<string, string[]>();
  let records = 0;
  let quiescedAtMs: number | null = null;

  const requireRoom = (): void => {
    if (records > maxRecords) throw new RangeError(`The history holds ${maxRecords} records and no more.`);
  };
  const keep = <Item>(items: Item[], added: readonly Item[]): void => {
    records += added.length;
    requireRoom();
    for (const item of added) items.push(item);
  };
  return {
    submitted: (operation) => keep(kept.operations, [operation]),
    read: (read) => keep(kept.reads, [read]),
    settled: (notice) => keep(kept.settles, [notice]),
    arrived: (arrival) => keep(kept.arrivals, [arrival]),
    deadLettered: (letter) => keep(kept.deadLetters, [letter]),
    foreignBytesFound: (found) => keep(kept.foreignBytes, [found]),
    audited: (finding) => keep(kept.audits, [finding]),
    processFound: (finding) => keep(kept.processes, [finding]),
    listed: (tenantId, queryIds) => {
      const ofTenant = listedQueryIds.get(tenantId) ?? [];
      listedQueryIds.set(tenantId, ofTenant);
      keep(ofTenant, queryIds);
    },
    endedIds: () => [...new Set(kept.reads.map(({ queryId }) => queryId))],
    quiesced: (atMs) => {
      quiescedAtMs = atMs;
    },
    history: () => {
      requireRoom();
      if (quiescedAtMs === null)
        throw new Error('The fleet has not come to rest; its history cannot be checked yet.');
      return {
        ...structuredClone({ ...kept, listedQueryIds: Object.fromEntries(listedQueryIds) }),
        quiescedAtMs,
      };
    },
  };
}
