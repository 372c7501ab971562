import { DAY_MS, HOUR_MS } from '@ragfleet/kernel';
import { type AuditLine, parseLine } from '../audit-line.ts';
import { timeOfEvent } from '../event-ids.ts';
import {
  type AuditQuery,
  type AuditRecord,
  type AuditStore,
  type ChainPart,
  createNewest,
  matches,
} from '../reading/contract.ts';
import type { CloudWatchClient } from './cloudwatch-client.ts';
import { sortChain } from './sort-chain.ts';

interface StoreOptions {
  readonly open: () => Promise<CloudWatchClient>;
  readonly group: string;
  readonly retentionDays: number;
  readonly nowMs?: () => number;
}

const MAX_WINDOW_MS = 7 * 24 * HOUR_MS;
const STREAM = /^(\d{4}\/\d{2}\/\d{2})\/([\w-]{1,80})$/;
/** A batch that was sent twice is this long at most. */
const REMEMBERED_LINES = 2_000;

/** Reads what CloudWatch Logs keeps: lists by search, backwards in growing windows; chains stream by stream. */
export function createCloudWatchStore(options: StoreOptions): AuditStore {
  /** Names of streams by writer, in the order of days, as `writers` saw them. */
  let streams = new Map<string, string[]>();
  const listStreams = async (signal: AbortSignal): Promise<Map<string, string[]>> => {
    const found = new Map<string, string[]>();
    for await (const name of streamNames(options, signal)) {
      const writer = STREAM.exec(name)?.[2];
      if (writer !== undefined) found.set(writer, [...(found.get(writer) ?? []), name]);
    }
    return (streams = found);
  };
  return {
    covers: 'fleet',
    read: (query, signal) => readBackwards(options, query, signal),
    writers: async function* (signal) {
      yield* (await listStreams(signal)).keys();
    },
    chain: async function* (writer, signal) {
      const known = streams.get(writer) ?? (await listStreams(signal)).get(writer) ?? [];
      yield* sortChain(onceEach(linesOfStreams(options, known, signal)));
    },
    head: () => Promise.resolve(null),
  };
}

async function* streamNames({ open, group }: StoreOptions, signal: AbortSignal): AsyncGenerator<string> {
  const { logs, send } = await open();
  let nextToken: string | undefined;
  do {
    const command = new logs.DescribeLogStreamsCommand({ logGroupName: group, nextToken });
    const page = await send((client, abortSignal) => client.send(command, { abortSignal }), signal);
    for (const { logStreamName } of page.logStreams ?? [])
      if (logStreamName !== undefined) yield logStreamName;
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

async function readBackwards(
  options: StoreOptions,
  query: AuditQuery,
  signal: AbortSignal,
): Promise<AuditRecord[]> {
  const nowMs = (options.nowMs ?? Date.now)();
  const { from, to, before } = query;
  const firstMs = from === undefined ? nowMs - (options.retentionDays + 1) * DAY_MS : Date.parse(from);
  const lastMs = Math.min(
    to === undefined ? nowMs + DAY_MS : Date.parse(to),
    (before === undefined ? null : timeOfEvent(before)) ?? Number.MAX_SAFE_INTEGER,
  );
  const newest = createNewest(query.limit);
  let windowMs = HOUR_MS;
  // A clock that was set back left later times on earlier lines: look an hour further.
  for (let endMs = lastMs + HOUR_MS; endMs >= firstMs && newest.take().length < query.limit; ) {
    const startMs = Math.max(firstMs, endMs - windowMs);
    for await (const line of searchWindow(options, query, { startMs, endMs }, signal))
      if (matches(line, query)) newest.add(line);
    endMs = startMs - 1;
    windowMs = Math.min(windowMs * 2, MAX_WINDOW_MS);
  }
  return newest.take();
}

async function* searchWindow(
  { open, group: logGroupName }: StoreOptions,
  { tenantId, types }: AuditQuery,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  signal: AbortSignal,
): AsyncGenerator<AuditLine> {
  const { logs, send } = await open();
  const ofTypes = (types ?? []).map((type) => `$.event_type = "${type}"`).join(' || ');
  const filterPattern = `{ $.tenant = "${tenantId}"${ofTypes === '' ? '' : ` && (${ofTypes})`} }`;
  let nextToken: string | undefined;
  do {
    const range = { startTime: startMs, endTime: endMs };
    const command = new logs.FilterLogEventsCommand({ logGroupName, filterPattern, ...range, nextToken });
    const page = await send((client, abortSignal) => client.send(command, { abortSignal }), signal);
    for (const { message } of page.events ?? []) {
      const line = parseLine(message ?? '');
      if (line !== null) yield line;
    }
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

async function* linesOfStreams(
  options: StoreOptions,
  names: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ChainPart> {
  for (const name of names.toSorted()) yield* linesOfStream(options, name, signal);
}

async function* linesOfStream(
  { open, group: logGroupName }: StoreOptions,
  logStreamName: string,
  signal: AbortSignal,
): AsyncGenerator<ChainPart> {
  const { logs, send } = await open();
  let nextToken: string | undefined;
  for (;;) {
    const command = new logs.GetLogEventsCommand({
      logGroupName,
      logStreamName,
      startFromHead: true,
      nextToken,
    });
    const page = await send((client, abortSignal) => client.send(command, { abortSignal }), signal);
    for (const [at, { message = '' }] of (page.events ?? []).entries())
      yield { line: parseLine(message), place: `${logStreamName} event ${at}`, isTorn: false };
    // The end of a stream gives the token that it was asked with.
    if (page.nextForwardToken === undefined || page.nextForwardToken === nextToken) return;
    nextToken = page.nextForwardToken;
  }
}

/** A batch whose reply was lost is there twice: the same line is told once. Another line of its number is told too, and breaks the chain. */
async function* onceEach(parts: AsyncIterable<ChainPart>): AsyncGenerator<ChainPart> {
  const told = new Map<number, string>();
  for await (const part of parts) {
    const { line } = part;
    if (line !== null && told.get(line.seq) === line.hash) continue;
    if (line !== null) told.set(line.seq, line.hash);
    if (told.size > REMEMBERED_LINES) told.delete(told.keys().next().value ?? 0);
    yield part;
  }
}
