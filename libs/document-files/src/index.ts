export { type DocumentFile, readDocumentFiles } from './read-document-files.ts';
