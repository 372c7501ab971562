import { describe, expect, it } from 'vitest';
import type { Admission, DeliveryGate, Reach } from './contract.ts';
import { createDeliveryGate } from './delivery-gate.ts';

const stage = (poolSize = 32) => {
  const clock = { nowMs: 0 };
  const gate = createDeliveryGate({ poolSize, perEndpoint: 4, nowMs: () => clock.nowMs, random: () => 0.5 });
  return { gate, clock };
};

let serial = 0;
const enter = (gate: DeliveryGate, tenantId: string, host: string): Admission =>
  gate.enter({ tenantId, deliveryId: `wh-${++serial}`, url: `https://${host}/hook?x=${serial}` });
const fill = (gate: DeliveryGate, tenantId: string, hosts: readonly string[]): number =>
  hosts.flatMap((host) => Array.from({ length: 4 }, () => enter(gate, tenantId, host))).filter(isIn).length;
const isIn = (admission: Admission): boolean => admission.kind === 'entered';
const visit = (gate: DeliveryGate, reach: Reach): void => {
  const admission = enter(gate, 'acme', 'dead.example.com');
  if (admission.kind === 'entered') admission.leave(reach);
};
const hosts = (count: number, prefix = 'hooks') =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}.example.com`);

describe('the gate of deliveries', () => {
  it('gives an endpoint four places, whatever stands behind its host, and each tenant its own four', () => {
    const { gate } = stage();
    expect(fill(gate, 'acme', ['slow.example.com'])).toBe(4);
    expect(enter(gate, 'acme', 'slow.example.com')).toMatchObject({ kind: 'full', isPaused: false });
    expect(isIn(enter(gate, 'acme', 'other.example.com'))).toBe(true);
    expect(isIn(enter(gate, 'globex', 'slow.example.com'))).toBe(true);
  });

  it('gives a place back once', () => {
    const { gate } = stage();
    const [first] = Array.from({ length: 4 }, () => enter(gate, 'acme', 'slow.example.com'));
    if (first?.kind === 'entered') first.leave('alive');
    expect(isIn(enter(gate, 'acme', 'slow.example.com'))).toBe(true);
    expect(isIn(enter(gate, 'acme', 'slow.example.com'))).toBe(false);
  });

  it('keeps a quarter of the pool for those who hold little of it', () => {
    const { gate } = stage();
    expect(fill(gate, 'acme', hosts(10))).toBe(24);
    expect(fill(gate, 'globex', hosts(10, 'g'))).toBe(8);
  });

  it('holds half of the pool at most for one origin that many tenants send to', () => {
    const { gate } = stage();
    const tenants = Array.from({ length: 10 }, (_, index) => `tenant-${index}`);
    const entered = tenants.map((tenant) => fill(gate, tenant, ['hub.example.com']));
    expect(entered.reduce((sum, count) => sum + count, 0)).toBe(16);
    expect(isIn(enter(gate, 'acme', 'other.example.com'))).toBe(true);
  });

  it('works in a pool of one', () => {
    const { gate } = stage(1);
    expect(isIn(enter(gate, 'acme', 'a.example.com'))).toBe(true);
  });

  it('keeps away from an endpoint whose deliveries fail, lets one look later, and all when it is back', () => {
    const { gate, clock } = stage();
    for (let failure = 0; failure < 5; failure += 1) visit(gate, 'failing');
    const refused = enter(gate, 'acme', 'dead.example.com');
    expect(refused.kind === 'full' && refused.waitMs).toBeGreaterThanOrEqual(30_000);
    expect(refused).toMatchObject({ isPaused: true });
    expect(isIn(enter(gate, 'globex', 'dead.example.com'))).toBe(true);
    clock.nowMs = 30_000;
    const looking = enter(gate, 'acme', 'dead.example.com');
    expect([isIn(looking), isIn(enter(gate, 'acme', 'dead.example.com'))]).toEqual([true, false]);
    if (looking.kind === 'entered') looking.leave('alive');
    expect(fill(gate, 'acme', ['dead.example.com'])).toBe(4);
  });
});
