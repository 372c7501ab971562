import {
  comparative,
  date,
  entity,
  negation,
  type QuestionFamily,
  subject,
  unit,
} from '../question-family.ts';

/** An airline's pilots and cabin crew: rest, allowances, rosters and checks. */
export const AIRLINE_CREW: readonly QuestionFamily[] = [
  {
    name: 'airline-crew-rest',
    frames: [
      'How many hours of rest must {crew} have {when} {duty} at {base}?',
      'How long do {crew} have to be off {when} {duty} out of {base}?',
      '{base} {crew} rest hours {when} {duty}',
      'At {base}, how long a break are {crew} entitled to {when} {duty}?',
      'I need to know the rest period that {crew} get {when} {duty} in {base}',
      'What rest do you have to roster for {crew} {when} {duty} at {base}?',
    ],
    slots: {
      crew: subject(
        ['captains', 'commanders'],
        ['first officers', 'co-pilots'],
        ['cabin crew', 'flight attendants'],
      ),
      when: comparative(['before', 'ahead of'], ['after', 'following']),
      duty: subject(
        ['a long-haul flight', 'a long-haul duty'],
        ['a night flight', 'a red-eye'],
        ['a standby duty', 'a day on standby'],
        ['a simulator session', 'a sim check'],
      ),
      base: entity('Ronaldsway', 'Ostend', 'Aarhus', 'Girona'),
    },
  },
  {
    name: 'airline-layover-money',
    frames: [
      'What is the {kind} per {unit} on a layover in {city}?',
      'How much {kind} do we get per {unit} during a stopover in {city}?',
      'layover {city} {kind} per {unit}',
      'When we overnight in {city}, how high is the {kind} per {unit}?',
      'Per {unit}, what {kind} is crew paid while laying over in {city}?',
      'Could someone tell me the {kind} per {unit} for crew who stay in {city}?',
    ],
    slots: {
      kind: subject(
        ['meal allowance', 'food money'],
        ['taxi allowance', 'taxi money'],
        ['laundry allowance', 'laundry money'],
      ),
      unit: unit('day', 'night', 'week'),
      city: entity('Bangkok', 'Boston', 'Muscat', 'Kigali', 'Bogota', 'Seattle'),
    },
  },
  {
    name: 'airline-duty-swap',
    frames: [
      'Can I swap {duty} in {month} {consent} the approval of crew control?',
      'Am I allowed to trade {duty} with a colleague in {month} {consent} the OK of crew control?',
      'swap {duty} {month} {consent} approval crew control',
      "I'd like to give away {duty} in {month}. Is that possible {consent} the consent of crew planning?",
      '{consent} the approval of crew control, can {duty} be exchanged in {month}?',
    ],
    slots: {
      duty: subject(
        ['an early start', 'an early report'],
        ['a late finish', 'a late landing'],
        ['a weekend off', 'a free weekend'],
        ['an airport standby', 'a standby at the airport'],
      ),
      month: date(
        ['January', 'Jan'],
        ['April', 'Apr'],
        ['July', 'Jul'],
        ['October', 'Oct'],
        ['December', 'Dec'],
      ),
      consent: negation('with', 'without'),
    },
  },
  {
    name: 'airline-licence-expiry',
    frames: [
      'Until when is my {check} on the {aircraft} valid if I did it in {month}?',
      'When do I have to renew a {check} for the {aircraft} that I took in {month}?',
      '{aircraft} {check} {month} expiry date',
      'I passed my {check} on the {aircraft} in {month}. When does it run out?',
      'My {check} for the {aircraft} dates from {month}, when does it expire?',
      'How long is a {check} on the {aircraft} from {month} good for?',
    ],
    slots: {
      check: subject(
        ['line check', 'route check'],
        ['type rating', 'type certificate'],
        ['evacuation drill', 'emergency exit training'],
      ),
      aircraft: entity('A320', 'A330', 'Embraer 190', 'Dash 8'),
      month: date(
        ['March 2022', '03/2022'],
        ['September 2022', '09/2022'],
        ['March 2023', '03/2023'],
        ['September 2023', '09/2023'],
      ),
    },
  },
];
