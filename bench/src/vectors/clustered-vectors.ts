import { seededNumbers } from '@ragfleet/test-support';
import { mixOf, powerLaw, randomDirection } from './directions.ts';

export interface ClusteredVectors {
  /** Of unit length; the same for the same place and seed. */
  at(place: number): Float32Array;
  /** A question near the one at this place: its cosine is about `similarity`. */
  near(place: number, similarity: number): Float32Array;
}

/**
 * Shares of a vector's squared length, so that they are cosines as well: two questions have that of all the parts that
 * they share. 0.15 when nothing connects them, 0.5 in one topic, 0.8 about one subject.
 */
const SHARES = { common: 0.15, topic: 0.35, subject: 0.3, own: 0.2 };
const MEMBERS_PER_SUBJECT = 20;
/** The n-th topic has 1/n as many subjects as the first one. */
const TOPICS = 100;
/** Of the power law of variances inside of each part. */
const EXPONENT = 0.65;
/** Names of parts must not meet those of places, which start at 0. */
const PROBE_NAMES = 10_000_000;
const SUBJECT_NAMES = 20_000_000;
const TOPIC_NAMES = 30_000_000;
const COMMON_NAME = 40_000_000;
const TOPIC_CHOICE_NAMES = 50_000_000;

/**
 * Vectors as those of a company's questions are reported to lie: a part that all of them have, a topic, a subject inside
 * of it, and what is the question's own.
 *
 * - Cosines: text-embedding-3-small gives short questions to an IT and HR desk 0.10 when they are unrelated, 0.55 on one
 *   topic, 0.71 to 0.75 as two wordings of one (github.com/roybotbot/automated-slack-faq, TUNING_LOG.md); elsewhere 0.20
 *   to 0.25 to unrelated ones (community.openai.com, topic 1377685).
 * - Directions that carry the variance (participation ratio): 82 to 97 in five models (clawrxiv.io, 2604.00998), 88 here.
 * - Dimension of a neighborhood (ten nearest, maximum likelihood): some tens, 46 here; with directions that are all
 *   equally likely it would be 94, and every subject of a topic would be as far from every other one, so that the links
 *   of a graph could only guess where to go.
 */
export function clusteredVectors(dimension: number, seed: number): ClusteredVectors {
  const numbers = (name: number): (() => number) => seededNumbers(seed * 1_000_003 + name);
  const variances = powerLaw(dimension, EXPONENT);
  const direction = (name: number): Float32Array => randomDirection(numbers(name), variances);
  const common = direction(COMMON_NAME);
  const topics = Array.from({ length: TOPICS }, (_, topic) => direction(TOPIC_NAMES + topic));
  const at = (place: number): Float32Array => {
    const subject = Math.floor(place / MEMBERS_PER_SUBJECT);
    const topic = topics[topicOf(numbers(TOPIC_CHOICE_NAMES + subject)())] ?? common;
    return mixOf([
      [common, SHARES.common],
      [topic, SHARES.topic],
      [direction(SUBJECT_NAMES + subject), SHARES.subject],
      [direction(place), SHARES.own],
    ]);
  };
  return {
    at,
    near: (place, similarity) =>
      mixOf([
        [at(place), similarity ** 2],
        [direction(PROBE_NAMES + place), 1 - similarity ** 2],
      ]),
  };
}

const ALL_TOPICS = Array.from({ length: TOPICS }, (_, topic) => 1 / (topic + 1)).reduce(
  (sum, one) => sum + one,
);

/** By Zipf's law, from a number of 0 up to 1. */
function topicOf(share: number): number {
  let left = share * ALL_TOPICS;
  for (let topic = 0; topic < TOPICS; topic += 1) {
    left -= 1 / (topic + 1);
    if (left < 0) return topic;
  }
  return TOPICS - 1;
}
