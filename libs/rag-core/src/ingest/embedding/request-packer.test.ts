import { expect, it } from 'vitest';
import { createRequestPacker } from './request-packer.ts';

const limits = { maxTextsPerRequest: 3, maxTokensPerRequest: 100 };
const text = (embeddingTokens: number) => ({ embeddingTokens });

it('fills requests up to the limits of count and of tokens', () => {
  const packer = createRequestPacker(limits);
  expect(packer.add(text(60))).toBeNull();
  expect(packer.add(text(40))).toBeNull();
  expect(packer.add(text(1))).toEqual([text(60), text(40)]);
  packer.add(text(1));
  packer.add(text(1));
  expect(packer.add(text(1))).toHaveLength(3);
  expect(packer.take()).toEqual([text(1)]);
});

it('sends a text that is larger than a request alone', () => {
  const packer = createRequestPacker(limits);
  packer.add(text(500));
  expect(packer.add(text(1))).toEqual([text(500)]);
});

it('makes requests smaller for a provider that counts more tokens, and larger again when it no longer does', () => {
  const packer = createRequestPacker(limits);
  packer.learn(150, 100);
  packer.add(text(60));
  expect(packer.add(text(20))).toEqual([text(60)]);
  packer.take();
  for (let reply = 0; reply < 50; reply += 1) packer.learn(100, 100);
  packer.add(text(60));
  expect(packer.add(text(35))).toBeNull();
});

it('fills requests further for a provider that counts a little less, and no further than a tenth', () => {
  const packer = createRequestPacker(limits);
  for (let reply = 0; reply < 50; reply += 1) packer.learn(10, 100);
  packer.add(text(60));
  expect(packer.add(text(50))).toBeNull();
  expect(packer.add(text(2))).toEqual([text(60), text(50)]);
});

it('learns nothing from a model that counts nothing', () => {
  const packer = createRequestPacker(limits);
  packer.learn(0, 100);
  packer.learn(0, 0);
  packer.add(text(60));
  expect(packer.add(text(41))).toEqual([text(60)]);
});
