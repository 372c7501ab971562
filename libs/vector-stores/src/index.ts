export { type OpenPgvectorIndex, openPgvectorIndex } from './pgvector/open-pgvector-index.ts';
export { type OpenPineconeIndex, openPineconeIndex } from './pinecone/open-pinecone-index.ts';
