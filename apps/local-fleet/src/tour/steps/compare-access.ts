import type { Query } from '@ragfleet/client';
import {
  type DemoRole,
  expectAnswer,
  expectThat,
  showAnswer,
  type TourContext,
  type TourStep,
} from '../tour-context.ts';

const WAIT_SECONDS = 20;

interface Case {
  readonly name: string;
  readonly question: string;
  readonly documentId: string;
  readonly readers: readonly DemoRole[];
  readonly others: readonly DemoRole[];
}

const CASES: readonly Case[] = [
  {
    name: 'public namespace: everybody reads it',
    question: 'How long is the warranty of a robot?',
    documentId: 'customer-support',
    readers: ['admin', 'user', 'guest'],
    others: [],
  },
  {
    name: 'department: engineers read their own, guests do not',
    question: 'Within how many minutes must the primary engineer acknowledge a page?',
    documentId: 'on-call',
    readers: ['user', 'admin'],
    others: ['guest'],
  },
  {
    name: 'another department: finance reads it, engineers do not',
    question: 'Up to which amount do team leads approve purchases?',
    documentId: 'purchasing-approvals',
    readers: ['analyst', 'admin'],
    others: ['user', 'guest'],
  },
  {
    name: 'private namespace: the admin reads it, others do not',
    question: 'What is the salary band of a senior engineer?',
    documentId: 'salary-bands',
    readers: ['admin'],
    others: ['user', 'guest'],
  },
];

/** The same question by different people, by answer and by search. */
export const compareAccess: readonly TourStep[] = CASES.map((item) => ({
  name: item.name,
  run: (context) => compare(context, item),
}));

async function compare(
  context: TourContext,
  { question, documentId, readers, others }: Case,
): Promise<string> {
  const lines = [question];
  for (const role of [...readers, ...others]) {
    const query = await ask(context, role, question);
    const cites = (query.result?.citations ?? []).some((citation) => citation.document_id === documentId);
    const finds = await findsDocument(context, role, question, documentId);
    const reads = readers.includes(role);
    expectThat(cites === reads, `${role} ${reads ? 'gets' : 'does not get'} the passage in an answer`);
    expectThat(finds === reads, `${role} ${reads ? 'finds' : 'does not find'} the passage in a search`);
    lines.push(`${role}: ${showAnswer(query).split('\n')[0] ?? ''}`);
  }
  return lines.join('\n');
}

async function ask({ as, signal }: TourContext, role: DemoRole, question: string): Promise<Query> {
  const query = await as(role).queries.create({ question }, { waitSeconds: WAIT_SECONDS, signal });
  return expectAnswer(query);
}

async function findsDocument(
  { as, signal }: TourContext,
  role: DemoRole,
  query: string,
  documentId: string,
): Promise<boolean> {
  const { data } = await as(role).search({ query, top_k: 20 }, { signal });
  return data.some((hit) => hit.document_id === documentId);
}
