export { compactText, expandText } from './compact-text.ts';
export { createSealer, type Sealer } from './sealer.ts';
