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

/** A power grid, insurance claims, a sports club, a factory, an orchestra, a zoo, ski lifts, car hire, publishers, a brewery, ferries. */
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
  {
    name: 'rehearsals',
    frames: [
      'Where does the {section} rehearse {work} on {date}?',
      'In which room is the {section} rehearsing {work} on {date}?',
      '{section} {work} rehearsal room {date}',
      'On {date}, where is the rehearsal of {work} for the {section}?',
      'Where is {work} rehearsed by the {section} on {date}?',
    ],
    slots: {
      section: subject(
        ['brass', 'brass section'],
        ['strings', 'string section'],
        ['choir', 'chorus'],
        'percussion',
      ),
      work: entity('Carmen', 'Tosca', 'Fidelio', 'Nabucco', 'Salome'),
      date: date(
        ['3 February', 'February 3', '3rd of February'],
        ['4 February', 'February 4', '4th of February'],
        ['3 March', 'March 3', '3rd of March'],
      ),
    },
  },
  {
    name: 'feeding',
    frames: [
      'How much {food} do the {animal} get per {unit} in {zoo}?',
      'What amount of {food} are the {animal} in {zoo} given per {unit}?',
      '{zoo} {animal} {food} per {unit}',
      'In {zoo}, how much {food} is fed to the {animal} per {unit}?',
      'How much {food} do we feed the {animal} in {zoo} per {unit}?',
    ],
    slots: {
      food: subject('hay', ['fish', 'seafood'], ['fruit', 'fruits']),
      animal: subject('elephants', ['seals', 'sea lions'], ['gorillas', 'apes'], 'flamingos'),
      unit: unit('day', 'week', 'feeding'),
      zoo: entity('Artis', 'Burgers', 'Chester', 'Tiergarten'),
    },
  },
  {
    name: 'lift-wind',
    frames: [
      'Does the {lift} at {resort} run in winds {bound} {speed}?',
      'Is the {lift} at {resort} running when winds are {bound} {speed}?',
      '{resort} {lift} running winds {bound} {speed}',
      'In winds {bound} {speed}, does the {lift} run at {resort}?',
      'Do you run the {lift} at {resort} when there are winds {bound} {speed}?',
    ],
    slots: {
      lift: subject(
        ['gondola', 'cable car'],
        ['chairlift', 'chair lift'],
        ['funicular', 'mountain railway'],
        'drag lift',
      ),
      resort: entity('Zermatt', 'Chamonix', 'Ischgl', 'Verbier'),
      bound: comparative(['above', 'over', 'of more than'], ['below', 'under', 'of less than']),
      speed: number(['40 km/h', '40 kph'], ['60 km/h', '60 kph'], ['80 km/h', '80 kph']),
    },
  },
  {
    name: 'car-hire',
    frames: [
      'Can drivers {bound} {age} hire a {vehicle} in {country}?',
      'Is it possible for drivers {bound} {age} to hire a {vehicle} in {country}?',
      'hire {vehicle} {country} drivers {bound} {age}',
      'In {country}, may a {vehicle} be hired by drivers {bound} {age}?',
      'Are drivers {bound} {age} allowed to hire a {vehicle} in {country}?',
    ],
    slots: {
      bound: comparative(['over', 'older than'], ['under', 'younger than']),
      age: number(['21', '21 years'], ['25', '25 years'], ['70', '70 years', 'seventy']),
      vehicle: subject(
        ['van', 'delivery van'],
        ['motorhome', 'camper'],
        ['convertible', 'cabriolet'],
        'motorcycle',
      ),
      country: entity('Andorra', 'Cyprus', 'Croatia', 'Montenegro', 'Slovenia'),
    },
  },
  {
    name: 'royalties',
    frames: [
      'What royalty does {author} get on {format} {bound} {copies} copies?',
      'How high is the royalty of {author} for {format} {bound} {copies} copies?',
      '{author} royalty {format} {bound} {copies} copies',
      'For {format} {bound} {copies} copies, what royalty is {author} paid?',
      'Which royalty do we pay {author} on {format} {bound} {copies} copies?',
    ],
    slots: {
      author: entity('Lindqvist', 'Okafor', 'Marchetti', 'Delacroix', 'Yamada'),
      format: subject(
        ['hardcovers', 'hardbacks'],
        ['paperbacks', 'softcovers'],
        ['audiobooks', 'audio books'],
        'e-books',
      ),
      bound: comparative(['over', 'above'], ['under', 'below']),
      copies: number(['5,000', '5000', '5k'], ['20,000', '20000', '20k'], ['50,000', '50000']),
    },
  },
  {
    name: 'batches',
    frames: [
      'Which batches of {drug} were {recalled} in {year}?',
      'What batches of {drug} have been {recalled} in {year}?',
      '{drug} batches {recalled} {year}',
      'In {year}, which batches of {drug} were {recalled}?',
      'I need the batches of {drug} that were {recalled} in {year}',
    ],
    slots: {
      drug: entity('Corvalin', 'Zentrose', 'Mirapol', 'Luvanto', 'Oxifen'),
      recalled: negation(['recalled', 'called back'], ['not recalled', 'never recalled']),
      year: date(['2016', 'the year 2016'], ['2017', 'the year 2017'], ['2018', 'the year 2018']),
    },
  },
  {
    name: 'fermentation',
    frames: [
      'How long does {beer} ferment in tanks of {size} at {site}?',
      'What is the fermentation time of {beer} in tanks of {size} at {site}?',
      '{beer} fermentation time tanks of {size} {site}',
      'At {site}, for how long is {beer} fermented in tanks of {size}?',
      'For how many days do we ferment {beer} at {site} in tanks of {size}?',
    ],
    slots: {
      beer: subject(['lager', 'lager beer'], ['stout', 'stout beer'], ['cider', 'apple cider'], 'porter'),
      size: number(
        ['500 litres', '500 l', '0.5 m³'],
        ['1,000 litres', '1000 l', '1 m³'],
        ['5,000 litres', '5000 l'],
      ),
      site: SITES,
    },
  },
  {
    name: 'ferry-fare',
    frames: [
      'How much does it cost to take a {vehicle} from {origin} to {target}?',
      'What is the fare for a {vehicle} from {origin} to {target}?',
      'fare {vehicle} {origin} to {target}',
      'What do I pay for a {vehicle} on the ferry from {origin} to {target}?',
      'From {origin} to {target}, what does a {vehicle} cost?',
    ],
    slots: {
      vehicle: subject(['bicycle', 'bike'], ['caravan', 'trailer'], ['truck', 'lorry'], 'coach'),
      origin: entity('Calais', 'Dieppe', 'Cherbourg', 'Bilbao'),
      target: entity('Dover', 'Newhaven', 'Portsmouth', 'Plymouth'),
    },
  },
];
