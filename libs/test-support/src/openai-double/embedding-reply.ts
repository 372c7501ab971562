import { createHash } from 'node:crypto';
import { type ModelCall, type ModelReply, textsIn, type VectorFlaw } from '../model-double/model-wire.ts';

const DEFAULT_DIMENSION = 1_536;

/** A unit vector for each text, made of the text alone: equal texts have equal vectors. */
export function embeddingReply(
  { model, body }: ModelCall,
  { inputTokens }: ModelReply,
  flaw?: VectorFlaw,
): object {
  const dimension = typeof body['dimensions'] === 'number' ? body['dimensions'] : DEFAULT_DIMENSION;
  const isBase64 = body['encoding_format'] === 'base64';
  const texts = flaw === 'none' ? [] : textsIn(body['input']);
  const data = texts.map((text, index) => {
    const vector = flawed(vectorOf(text, dimension), flaw);
    const embedding = isBase64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  return { object: 'list', model, data, usage: { prompt_tokens: inputTokens, total_tokens: inputTokens } };
}

function flawed(vector: Float32Array, flaw: VectorFlaw | undefined): Float32Array {
  if (flaw === 'another-dimension') return vector.slice(1);
  return flaw === 'no-number' ? vector.fill(Number.NaN) : vector;
}

function vectorOf(text: string, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  for (let at = 0; at < dimension; at += 16) {
    const hash = createHash('md5').update(`${at}:${text}`).digest();
    for (let step = 0; step < 16 && at + step < dimension; step += 1)
      vector[at + step] = (hash[step] ?? 0) - 127.5;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
