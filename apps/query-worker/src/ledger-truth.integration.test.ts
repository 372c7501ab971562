import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { chooseAnswerModels } from '@ragfleet/models';
import { costOf, PRICE_LIST } from '@ragfleet/pricing';
import { type AnswerModel, type CallLedger, meteredAnswerModel } from '@ragfleet/rag-core';
import { createBreaker, resilientAnswerModel } from '@ragfleet/resilience';
import { openTestRedis, seededNumbers, startOpenAiDouble } from '@ragfleet/test-support';
import { expect, it } from 'vitest';

type Double = Awaited<ReturnType<typeof startOpenAiDouble>>;
type Fault = NonNullable<ReturnType<Parameters<Double['failBy']>[0]>>;

const { redis } = await openTestRedis();

const QUERIES = 2_000;
const CONCURRENCY = 50;
/** Of each: what a provider does instead of answering. */
const FAULT_SHARE = 0.015;
const REFUSALS: readonly Fault[] = [
  { type: 'status', status: 429, headers: { 'retry-after-ms': '5' } },
  { type: 'status', status: 500 },
];
/** The provider works, and charges for it; what it charges arrives with `empty` alone. */
const CUTS: readonly Fault[] = [
  { type: 'cut' },
  { type: 'reset' },
  { type: 'no-finish' },
  { type: 'malformed' },
];
const FAULTS: readonly Fault[] = [...REFUSALS, ...CUTS, { type: 'empty' }];

/** The ledger, and what it was asked to keep for calls that were cut. */
function watched(ledger: CallLedger): { readonly ledger: CallLedger; readonly leftUsd: number[] } {
  const leftUsd: number[] = [];
  return {
    leftUsd,
    ledger: {
      reserve: async (reservation) => {
        const call = await ledger.reserve(reservation);
        const leaveUnsettled = (): Promise<void> => {
          leftUsd.push(reservation.usd);
          return call.leaveUnsettled();
        };
        return { ...call, leaveUnsettled };
      },
    },
  };
}

/** As the worker has them, but for breakers that never open: what is asked for is the books, and they need calls. */
function openModels(double: Double, ledger: CallLedger): readonly AnswerModel[] {
  const { standard, premium } = chooseAnswerModels({
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: `${double.url}/v1`,
    DEFAULT_MODEL: 'gpt-4o-mini',
    PREMIUM_MODEL: 'gpt-4o',
  });
  return [standard, premium].map((model) => {
    const breaker = createBreaker({ name: model.name, consecutiveFailures: QUERIES });
    const metered = meteredAnswerModel(model, { ledger, prices: PRICE_LIST });
    return resilientAnswerModel(metered, { breaker, maxRetries: 2 });
  });
}

async function ask(model: AnswerModel, number: number): Promise<void> {
  const request = {
    question: `What is rule ${number}?`,
    history: [],
    passages: [{ index: 1, title: 'Rules', source: null, text: `Rule ${number} is a rule. `.repeat(20) }],
    maxOutputTokens: 300,
    account: {
      tenantId: 'acme',
      principalId: `user-${number % 7}`,
      queryId: `q_${number}`,
      route: 'simple/standard',
    },
  };
  try {
    for await (const delta of model.answer(request, new AbortController().signal)) void delta;
  } catch {
    // What became of it is told by the two books.
  }
}

/** In nano-dollars: what is compared is exact. */
const nano = (usd: number): number => Math.round(usd * 1e9);

it('the ledger has what the provider bills, to the last place, but for calls whose usage never came', async () => {
  const double = await startOpenAiDouble();
  const random = seededNumbers(5);
  double.failBy(() => FAULTS[Math.floor(random() / FAULT_SHARE)] ?? null);
  double.reply(({ texts }) => ({ cachedInputTokens: texts.join('').length % 3 === 0 ? 64 : 0 }));
  const { ledger, leftUsd } = watched(createCallLedger({ redis, nowMs: Date.now }));
  const models = openModels(double, ledger);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < QUERIES; number = next++) {
      const model = models[number % models.length];
      if (model !== undefined) await ask(model, number);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  await double.stop();

  const priceOf = ({ model, ...usage }: Double['bill'][number]): number => {
    const nothingElse = { embeddingModel: null, embeddingTokens: 0, vectorQueries: 0 };
    const { inputUsd, outputUsd } = costOf({ model, ...usage, ...nothingElse }, PRICE_LIST);
    return nano(inputUsd) + nano(outputUsd);
  };
  const told = double.bill.filter(({ isUsageSent }) => isUsageSent);
  const cut = double.bill.filter(({ isUsageSent, outputTokens }) => !isUsageSent && outputTokens > 0);
  const report = await createCostLedger({ redis, nowMs: Date.now }).report({
    tenantId: 'acme',
    groupBy: 'user',
  });
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);

  expect(told.length).toBeGreaterThan(QUERIES / 2);
  expect(cut.length).toBeGreaterThan(QUERIES * FAULT_SHARE);
  expect(nano(report.total_usd) - nano(report.unsettled_usd)).toBe(sum(told.map(priceOf)));
  expect(leftUsd).toHaveLength(cut.length);
  expect(nano(report.unsettled_usd)).toBe(sum(leftUsd.map(nano)));
  expect(report.groups).toHaveLength(7);
  expect(nano(sum(report.groups.map(({ total_usd }) => total_usd)))).toBe(nano(report.total_usd));
}, 120_000);
