import { describe, expect, it } from 'vitest';
import { areToldApart } from './told-apart.ts';

const BURGLED = 'who pays in Oslo when a widget was burgled';
const SOAKED = 'who pays in Oslo when a widget was soaked';

describe('areToldApart', () => {
  it('holds for things that a cited passage names both', () => {
    const passage = 'Oslo pays for widgets that are burgled. Widgets that get soaked are paid for by Bergen.';
    expect(areToldApart({ one: BURGLED, other: SOAKED }, [passage])).toBe(true);
    expect(areToldApart({ one: SOAKED, other: BURGLED }, [passage])).toBe(true);
  });

  it('holds for things that two cited passages name one by one', () => {
    const passages = ['Oslo pays for burgled widgets.', 'Bergen pays for soaked widgets.'];
    expect(areToldApart({ one: BURGLED, other: SOAKED }, passages)).toBe(true);
  });

  it('does not hold where one of them is not named', () => {
    expect(areToldApart({ one: BURGLED, other: SOAKED }, ['Oslo pays for burgled widgets.'])).toBe(false);
    expect(areToldApart({ one: BURGLED, other: SOAKED }, ['Oslo pays for soaked widgets.'])).toBe(false);
    expect(areToldApart({ one: BURGLED, other: SOAKED }, [])).toBe(false);
  });

  it('does not hold for what only one question says, whatever is named', () => {
    const passage = 'A rusty widget is burgled in Oslo and paid for.';
    const rusty = 'who pays in Oslo when a rusty widget was burgled';
    expect(areToldApart({ one: BURGLED, other: rusty }, [passage])).toBe(false);
  });

  it('does not hold for two words for one thing', () => {
    const passage = 'Vacation, or annual leave, is booked in Oslo.';
    const [one, other] = ['who books vacation in Oslo', 'who books annual leave in Oslo'];
    expect(areToldApart({ one, other }, [passage])).toBe(false);
  });

  it('knows a thing of several words, and a thing at the head of a sentence', () => {
    const passage = 'Mobile home: 2 keys. Igloos: no key.';
    const [one, other] = ['who has the key of a mobile home', 'who has the key of an igloo'];
    expect(areToldApart({ one, other }, [passage])).toBe(true);
  });

  it('looks into the first 6,000 characters alone', () => {
    const passage = (rest: number): string => `Burgled widgets.${' '.repeat(rest)}Soaked widgets.`;
    expect(areToldApart({ one: BURGLED, other: SOAKED }, [passage(5_900)])).toBe(true);
    expect(areToldApart({ one: BURGLED, other: SOAKED }, [passage(6_000)])).toBe(false);
  });
});
