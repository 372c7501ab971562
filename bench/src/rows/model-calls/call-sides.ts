import { startOpenAiDouble } from '@ragfleet/test-support';
import type { TimedCall } from '../../measure/compare-latencies.ts';
import { importPeer } from '../../peers.ts';
import { FALLBACK, FLAKY_KEY, PRIMARY, STEADY_KEY } from './model-double.ts';
import { createOurCall, createOurWholeCall } from './our-calls.ts';

export const OURS = 'ours';
/** With all that reads texts. */
export const OURS_WHOLE = 'ours with prompt and filter';
export const DIRECT = 'openai SDK, direct';
export const PORTKEY = 'openai SDK by way of Portkey';

interface DirectOptions {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fallback?: string;
}
interface DirectPeer {
  readonly createDirectCall: (options: DirectOptions) => TimedCall;
}

export interface Servers {
  readonly doubleUrl: string;
  readonly gatewayUrl: string;
}

export type CallSides = ReadonlyMap<string, TimedCall>;

export interface AllCallSides {
  readonly steady: CallSides;
  readonly flaky: CallSides;
  /** Theirs alone, without a stream. */
  readonly whole: CallSides;
  /** Ours with a breaker that has seen nothing yet. */
  readonly freshFlaky: TimedCall;
}

/** The same request on every side, over a service that always answers, and over one that refuses a call in five. */
export async function createCallSides({ doubleUrl, gatewayUrl }: Servers): Promise<AllCallSides> {
  const { createDirectCall } = await importPeer<DirectPeer>('openai-direct.mjs');
  const body = await ourRequestBody();
  const serviceUrl = `${doubleUrl}/v1`;
  const target = (apiKey: string, model: string): object => ({
    provider: 'openai',
    api_key: apiKey,
    custom_host: serviceUrl,
    override_params: { model },
  });
  const viaPortkey = (apiKey: string, config: object, asked: object = body): TimedCall =>
    createDirectCall({
      baseURL: `${gatewayUrl}/v1`,
      apiKey,
      body: asked,
      headers: { 'x-portkey-config': JSON.stringify(config) },
    });
  const fallbackConfig = {
    strategy: { mode: 'fallback' },
    targets: [target(FLAKY_KEY, PRIMARY), target(FLAKY_KEY, FALLBACK)],
  };
  // With retries a refused call would first be made again, after a pause of up to a second.
  const ourFlaky = (): TimedCall => createOurCall({ url: doubleUrl, apiKey: FLAKY_KEY, maxRetries: 0 });
  const { stream_options: _options, ...unstreamed } = { stream_options: null, ...body, stream: false };
  return {
    steady: new Map([
      [DIRECT, createDirectCall({ baseURL: serviceUrl, apiKey: STEADY_KEY, body })],
      [OURS, createOurCall({ url: doubleUrl, apiKey: STEADY_KEY, maxRetries: 3 })],
      [OURS_WHOLE, createOurWholeCall({ url: doubleUrl, apiKey: STEADY_KEY, maxRetries: 3 })],
      [PORTKEY, viaPortkey(STEADY_KEY, target(STEADY_KEY, PRIMARY))],
    ]),
    flaky: new Map([
      [DIRECT, createDirectCall({ baseURL: serviceUrl, apiKey: FLAKY_KEY, body, fallback: FALLBACK })],
      [OURS, ourFlaky()],
      [PORTKEY, viaPortkey(FLAKY_KEY, fallbackConfig)],
    ]),
    whole: new Map([
      [DIRECT, createDirectCall({ baseURL: serviceUrl, apiKey: STEADY_KEY, body: unstreamed })],
      [PORTKEY, viaPortkey(STEADY_KEY, target(STEADY_KEY, PRIMARY), unstreamed)],
    ]),
    freshFlaky: ourFlaky(),
  };
}

/** What our models send for the row's question: the other sides send the same bytes. */
async function ourRequestBody(): Promise<object> {
  await using started = new AsyncDisposableStack();
  const double = await startOpenAiDouble();
  started.defer(() => double.stop());
  await createOurCall({ url: double.url, apiKey: STEADY_KEY, maxRetries: 0 })(() => undefined);
  const [request] = double.requests;
  if (request === undefined) throw new Error('Our models have sent nothing.');
  return request.body;
}
