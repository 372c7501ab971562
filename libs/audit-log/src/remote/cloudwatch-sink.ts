import { isFault } from '@ragfleet/kernel';
import type { AuditLine } from '../audit-line.ts';
import { openCloudWatch, type CloudWatchClient } from './cloudwatch-client.ts';
import { createCloudWatchStore } from './cloudwatch-store.ts';
import type { RemoteSink } from './contract.ts';

export interface CloudWatchSinkOptions {
  readonly group: string;
  readonly region: string;
  /** Of a service that is not AWS's own. */
  readonly endpoint: string | null;
  readonly retentionDays: number;
  readonly nowMs?: () => number;
}

/** The only numbers of days that the service takes. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288,
  3_653,
];

/** Of one writer and day: a stream keeps the order of its one chain. */
const streamOf = (day: string, writer: string): string => `${day.replaceAll('-', '/')}/${writer}`;

/** CloudWatch Logs: one group, a stream for each writer and day. The vendor's client is loaded on first use. */
export function createCloudWatchSink(options: CloudWatchSinkOptions): RemoteSink {
  const { group: logGroupName, retentionDays } = options;
  let opened: Promise<CloudWatchClient> | null = null;
  const open = (): Promise<CloudWatchClient> => (opened ??= openCloudWatch(options));
  const retentionInDays = RETENTIONS.find((days) => days >= retentionDays) ?? 3_653;

  const createGroup = async (signal: AbortSignal): Promise<void> => {
    const { logs, send } = await open();
    const command = new logs.CreateLogGroupCommand({ logGroupName });
    await unlessThere(send((client, abortSignal) => client.send(command, { abortSignal }), signal));
  };
  const createStream = async (logStreamName: string, signal: AbortSignal): Promise<void> => {
    const { logs, send } = await open();
    const command = new logs.CreateLogStreamCommand({ logGroupName, logStreamName });
    await unlessThere(send((client, abortSignal) => client.send(command, { abortSignal }), signal));
  };
  const put = async (logStreamName: string, lines: readonly AuditLine[], signal: AbortSignal) => {
    const { logs, send } = await open();
    const command = new logs.PutLogEventsCommand({ logGroupName, logStreamName, logEvents: eventsOf(lines) });
    const reply = await send((client, abortSignal) => client.send(command, { abortSignal }), signal);
    return refusedOf(reply.rejectedLogEventsInfo, lines.length);
  };

  return {
    name: 'cloudwatch',
    ...createCloudWatchStore({ ...options, open }),
    prepare: async (signal) => {
      await createGroup(signal);
      const { logs, send } = await open();
      const command = new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays });
      await send((client, abortSignal) => client.send(command, { abortSignal }), signal);
    },
    write: async (lines, signal) => {
      const days = Map.groupBy(lines, ({ timestamp, writer }) => streamOf(timestamp.slice(0, 10), writer));
      let refused = 0;
      for (const [stream, ofDay] of days) {
        try {
          refused += await put(stream, ofDay, signal);
        } catch (error) {
          if (!isFault(error, 'not-found')) throw error;
          await createGroup(signal);
          await createStream(stream, signal);
          refused += await put(stream, ofDay, signal);
        }
      }
      return refused;
    },
    close: () =>
      void opened?.then(
        ({ close }) => close(),
        () => undefined,
      ),
  };
}

async function unlessThere(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isFault(error, 'conflict')) throw error;
  }
}

/** The service wants them in the order of time; a clock that was set back must not cost a batch. */
function eventsOf(lines: readonly AuditLine[]): { timestamp: number; message: string }[] {
  let latest = 0;
  return lines.map((line) => {
    latest = Math.max(latest, Date.parse(line.timestamp));
    return { timestamp: latest, message: JSON.stringify(line) };
  });
}

interface Rejected {
  readonly tooNewLogEventStartIndex?: number | undefined;
  readonly tooOldLogEventEndIndex?: number | undefined;
  readonly expiredLogEventEndIndex?: number | undefined;
}

function refusedOf(info: Rejected | undefined, count: number): number {
  if (info === undefined) return 0;
  const tooOld = Math.max(info.tooOldLogEventEndIndex ?? 0, info.expiredLogEventEndIndex ?? 0);
  return tooOld + count - (info.tooNewLogEventStartIndex ?? count);
}
