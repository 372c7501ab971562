import { conceptOf } from './synonyms.ts';
import type { Word } from './word.ts';
import { wordTable } from './word-table.ts';

/** One pole a line: words that say the same and have an opposite elsewhere in this list. */
const POLE_WORDS = wordTable(`
most: most maximum max highest largest biggest greatest top upper limit cap ceiling maximale höchste höchster höchsten maximal máximo máxima massimo massima
least: least minimum min lowest smallest fewest lower bottom minimale niedrigste niedrigster niedrigsten minimal mínimo mínima minimo minima
more: more greater higher larger bigger mehr más più
less: less fewer smaller weniger moins menos meno
longest: longest längste langste
shortest: shortest kürzeste kortste
best: best
worst: worst
newest: newest latest
oldest: oldest earliest
last: last final letzte letzter letzten dernier dernière último última ultimo
before: before prior vor avant antes
after: after following après después dopo
since: since seit depuis
until: until untilwhen till bis
start: start starts begin begins beginning commence beginnt anfang commence empieza comienza inizia
end: end ends ending finish finishes endet ende finit termina acaba finisce
stop: stop stops stopping
buy: buy buying purchase purchases bought
sell: sell selling sold
enable: enable enabling enabled activate activated activation
disable: disable disabling disabled deactivate deactivated deactivation
forbid: forbid forbidden prohibit prohibited ban banned disallow disallowed
include: include includes included including
exclude: exclude excludes excluded excluding except
add: add introduce
remove: remove delete
drop: drop
cut: cut
import: import
export: export
upload: upload
download: download
encrypt: encrypt
decrypt: decrypt
install: install
uninstall: uninstall
open: open öffnen abre ouvrir abrir
close: close schließen cierra fermer cerrar
lock: lock
unlock: unlock
send: send
receive: receive
lend: lend
borrow: borrow
inbound: inbound incoming
outbound: outbound outgoing
internal: internal
external: external
public: public
private: private
gross: gross
net: net
employer: employer
landlord: landlord lessor
tenant: tenant lessee
arrive: arrive
depart: depart departure
subscribe: subscribe
unsubscribe: unsubscribe
increase: increase increases increased increasing rise raise grow growth
decrease: decrease decreases decreased decreasing reduce reduced reduction decline fall
`);
/**
 * What is done, and what undoes it. Said on one side alone such a word is like any other: "the warranty of screens" and
 * "the warranty of screens that were bought". The end of a scale that one side leaves out is another question, and so is
 * a direction: "bring in" and "export" are told apart by no vector.
 */
const OPPOSITE_ACTS: ReadonlyMap<string, string> = new Map([
  ['start', 'end'],
  ['end', 'start'],
  ['buy', 'sell'],
  ['include', 'exclude'],
  ['arrive', 'depart'],
  ['depart', 'arrive'],
  ['add', 'remove'],
  ['remove', 'add'],
  ['drop', 'add'],
  ['send', 'receive'],
  ['receive', 'send'],
  ['lend', 'borrow'],
  ['borrow', 'lend'],
  // Flowers are cut, too.
  ['cut', 'increase'],
]);

/** Null for the end of a scale, and for whatever is undone in words that no list knows. */
export const oppositeAct = (pole: string): string | null => OPPOSITE_ACTS.get(pole) ?? null;

/** In all their forms. */
const POLE_CONCEPTS: ReadonlyMap<string, string> = new Map(
  [...POLE_WORDS].map(([word, pole]) => [conceptOf(word), pole]),
);
/** "Over" and "under" compare where a number or a currency follows. */
const BEFORE_NUMBER: ReadonlyMap<string, string> = new Map([
  ['over', 'more'],
  ['above', 'more'],
  ['exceed', 'more'],
  ['exceeds', 'more'],
  ['exceeding', 'more'],
  ['under', 'less'],
  ['über', 'more'],
  ['unter', 'less'],
  ['below', 'less'],
]);

/** The end of a scale or the direction that a word names, before the next one; null for any other word. */
export function poleOf(word: Word, concept: string, next: Word | undefined): string | null {
  if (word.kind !== 'word') return null;
  const isYear = next?.kind === 'date' && word.lower !== 'over';
  const isCompared = next?.kind === 'number' || next?.kind === 'unit' || isYear;
  const compared = isCompared ? BEFORE_NUMBER.get(word.lower) : undefined;
  const known = compared ?? POLE_WORDS.get(word.lower);
  if (known !== undefined) return known;
  // A limitation is no limit.
  return word.lower.endsWith('ation') ? null : (POLE_CONCEPTS.get(concept) ?? null);
}
