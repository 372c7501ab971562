import { date, entity } from '../question-family.ts';

/** What the questions of one company are about. Countries, cities and products of one are in no other. */
function vocabulary(words: {
  readonly countries: string;
  readonly cities: string;
  readonly products: string;
  readonly years: readonly string[];
  readonly quartersOf: string;
}) {
  const quarter = (short: string, long: string) =>
    [`${short} ${words.quartersOf}`, `the ${long} quarter of ${words.quartersOf}`] as const;
  return {
    countries: entity(...words.countries.split(' ')),
    cities: entity(...words.cities.split(' ')),
    products: entity(...words.products.split(' ')),
    years: date(...words.years),
    quarters: date(
      quarter('Q1', 'first'),
      quarter('Q2', 'second'),
      quarter('Q3', 'third'),
      quarter('Q4', 'fourth'),
    ),
  };
}

export const FIRST_VOCABULARY = vocabulary({
  countries:
    'Germany France Spain Italy Poland Austria Belgium Greece Chile Mexico Canada Japan Turkey Kenya',
  cities: 'Berlin Lyon Madrid Milan Warsaw Vienna Ghent Athens Toronto Osaka Ankara Nairobi',
  products: 'Atlas Beacon Comet Drift Ember Fjord Orbit Pioneer Quartz Ranger Summit Tundra Umbra Vertex',
  years: ['2021', '2022', '2023', '2024'],
  quartersOf: '2024',
});

export const SECOND_VOCABULARY = vocabulary({
  countries:
    'Portugal Sweden Norway Ireland Denmark Finland Croatia Hungary Brazil Peru India Vietnam Morocco Ghana',
  cities: 'Lisbon Oslo Dublin Helsinki Zagreb Budapest Lima Mumbai Hanoi Rabat Accra Bergen',
  products: 'Garnet Harbor Iris Juniper Kestrel Lumen Mosaic Nimbus Opal Prairie Raven Saffron Topaz Willow',
  years: ['2022', '2023', '2024', '2025'],
  quartersOf: '2025',
});
