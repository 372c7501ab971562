import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
} from '../question-family.ts';

/** What citizens ask their city. */
export const CITY: readonly QuestionFamily[] = [
  {
    name: 'waste-collection',
    frames: [
      'On which days is {waste} collected in {district} in {month}?',
      'When is {waste} picked up in {district} in {month}?',
      'When does the city collect {waste} in {district} in {month}?',
      'What are the collection days for {waste} in {district} in {month}?',
      'In {month}, when is {waste} collected in {district}?',
      '{district} {waste} collection {month}',
    ],
    slots: {
      waste: subject(
        ['paper', 'waste paper'],
        'glass',
        ['garden waste', 'green waste'],
        ['bulky waste', 'bulky items'],
        ['household waste', 'residual waste'],
      ),
      district: entity(
        'Riverside',
        'Old Town',
        'Hillcrest',
        'Lakeview',
        'Millbrook',
        'Northfield',
        'Queensgate',
        'Ferry Point',
      ),
      month: date('September', 'November', 'February'),
    },
  },
  {
    name: 'document-fee',
    frames: [
      'How much does {document} cost for someone {side} {age}?',
      'What is the fee for {document} for a person {side} {age}?',
      'What do I pay for {document} if I am {side} {age}?',
      'How much is {document} for people {side} {age}?',
      'What does it cost to get {document} for someone {side} {age}?',
    ],
    slots: {
      document: subject(
        'a passport',
        ['an identity card', 'an ID card'],
        ['a driving licence', "a driver's license"],
        'a residence permit',
      ),
      side: comparative(['under', 'younger than'], ['over', 'older than']),
      age: number('12', '16', '18', '24', '60', '65'),
    },
  },
  {
    name: 'building-permit',
    frames: [
      'Which rule says that {structure} up to {size} in {zone} {need} a building permit?',
      'Where is it written that {structure} up to {size} in {zone} {need} a building permit?',
      'In which regulation does it say that {structure} up to {size} {need} a building permit in {zone}?',
      'What is the rule that {structure} of up to {size} {need} a building permit in {zone}?',
    ],
    slots: {
      structure: subject(['a shed', 'a garden shed'], 'a carport', ['a pool', 'a swimming pool'], 'a fence', [
        'a conservatory',
        'a winter garden',
      ]),
      size: number(['2 metres', '2 m', 'two metres'], ['3 metres', '3 m', 'three metres']),
      zone: entity('Zone R1', 'Zone R2', 'Zone C', 'Zone H'),
      need: negation(['needs', 'requires'], ['does not need', "doesn't need", 'does not require']),
    },
  },
  {
    name: 'parking-permit',
    frames: [
      'How do I {action} a parking permit for {area} {mode}?',
      "How can I {action} a residents' parking permit for {area} {mode}?",
      'What do I have to do to {action} my parking permit for {area} {mode}?',
      'I would like to {action} a parking permit for {area} {mode}. How does that work?',
      'Steps to {action} a parking permit for {area} {mode}',
    ],
    slots: {
      action: subject(['apply for', 'request'], ['renew', 'extend'], 'cancel'),
      area: number('area 4', 'area 14', 'area 41', 'area 7', 'area 17', 'area 9', 'area 19'),
      mode: subject(['online', 'on the internet'], 'in person', ['by post', 'by mail']),
    },
  },
];
