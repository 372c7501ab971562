import { comparative, date, entity, number, type QuestionFamily, subject, unit } from '../question-family.ts';

const regions = entity('Anglia', 'Cumbria', 'Devon', 'Kent', 'Mercia', 'Wessex');
const years = date('2015', '2016', '2017');

/** A phone company's own people: shops, technicians, call centers and the offices behind them. */
export const TELECOM_STAFF: readonly QuestionFamily[] = [
  {
    name: 'referral-bonus',
    frames: [
      'How much do I get for referring a {role} in {region}?',
      'What is the referral bonus for a {role} in {region}?',
      'If I recommend a friend as a {role} in {region}, what bonus will I receive?',
      '{region} referral reward {role}',
      'What reward is paid for recommending a {role} in {region}?',
    ],
    slots: {
      role: subject(
        ['field technician', 'service engineer'],
        ['shop assistant', 'sales assistant'],
        ['call center agent', 'phone agent'],
      ),
      region: regions,
    },
  },
  {
    name: 'training-budget',
    frames: [
      'How much may {who} spend on {training} per {unit}?',
      'What is the budget of {who} for {training} per {unit}?',
      '{training} budget {who} per {unit}',
      'What amount are {who} allowed to spend per {unit} on {training}?',
      'Per {unit}, how much money is there for the {training} of {who}?',
    ],
    slots: {
      who: subject(
        ['trainees', 'apprentices'],
        ['team leaders', 'team leads'],
        ['part-timers', 'part-time staff'],
      ),
      training: subject(['courses', 'classes'], 'conferences', ['books', 'literature']),
      unit: unit('year', 'quarter', 'month'),
    },
  },
  {
    name: 'sick-note',
    frames: [
      "From which day of illness is a doctor's note needed in {region} for {who}?",
      "When do {who} in {region} have to hand in a doctor's note if they are ill?",
      "{region} {who} sick: doctor's note from which day",
      "I am sick. By which day must {who} in {region} submit a doctor's note?",
      "After how many days off sick do {who} in {region} need a doctor's note?",
    ],
    slots: {
      who: subject(['office staff', 'office workers'], ['shop staff', 'shop employees'], 'trainees'),
      region: regions,
    },
  },
  {
    name: 'swap-shift',
    frames: [
      'Am I allowed to swap a {shift} on {day} with a colleague in {team}?',
      'Can I exchange a {shift} on {day} with someone in {team}?',
      'Is swapping a {shift} on {day} with a co-worker permitted in {team}?',
      'swap {shift} {day} {team} allowed',
      'May people in {team} trade a {shift} on {day}?',
    ],
    slots: {
      shift: subject(['night shift', 'late shift'], ['early shift', 'morning shift']),
      day: date(['Saturday', 'Sat'], ['Sunday', 'Sun'], ['bank holidays', 'public holidays']),
      team: entity('Dispatch North', 'Dispatch South', 'Retention Desk', 'Outage Desk'),
    },
  },
  {
    name: 'replace-device',
    frames: [
      'Who do I talk to if my work {device} is {state} in {office}?',
      'Whom should I contact about a {state} work {device} in {office}?',
      'My work {device} is {state}. Who can help me in {office}?',
      '{office} {state} work {device} contact',
      'Who is in charge of {state} work {device} in {office}?',
    ],
    slots: {
      device: subject(['laptop', 'notebook computer'], ['headset', 'headphones'], ['monitor', 'screen']),
      state: subject(['broken', 'damaged'], ['stolen', 'taken by thieves'], ['lost', 'missing']),
      office: entity('Riverside House', 'Tower Court', 'Mill Lane', 'Station Yard'),
    },
  },
  {
    name: 'site-badge',
    frames: [
      'How do I request {access} to the {place} in {office}?',
      'How can I apply for {access} to the {place} in {office}?',
      'Where do I ask for {access} to the {place} of {office}?',
      '{office} {place} {access} request',
      'What is the process for getting {access} to the {place} in {office}?',
      'I need {access} to the {place} in {office}',
    ],
    slots: {
      access: subject(['permanent access', 'unlimited access'], ['temporary access', 'short-term access']),
      place: subject(['server room', 'data centre'], ['stock room', 'storeroom'], ['roof', 'rooftop']),
      office: entity('Fulham Place', 'Kings Yard', 'Marsh Wall', 'Bishop Street'),
    },
  },
  {
    name: 'mast-outages',
    frames: [
      'How many {masts} were out of service for {bound} {hours} in {region} in {year}?',
      'In {year}, what number of {masts} were down for {bound} {hours} in {region}?',
      '{region} {year} {masts} down {bound} {hours}',
      'How many {masts} in {region} failed for {bound} {hours} in {year}?',
      'What was the count of {masts} in {region} that were unavailable for {bound} {hours} in {year}?',
    ],
    slots: {
      masts: subject(['masts', 'cell towers'], ['street cabinets', 'roadside cabinets']),
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      hours: number(
        ['2 hours', 'two hours', '120 minutes'],
        ['8 hours', 'eight hours'],
        ['24 hours', 'a day'],
      ),
      region: regions,
      year: years,
    },
  },
  {
    name: 'complaint-deadline',
    frames: [
      'Within how many {unit} must a {level} complaint from {customers} be answered?',
      'How many {unit} do we have to reply to a {level} complaint by {customers}?',
      '{level} complaint {customers} response time in {unit}',
      'In {unit}, how quickly do we need to respond when {customers} make a {level} complaint?',
      'What is the time limit in {unit} for answering {level} complaints of {customers}?',
    ],
    slots: {
      unit: unit(['working days', 'business days'], 'calendar days', 'hours'),
      level: subject(['urgent', 'high-priority'], ['ordinary', 'normal']),
      customers: subject(['private customers', 'consumers'], ['business customers', 'corporate clients']),
    },
  },
  {
    name: 'hand-over',
    frames: [
      'Should the {paper} be filled in {when} the customer signs for {product}?',
      'Do I have to complete the {paper} {when} the customer has signed for {product}?',
      '{product}: {paper} {when} customer signature',
      'For {product}, must I fill out the {paper} {when} the signature of the customer?',
      'Is it necessary to fill in the {paper} {when} a customer signs for {product}?',
    ],
    slots: {
      paper: subject(['credit check', 'credit assessment'], ['privacy form', 'data protection form']),
      when: comparative('before', 'after'),
      product: entity('Swift Pro', 'Roamer Pro', 'Homebase Pro', 'Nomad Pro'),
    },
  },
  {
    name: 'launch-date',
    frames: [
      'When will {product} be launched in {country}?',
      'When does {product} come out in {country}?',
      'What is the release date of {product} in {country}?',
      '{product} launch {country} date',
      'Do we know yet when {product} becomes available in {country}?',
      'On what date is {product} going live in {country}?',
    ],
    slots: {
      product: entity('Lyra Two', 'Vista Two', 'Halo Watch', 'Halo Fold', 'Pulsar Ring'),
      country: entity('Estonia', 'Latvia', 'Lithuania', 'Slovakia', 'Bulgaria'),
    },
  },
  {
    name: 'headcount-leavers',
    frames: [
      'How many employees {moved} the {department} department in {year}?',
      'What number of people {moved} {department} in {year}?',
      '{year} employees who {moved} {department}',
      'In {year}, how many staff members {moved} {department}?',
      'How many members of staff have {moved} {department} during {year}?',
    ],
    slots: {
      moved: comparative(['joined', 'started in'], ['left', 'quit']),
      department: subject(
        ['marketing', 'advertising'],
        ['billing', 'invoicing'],
        ['legal', 'law'],
        'facilities',
      ),
      year: date('2018', '2019', '2020'),
    },
  },
];
