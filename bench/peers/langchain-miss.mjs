// LangChain.js's retrieval chain as its documentation sets it up (LCEL): retriever, prompt, model, text; nothing traced.
import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';

class PassageRetriever extends BaseRetriever {
  lc_namespace = ['bench'];

  constructor(passages) {
    super();
    this.documents = passages.map(
      ({ title, text }) => new Document({ pageContent: text, metadata: { title } }),
    );
  }

  async _getRelevantDocuments() {
    return this.documents;
  }
}

const formatDocuments = (documents) =>
  documents.map(({ pageContent }, at) => `[${at + 1}] ${pageContent}`).join('\n\n');

/** @returns a function from a question to the answer's text. */
export function createLangChainMiss({ passages, answer, instructions }) {
  const chain = RunnableSequence.from([
    {
      context: new PassageRetriever(passages).pipe(formatDocuments),
      question: new RunnablePassthrough(),
    },
    ChatPromptTemplate.fromMessages([
      ['system', `${instructions}\n\n{context}`],
      ['human', '{question}'],
    ]),
    new FakeListChatModel({ responses: [answer] }),
    new StringOutputParser(),
  ]);
  return (question) => chain.invoke(question);
}
