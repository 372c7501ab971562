import { z } from 'zod';
import { type HttpDouble, type Reply, serveDouble } from './serve-double.fixture.ts';

interface Event {
  timestamp: number;
  message: string;
}

export interface CloudWatchDouble extends HttpDouble {
  /** Events of streams by their names. */
  readonly streams: Map<string, Event[]>;
  readonly groups: Map<string, { retentionInDays?: number }>;
  /** Says that it has failed after it has taken the next batch. */
  losesReply: boolean;
  /** Refuses so many events of the next batch as too old. */
  tooOld: number;
  readonly eventsPerPage: number;
}

const input = z.object({
  logGroupName: z.string(),
  logStreamName: z.string().optional(),
  logEvents: z.array(z.object({ timestamp: z.number(), message: z.string() })).default([]),
  retentionInDays: z.number().optional(),
  filterPattern: z.string().default(''),
  startTime: z.number().default(0),
  endTime: z.number().default(Number.MAX_SAFE_INTEGER),
  nextToken: z.string().optional(),
});
type Input = z.output<typeof input>;

const problem = (name: string): Reply => ({ status: 400, body: { __type: name, message: name } });
const ok = (body: object = {}): Reply => ({ status: 200, body });

/** CloudWatch Logs as far as the vendor's client asks: JSON 1.1, groups, streams, batches in the order of time, pages. */
export async function startCloudWatchDouble(): Promise<CloudWatchDouble> {
  const streams = new Map<string, Event[]>();
  const groups = new Map<string, { retentionInDays?: number }>();
  const http = await serveDouble((request, body) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    return (OPERATIONS[operation] ?? unknown)(double, input.parse(JSON.parse(body)));
  }, 'application/x-amz-json-1.1');
  const double: CloudWatchDouble = Object.assign(http, {
    streams,
    groups,
    losesReply: false,
    tooOld: 0,
    eventsPerPage: 3,
  });
  return double;
}

const unknown = (): Reply => problem('UnknownOperationException');

const OPERATIONS: Readonly<Record<string, (double: CloudWatchDouble, given: Input) => Reply>> = {
  CreateLogGroup: ({ groups }, { logGroupName }) => {
    if (groups.has(logGroupName)) return problem('ResourceAlreadyExistsException');
    groups.set(logGroupName, {});
    return ok();
  },
  PutRetentionPolicy: ({ groups }, { logGroupName, retentionInDays }) => {
    if (retentionInDays !== undefined) groups.set(logGroupName, { retentionInDays });
    return ok();
  },
  CreateLogStream: ({ streams }, { logStreamName = '' }) => {
    if (streams.has(logStreamName)) return problem('ResourceAlreadyExistsException');
    streams.set(logStreamName, []);
    return ok();
  },
  PutLogEvents: putEvents,
  DescribeLogStreams: ({ streams }, { nextToken }) => {
    const names = [...streams.keys()].toSorted();
    const at = Number(nextToken ?? 0);
    const more = at + 2 < names.length ? { nextToken: String(at + 2) } : {};
    return ok({ logStreams: names.slice(at, at + 2).map((logStreamName) => ({ logStreamName })), ...more });
  },
  GetLogEvents: ({ streams, eventsPerPage }, { logStreamName = '', nextToken }) => {
    const at = Number(nextToken ?? 0);
    // By time; within a millisecond in any order, such as the latest first.
    const stored = (streams.get(logStreamName) ?? []).toReversed();
    const sorted = stored.toSorted((one, other) => one.timestamp - other.timestamp);
    const events = sorted.slice(at, at + eventsPerPage);
    // At its end the token stays the same.
    return ok({ events, nextForwardToken: String(at + events.length) });
  },
  FilterLogEvents: ({ streams, eventsPerPage }, { filterPattern, startTime, endTime, nextToken }) => {
    const found = [...streams.values()]
      .flat()
      .filter(
        ({ timestamp, message }) =>
          timestamp >= startTime && timestamp <= endTime && fits(message, filterPattern),
      );
    const at = Number(nextToken ?? 0);
    const more = at + eventsPerPage < found.length ? { nextToken: String(at + eventsPerPage) } : {};
    return ok({ events: found.slice(at, at + eventsPerPage), ...more });
  },
};

function putEvents(double: CloudWatchDouble, { logStreamName = '', logEvents }: Input): Reply {
  const stream = double.streams.get(logStreamName);
  if (stream === undefined) return problem('ResourceNotFoundException');
  const isInOrder = logEvents.every(({ timestamp }, at) => timestamp >= (logEvents[at - 1]?.timestamp ?? 0));
  if (!isInOrder) return problem('InvalidParameterException');
  const { tooOld } = double;
  double.tooOld = 0;
  stream.push(...logEvents.slice(tooOld));
  if (double.losesReply) {
    double.losesReply = false;
    return { status: 500, body: {} };
  }
  return ok(tooOld > 0 ? { rejectedLogEventsInfo: { tooOldLogEventEndIndex: tooOld } } : {});
}

/** `{ $.field = "value" && ($.other = "one" || $.other = "two") }`, each field one of its values. */
function fits(message: string, pattern: string): boolean {
  const wanted = Map.groupBy(pattern.matchAll(/\$\.(\w+) = "([^"]*)"/g), ([, field]) => field ?? '');
  const line = z.record(z.string(), z.unknown()).safeParse(JSON.parse(message)).data ?? {};
  return [...wanted].every(([field, values]) => values.some(([, , value]) => line[field] === value));
}
