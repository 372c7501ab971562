import type { QuestionReading } from '../reading/read-question.ts';
import { buildOf, type Part, partsOf, type Role } from '../reading/sentence-parts.ts';
import type { Veto } from './veto.ts';

/** Beyond so many words of content, who does what to whom is not read: the pairs grow with the square. */
const MAX_PARTS = 24;
const JOINING = new Set('and or vs versus with und oder et ou y o e compared'.split(' '));
/** Roles that have an order by themselves: from one to the other, the effect of one on the other. */
const KEPT = new Set(['source target', 'of affected']);
const TURNED = new Set(['target source', 'affected of']);

const OPPOSITE_ENDS = new Set([
  'source target',
  'target source',
  'agent beneficiary',
  'beneficiary agent',
  'agent target',
  'target agent',
  'agent source',
  'source agent',
]);

/**
 * Two things have changed places: from Paris to London, EUR to USD, the effect of one on the other, a manager who
 * approves an employee. Only an order that both questions show, each the other way round, is a difference; a passive is
 * read by its agent, and what stands on both sides of "and" has no order.
 */
export const rolesDiffer: Veto = (one, other) => {
  const [parts, otherParts] = [partsOf(one).slice(0, MAX_PARTS), partsOf(other).slice(0, MAX_PARTS)];
  if (haveOppositeEnds(parts, otherParts)) return true;
  const [pairs, otherPairs] = [orderedPairs(one, parts), orderedPairs(other, otherParts)];
  return [...pairs].some((pair) => {
    const turned = pair.split('\n').toReversed().join('\n');
    return otherPairs.has(turned) && !pairs.has(turned) && !otherPairs.has(pair);
  });
};

/** What something comes from in one question it goes to in the other, or what acts is only concerned. */
function haveOppositeEnds(parts: readonly Part[], otherParts: readonly Part[]): boolean {
  const [roles, otherRoles] = [rolesByConcept(parts), rolesByConcept(otherParts)];
  return [...roles].some(([concept, own]) => {
    const others = otherRoles.get(concept) ?? new Set();
    const isShared = [...own].some((role) => others.has(role));
    return (
      !isShared && [...own].some((role) => [...others].some((other) => OPPOSITE_ENDS.has(`${role} ${other}`)))
    );
  });
}

function rolesByConcept(parts: readonly Part[]): ReadonlyMap<string, ReadonlySet<Role>> {
  const roles = new Map<string, Set<Role>>();
  for (const { concept, role } of parts) roles.set(concept, (roles.get(concept) ?? new Set()).add(role));
  return roles;
}

function orderedPairs(reading: QuestionReading, parts: readonly Part[]): ReadonlySet<string> {
  const build = buildOf(reading);
  const pairs = new Set<string>();
  parts.forEach((part, at) => {
    for (const later of parts.slice(at + 1)) {
      const order = orderByRole(part, later, build) ?? orderByPlace(part, later, { reading, build });
      if (order === 'kept') pairs.add(`${part.concept}\n${later.concept}`);
      if (order === 'turned') pairs.add(`${later.concept}\n${part.concept}`);
    }
  });
  return pairs;
}

type Order = 'kept' | 'turned' | null;
type Build = ReturnType<typeof buildOf>;

function orderByRole(part: Part, later: Part, build: Build): Order {
  const roles = `${part.role} ${later.role}`;
  if (KEPT.has(roles)) return 'kept';
  if (TURNED.has(roles) || (later.role === 'agent' && part.role !== 'agent')) return 'turned';
  const areNames = part.isName && later.isName;
  if (roles === 'free target' || roles === 'free compared')
    return areNames || build !== 'asking' ? 'kept' : null;
  return isActedOn(part, later, build) ? 'turned' : null;
}

/** "Who did Acme sue": Acme acts. "Which languages does the app support": the app does. */
function isActedOn(part: Part, later: Part, build: Build): boolean {
  // "Which rate did we charge Acme": somebody else acts.
  if (later.role !== 'free' || build === 'asking') return false;
  // A number acts on nothing: "which permit do I need for 300 kg".
  if (later.isCount) return false;
  if (part.concept === '?') return later.isName && (part.role === 'object' || part.role === 'target');
  return part.role === 'object' && (later.isName || build === 'acting');
}

interface Sentence {
  readonly reading: QuestionReading;
  readonly build: Build;
}

function orderByPlace(part: Part, later: Part, { reading, build }: Sentence): Order {
  if (part.role !== 'free' || later.role !== 'free') return null;
  if (part.concept === '?') return later.isName ? 'kept' : null;
  const areNames = part.isName && later.isName;
  // After "is" and "was" the verb may be passive, and words change places freely: "which are supported".
  if (build === 'asking' || (build === 'being' && !areNames) || areJoined(reading, part, later)) return null;
  // "Did Globex acquire Initech": with something between them.
  return later.position - part.position >= 2 ? 'kept' : null;
}

const areJoined = ({ words }: QuestionReading, part: Part, later: Part): boolean =>
  words.slice(part.position + 1, later.position).some(({ lower }) => JOINING.has(lower));
