/** Who is meant, where no synonym is known: all persons and groups of the thesaurus are of this class, too. */
export const PERSONS = `
friend stranger partner president vicepresident chairman secretary treasurer analyst architect designer planner
surveyor inspector operator welder painter miner sailor captain officer soldier farmer fisherman baker butcher barber
hairdresser tailor optician midwife paramedic pharmacist psychologist therapist surgeon librarian translator interpreter
journalist editor photographer model dancer composer conductor producer stuntperformer extra electrician electricalfitter
lifeguard judge juror prisoner refugee veteran widow orphan twin bride groom tenant landlord lodger borrower lender
creditor debtor buyer seller bidder auctioneer broker agent trader importer exporter manufacturer maker mechanic foreman
porter courier postman cyclist pedestrian motorist commuter hiker camper skier swimmer climber player trainer referee
fan spectator delegate speaker exhibitor sponsor researcher scientist chemist physicist biologist statistician
economist historian archaeologist linesman tug child adult woman man girl boy
`;
