import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { JsonSchema } from './json-schema.ts';

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: {
    readonly schemas?: JsonSchema;
    readonly securitySchemes?: Readonly<Record<string, { readonly in?: string; readonly name?: string }>>;
  };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface OpenApiOperation {
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: OpenApiContent & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, OpenApiContent>>;
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: unknown;
}

export interface OpenApiContent {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

/** Reads a document of OpenAPI 3, in JSON or YAML. */
export function readDocument(path: string): OpenApiDocument {
  const document = parse(readFileSync(path, 'utf8')) as OpenApiDocument;
  if (!document.openapi.startsWith('3.')) throw new Error(`${path} is not a document of OpenAPI 3.`);
  return document;
}
