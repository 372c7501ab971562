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

/** An orchestra, a zoo, ski lifts, car hire, publishers, medicines, a brewery, ferries. */
export const FIFTH_ORGANIZATIONS: readonly QuestionFamily[] = [
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
      site: entity('Ridgeway', 'Coldbrook', 'Fernhill', 'Stanmore', 'Westerleigh'),
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
