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
import { SECOND_VOCABULARY } from './company-vocabulary.ts';

const { countries, cities, products, years, quarters } = SECOND_VOCABULARY;

/** Was the held-out half until failures on it had been counted; it is tuned on since. */
export const SECOND_COMPANY: readonly QuestionFamily[] = [
  {
    name: 'overtime-pay',
    frames: [
      'How much is {overtime} paid in {country} in {year}?',
      'What do employees in {country} get for {overtime} in {year}?',
      'What is the pay for {overtime} in {country} in {year}?',
      'In {year}, how much is paid for {overtime} in {country}?',
      '{overtime} pay {country} {year}',
    ],
    slots: {
      overtime: subject(
        ['overtime', 'extra hours'],
        ['night shifts', 'night work'],
        ['Sunday work', 'work on Sundays'],
      ),
      country: countries,
      year: years,
    },
  },
  {
    name: 'headcount',
    frames: [
      'How many {people} worked on {product} in {quarter}?',
      'What was the number of {people} on {product} in {quarter}?',
      'In {quarter}, how many {people} did {product} have?',
      '{product} {people} count {quarter}',
      'How many {people} were in the {product} team in {quarter}?',
    ],
    slots: {
      people: subject(['engineers', 'developers'], 'designers', 'contractors'),
      product: products,
      quarter: quarters,
    },
  },
  {
    name: 'discount',
    frames: [
      'Which discount do {customers} get on orders {side} {amount}?',
      'What discount applies to {customers} for orders {side} {amount}?',
      'How much discount do {customers} receive on orders {side} {amount}?',
      'Discount for {customers} on orders {side} {amount}',
    ],
    slots: {
      customers: subject('resellers', 'schools', ['new customers', 'first-time customers']),
      side: comparative(['above', 'over'], ['below', 'under']),
      amount: number(['200 euros', '€200'], ['2,000 euros', '€2,000'], ['20,000 euros', '€20,000']),
    },
  },
  {
    name: 'insurance',
    frames: [
      'Which {damage} are {included} in the company insurance in {country}?',
      'What {damage} are {included} in our insurance in {country}?',
      'In {country}, which {damage} are {included} in the company insurance?',
      'Company insurance {country}: {damage} {included}?',
    ],
    slots: {
      damage: subject('accidents', 'thefts', ['storms', 'storm damages']),
      included: negation(['included', 'covered'], ['not included', 'excluded', 'not covered']),
      country: countries,
    },
  },
  {
    name: 'vpn',
    frames: [
      'How do I connect to {network} from my {device}?',
      'How can I connect my {device} to {network}?',
      'How to get into {network} from a {device}?',
      'How do I get connected to {network} on my {device}?',
      'Connecting to {network} with a {device}',
    ],
    slots: {
      network: entity('Northgate', 'Bluewire', 'Stonelink', 'Edgeport'),
      device: subject(['phone', 'mobile phone'], ['laptop', 'notebook'], 'tablet'),
    },
  },
  {
    name: 'warranty',
    frames: [
      'How long is the warranty of {part} for {product} bought in {year}?',
      'What is the warranty period of {part} for {product} bought in {year}?',
      'For how many years is there a warranty on {part} of {product} purchased in {year}?',
      '{product} {part} warranty {year}',
    ],
    slots: {
      part: subject(['batteries', 'battery packs'], ['screens', 'displays'], 'keyboards'),
      product: products,
      year: years,
    },
  },
  {
    name: 'load-extreme',
    frames: [
      'What is the {extreme} {quantity} of {product} in {unit}?',
      'How many {unit} is the {extreme} {quantity} of {product}?',
      'What {extreme} {quantity} does {product} have, in {unit}?',
      '{product} {extreme} {quantity} in {unit}',
    ],
    slots: {
      extreme: comparative(['maximum', 'highest'], ['minimum', 'lowest']),
      quantity: subject('weight', 'length'),
      product: products,
      unit: unit(['kilograms', 'kg'], ['pounds', 'lb'], ['tons', 'tonnes']),
    },
  },
  {
    name: 'data-access',
    frames: [
      'Who may see {data} of employees in {country}?',
      'Who is allowed to see employee {data} in {country}?',
      'Who has access to {data} of employees in {country}?',
      'Which people can read {data} of employees in {country}?',
      'Access to employee {data} in {country}',
    ],
    slots: {
      data: subject(['salary data', 'pay data'], ['health data', 'medical data'], 'travel data'),
      country: countries,
    },
  },
  {
    name: 'order-step',
    frames: [
      'What happens {order} {step} of {product} is finished?',
      'What do we do {order} {step} of {product} is done?',
      'Which step comes {order} {step} of {product} is complete?',
      '{product}: what to do {order} {step} is finished',
    ],
    slots: {
      order: comparative('before', ['after', 'once']),
      step: subject(['the test', 'testing'], ['the audit', 'auditing'], ['the training', 'the course']),
      product: products,
    },
  },
  {
    name: 'canteen',
    frames: [
      'When does the canteen in {city} open on {day}?',
      'What time does the {city} canteen open on {day}?',
      'At what time is the canteen in {city} open on {day}?',
      'Opening time of the canteen in {city} on {day}',
      '{city} canteen opening {day}',
    ],
    slots: {
      city: cities,
      day: date(['Monday', 'Mondays'], ['Wednesday', 'Wednesdays'], ['Friday', 'Fridays']),
    },
  },
  {
    name: 'migration',
    frames: [
      'How do I move from {product} {version} to {product} {target}?',
      'How can I upgrade {product} from {version} to {target}?',
      'What are the steps to move {product} from {version} to {target}?',
      'Upgrade {product} {version} to {target}',
    ],
    slots: { product: products, version: number('4.1', '4.2', '5.0'), target: number('5.1', '5.2', '6.0') },
  },
  {
    name: 'bonus-date',
    frames: [
      'When is the {bonus} paid for {year} in {country}?',
      'What is the payment date of the {bonus} for {year} in {country}?',
      'On which day do we get the {bonus} for {year} in {country}?',
      '{country} {bonus} payment date {year}',
    ],
    slots: {
      bonus: subject('Christmas bonus', 'sales bonus'),
      year: years,
      country: countries,
    },
  },
  {
    name: 'trade',
    frames: [
      'Which customs form is needed to {direction} {goods} in {country}?',
      'What customs form do I need when I {direction} {goods} in {country}?',
      'In {country}, which form does customs want to {direction} {goods}?',
      'Customs form {country} {direction} {goods}',
    ],
    slots: {
      direction: comparative(['import', 'bring in'], ['export', 'send out']),
      goods: subject(['chemicals', 'chemical goods'], ['machines', 'machinery'], ['food', 'foodstuffs']),
      country: countries,
    },
  },
  {
    name: 'owner',
    frames: [
      'Which team owns the {service} of {product}?',
      'Who owns the {service} of {product}?',
      'Which team is responsible for the {service} of {product}?',
      'What team looks after the {product} {service}?',
      '{product} {service} owner',
    ],
    slots: {
      service: subject('billing service', 'search service', 'mail service'),
      product: products,
    },
  },
  {
    name: 'uptime',
    frames: [
      'What was the {metric} of {product} in {month} {year}?',
      'How high was the {metric} of {product} in {month} {year}?',
      'In {month} {year}, what was the {metric} of {product}?',
      '{product} {metric} {month} {year}',
    ],
    slots: {
      metric: subject(['uptime', 'availability'], ['error rate', 'failure rate']),
      product: products,
      month: date('May', 'August', 'October', 'December'),
      year: years,
    },
  },
  {
    name: 'dress-code',
    frames: [
      'What must visitors {negated} at the {city} plant?',
      'What do guests have to {negated} in the {city} plant?',
      'Which things must visitors {negated} when they are at the plant in {city}?',
      'Visitors at the {city} plant must {negated} what?',
    ],
    slots: { negated: negation(['wear', 'put on'], ['never wear', 'not wear']), city: cities },
  },
];
