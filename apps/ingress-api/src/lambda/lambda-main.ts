import { createLogger } from '@ragfleet/service-runtime';
import { createLambdaHandler, type LambdaHandler } from './create-lambda-handler.ts';
import { openLambdaIngress } from './open-lambda-ingress.ts';

/** Lambda gives 500 ms, and only to functions with an extension; the others end without a word. */
const STOP_MS = 400;

const lambda = createLambdaHandler({
  open: () => openLambdaIngress(process.env),
  logger: createLogger({ service: 'ingress-api', level: 'info' }),
});

export const handler: LambdaHandler['handle'] = (event, context) => lambda.handle(event, context);

process.once('SIGTERM', () => void lambda.stop(STOP_MS).then(() => process.exit(0)));
// With provisioned concurrency this happens before there is a request to wait for it.
await lambda.prepare();
