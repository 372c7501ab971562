import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ModelCall, ModelFault, ModelReply, ModelUsage, ModelWire } from './model-wire.ts';
import { type ModelPace, playReply } from './play-reply.ts';

export interface ModelRequest extends ModelCall {
  readonly path: string;
  readonly apiKey: string;
}

/** A row of the vendor's own bill. */
export interface BilledCall extends ModelUsage {
  readonly kind: ModelCall['kind'];
  readonly model: string;
  readonly apiKey: string;
  readonly fault: ModelFault['type'] | null;
  /** The client was sent the usage. A call that was cut is billed too, and only the vendor knows for how much. */
  readonly isUsageSent: boolean;
}

/** A server of a vendor's API for models, to be called by the vendor's own SDK. */
export interface ModelDouble {
  /** Without a path. */
  readonly url: string;
  /** The last 1,000, oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Every call that has ended, oldest first. */
  readonly bill: readonly BilledCall[];
  /** Connections that were ever taken. */
  connections(): number;
  /** Connections that are open now. */
  openConnections(): number;
  /** Calls whose connection the client still holds for them. */
  callsInFlight(): number;
  /** What it says from now on; what is left out stays as it was. Tokens are counted where they are not given. */
  reply(reply: Partial<ModelReply> | ((request: ModelRequest) => Partial<ModelReply>)): void;
  /** The next calls meet these, in turn. */
  failNext(...faults: readonly ModelFault[]): void;
  /** Called for each request after those: a fault, or null for none. */
  failBy(choose: (request: ModelRequest) => ModelFault | null): void;
  /** From now on; a function is asked for each call. */
  pace(pace: ModelPace | ((request: ModelRequest) => ModelPace)): void;
  /** Called when a reply has ended, with what it took from the arrival of its request. */
  onReplied(listener: (request: ModelRequest, tookMs: number) => void): void;
  /**
   * Asked after each reply: after how many milliseconds its connection is closed unless the next request has come by
   * then, as services do with idle ones; null keeps it.
   */
  closeIdle(afterMs: () => number | null): void;
  /** Resolves when the connection of the last request has been closed. */
  clientLeft(): Promise<void>;
  stop(): Promise<void>;
}

const MAX_REQUESTS = 1_000;
const DEFAULT_TEXT = 'Annual leave is 27 days of paid time off, and it may be carried over once [1].';
const CHARACTERS_PER_TOKEN = 4;

/** Starts on a free port of 127.0.0.1. */
export async function startModelDouble(wire: ModelWire): Promise<ModelDouble> {
  const requests: ModelRequest[] = [];
  const bill: BilledCall[] = [];
  const faults: ModelFault[] = [];
  let replyTo: (request: ModelRequest) => Partial<ModelReply> = () => ({});
  let chooseFault: (request: ModelRequest) => ModelFault | null = () => null;
  let paceOf: (request: ModelRequest) => ModelPace = () => ({});
  let replied: (request: ModelRequest, tookMs: number) => void = () => undefined;
  let left = Promise.withResolvers<void>();
  let connections = 0;
  let callsInFlight = 0;
  let idleMs: () => number | null = () => null;
  const open = new Map<Socket, { isBusy: boolean }>();

  const rest = (socket: Socket): void => {
    const state = open.get(socket);
    const afterMs = idleMs();
    if (state === undefined) return;
    state.isBusy = false;
    if (afterMs !== null) setTimeout(() => state.isBusy || socket.destroy(), afterMs);
  };
  const take = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const arrivedAtMs = performance.now();
    const departure = Promise.withResolvers<void>();
    left = departure;
    const { socket } = message;
    const state = open.get(socket);
    if (state !== undefined) state.isBusy = true;
    callsInFlight += 1;
    response.on('close', () => {
      callsInFlight -= 1;
      departure.resolve();
      rest(socket);
    });
    const request = await readRequest(wire, message);
    if (request === null) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(wire.errorBody(404, undefined)));
      return;
    }
    requests.push(request);
    if (requests.length > MAX_REQUESTS) requests.shift();
    const fault = faults.shift() ?? chooseFault(request);
    const reply = completed(request, replyTo(request));
    const isUsageSent = await playReply(response, {
      wire,
      call: request,
      reply,
      fault,
      pace: paceOf(request),
    });
    bill.push(rowOf(request, reply, { fault, isUsageSent }));
    replied(request, performance.now() - arrivedAtMs);
  };
  const server = createServer(
    (message, response) => void take(message, response).catch(() => response.destroy()),
  );
  server.on('connection', (socket) => {
    connections += 1;
    open.set(socket, { isBusy: false });
    socket.on('close', () => open.delete(socket));
    socket.setNoDelay(true);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bill,
    connections: () => connections,
    openConnections: () => open.size,
    callsInFlight: () => callsInFlight,
    reply: (next) => {
      replyTo = typeof next === 'function' ? next : () => next;
    },
    failNext: (...next) => void faults.push(...next),
    failBy: (choose) => {
      chooseFault = choose;
    },
    pace: (next) => {
      paceOf = typeof next === 'function' ? next : () => next;
    },
    onReplied: (listener) => {
      replied = listener;
    },
    closeIdle: (next) => {
      idleMs = next;
    },
    clientLeft: () => left.promise,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(wire: ModelWire, message: IncomingMessage): Promise<ModelRequest | null> {
  const path = message.url ?? '';
  const body = JSON.parse((await text(message)) || '{}') as Record<string, unknown>;
  const call = wire.callOf(new URL(path, 'http://double').pathname, body);
  return call === null ? null : { ...call, path, apiKey: wire.apiKeyOf(message.headers) };
}

function completed(request: ModelRequest, reply: Partial<ModelReply>): ModelReply {
  const { text = DEFAULT_TEXT, finish = 'stop', cachedInputTokens = 0 } = reply;
  return {
    text,
    finish,
    cachedInputTokens,
    inputTokens: reply.inputTokens ?? tokensOf(request.texts.join('\n')),
    outputTokens: reply.outputTokens ?? (request.kind === 'embedding' ? 0 : tokensOf(text)),
  };
}

const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

interface CallEnd {
  readonly fault: ModelFault | null;
  readonly isUsageSent: boolean;
}

/** A call that was refused, or never answered, costs nothing. */
function rowOf(request: ModelRequest, reply: ModelReply, { fault, isUsageSent }: CallEnd): BilledCall {
  const isFree = fault?.type === 'status' || fault?.type === 'hang' || fault?.type === 'error-body';
  const { kind, model, apiKey } = request;
  return {
    kind,
    model,
    apiKey,
    fault: fault?.type ?? null,
    isUsageSent,
    inputTokens: isFree ? 0 : reply.inputTokens,
    cachedInputTokens: isFree ? 0 : reply.cachedInputTokens,
    outputTokens: isFree ? 0 : reply.outputTokens,
  };
}
