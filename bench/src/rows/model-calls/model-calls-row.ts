import type { BenchRow, Slice } from '../../contract.ts';
import { compareLatencies, type TimedCall } from '../../measure/compare-latencies.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { peerVersion } from '../../peers.ts';
import { type CallSides, createCallSides, PORTKEY } from './call-sides.ts';
import { failoverTrips } from './failover-trips.ts';
import { MANY, MODEL_CALLS_NAME, type ModelCallFindings, reportModelCalls } from './model-calls-report.ts';
import { startRemoteDouble } from './model-double.ts';
import { startPortkeyGateway } from './portkey-gateway.ts';

const FULL = { rounds: 9, calls: 120, sliceMs: 700 };
const QUICK = { rounds: 5, calls: 60, sliceMs: 300 };
/** 120 calls of sixteen callers are over in some 60 ms: seven waves, which a collection of garbage or a late compilation decides. */
const FULL_MANY = { rounds: 15, calls: 480, warmUpCalls: 2_000 };
const QUICK_MANY = { rounds: 5, calls: 160, warmUpCalls: 480 };

/** Benchmark row 9: what a call of a model takes longer by our way than by the vendor's SDK alone. */
export const modelCallsRow: BenchRow = {
  row: 9,
  name: MODEL_CALLS_NAME,
  versions: () => ({
    openai: peerVersion('openai'),
    '@portkey-ai/gateway': peerVersion('@portkey-ai/gateway'),
  }),
  run: async ({ isQuick, say }) => {
    await using started = new AsyncDisposableStack();
    const double = await startRemoteDouble();
    started.defer(() => double.stop());
    const gateway = await startPortkeyGateway();
    started.defer(() => gateway.stop());
    const [size, ofMany] = isQuick ? [QUICK, QUICK_MANY] : [FULL, FULL_MANY];
    const sides = await createCallSides({ doubleUrl: double.url, gatewayUrl: gateway.url });
    const measure = async (calls: CallSides): Promise<ModelCallFindings['steady']> => ({
      one: await compareLatencies(calls, { ...size, callers: 1 }),
      many: await compareLatencies(calls, { ...ofMany, callers: MANY }),
    });
    say('  a service that always answers …');
    const steady = await measure(sides.steady);
    say('  a service that refuses a call in five …');
    const flaky = await measure(sides.flaky);
    const trips = await failoverTrips(double, sides.freshFlaky);
    const whole = await compareLatencies(sides.whole, { ...size, callers: 1 });
    say('  its CPU …');
    const cpu = await compareSides(slicesOf(sides.steady), size);
    return reportModelCalls({ steady, flaky, whole, trips, cpu });
  },
};

/** Without Portkey: what its gateway spends, another process spends. */
const slicesOf = (calls: CallSides): ReadonlyMap<string, Slice> =>
  new Map([...calls].filter(([side]) => side !== PORTKEY).map(([side, call]) => [side, sliceOf(call)]));

const sliceOf =
  (call: TimedCall): Slice =>
  async (untilMs) => {
    let count = 0;
    for (; performance.now() < untilMs; count += 1) await call(() => undefined);
    return count;
  };
