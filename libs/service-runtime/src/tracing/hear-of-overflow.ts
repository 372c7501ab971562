import { createNoopMeter, type Meter, type MeterProvider } from '@opentelemetry/api';

/** By the semantic conventions of what an SDK measures of itself. */
const PROCESSED = 'otel.sdk.processor.span.processed';

/** Where a batch processor tells of itself: all that is heard is how many spans its full queue has dropped, as it does. */
export function hearOfOverflow(onOverflow: (spans: number) => void): MeterProvider {
  // The one meter of the package that hears nothing: to be looked through, never changed.
  const deaf = createNoopMeter();
  const createCounter: Meter['createCounter'] = (name, options) => {
    if (name !== PROCESSED) return deaf.createCounter(name, options);
    return {
      add: (spans, attributes) => {
        if (attributes?.['error.type'] === 'queue_full') onOverflow(spans);
      },
    };
  };
  const meter: Meter = new Proxy(deaf, {
    get: (target, property): unknown =>
      property === 'createCounter' ? createCounter : Reflect.get(target, property),
  });
  return { getMeter: () => meter };
}
