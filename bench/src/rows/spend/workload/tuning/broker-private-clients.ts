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

const insurers = entity('Alderney Mutual', 'Concordant', 'Meridian Life', 'Stonewall', 'Trustwell');

/** Clients of an insurance broker about their household, their car and themselves. */
export const BROKER_PRIVATE_CLIENTS: readonly QuestionFamily[] = [
  {
    name: 'broker-report-deadline',
    frames: [
      'By when do I have to report {loss} to {insurer} {report} a police report?',
      'How long do I have to notify {insurer} of {loss} {report} a police report?',
      '{loss} {insurer} {report} police report deadline',
      'How soon must {insurer} be told about {loss} {report} a police report?',
      'I had {loss}. Until when can I put in the claim with {insurer} {report} a police report?',
      '{report} a police report, how many days are there to let {insurer} know of {loss}?',
    ],
    slots: {
      loss: subject(
        ['a break-in', 'a burglary'],
        ['a burst pipe', 'a pipe that burst'],
        ['a car crash', 'a collision'],
        ['storm damage', 'damage by a storm'],
        ['a stolen bike', 'the theft of a bicycle'],
      ),
      insurer: insurers,
      report: negation('with', 'without'),
    },
  },
  {
    name: 'broker-motor-benefit',
    frames: [
      'Does {insurer} pay for {benefit} if the accident was {fault}?',
      'Will {insurer} cover {benefit} when a crash was {fault}?',
      '{insurer} {benefit} accident {fault}',
      'Who pays for {benefit} with {insurer} if an accident was {fault}, them or me?',
      "I've had an accident that was {fault}. Am I getting {benefit} from {insurer}?",
      'If it was {fault}, can I claim {benefit} from {insurer} after an accident?',
    ],
    slots: {
      insurer: insurers,
      benefit: subject(
        ['a hire car', 'a rental car'],
        ["a lawyer's fees", "a solicitor's bill"],
        ['towing', 'the tow truck'],
        ['whiplash treatment', 'treating whiplash'],
      ),
      fault: negation(['my fault', 'caused by me'], ['not my fault', 'not caused by me']),
    },
  },
  {
    name: 'broker-premium',
    frames: [
      'How much is the premium for {policy} per {unit} {bound} {age}?',
      'What does {policy} cost per {unit} {bound} {age}?',
      '{policy} premium {bound} {age} per {unit}',
      'What would I have to pay per {unit} for {policy} {bound} {age}?',
      'Per {unit}, how high is the contribution to {policy} {bound} {age}?',
      "I'm interested in {policy}. What's the price per {unit} {bound} {age}?",
    ],
    slots: {
      policy: subject(
        ['life insurance', 'life assurance'],
        ['dental insurance', 'dental cover'],
        ['travel insurance', 'holiday insurance'],
        ['pet insurance', 'insurance for a pet'],
      ),
      unit: unit('month', 'quarter', 'year'),
      bound: comparative(['under', 'below'], ['over', 'above']),
      age: number(
        ['age 25', '25 years of age'],
        ['age 40', '40 years of age'],
        ['age 65', '65 years of age'],
      ),
    },
  },
  {
    name: 'broker-excess',
    frames: [
      'What is the {extreme} excess that I can choose for {policy} with {insurer}, in {currency}?',
      'How high is the {extreme} deductible on {policy} at {insurer} in {currency}?',
      '{insurer} {policy} {extreme} excess {currency}',
      'In {currency}, which {extreme} excess does {insurer} offer for {policy}?',
      'I want to know how many {currency} the {extreme} deductible of {policy} from {insurer} is',
      'What {extreme} amount of {currency} do I bear myself on {policy} with {insurer}?',
    ],
    slots: {
      extreme: comparative(['maximum', 'highest'], ['minimum', 'lowest']),
      policy: subject(
        ['car insurance', 'motor insurance'],
        ['contents insurance', 'household insurance'],
        ['buildings insurance', 'insurance of the building'],
        ['phone insurance', 'insurance for a phone'],
      ),
      insurer: insurers,
      currency: unit(['pounds', '£'], ['euros', '€'], ['dollars', '$']),
    },
  },
  {
    name: 'broker-document',
    frames: [
      'Where is my {document} from {insurer} for {year}?',
      'Where can I find the {document} of {insurer} for {year}?',
      '{insurer} {document} {year}',
      "I haven't got my {document} for {year} from {insurer}. Where do I get it?",
      'I need the {document} for {year} that {insurer} issues, where would that be?',
      'Could you tell me where to download the {year} {document} by {insurer}?',
    ],
    slots: {
      document: subject(
        ['insurance certificate', 'certificate of insurance'],
        ['green card', 'international motor card'],
        ['no-claims proof', 'proof of no claims'],
        ['policy schedule', 'schedule of the policy'],
      ),
      insurer: insurers,
      year: date('2019', '2020', '2021', '2022'),
    },
  },
  {
    name: 'broker-tell-change',
    frames: [
      'Do I have to inform {insurer} {when} I {change}?',
      'Does {insurer} need to be told {when} I {change}?',
      '{insurer} inform {when} I {change}',
      'Am I obliged to let {insurer} know {when} I {change}?',
      '{when} I {change}, is it my duty to notify {insurer}?',
    ],
    slots: {
      insurer: insurers,
      when: comparative('before', 'after'),
      change: subject(
        ['get married', 'marry'],
        ['let out my flat', 'rent out my apartment'],
        ['take up motor racing', 'start racing cars'],
        ['put solar panels on the roof', 'fit solar panels'],
      ),
    },
  },
  {
    name: 'broker-sport-abroad',
    frames: [
      'Am I covered for {sport} in {country} {addon} the adventure add-on?',
      'Does my travel policy pay if I have an accident while {sport} in {country} {addon} the adventure add-on?',
      '{sport} {country} insured {addon} adventure add-on',
      "I'm off to {country} and will be {sport}. Am I insured {addon} the adventure add-on?",
      '{addon} the adventure add-on, is {sport} in {country} covered?',
    ],
    slots: {
      sport: subject(
        ['scuba diving', 'diving'],
        ['off-piste skiing', 'skiing off the piste'],
        ['paragliding', 'flying a paraglider'],
        ['white-water rafting', 'rafting'],
      ),
      country: entity('Belize', 'Seychelles', 'Costa Rica', 'Fiji', 'Mauritius'),
      addon: negation(['with', 'having added'], ['without', 'not having added']),
    },
  },
  {
    name: 'broker-valuables',
    frames: [
      'Are {things} worth {bound} {amount} insured {place}?',
      'Is there cover {place} for {things} with a value of {bound} {amount}?',
      '{things} {bound} {amount} insured {place}',
      'I own {things} worth {bound} {amount}. Does my policy cover them {place}?',
      '{place}, am I covered for {things} valued at {bound} {amount}?',
      'Would the insurance pay for {things} of {bound} {amount} if they were stolen {place}?',
    ],
    slots: {
      things: subject(
        ['jewellery', 'jewels'],
        ['works of art', 'artworks'],
        ['e-bikes', 'electric bikes'],
        ['coins', 'a coin collection'],
      ),
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      amount: number(['£2,000', '2,000 pounds'], ['£5,000', '5,000 pounds'], ['£15,000', '15,000 pounds']),
      place: comparative(['at home', 'inside my home'], ['away from home', 'outside my home']),
    },
  },
];
