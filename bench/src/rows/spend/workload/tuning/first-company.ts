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
import { FIRST_VOCABULARY } from './company-vocabulary.ts';

const { countries, cities, products, years, quarters } = FIRST_VOCABULARY;

/** An office: leave, travel, approvals, plans and versions of its products. */
export const FIRST_COMPANY: readonly QuestionFamily[] = [
  {
    name: 'leave-days',
    frames: [
      'How many days of {leave} do employees in {country} get in {year}?',
      'What is the number of {leave} days for employees in {country} in {year}?',
      'How many {leave} days do people in {country} receive in {year}?',
      'In {year}, how many days of {leave} are granted to staff in {country}?',
      '{leave} days {country} {year}',
      'How much {leave} does a colleague in {country} have in {year}?',
    ],
    slots: {
      leave: subject(['annual leave', 'vacation'], ['sick leave', 'paid sick time'], 'parental leave'),
      country: countries,
      year: years,
    },
  },
  {
    name: 'revenue',
    frames: [
      'What was the {measure} of {product} in {quarter}?',
      'How much {measure} did {product} make in {quarter}?',
      'In {quarter}, what was the {measure} of {product}?',
      'Give me the {measure} for {product} in {quarter}',
      '{product} {measure} {quarter}',
    ],
    slots: {
      measure: subject(['revenue', 'turnover'], 'profit'),
      product: products,
      quarter: quarters,
    },
  },
  {
    name: 'approval-limit',
    frames: [
      'Who approves {what} above {amount}?',
      'Who has to approve {what} over {amount}?',
      'Who signs off {what} above {amount}?',
      'Whose approval is needed for {what} above {amount}?',
      'For {what} over {amount}, who must approve?',
    ],
    slots: {
      what: subject(
        ['purchases', 'purchase orders'],
        ['travel', 'business trips'],
        ['contracts', 'agreements'],
      ),
      amount: number(
        ['500 euros', '€500'],
        ['1,000 euros', '€1,000'],
        ['5,000 euros', '€5,000'],
        ['50,000 euros', '€50,000'],
      ),
    },
  },
  {
    name: 'expense-covered',
    frames: [
      'Which {cost} are {covered} by the travel policy in {country}?',
      'What {cost} are {covered} under the travel policy in {country}?',
      'In {country}, which {cost} are {covered} by the travel policy?',
      'Travel policy {country}: which {cost} are {covered}?',
    ],
    slots: {
      cost: subject(['expenses', 'costs'], ['meals', 'food']),
      covered: negation(['covered', 'reimbursed'], ['not covered', 'not reimbursed']),
      country: countries,
    },
  },
  {
    name: 'password',
    frames: [
      'How do I reset my password for {system}?',
      'How can I reset my {system} password?',
      'How to reset the password of {system}?',
      'What do I do to reset my {system} password?',
      'I forgot my {system} password, how do I reset it?',
      'Resetting my password in {system}',
    ],
    slots: { system: entity('Payboard', 'Ticketmill', 'Mailhub', 'Stockview', 'Timesheet One', 'Vaultline') },
  },
  {
    name: 'notice-period',
    frames: [
      'What is the notice period for {role} with {tenure} of service in {country}?',
      'How long is the notice period of {role} with {tenure} of service in {country}?',
      'In {country}, what notice period applies to {role} with {tenure} of service?',
      'Notice period {country} {role} {tenure}',
    ],
    slots: {
      role: subject(['engineers', 'developers'], 'managers', 'interns'),
      tenure: number(['2 years', 'two years'], ['5 years', 'five years'], ['10 years', 'ten years']),
      country: countries,
    },
  },
  {
    name: 'price-extreme',
    frames: [
      'Which {product} plan has the {extreme} price per {unit}?',
      'What is the {product} plan with the {extreme} price per {unit}?',
      'Which plan of {product} has the {extreme} price per {unit}?',
      '{product} plan with the {extreme} price per {unit}',
    ],
    slots: {
      product: products,
      extreme: comparative(['lowest', 'smallest'], ['highest', 'biggest']),
      unit: unit('user', 'month', 'gigabyte'),
    },
  },
  {
    name: 'data-retention',
    frames: [
      'How long do we keep {data} of customers in {country}?',
      'For how long is customer {data} kept in {country}?',
      'What is the retention period for {data} of customers in {country}?',
      'How long is {data} of customers stored in {country}?',
      'Retention of customer {data} in {country}',
    ],
    slots: {
      data: subject(
        ['invoice data', 'billing data'],
        'chat data',
        ['location data', 'position data'],
        'log data',
      ),
      country: countries,
    },
  },
  {
    name: 'feature-toggle',
    frames: [
      'How do I {toggle} {feature} in {product}?',
      'How can I {toggle} {feature} in {product}?',
      'How to {toggle} {feature} for {product}?',
      'Where do I {toggle} {feature} in {product}?',
      'Steps to {toggle} {feature} in {product}',
    ],
    slots: {
      toggle: comparative(['enable', 'turn on'], ['disable', 'turn off']),
      feature: subject(['notifications', 'alerts'], ['single sign-on', 'SSO'], 'two-factor login', [
        'backups',
        'backup',
      ]),
      product: products,
    },
  },
  {
    name: 'office-parking',
    frames: [
      'Where can visitors park at the {city} office?',
      'Where do guests park at the office in {city}?',
      'Where is the visitor parking of the {city} office?',
      'Is there parking for visitors at the {city} office, and where?',
      'Visitor parking {city} office',
    ],
    slots: { city: cities },
  },
  {
    name: 'supported-version',
    frames: [
      'Does {product} version {version} support {platform}?',
      'Is {platform} supported by {product} version {version}?',
      'Can I use {product} version {version} on {platform}?',
      'Does version {version} of {product} work with {platform}?',
    ],
    slots: {
      product: products,
      version: number('2.0', '2.1', '3.0', '3.5'),
      platform: entity('Windows', 'Linux', 'macOS'),
    },
  },
  {
    name: 'deadline',
    frames: [
      'What is the deadline for {report} in {month}?',
      'When is the {report} due in {month}?',
      'When do I have to submit the {report} in {month}?',
      'By when must the {report} be handed in in {month}?',
      '{report} deadline {month}',
    ],
    slots: {
      report: subject(['expense report', 'expense claim'], 'sales report', 'safety report'),
      month: date('January', 'February', 'March', 'April', 'June', 'July'),
    },
  },
  {
    name: 'delivery-time',
    frames: [
      'How long does {shipping} delivery from {city} to {country} take?',
      'How many days does {shipping} delivery from {city} to {country} need?',
      'What is the delivery time for {shipping} shipping from {city} to {country}?',
      '{shipping} delivery time {city} to {country}',
    ],
    slots: {
      shipping: subject(['standard', 'normal'], ['express', 'fast']),
      city: cities,
      country: countries,
    },
  },
  {
    name: 'contact',
    frames: [
      'Who is the {role} for {product}?',
      'Who is responsible as {role} for {product}?',
      'Whom do I contact as the {role} of {product}?',
      'Name of the {role} of {product}',
      'Who works as {role} for {product}?',
    ],
    slots: {
      role: subject('product manager', 'designer', 'security officer'),
      product: products,
    },
  },
  {
    name: 'incident-count',
    frames: [
      'How many {severity} incidents did {product} have in {year}?',
      'What was the number of {severity} incidents of {product} in {year}?',
      'How many {severity} incidents happened at {product} in {year}?',
      'In {year}, how many {severity} incidents did {product} have?',
    ],
    slots: { severity: subject('critical', 'minor'), product: products, year: years },
  },
  {
    name: 'remote-work',
    frames: [
      'Are employees in {country} {allowed} to work remotely {when} the probation period?',
      'Is remote work {allowed} for employees in {country} {when} the probation period?',
      'Are people in {country} {allowed} to work from home {when} the probation period?',
    ],
    slots: {
      country: countries,
      allowed: negation(['allowed', 'permitted'], ['required', 'obliged']),
      when: comparative(['before the end of', 'during'], ['after the end of', 'after']),
    },
  },
];
