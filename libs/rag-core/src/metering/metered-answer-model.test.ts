import { Fault } from '@ragfleet/kernel';
import { PRICE_LIST } from '@ragfleet/pricing';
import { beforeEach, describe, expect, it } from 'vitest';
import { billedFault } from '../ports/billed-fault.ts';
import { isUnbooked } from '../ports/unbooked-fault.ts';
import type { CallLedger, CallMoney, CallReservation } from '../ports/accounts.ts';
import type { AnswerDelta, AnswerModel, AnswerRequest } from '../ports/models.ts';
import { meteredAnswerModel } from './metered-answer-model.ts';

const never = new AbortController().signal;
let book: string[];
let reserved: CallReservation[];
let unsettledUsd: number;
beforeEach(() => {
  book = [];
  reserved = [];
  unsettledUsd = 0;
});

const ledger: CallLedger = {
  reserve: async (reservation) => {
    reserved.push(reservation);
    return {
      settle: async ({ inputUsd, outputUsd }) => void book.push(`settled ${inputUsd} ${outputUsd}`),
      leaveUnsettled: async () => void book.push('unsettled'),
      release: async () => void book.push('released'),
    };
  },
};

const account = {
  tenantId: 'acme',
  principalId: 'ada',
  queryId: 'q_1',
  route: 'simple/standard',
  onUnsettled: (usd: number) => void (unsettledUsd += usd),
};
const request: AnswerRequest = {
  question: 'How many days?',
  history: [{ role: 'user', content: 'Hello' }],
  passages: [{ index: 1, title: 'Leave', source: null, text: 'Leave is 27 days. '.repeat(40) }],
  maxOutputTokens: 1_000,
  account,
};
const FINISH: AnswerDelta = {
  type: 'finish',
  reason: 'stop',
  usage: { inputTokens: 1_000, outputTokens: 100 },
};
const TEXT: AnswerDelta = { type: 'text', text: '27 days [1].' };

function metered(answer: AnswerModel['answer'], name = 'gpt-4o'): AnswerModel {
  return meteredAnswerModel({ name, contextWindowTokens: 128_000, answer }, { ledger, prices: PRICE_LIST });
}
const says = (...deltas: readonly (AnswerDelta | Error)[]): AnswerModel['answer'] =>
  async function* say() {
    for (const delta of deltas) {
      if (delta instanceof Error) throw delta;
      yield delta;
    }
  };
async function ask(model: AnswerModel, asked = request): Promise<AnswerDelta[]> {
  const deltas: AnswerDelta[] = [];
  for await (const delta of model.answer(asked, never)) deltas.push(delta);
  return deltas;
}

describe('a metered model', () => {
  it('is settled by what the provider reports, before the caller hears of the end', async () => {
    const seen: string[] = [];
    for await (const delta of metered(says(TEXT, FINISH)).answer(request, never))
      seen.push(`${delta.type} ${book.length}`);
    expect(seen).toEqual(['text 0', 'finish 1']);
    expect(book).toEqual(['settled 0.0025 0.001']);
    expect(unsettledUsd).toBe(0);
  });

  it("says of a call whether a tenant's own account pays for it", async () => {
    await ask(metered(says(TEXT, FINISH)));
    const model = { name: 'gpt-4o', contextWindowTokens: 128_000, answer: says(TEXT, FINISH) };
    await ask(meteredAnswerModel(model, { ledger, prices: PRICE_LIST, isOnOwnAccount: true }));
    expect(reserved.map(({ isOnOwnAccount }) => isOnOwnAccount)).toEqual([false, true]);
  });

  it('reserves at least what the call can cost, and not many times as much', async () => {
    await ask(metered(says(TEXT, FINISH)));
    const [{ usd, model } = { usd: 0, model: '' }] = reserved;
    expect(model).toBe('gpt-4o');
    const outputUsd = 0.01;
    const textUsd = (160 * 2.5) / 1e6;
    expect(usd).toBeGreaterThan(outputUsd + textUsd);
    expect(usd).toBeLessThan(outputUsd + 6 * textUsd);
  });

  it.each([
    ['a stream that breaks off', says(TEXT, new Fault('unavailable', 'Cut.'))],
    ['silence before the headers', says(new Fault('timeout', 'Late.'))],
    ['a stream without an end', says(TEXT)],
    ['a reset connection', says(new Fault('unavailable', 'Reset.', { cause: coded('ECONNRESET') }))],
  ])('stays at its reservation after %s', async (_name, answer) => {
    await ask(metered(answer)).catch(() => undefined);
    expect(book).toEqual(['unsettled']);
    expect(unsettledUsd).toBe(reserved[0]?.usd);
  });

  it('stays at its reservation when its reader leaves', async () => {
    for await (const delta of metered(says(TEXT, FINISH)).answer(request, never)) {
      expect(delta).toEqual(TEXT);
      break;
    }
    expect(book).toEqual(['unsettled']);
  });

  it.each([
    ['too many requests', new Fault('rate-limited', 'Slow down.')],
    [
      'a status',
      new Fault('unavailable', 'Down.', { cause: Object.assign(new Error('x'), { status: 503 }) }),
    ],
    [
      'no connection',
      new Fault('unavailable', 'Away.', { cause: new Error('x', { cause: coded('ECONNREFUSED') }) }),
    ],
    ['a prompt that is too long', new Fault('too-large', 'Too long.')],
  ])('costs nothing when it is refused by %s', async (_name, error) => {
    await expect(ask(metered(says(error)))).rejects.toBe(error);
    expect(book).toEqual(['released']);
    expect(unsettledUsd).toBe(0);
  });

  it('stays at its reservation when a reply that has begun breaks off, whatever the provider says', async () => {
    const error = new Fault('rate-limited', 'Slow down.');
    await expect(ask(metered(says(TEXT, error)))).rejects.toBe(error);
    expect(book).toEqual(['unsettled']);
  });

  it('is settled when a reply that has begun breaks off and its usage arrived', async () => {
    const error = billedFault(new Fault('unavailable', 'Cut.'), { inputTokens: 1_000, outputTokens: 0 });
    await expect(ask(metered(says(TEXT, error)))).rejects.toBe(error);
    expect(book).toEqual(['settled 0.0025 0']);
  });

  it('is settled when the reply was of no use and its usage arrived', async () => {
    const error = billedFault(new Fault('unavailable', 'Empty.'), { inputTokens: 1_000, outputTokens: 0 });
    const failed: CallMoney[] = [];
    const onFailedCall = (money: CallMoney): void => void failed.push(money);
    const asked = { ...request, account: { ...account, onFailedCall } };
    await expect(ask(metered(says(error)), asked)).rejects.toBe(error);
    expect(book).toEqual(['settled 0.0025 0']);
    expect(failed).toEqual([{ inputUsd: 0.0025, outputUsd: 0 }]);
  });

  it('is not called when its tenant has nothing left', async () => {
    const spent = new Fault('budget-exhausted', 'Spent.');
    let calls = 0;
    const model = meteredAnswerModel(
      {
        name: 'gpt-4o',
        contextWindowTokens: 1,
        answer: async function* answer() {
          calls += 1;
          yield FINISH;
        },
      },
      { ledger: { reserve: () => Promise.reject(spent) }, prices: PRICE_LIST },
    );
    await expect(ask(model)).rejects.toBe(spent);
    expect(isUnbooked(spent), 'it is about this call').toBe(false);
    expect(calls).toBe(0);
  });

  it('makes no call that nobody can write down, and says that it is no failure of the model', async () => {
    const away = new Fault('unavailable', 'The books are away.');
    let calls = 0;
    const answer: AnswerModel['answer'] = async function* answer() {
      calls += 1;
      yield FINISH;
    };
    const model = meteredAnswerModel(
      { name: 'gpt-4o', contextWindowTokens: 1, answer },
      { ledger: { reserve: () => Promise.reject(away) }, prices: PRICE_LIST },
    );
    await expect(ask(model)).rejects.toSatisfy((error) => error === away && isUnbooked(error));
    expect(calls).toBe(0);
    expect(isUnbooked(new Fault('unavailable', 'The model is away.'))).toBe(false);
  });

  it('answers even when the book cannot be written any more', async () => {
    const model = meteredAnswerModel(
      { name: 'gpt-4o', contextWindowTokens: 1, answer: says(TEXT, FINISH) },
      {
        prices: PRICE_LIST,
        ledger: {
          reserve: async () => ({
            settle: () => Promise.reject(new Fault('unavailable', 'Away.')),
            leaveUnsettled: async () => undefined,
            release: async () => undefined,
          }),
        },
      },
    );
    expect(await ask(model)).toEqual([TEXT, FINISH]);
  });

  it('books nothing for nobody, and for a local model', async () => {
    const { account: _nobody, ...onNobody } = request;
    await ask(metered(says(TEXT, FINISH)), onNobody);
    await ask(metered(says(TEXT, FINISH), 'local-extractive'));
    expect(reserved).toEqual([]);
  });

  it('books the rewriting of a follow-up as a call of its own', async () => {
    const usage = { inputTokens: 200, outputTokens: 20 };
    const model = meteredAnswerModel(
      {
        name: 'gpt-4o-mini',
        contextWindowTokens: 1,
        answer: says(FINISH),
        rewriteFollowUp: async () => ({ question: 'What was it in 2024?', usage }),
      },
      { ledger, prices: PRICE_LIST },
    );
    const followUp = { question: 'and in 2024?', history: request.history, account };
    expect(await model.rewriteFollowUp?.(followUp, never)).toMatchObject({ usage });
    expect(book).toEqual(['settled 0.00003 0.000012']);
  });

  it('books the judgment of two questions as a call of its own', async () => {
    const judgeQuestions: NonNullable<AnswerModel['judgeQuestions']> = async ({ asked }) => {
      if (asked === 'away') throw new Fault('rate-limited', 'Slow down.');
      return { verdict: 'same', usage: { inputTokens: 200, outputTokens: 1 } };
    };
    const model = meteredAnswerModel(
      { name: 'gpt-4o-mini', contextWindowTokens: 1, answer: says(FINISH), judgeQuestions },
      { ledger, prices: PRICE_LIST },
    );
    const pair = { kept: 'how do i book leave', asked: 'how is leave reserved', account };
    expect(await model.judgeQuestions?.(pair, never)).toMatchObject({ verdict: 'same' });
    expect(book).toEqual(['settled 0.00003 6e-7']);
    expect(reserved.at(-1)?.usd).toBeGreaterThan(0.0000306);
    await expect(model.judgeQuestions?.({ ...pair, asked: 'away' }, never)).rejects.toThrow('Slow down.');
    expect(book.at(-1)).toBe('released');
  });
});

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
