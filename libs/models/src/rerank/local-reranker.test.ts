import { describe, expect, it } from 'vitest';
import { createLocalReranker } from './local-reranker.ts';

const reranker = createLocalReranker();
const signal = new AbortController().signal;

interface Given {
  readonly title?: string;
  readonly text: string;
  readonly score?: number;
}

/** Ids are places in the list, the score is the same for all unless it is given. */
const rerank = async (query: string, ...given: readonly (string | Given)[]) => {
  const passages = given.map((one, at) => {
    const { title = '', text, score = 0.5 } = typeof one === 'string' ? { text: one } : one;
    return { passageId: String(at), title, headings: [], text, score };
  });
  return reranker.rerank(query, passages, signal);
};
const order = async (...asked: Parameters<typeof rerank>): Promise<number[]> =>
  (await rerank(...asked)).map(({ passageId }) => Number(passageId));

describe('createLocalReranker', () => {
  it('says that it is local, so that it may see what a vendor may not', () => {
    expect(reranker.name).toMatch(/^local-/);
  });

  it('names each passage once, best first, scores from 0 to 1, the same every time', async () => {
    const texts = ['Leave is 27 days.', '', '…', 'Leave requests', 'the of and', 'Urlaub', '休暇は何日'];
    const first = await rerank('days of leave', ...texts);
    expect(first.map(({ passageId }) => passageId).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(first.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    expect(first.map(({ score }) => score)).toEqual(
      first.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(await rerank('days of leave', ...texts)).toEqual(first);
  });

  it.each(['', '…', 'the of and', '🙂'])(
    'keeps the order when the query "%s" says nothing',
    async (query) => {
      expect(
        await order(query, { text: 'One.', score: 0.9 }, { text: 'Two.', score: 0.8 }, 'Three.'),
      ).toEqual([0, 1, 2]);
    },
  );

  it('prefers what speaks of the whole query to what repeats a part of it', async () => {
    const repeats = 'Leave, leave and again leave: the leave page.';
    const whole = 'Parental leave in Austria lasts two years.';
    expect((await order('parental leave in Austria', repeats, whole, 'Unrelated words here.'))[0]).toBe(1);
  });

  it('prefers words that stand together to the same words far apart', async () => {
    const apart = `The rate is reviewed yearly. ${'Other matters follow. '.repeat(10)} There is interest in it.`;
    const together = `The interest rate is reviewed yearly. ${'Other matters follow. '.repeat(10)}`;
    expect((await order('interest rate', apart, together, 'Nothing.'))[0]).toBe(1);
  });

  it('reads the title too', async () => {
    const untitled = { title: 'Handbook', text: 'It is 27 days.' };
    const titled = { title: 'Annual leave', text: 'It is 27 days.' };
    expect((await order('annual leave', untitled, titled))[0]).toBe(1);
  });

  it('finds other forms of a word', async () => {
    expect((await order('submitting expenses', 'The canteen.', 'Expense reports are submitted.'))[0]).toBe(1);
  });

  it('reads names of programs by their words', async () => {
    expect(
      (await order('should rollover', 'def compute', { title: 'shouldRollover', text: 'Sees.' }))[0],
    ).toBe(1);
  });

  it('trusts the score more than likeness where every passage is a few words', async () => {
    const alike = [
      'Public key algorithm command.',
      'Public key algorithm tool command.',
      'Public key command.',
      'Public algorithm key command.',
      'Public key algorithm rsa command.',
    ];
    const others = ['Trains to Vienna.', 'Gardens in spring.', 'Soup recipes.', 'Paint for walls.'];
    const ranking = await order(
      'key command',
      ...alike.map((text) => ({ text, score: 0.7 })),
      { text: 'Command for a key ring.', score: 0.9 },
      ...others.map((text) => ({ text, score: 0.1 })),
    );
    expect(ranking[0]).toBe(5);
  });

  it('takes a near word for one that no passage holds', async () => {
    const others = ['Hamsters eat seeds.', 'Parrots eat nuts and fruit.', 'Cats eat meat.'];
    expect((await order('What does a bunny eat?', ...others, 'A rabbit eats hay.'))[0]).toBe(3);
  });

  it('prefers a word of the query to one that is near it', async () => {
    const near = 'A rabbit eats hay.';
    expect((await order('What does a bunny eat?', near, 'Cats eat meat.', 'A bunny eats hay.'))[0]).toBe(2);
  });

  it('reads scripts without spaces and other languages', async () => {
    expect((await order('年次休暇は何日', '火山の噴火を観測した。', '年次休暇は二十七日です。'))[0]).toBe(1);
    expect((await order('Wie viele Urlaubstage?', 'Die Kantine öffnet um elf.', '27 Urlaubstage.'))[0]).toBe(
      1,
    );
  });

  it('lifts what says what the best ones say over what shares a word by chance', async () => {
    const about = (extra: string): string =>
      `Wing flutter at supersonic speed: panel stiffness, damping, ${extra}.`;
    const ranking = await order(
      'flutter of wings',
      { text: about('aspect ratio'), score: 0.9 },
      { text: about('boundary layer'), score: 0.85 },
      { text: 'Butterflies flutter their wings in spring gardens.', score: 0.6 },
      { text: 'Panel stiffness and damping at supersonic speed govern wing flutter.', score: 0.58 },
      'Gardens in spring.',
      'Kitchen recipes.',
    );
    expect(ranking.indexOf(3)).toBeLessThan(ranking.indexOf(2));
  });

  it('does not let copies of a wrong text outvote a better match', async () => {
    const wrong = (at: number): Given => ({
      text: `Old policy draft ${at}: leave may change, leave is under review, ask again later about leave.`,
      score: 0.8,
    });
    const right = { text: 'Annual leave is 27 days in each calendar year.', score: 0.86 };
    const [best] = await order('annual leave days', ...[1, 2, 3, 4, 5, 6, 7, 8].map(wrong), right);
    expect(best).toBe(8);
  });

  it('never puts a passage that holds a longer query word for word below one that does not', async () => {
    const rivals = Array.from({ length: 20 }, (_one, at) => ({
      text: `The gate valve closes slowly; valve pressure, gate pressure, slow closing, part ${at}.`,
      score: 0.9,
    }));
    const exact = { text: 'A note: slow closing gate valve. Nothing else here.', score: 0.2 };
    expect((await order('Slow-closing gate valve', ...rivals, exact))[0]).toBe(20);
  });

  it.each([0, 7, 19].map((number) => [`E${4_400 + number}`, number]))(
    'keeps the passage of code %s first among its likes',
    async (code, number) => {
      const texts = Array.from({ length: 20 }, (_one, at) => ({
        text: `Error E${4_400 + at}: the disk is full. To fix error E${4_400 + at}, free some space and repeat.`,
        score: at === number ? 0.9 : 0.6,
      }));
      expect((await order(`what does error ${code} mean`, ...texts))[0]).toBe(number);
    },
  );

  it('holds with many passages of one document, very long ones and very short ones', async () => {
    const long = `${'The committee met and spoke of many things. '.repeat(2_000)}Leave.`;
    const ranking = await order('leave carried over', long, 'Leave is carried over.', 'Leave.', 'Over.');
    expect(ranking[0]).toBe(1);
  });

  it('stops when it is aborted', async () => {
    const passages = [{ passageId: 'a', title: '', headings: [], text: 'x', score: 1 }];
    const aborted = AbortSignal.abort(new Error('stop'));
    await expect(reranker.rerank('x', passages, aborted)).rejects.toThrow('stop');
  });
});
