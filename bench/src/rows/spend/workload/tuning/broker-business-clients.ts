import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
  unit,
} from '../question-family.ts';

const offices = entity('Wharf Street', 'Guildhall', 'Market Cross', 'Tanner Row');

/** Shops and workshops that an insurance broker looks after, and appointments with him. */
export const BROKER_BUSINESS_CLIENTS: readonly QuestionFamily[] = [
  {
    name: 'broker-business-cost',
    frames: [
      'How much does {cover} cost per {unit} for {business} with {count}?',
      'What would {business} with {count} pay per {unit} for {cover}?',
      '{cover} {business} {count} price per {unit}',
      'I run {business} with {count}. What is the premium for {cover} per {unit}?',
      'Per {unit}, what do you charge {business} that has {count} for {cover}?',
    ],
    slots: {
      cover: subject(
        ['cyber insurance', 'insurance against hackers'],
        ['product liability', 'liability for products'],
        ['business interruption cover', 'loss of earnings cover'],
      ),
      unit: unit('month', 'quarter', 'year'),
      business: subject(
        ['a hair salon', "a hairdresser's"],
        ['a web shop', 'an online shop'],
        ['a joinery', "a carpenter's workshop"],
        ['a café', 'a coffee shop'],
      ),
      count: number(
        ['five employees', '5 employees'],
        ['ten employees', '10 employees'],
        ['fifty employees', '50 employees'],
      ),
    },
  },
  {
    name: 'broker-appointment',
    frames: [
      'Can I see an adviser about {topic} at {office} on {date}?',
      'Is there an appointment free for {topic} in the {office} office on {date}?',
      '{office} appointment {topic} {date}',
      'I would like to talk to someone about {topic} on {date} at {office}. Do you have a slot?',
      'On {date}, could I come in to {office} to discuss {topic}?',
      'Are you free at {office} on {date} to go over {topic} with me?',
    ],
    slots: {
      topic: subject(
        ['retirement planning', 'planning for retirement'],
        ['income protection', 'protecting my income'],
        ['a rejected claim', 'a claim that was turned down'],
        ['switching insurer', 'a change of insurer'],
      ),
      office: offices,
      date: date(
        ['6 February', 'February 6', '6th of February'],
        ['16 February', 'February 16', '16th of February'],
        ['6 April', 'April 6', '6th of April'],
        ['16 April', 'April 16', '16th of April'],
      ),
    },
  },
  {
    name: 'broker-cancel-policy',
    frames: [
      'Can I cancel my {policy} with {insurer} {when} a claim {notice} notice?',
      'Is it possible to terminate {policy} at {insurer} {when} a claim {notice} notice?',
      'cancel {policy} {insurer} {when} claim {notice} notice',
      'May I get out of my {policy} with {insurer} {notice} notice {when} a claim?',
      "I'd like to end my {insurer} {policy}. Can that be done {notice} notice {when} a claim?",
      '{when} a claim, am I able to give up {policy} with {insurer} {notice} notice?',
    ],
    slots: {
      policy: subject(
        ['fleet insurance', 'insurance of the fleet'],
        ['glass insurance', 'insurance for glass'],
        ['machinery insurance', 'machine breakdown cover'],
        ['transport insurance', 'cargo insurance'],
      ),
      insurer: entity('Fairmead', 'Cornerstone Re', 'Hallmark Union', 'Pennant'),
      when: comparative(['before', 'ahead of'], ['after', 'following']),
      notice: negation(['with', 'giving'], ['without', 'without giving']),
    },
  },
];
