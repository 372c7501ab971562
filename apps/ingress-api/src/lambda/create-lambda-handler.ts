import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '@ragfleet/kernel';
import { type Logger, withDeadline } from '@ragfleet/service-runtime';
import type { Express } from 'express';
import serverlessHttp from 'serverless-http';
import { boundWait } from './bound-wait.ts';
import { type GatewayEvent, parseGatewayEvent } from './gateway-event.ts';
import {
  fittingReply,
  type GatewayReply,
  gatewayReply,
  notStartedReply,
  problemReply,
} from './gateway-reply.ts';

/** The API in one container of a function. */
export interface LambdaIngress {
  readonly app: Express;
  /** True when the stores answer. */
  readonly isReady: () => Promise<boolean>;
  /** When all that was audited so far is where it is kept. */
  auditSettled(signal: AbortSignal): Promise<void>;
  stop(graceMs: number): Promise<boolean>;
}

/** What Lambda says of one invocation. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export interface LambdaHandlerOptions {
  /** Everything that is opened once for a container. Faults: those of the configuration and of the stores. */
  readonly open: () => Promise<LambdaIngress>;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly nowMs?: () => number;
}

export interface LambdaHandler {
  /** Opens what can be opened before the first request. Never rejects. */
  prepare(): Promise<void>;
  /** Always a reply: a function that throws is answered by the gateway, without a word that helps. */
  handle(event: unknown, context: LambdaContext): Promise<GatewayReply>;
  /** True when everything that was open has closed. */
  stop(graceMs: number): Promise<boolean>;
}

/** Lambda gives a container 10 s before its first request. */
const PREPARE_MS = 9_000;
/** For the reply itself to be on its way before Lambda ends the invocation. */
const MARGIN_MS = 500;
/** Of a gateway are 30 s, of which a cold start and the stores take their part. */
const MAX_WAIT_SECONDS = 25;
/** What a submission may take beside its wait: 2.3 s in the stores, and the margins. */
const BESIDE_WAIT_MS = 4_000;
/** A container that was frozen longer may have lost its connections without hearing of it. */
const FROZEN_MS = 5_000;
const REVIVE_MS = 2_000;
const REVIVE_PAUSE_MS = 50;
/** Refusals go to the audit log behind their reply; frozen with the container they might never get there. */
const SETTLE_MS = 2_000;

/** The ingress as the handler of a function behind an API gateway. Connections are made once for a container. */
export function createLambdaHandler(options: LambdaHandlerOptions): LambdaHandler {
  const { logger, nowMs = performance.now.bind(performance) } = options;
  const opening = createOpening(options.open, logger);
  let endedAtMs = nowMs();

  const answer = async (asked: GatewayEvent, context: LambdaContext): Promise<GatewayReply> => {
    const ingress = await opening.get();
    if (ingress === null) return notStartedReply(asked);
    if (nowMs() - endedAtMs > FROZEN_MS) await revive(ingress);
    const reply = gatewayReply.parse(await adapterOf(ingress.app)(asked.event, context));
    await settleAudit(ingress, logger);
    return fittingReply(reply, asked);
  };

  return {
    prepare: async () => {
      await withDeadline(opening.get(), PREPARE_MS, 'The start').catch(() => undefined);
      endedAtMs = nowMs();
    },
    handle: async (event, context) => {
      const asked = parseGatewayEvent(event);
      if (asked === null) return problemReply(notOfGateway(), { method: 'GET', path: '/' });
      const limitMs = Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS);
      try {
        return await withDeadline(answer(asked, context), limitMs, 'The request');
      } catch (error) {
        logger.error({ error, requestId: context.awsRequestId }, 'invocation failed');
        return problemReply(error, asked);
      } finally {
        endedAtMs = nowMs();
      }
    },
    stop: async (graceMs) => (await opening.opened())?.stop(graceMs) ?? true,
  };
}

const notOfGateway = (): Fault =>
  new Fault(
    'malformed',
    'Send an event of an API gateway: payload format 2.0 of an HTTP API, or 1.0 of a REST API.',
  );

/** Opens once; what failed is tried again by the next request, one try at a time. */
function createOpening(open: LambdaHandlerOptions['open'], logger: LambdaHandlerOptions['logger']) {
  let opening: Promise<LambdaIngress | null> | null = null;
  const tryOpen = async (): Promise<LambdaIngress | null> => {
    try {
      return await open();
    } catch (error) {
      logger.error({ error }, 'ingress-api could not start');
      return null;
    }
  };
  return {
    get: (): Promise<LambdaIngress | null> => {
      opening ??= tryOpen().then((ingress) => {
        if (ingress === null) opening = null;
        return ingress;
      });
      return opening;
    },
    opened: (): Promise<LambdaIngress | null> => opening ?? Promise.resolve(null),
  };
}

type Adapter = (event: object, context: LambdaContext) => Promise<object>;
const adapters = new WeakMap<Express, Adapter>();

function adapterOf(app: Express): Adapter {
  const known = adapters.get(app);
  if (known !== undefined) return known;
  // Its own way would take the gateway's id, which no line of Lambda's log names.
  const adapter = serverlessHttp(app, { requestId: '', request: adaptRequest });
  adapters.set(app, adapter);
  return adapter;
}

/** What a proxy in front would do: a request id where there is none, and a wait that ends before the gateway's patience. */
function adaptRequest({ headers }: IncomingMessage, _event: object, context: LambdaContext): void {
  headers['x-request-id'] ??= context.awsRequestId;
  const { prefer } = headers;
  if (typeof prefer !== 'string') return;
  const seconds = (context.getRemainingTimeInMillis() - BESIDE_WAIT_MS) / 1_000;
  headers['prefer'] = boundWait(prefer, Math.min(MAX_WAIT_SECONDS, seconds));
}

/** Connections that died in the frost are seen to be dead, and made anew, before a request depends on them. */
async function revive({ isReady }: LambdaIngress): Promise<void> {
  const endsAtMs = performance.now() + REVIVE_MS;
  while (!(await isReady()) && performance.now() < endsAtMs) await pause(REVIVE_PAUSE_MS);
}

async function settleAudit(ingress: LambdaIngress, logger: LambdaHandlerOptions['logger']): Promise<void> {
  try {
    await withDeadline(ingress.auditSettled(AbortSignal.timeout(SETTLE_MS)), SETTLE_MS, 'The audit log');
  } catch (error) {
    // The request is answered; what waits goes with the next one's.
    logger.warn({ error }, 'audit events wait in the container');
  }
}
