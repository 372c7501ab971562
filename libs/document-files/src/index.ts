export {
  type ExtractedDocument,
  type Extraction,
  type ExtractionFailure,
  type ExtractionReason,
  type FileExtractor,
  type FileOnDisk,
  isExtractionFailure,
  type ListedFile,
  type SourceFile,
} from './contract.ts';
export { documentIdOf } from './extract/document-id.ts';
export { EXTRACTION_LIMITS, type ExtractionLimits } from './extract/extraction-limits.ts';
export { listDocumentFiles, type ListOptions } from './folder/list-document-files.ts';
export { readDocumentFiles, type ReadOptions } from './folder/read-document-files.ts';
export { createFileExtractor, type FileExtractorOptions } from './process/create-file-extractor.ts';
