/** Law, public offices, energy, industry, farming and the environment. */
export const SOCIETY = `
law, statute
legal, lawful
illegal, unlawful
lawsuit, court case, legal case
court, court of law
claim, legal claim
appeal, objection
limitation, limitation period, statute of limitations
power of attorney, proxy, letter of authority
signature, signing
contract term, clause
terms and conditions, terms of service, general terms, terms of use
confidentiality agreement, nda, non disclosure agreement
authority, public body
council, town council
polling station, polling place
citizenship, nationality
residence permit, residency permit, permit to stay
work permit, permit to work
identity card, national id, proof of identity, personal id
birth certificate, certificate of birth
marriage certificate, certificate of marriage
police, police force
stolen, taken by thieves
fraud, scam
fire brigade, fire department, fire service
flood, flooding
storm, storm damage
fire damage, damage by fire
water damage, damage by water
hail damage, damage by hail
rust, corrosion
scratch, paint scratch
unemployment benefit, jobless benefit
child benefit, child allowance
housing benefit, rent allowance
social security, social insurance
social security number, social insurance number
electricity, electric power
solar panel, photovoltaic panel, solar module
wind turbine, wind power plant
power plant, power station
power grid, electricity grid
smart meter, digital meter
sewage, waste water, wastewater
environment protection, environmental protection
emission, exhaust gas
carbon footprint, co2 footprint
climate protection, protection of the climate
factory, manufacturing plant, production plant
assembly line, production line
machine, machinery
welding robot, robot welder
crane, overhead crane
forklift, fork lift, forklift truck
conveyor, conveyor belt
tool, implement
chemical, chemical product
hazardous material, dangerous goods, hazardous goods, dangerous substance, hazardous substance
chemical spill, spill of chemicals
quality control, quality assurance, qa, quality check
maintenance, servicing, upkeep
shutdown, plant closure
shift handover, hand over of a shift
weight, mass
width, breadth
speed, velocity
dimension, size
maize, corn
fertiliser, fertilizer
pesticide, crop protection
barn, stable
wood, timber
firewood, log
forest, woodland
US, usa, usacountry, united states, united states of america
uk, ukcountry, united kingdom, great britain
eu, eucountry, european union
ceo, chief executive officer, chief executive
cfo, chief financial officer
cto, chief technology officer
cleaning product, cleaning agent, detergent
stationery, office supplies
document, paper, paperwork
info, information, details
question, query
answer, reply, respond, response, get back to
opinion, view
faq, frequently asked questions
capital, capital city
`;
