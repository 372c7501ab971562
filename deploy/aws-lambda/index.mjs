// Lambda looks for .js, .mjs and .cjs alone; from here on Node runs TypeScript as it is.
export { handler } from './apps/ingress-api/src/lambda/lambda-main.ts';
