import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
} from '../question-family.ts';

/** What a shop's customers ask. */
export const RETAIL: readonly QuestionFamily[] = [
  {
    name: 'returns',
    frames: [
      'Can I return {item} bought {place} {receipt} the receipt after {period}?',
      'Is it possible to return {item} purchased {place} {receipt} the receipt after {period}?',
      'Can {item} bought {place} be returned {receipt} the receipt after {period}?',
      'After {period}, can I still return {item} bought {place} {receipt} my receipt?',
      'I bought {item} {place}. Can I bring it back {receipt} the receipt after {period}?',
    ],
    slots: {
      item: subject('a coat', 'a mattress', ['a TV', 'a television'], 'a swimsuit', ['a sofa', 'a couch']),
      place: subject(['online', 'on your website'], ['in a store', 'in a shop']),
      receipt: negation('with', 'without'),
      period: number(
        ['14 days', 'two weeks'],
        ['30 days', 'thirty days'],
        ['60 days', 'sixty days'],
        '100 days',
      ),
    },
  },
  {
    name: 'store-hours',
    frames: [
      'What time does the {city} store {edge} on {day}?',
      'When does the shop in {city} {edge} on {day}?',
      'At what time will the store in {city} {edge} on {day}?',
      'On {day}, when does the {city} store {edge}?',
      'When does your {city} shop {edge} on {day}?',
    ],
    slots: {
      city: entity(
        'Bristol',
        'Leeds',
        'Cardiff',
        'Belfast',
        'Glasgow',
        'Norwich',
        'Exeter',
        'Swansea',
        'Derby',
      ),
      edge: comparative('open', ['close', 'shut']),
      day: date(
        ['Christmas Eve', '24 December'],
        ["New Year's Eve", '31 December'],
        'Easter Monday',
        'Good Friday',
        ['Boxing Day', '26 December'],
      ),
    },
  },
  {
    name: 'cheapest-appliance',
    frames: [
      'What is the {extreme} {brand} {appliance} {feature} Wi-Fi?',
      'Which {brand} {appliance} {feature} Wi-Fi is the {extreme}?',
      'What is your {extreme} {appliance} by {brand} {feature} Wi-Fi?',
      'Show me the {extreme} {brand} {appliance} {feature} Wi-Fi',
      "I'm looking for the {extreme} {brand} {appliance} {feature} Wi-Fi. Which one is it?",
    ],
    slots: {
      extreme: comparative(['cheapest', 'least expensive'], ['most expensive', 'priciest']),
      brand: entity('Norvik', 'Belmar', 'Auriga', 'Tesselle', 'Quillon', 'Ferrand', 'Ostra'),
      appliance: subject(
        ['washing machine', 'washer'],
        'dishwasher',
        ['fridge', 'refrigerator'],
        ['vacuum cleaner', 'hoover'],
      ),
      feature: negation('with', 'without'),
    },
  },
  {
    name: 'loyalty-points',
    frames: [
      'How many points do {tier} members earn when they spend {amount} in {month}?',
      'How many points does a {tier} member collect for {amount} spent in {month}?',
      'What number of points do {tier} members get for spending {amount} in {month}?',
      'If a {tier} member spends {amount} in {month}, how many points is that?',
      'As a {tier} member, how many points do I get for {amount} in {month}?',
    ],
    slots: {
      tier: entity('Bronze', 'Silver', 'Gold', 'Diamond'),
      amount: number(
        ['£50', '50 pounds'],
        ['£150', '150 pounds'],
        ['£500', '500 pounds'],
        ['£1,500', '1,500 pounds'],
      ),
      month: date('October', 'December', 'April', 'May'),
    },
  },
];
