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

const fares = entity('Skylark Basic', 'Skylark Plus', 'Skylark Flex', 'Skylark Prime');
const destinations = entity('Marrakesh', 'Trondheim', 'Baku', 'Palermo', 'Montreal', 'Nice');
const airports = entity('Kloten', 'Keflavik', 'Fiumicino', 'Zaventem', 'Arlanda');

/** An airline's passengers: before they pack, at the airport and when something went wrong. */
export const AIRLINE_PASSENGERS: readonly QuestionFamily[] = [
  {
    name: 'airline-bag-size',
    frames: [
      'What are the maximum dimensions of a {bag} in {unit} with {fare}?',
      'How big can my {bag} be in {unit} if I fly {fare}?',
      '{fare} {bag} size limit {unit}',
      "I've booked {fare}. What size of {bag} am I allowed, in {unit}?",
      'Could you tell me how large a {bag} I may have on a {fare} ticket, in {unit}?',
      'In {unit}, what is the biggest {bag} you accept on {fare}?',
    ],
    slots: {
      bag: subject(
        ['cabin bag', 'carry-on', 'piece of hand luggage'],
        ['hold bag', 'checked bag', 'suitcase for the hold'],
        ['personal item', 'underseat bag', 'small bag for under the seat'],
      ),
      fare: fares,
      unit: unit(['centimetres', 'cm'], 'inches'),
    },
  },
  {
    name: 'airline-heavy-bag',
    frames: [
      'How much does a checked bag {bound} {weight} cost on a flight to {city}?',
      'What do you charge for hold luggage {bound} {weight} when I fly to {city}?',
      'hold luggage {bound} {weight} {city} fee',
      "I'm flying to {city} with a suitcase {bound} {weight}. What will I have to pay for it?",
      'For flights to {city}, what is the fee for a checked suitcase {bound} {weight}?',
      'I was wondering how much it is to check in a bag {bound} {weight} to {city}',
    ],
    slots: {
      bound: comparative(['of more than', 'over', 'heavier than'], ['of less than', 'under', 'lighter than']),
      weight: number(['15 kg', '15 kilos'], ['23 kg', '23 kilos'], ['32 kg', '32 kilos']),
      city: destinations,
    },
  },
  {
    name: 'airline-desk-hours',
    frames: [
      'What time does {desk} {turn} at {airport} on {date}?',
      'When does {desk} {turn} at {airport} on {date}?',
      '{airport} {desk} {turn} {date}',
      'On {date}, at what hour does {desk} {turn} at {airport}?',
      "We're leaving from {airport} on {date}. Do you know when {desk} will {turn}?",
      'Please tell me what time {desk} is due to {turn} in {airport} on {date}',
    ],
    slots: {
      desk: subject(
        ['check-in', 'the check-in desk'],
        ['bag drop', 'the baggage drop'],
        ['the business lounge', 'the lounge'],
        ['the ticket counter', 'the ticket desk'],
      ),
      turn: comparative(['open', 'open up'], ['close', 'shut']),
      airport: airports,
      date: date(
        ['Christmas Eve', '24 December'],
        ["New Year's Day", '1 January'],
        ['Easter Monday', 'the Monday after Easter'],
        ['Labour Day', '1 May'],
      ),
    },
  },
  {
    name: 'airline-amend-booking',
    frames: [
      'Can I change the {detail} on a {fare} ticket {when} check-in?',
      'Is it possible to amend the {detail} of my {fare} booking {when} check-in?',
      '{fare} change {detail} {when} check-in',
      'I got the {detail} wrong on my {fare} ticket. Can it be corrected {when} check-in?',
      'Do you let people alter the {detail} on {fare} {when} check-in?',
      '{when} check-in, are changes to the {detail} permitted on a {fare} reservation?',
    ],
    slots: {
      detail: subject(
        ['passenger name', "traveller's name"],
        ['travel date', 'date of travel'],
        ['destination', 'arrival airport'],
        ['passport number', 'number of the passport'],
      ),
      fare: fares,
      when: comparative(['before', 'prior to'], ['after', 'following']),
    },
  },
  {
    name: 'airline-late-arrival',
    frames: [
      'How much compensation do I get if my flight from {city} is delayed by {bound} {hours}?',
      'My plane from {city} landed {bound} {hours} late. How much can I claim?',
      'flight delay {bound} {hours} {city} compensation',
      'What do you pay out when a flight from {city} gets in {bound} {hours} behind schedule?',
      'I would like to know what money I am owed for a delay of {bound} {hours} from {city}',
      'For a flight out of {city} that arrives {bound} {hours} late, what compensation is due?',
    ],
    slots: {
      bound: comparative(['more than', 'over'], ['less than', 'under']),
      hours: number(['two hours', '2 hours'], ['three hours', '3 hours'], ['five hours', '5 hours']),
      city: destinations,
    },
  },
  {
    name: 'airline-bulky-item',
    frames: [
      'Can I take {item} {place} {cover} a protective case?',
      'Is {item} accepted {place} {cover} a hard case?',
      '{item} {place} {cover} case allowed',
      'Would it be all right to bring {item} {place} {cover} a protective cover?',
      "I'm travelling with {item}. Do you carry it {place} {cover} a protective case?",
      '{cover} a protective case, may {item} go {place}?',
    ],
    slots: {
      item: subject(
        ['a pushchair', 'a stroller', 'a buggy'],
        ['a folding bike', 'a foldable bicycle'],
        ['a cello', 'a violoncello'],
        ['a kiteboard', 'a board for kitesurfing'],
      ),
      place: comparative(['in the cabin', 'on board'], ['in the hold', 'as hold baggage']),
      cover: negation(['with', 'packed in'], ['without', 'not packed in']),
    },
  },
  {
    name: 'airline-special-meal',
    frames: [
      'How long before my flight to {city} do I have to order a {meal} in {cabin}?',
      'By when must I request a {meal} for my flight to {city} in {cabin}?',
      '{meal} {cabin} {city} order deadline',
      'What is the cut-off for pre-ordering a {meal} in {cabin} when flying to {city}?',
      'I need a {meal} on my way to {city} in {cabin}, how early should I book it?',
    ],
    slots: {
      meal: subject(
        ['gluten-free meal', 'meal without gluten'],
        ['vegan meal', 'plant-based meal'],
        ['kosher meal', 'kosher dish'],
        ["children's meal", 'meal for kids'],
      ),
      cabin: subject(['economy', 'economy class'], ['business', 'business class'], 'first class'),
      city: destinations,
    },
  },
  {
    name: 'airline-lost-suitcase',
    frames: [
      'Where do I report {loss} at {airport} if I {have} the baggage tag?',
      'Where is the desk for {loss} at {airport} when I {have} my baggage tag?',
      '{loss} {airport} {have} baggage tag where to go',
      'I {have} the bag tag. Which counter at {airport} deals with {loss}?',
      'Who do I turn to at {airport} about {loss} if I {have} my luggage receipt?',
    ],
    slots: {
      loss: subject(
        ['a missing suitcase', 'a lost suitcase'],
        ['a damaged suitcase', 'a broken suitcase'],
        ['something I left on the plane', 'an item I forgot on board'],
      ),
      airport: airports,
      have: negation(['still have', 'have kept'], ['no longer have', "don't have"]),
    },
  },
];
