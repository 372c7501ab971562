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

const SITES = entity('Ridgeway', 'Coldbrook', 'Fernhill', 'Stanmore', 'Westerleigh');

/** A power grid, insurance claims, a sports club, a factory. */
export const FOURTH_ORGANIZATIONS: readonly QuestionFamily[] = [
  {
    name: 'outages',
    frames: [
      'How many outages caused by {cause} were there in {region} in {month}?',
      'What was the number of outages due to {cause} in {region} in {month}?',
      'outages {cause} {region} {month}',
      'In {month}, how many times did {cause} cause an outage in {region}?',
      'How often did {cause} lead to outages in {region} in {month}?',
    ],
    slots: {
      cause: subject(['lightning', 'lightning strikes'], ['falling trees', 'fallen trees'], 'birds', [
        'flooding',
        'floods',
      ]),
      region: entity('Cornwall', 'Devon', 'Norfolk', 'Kent', 'Cumbria'),
      month: date(
        ['January 2019', 'Jan 2019', '01/2019'],
        ['June 2019', 'Jun 2019', '06/2019'],
        ['October 2019', 'Oct 2019', '10/2019'],
        ['January 2020', 'Jan 2020', '01/2020'],
      ),
    },
  },
  {
    name: 'tariff',
    frames: [
      'What tariff did {customer} in {region} pay in {quarter}?',
      'How high was the tariff for {customer} in {region} in {quarter}?',
      'tariff {customer} {region} {quarter}',
      'In {quarter}, which tariff was charged to {customer} in {region}?',
      'Please give me the tariff of {customer} in {region} for {quarter}',
    ],
    slots: {
      customer: subject(
        ['households', 'private homes'],
        ['bakeries', 'bakers'],
        ['greenhouses', 'glasshouses'],
        'foundries',
      ),
      region: entity('Tyrol', 'Saxony', 'Moravia', 'Silesia'),
      quarter: date(
        ['Q1 2019', 'Q1/19', 'the first quarter of 2019'],
        ['Q2 2019', 'Q2/19', 'the second quarter of 2019'],
        ['Q1 2020', 'Q1/20', 'the first quarter of 2020'],
      ),
    },
  },
  {
    name: 'claim-proof',
    frames: [
      'What proof do I need to claim for {damage} {bound} {amount} with {insurer}?',
      'Which proof does {insurer} ask for when {damage} is {bound} {amount}?',
      '{insurer} proof for {damage} {bound} {amount}',
      'For {damage} {bound} {amount}, what proof must be sent to {insurer}?',
      'What has to be sent to {insurer} as proof of {damage} {bound} {amount}?',
    ],
    slots: {
      damage: subject(
        ['hail damage', 'damage by hail'],
        ['water damage', 'damage by water'],
        ['fire damage', 'damage by fire'],
      ),
      bound: comparative(['above', 'over', 'of more than'], ['below', 'under', 'of less than']),
      amount: number(
        ['£2,000', '2,000 pounds', '£2k'],
        ['£10,000', '10,000 pounds', '£10k'],
        ['£25,000', '25,000 pounds'],
      ),
      insurer: entity('Meridian', 'Lockhart', 'Pembroke', 'Alderney'),
    },
  },
  {
    name: 'claim-covered',
    frames: [
      'Which {thing} are {covered} by the {insurer} home policy?',
      'What {thing} are {covered} under the home policy of {insurer}?',
      '{insurer} home policy {thing} {covered}',
      'With {insurer}, which {thing} are {covered} by the home policy?',
      'Can you list the {thing} that are {covered} by the home policy of {insurer}?',
    ],
    slots: {
      thing: subject(
        ['jewels', 'jewellery items'],
        ['bicycles', 'bikes'],
        ['musical instruments', 'instruments'],
        'antiques',
      ),
      covered: negation(['insured', 'covered'], ['not insured', 'not covered', 'uninsured']),
      insurer: entity('Meridian', 'Lockhart', 'Pembroke', 'Alderney'),
    },
  },
  {
    name: 'membership',
    frames: [
      'How much do {members} pay per {unit} for {sport} at {club}?',
      'What is the fee per {unit} for {members} in {sport} at {club}?',
      '{club} {sport} fee {members} per {unit}',
      'At {club}, what does {sport} cost {members} per {unit}?',
      'What fee do {members} pay at {club} for {sport} per {unit}?',
    ],
    slots: {
      members: subject(
        ['juniors', 'junior members'],
        ['seniors', 'senior members'],
        ['students', 'student members'],
      ),
      unit: unit(['month'], ['year'], ['session']),
      sport: subject('badminton', ['rowing', 'sculling'], ['fencing'], ['table tennis', 'ping-pong']),
      club: entity('Harbourside', 'Oakmere', 'Valley United'),
    },
  },
  {
    name: 'hall-opening',
    frames: [
      'When does the {hall} at {club} {act} on {day}?',
      'At what time does the {hall} of {club} {act} on {day}?',
      'what time does {hall} {club} {act} {day}',
      'On {day}, when does {club} {act} the {hall}?',
      'Could you tell me at what time the {hall} at {club} will {act} on {day}?',
    ],
    slots: {
      hall: subject(['gym', 'gymnasium'], ['sauna', 'steam room'], ['climbing wall', 'bouldering wall']),
      club: entity('Harbourside', 'Oakmere', 'Valley United'),
      act: comparative('open', ['close', 'shut']),
      day: date(
        ['Fridays', 'Friday'],
        ['Saturdays', 'Saturday'],
        ['1 January', 'January 1', "New Year's Day"],
        ['1 May', 'May 1'],
      ),
    },
  },
  {
    name: 'shift-bonus',
    frames: [
      'What bonus do {worker} at {site} get after {service}?',
      'How high is the bonus of {worker} at {site} after {service}?',
      'bonus {worker} {site} after {service}',
      'After {service}, which bonus are {worker} at {site} paid?',
      '{worker} who have been at {site} for {service}: what bonus do they get?',
    ],
    slots: {
      worker: subject(
        ['welders', 'welding operators'],
        ['forklift operators', 'forklift truck operators'],
        'foremen',
        ['apprentices', 'trainees'],
      ),
      site: SITES,
      service: number(
        ['6 months', 'six months', 'half a year'],
        ['12 months', 'twelve months', 'one year'],
        ['10 years', 'ten years'],
      ),
    },
  },
  {
    name: 'safety-gear',
    frames: [
      'What must {worker} wear {when} {task} at {site}?',
      'Which things do {worker} have to wear {when} {task} at {site}?',
      '{site}: what to wear for {worker} {when} {task}',
      'At {site}, what are {worker} required to wear {when} {task}?',
      'What has to be worn by {worker} {when} {task} at {site}?',
    ],
    slots: {
      worker: subject(['fitters', 'mechanics'], ['cleaners', 'cleaning staff'], 'inspectors'),
      when: comparative('before', 'during', 'after'),
      task: subject('grinding', ['soldering', 'soldering work'], ['painting', 'paint jobs']),
      site: SITES,
    },
  },
];
