export { createLocalEmbedder } from './local/local-embedder.ts';
