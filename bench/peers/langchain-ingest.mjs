// LangChain.js as its documentation sets it up: the recursive splitter, then embedDocuments once per document.
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { Tiktoken } from 'js-tiktoken/lite';
import o200kBase from 'js-tiktoken/ranks/o200k_base';

const encoding = new Tiktoken(o200kBase);
const countTokens = (text) => encoding.encode(text, [], []).length;

/** Passages of the size that ours has, counted in tokens, or in characters as the splitter does by default. */
const SPLITTERS = {
  tokens: { chunkSize: 320, chunkOverlap: 48, lengthFunction: countTokens },
  characters: { chunkSize: 1_280, chunkOverlap: 192 },
};

/** @returns one function: a document's passages embedded in a request of their own and kept. */
export function createLangChainIngest(counting, embedDocuments) {
  const splitter = RecursiveCharacterTextSplitter.fromLanguage('markdown', SPLITTERS[counting]);
  return async (document, kept) => {
    const texts = await splitter.splitText(document.content);
    const vectors = await embedDocuments(texts);
    for (const [at, text] of texts.entries()) kept.push({ text, vector: vectors[at] });
  };
}
