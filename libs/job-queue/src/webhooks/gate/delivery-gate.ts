import type { Admission, DeliveryGate, DeliveryGateOptions, Reach, Visitor } from './contract.ts';
import { createEndpointBreaker, type EndpointBreaker } from './endpoint-breaker.ts';
import { createLine, type Line } from './line.ts';
import { createStates } from './states.ts';

/** A tenant above this part of the pool leaves the last such part of it to the others. */
const TENANT_SHARE = 0.25;
/** What all tenants together may hold for one origin, when many of them send to a service that is down. */
const ORIGIN_SHARE = 0.5;

interface Endpoint {
  readonly line: Line;
  readonly breaker: EndpointBreaker;
}

export function createDeliveryGate({
  poolSize,
  perEndpoint,
  nowMs,
  random = Math.random,
}: DeliveryGateOptions): DeliveryGate {
  const share = Math.max(1, Math.floor(poolSize * TENANT_SHARE));
  const perOrigin = Math.max(perEndpoint, Math.floor(poolSize * ORIGIN_SHARE));
  const isBusy = (line: Line): boolean => line.running() > 0;
  const endpoints = createStates<Endpoint>({
    create: () => ({ line: createLine(perEndpoint, random), breaker: createEndpointBreaker() }),
    isInUse: ({ line, breaker }) => isBusy(line) || !breaker.isIdle(),
  });
  const origins = createStates({ create: () => createLine(perOrigin, random), isInUse: isBusy });
  const tenants = createStates({
    create: () => createLine(Math.max(1, poolSize - share), random),
    isInUse: isBusy,
  });
  let running = 0;

  const mayHoldMore = (tenant: Line): boolean => tenant.running() < share || running < poolSize - share;

  const pass = (visitor: Visitor, lines: readonly Line[], breaker: EndpointBreaker): Admission => {
    const leaveLines = lines.map((line) => line.enter(nowMs()));
    breaker.begin(visitor.deliveryId);
    running += 1;
    return {
      kind: 'entered',
      leave: (reach: Reach) => {
        running -= 1;
        for (const leave of leaveLines) leave(nowMs());
        breaker.end(visitor.deliveryId, reach, nowMs());
      },
    };
  };

  return {
    enter: (visitor) => {
      const originName = originOf(visitor.url);
      const { line, breaker } = endpoints.of(`${visitor.tenantId} ${originName}`);
      const origin = origins.of(originName);
      const tenant = tenants.of(visitor.tenantId);
      const closedForMs = breaker.closedForMs(nowMs());
      const wait = (full: Line, notBeforeMs = 0): Admission => ({
        kind: 'full',
        waitMs: full.waitMs(nowMs(), notBeforeMs),
        isPaused: closedForMs !== 0,
      });
      if (closedForMs !== 0) return wait(line, closedForMs ?? 0);
      if (line.running() >= perEndpoint) return wait(line);
      if (origin.running() >= perOrigin) return wait(origin);
      if (!mayHoldMore(tenant)) return wait(tenant);
      return pass(visitor, [line, origin, tenant], breaker);
    },
  };
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);
