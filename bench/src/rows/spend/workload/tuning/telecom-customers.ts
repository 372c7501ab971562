import {
  comparative,
  date,
  entity,
  negation,
  number,
  type QuestionFamily,
  subject,
} from '../question-family.ts';

const countries = entity(
  'Jamaica',
  'Cambodia',
  'Romania',
  'Zambia',
  'Nepal',
  'Malaysia',
  'Colombia',
  'Australia',
);
const plans = entity('Swift', 'Roamer', 'Talker', 'Surfer', 'Nomad', 'Homebase');

/** A phone company's customers, as they write to it. */
export const TELECOM_CUSTOMERS: readonly QuestionFamily[] = [
  {
    name: 'roaming-charge',
    frames: [
      'How much does it cost to {act} in {country} with {plan}?',
      'What do you charge in {country} if I {act} on {plan}?',
      '{plan} {country} roaming price to {act}',
      "I'm going to {country}: what is the price to {act} with {plan}?",
      'Is there a fee in {country} when I {act}, and how much is it on {plan}?',
    ],
    slots: {
      act: subject(
        ['make a call', 'phone someone'],
        ['send a text', 'send an SMS', 'text someone'],
        ['use mobile data', 'go online'],
      ),
      country: countries,
      plan: plans,
    },
  },
  {
    name: 'switch-feature',
    frames: [
      'How do I {act} {feature} on the {device}?',
      'What do I need to do to {act} {feature} on my {device}?',
      'Steps to {act} {feature} {device}',
      'Could you explain how to {act} {feature} on a {device}?',
      'I would like to {act} {feature} on the {device}. How does that work?',
      'Where can I {act} {feature} on my {device}?',
    ],
    slots: {
      act: comparative(['switch on', 'turn on', 'enable'], ['switch off', 'turn off', 'disable']),
      feature: subject(
        ['voicemail', 'the mailbox'],
        ['call forwarding', 'call diversion'],
        ['caller ID', 'number display'],
        'parental controls',
      ),
      device: entity('Halo Phone', 'Halo Mini', 'Lyra Router', 'Lyra Hub', 'Vista Box'),
    },
  },
  {
    name: 'cancel-contract',
    frames: [
      'How much notice do I have to give to cancel my {contract} in {country}?',
      'What is the cancellation period for a {contract} in {country}?',
      'cancel {contract} {country} notice period',
      'In {country}, how far in advance must I cancel a {contract}?',
      'I want to get out of my {contract} in {country}, how long is the notice?',
    ],
    slots: {
      contract: subject(
        ['mobile contract', 'cell phone contract'],
        ['landline contract', 'fixed-line contract'],
        ['TV subscription', 'television subscription'],
      ),
      country: countries,
    },
  },
  {
    name: 'keep-number',
    frames: [
      'Can I keep my number when I {move} {provider}?',
      'Is it possible to keep the same number if I {move} {provider}?',
      'keep phone number {move} {provider}',
      'Am I able to take my number with me if I {move} {provider}?',
    ],
    slots: {
      move: comparative(['switch to', 'change to'], ['leave', 'switch away from']),
      provider: entity('Telora', 'Mobix', 'Ringway', 'Clearwave', 'Fonica', 'Vocalis'),
    },
  },
  {
    name: 'activate-sim',
    frames: [
      'How do I activate my {sim} on a {phone}?',
      'What do I have to do to get my {sim} working on a {phone}?',
      'I just got my {sim}, how can I set it up on a {phone}?',
      '{phone} {sim} activation',
      'Please tell me how to activate the {sim} in a {phone}',
    ],
    slots: {
      sim: subject(['SIM card', 'physical SIM'], ['eSIM', 'electronic SIM'], 'second SIM'),
      phone: entity('Zenith S4', 'Zenith S5', 'Corona Lite', 'Corona Max', 'Pulsar 7', 'Pulsar 8'),
    },
  },
  {
    name: 'allowance-used',
    frames: [
      'What happens when I have used {share} of my {allowance} on {plan}?',
      'What happens once {share} of the {allowance} is used up on {plan}?',
      '{plan}: what if {share} of my {allowance} is gone?',
      'After {share} of the {allowance} on {plan} has been consumed, what happens?',
      'I have used up {share} of my {allowance} with {plan}, what now?',
    ],
    slots: {
      share: number(['80%', '80 percent'], ['90%', '90 percent'], ['100%', 'all']),
      allowance: subject(['data', 'data volume'], ['free minutes', 'call minutes']),
      plan: plans,
    },
  },
  {
    name: 'bill-due',
    frames: [
      'When is the {service} bill for {month} due?',
      'By when do I have to pay the {service} invoice for {month}?',
      'What is the payment deadline for the {month} {service} bill?',
      '{service} bill {month} due date',
      'Until what date can I pay my {service} bill of {month}?',
    ],
    slots: {
      service: subject(['broadband', 'broadband internet'], ['mobile', 'cell phone'], ['TV', 'television']),
      month: date(
        ['February', 'Feb'],
        ['April', 'Apr'],
        ['August', 'Aug'],
        ['September', 'Sept'],
        ['December', 'Dec'],
      ),
    },
  },
  {
    name: 'late-fee',
    frames: [
      'What is the fee for paying {bound} {days} late in {country}?',
      'How much extra do I pay in {country} if my payment is {bound} {days} overdue?',
      'late payment charge {bound} {days} {country}',
      'In {country}, what do you charge when a bill is paid {bound} {days} too late?',
      'Which penalty applies in {country} for a payment that is {bound} {days} late?',
    ],
    slots: {
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      days: number(['7 days', 'seven days', 'a week'], ['14 days', 'two weeks'], ['30 days', 'thirty days']),
      country: countries,
    },
  },
  {
    name: 'line-speed',
    frames: [
      'What {direction} speed can I get with {package} in {city}?',
      'How fast is the {direction} speed of {package} in {city}?',
      '{package} {city} {direction} speed',
      'Which {direction} speed does {package} offer in {city}?',
      'In {city}, what is the {direction} rate of {package}?',
    ],
    slots: {
      direction: comparative(['download', 'downstream'], ['upload', 'upstream']),
      package: entity('Fibre 100', 'Fibre 250', 'Fibre 500', 'Cable Plus', 'Cable Max'),
      city: entity('Truro', 'Wigan', 'Bolton', 'Dundee', 'Stockport'),
    },
  },
  {
    name: 'tv-channels',
    frames: [
      'Which {channels} are {included} in {bundle}?',
      'What {channels} are {included} in the {bundle} package?',
      '{bundle}: {channels} {included}?',
      'Can you give me a list of the {channels} that are {included} in {bundle}?',
      'I have {bundle}. Which {channels} are {included}?',
    ],
    slots: {
      channels: subject(
        ['sports channels', 'sport channels'],
        ['movie channels', 'film channels'],
        ["children's channels", 'kids channels'],
      ),
      included: negation(['included', 'part of the price'], ['not included', 'not part of the price']),
      bundle: entity('Family Bundle', 'Cinema Bundle', 'Starter Bundle', 'Premier Bundle'),
    },
  },
  {
    name: 'move-house',
    frames: [
      'How long does it take to move my {service} to a new address in {city}?',
      'When I move house to {city}, how long until my {service} works there?',
      'What is the waiting time in {city} for {service} after moving to a new home?',
      'moving to {city}: how long for {service}',
      "I'm moving to {city}. How soon will {service} be available at my new address?",
    ],
    slots: {
      service: subject(['broadband', 'internet connection'], ['landline', 'fixed line']),
      city: entity('Falmouth', 'Barnsley', 'Preston', 'Hartlepool', 'Lincoln'),
    },
  },
];
