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

const models = entity('Aurora', 'Bolero', 'Cirrus', 'Dolphin', 'Estoril', 'Falcon');

/** Drivers and dealers of a car maker. */
export const CAR_DRIVERS: readonly QuestionFamily[] = [
  {
    name: 'service-interval',
    frames: [
      'After how many {unit} does the {part} of the {model} have to be replaced?',
      'How often must I change the {part} on a {model}, in {unit}?',
      '{model} {part} replacement interval {unit}',
      'In {unit}, when is it time to exchange the {part} of my {model}?',
      'How many {unit} does the {part} in a {model} last?',
    ],
    slots: {
      unit: unit(['kilometres', 'km'], 'miles', 'months'),
      part: subject(
        ['brake pads', 'brakes'],
        ['timing belt', 'cambelt'],
        ['spark plugs', 'ignition plugs'],
        ['air filter', 'engine filter'],
      ),
      model: models,
    },
  },
  {
    name: 'tyre-pressure',
    frames: [
      'What is the right tyre pressure for the {axle} of the {model} {load}?',
      'How much air should there be in the {axle} tyres of a {model} {load}?',
      '{model} {axle} tyre pressure {load}',
      'Which tyre pressure do you recommend for the {axle} of a {model} {load}?',
      'To what pressure do I inflate the {axle} tyres of my {model} {load}?',
    ],
    slots: {
      axle: comparative(['front', 'front axle'], ['rear', 'rear axle']),
      model: models,
      load: negation(['with luggage', 'with a load'], ['without luggage', 'without a load']),
    },
  },
  {
    name: 'test-drive',
    frames: [
      'Can I book a test drive of the {model} {when} {day} in {town}?',
      'May I sign up for a test drive with the {model} {when} {day} in {town}?',
      'I would like to try out the {model} {when} {day} in {town}',
      'test drive {model} {town} {when} {day}',
      'Is it possible to arrange a test drive of a {model} {when} {day} in {town}?',
    ],
    slots: {
      model: models,
      when: comparative('before', 'after'),
      day: date(
        ['1 March', 'March 1', '1st of March'],
        ['1 July', 'July 1', '1st of July'],
        ['1 October', 'October 1', '1st of October'],
      ),
      town: entity('Bath', 'Luton', 'Reading', 'Slough', 'Telford'),
    },
  },
  {
    name: 'warning-light',
    frames: [
      'What does it mean when the {light} light is {state} in my {model}?',
      'What is the meaning of a {state} {light} light in the {model}?',
      'The {light} light of my {model} is {state}. What does that mean?',
      '{model} {light} light {state} meaning',
      'Can you explain what a {state} {light} light in my {model} means?',
    ],
    slots: {
      light: subject(
        ['oil', 'oil pressure'],
        ['engine', 'check engine'],
        ['airbag', 'air bag'],
        ['battery', 'charging'],
      ),
      state: subject(['flashing', 'blinking'], ['red', 'in red'], ['yellow', 'amber']),
      model: models,
    },
  },
  {
    name: 'order-delivery',
    frames: [
      'How many weeks does it take to deliver a {model} with {equipment} to {country}?',
      'What is the delivery time in weeks for a {model} with {equipment} in {country}?',
      '{model} {equipment} {country} delivery weeks',
      'If I order a {model} with {equipment} today, how many weeks until I get it in {country}?',
      'In {country}, how many weeks do I have to wait for a {model} with {equipment}?',
    ],
    slots: {
      model: models,
      equipment: subject(
        ['leather seats', 'leather upholstery'],
        ['a sunroof', 'a glass roof'],
        ['a tow bar', 'a towing hitch'],
      ),
      country: entity('Bolivia', 'Jordan', 'Oman', 'Senegal', 'Uruguay'),
    },
  },
  {
    name: 'lease-mileage',
    frames: [
      'How much do I pay per {unit} when I drive {bound} {distance} with a leased {model}?',
      'What is the charge per {unit} for driving {bound} {distance} with a {model} on lease?',
      '{model} lease {bound} {distance} charge per {unit}',
      'What does it cost per {unit} if I do {bound} {distance} in my leased {model}?',
      'I lease a {model}. How much is it per {unit} if I drive {bound} {distance}?',
    ],
    slots: {
      unit: unit(['kilometre', 'km'], 'mile'),
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      distance: number(['10,000 km', '10000 km'], ['20,000 km', '20000 km'], ['30,000 km', '30000 km']),
      model: models,
    },
  },
  {
    name: 'recall-check',
    frames: [
      'Is the {model} built in {year} {affected} by the {recall} recall?',
      'My {model} was built in {year}. Is it {affected} by the {recall} recall?',
      '{model} {year} {affected} {recall} recall',
      'Does the {recall} recall mean that a {model} of {year} is {affected}?',
    ],
    slots: {
      model: models,
      year: date('2005', '2006', '2007', '2008'),
      affected: negation(['affected', 'concerned'], ['not affected', 'not concerned', 'unaffected']),
      recall: subject(['seat belt', 'safety belt'], ['door lock', 'door latch'], 'fuel pump'),
    },
  },
  {
    name: 'reset-car',
    frames: [
      'How do I {act} the {system} in the {model}?',
      'How can I {act} the {system} of my {model}?',
      'What should I do in order to {act} the {system} of a {model}?',
      '{model} {act} {system}',
      'Can you help me {act} the {system} in my {model}?',
      'Instructions to {act} the {system} in a {model}',
    ],
    slots: {
      act: comparative(['activate', 'turn on'], ['deactivate', 'turn off']),
      system: subject(
        ['cruise control', 'speed control'],
        ['lane assistant', 'lane keeping assistant'],
        ['seat heating', 'heated seats'],
        ['start-stop system', 'automatic engine stop'],
      ),
      model: models,
    },
  },
  {
    name: 'dealer-hours',
    frames: [
      'When does the {department} in {town} {open} on {day}?',
      'At what time does the {department} {open} in {town} on {day}?',
      '{town} {department} {open} {day}',
      'What time will the {department} in {town} {open} on {day}?',
    ],
    slots: {
      department: subject(
        ['workshop', 'garage'],
        ['showroom', 'sales room'],
        ['parts counter', 'spare parts desk'],
      ),
      town: entity('Bath', 'Luton', 'Reading', 'Slough', 'Telford'),
      open: comparative(['open', 'start'], ['close', 'shut']),
      day: date(['Mondays', 'Monday'], ['Thursdays', 'Thursday'], ['Saturdays', 'Saturday']),
    },
  },
  {
    name: 'buy-back',
    frames: [
      'How much would you give me for a used {model} {age} with {damage}?',
      'What is a second-hand {model} {age} with {damage} worth?',
      'used {model} {age} {damage} value',
      'What price could I get if I sold my {model} {age} with {damage}?',
      'I want to sell a {model} {age} with {damage}, what is it worth?',
    ],
    slots: {
      model: models,
      age: number(
        ['aged 3 years', 'that is 3 years old', 'that is three years old'],
        ['aged 5 years', 'that is 5 years old', 'that is five years old'],
        ['aged 8 years', 'that is 8 years old', 'that is eight years old'],
      ),
      damage: subject(
        ['rust', 'corrosion'],
        ['scratches', 'paint scratches'],
        ['hail damage', 'damage by hail'],
      ),
    },
  },
];
