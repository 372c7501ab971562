/** Kinds of one thing, a class in each block: whoever asks about one does not ask about another. */
export const THINGS = `
car van truck bus coach train tram underground taxi bicycle motorcycle moped scooter ferry ship boat yacht canoe
plane helicopter caravan motorhome tractor trailer lorry ambulance forklift wheelchair gondola funicular
chairlift

convertible saloon hatchback estatecar pickuptruck limousine suv minibus cabriolet

engine battery brake brakepad tyre clutch gearbox exhaust headlight windscreen bonnet carboot dashboard seat
airbag seatbelt mirror door window wheel radiator filter airfilter sparkplug timingbelt pump fuelpump cable oil
sunroof towbar

laptop computer tablet phone mobilephone landline printer monitor keyboard mouse headset camera router server
scanner projector charger speaker microphone tv console watch drone dockingstation webcam

hardware software firmware

app website api database server network browser platform

backup notification login password log cache plugin filter macro archive export import

chair desk table sofa bed wardrobe shelf drawer lamp carpet curtain blind mattress cupboard bench stool cot
bookcase

fridge freezer oven dishwasher washingmachine dryer microwave kettle toaster heater fan vacuumcleaner
airconditioning

kitchen bathroom bedroom livingroom toilet shower basement attic garage balcony terrace garden cellar roof
corridor lobby reception office canteen warehouse stockroom serverroom meetingroom boardroom laboratory workshop
classroom library auditorium gym sauna pool playground sportshall changingroom storage restaurant bar shop
parking elevator stairs entrance

house apartment flat bungalow lodge cottage villa studio penthouse tent yurt caravan mobilehome hostel hotel
cabin castle farm barn townhouse duplex room suite

shirt trousers skirt dress jacket coat jumper shoe boot sandal hat cap scarf glove sock belt tie suit uniform
swimsuit apron helmet goggle mask vest

towel sheet blanket pillow duvet tablecloth napkin

ring necklace bracelet earring watch brooch

key wallet phone umbrella bag suitcase backpack handbag passport camera glasses toy charger book coat necklace

suitcase backpack handbag carryon checkedbag stroller pushchair pram parcel box crate pallet envelope letter

pen pencil paper envelope stapler folder notebook scissors glue ink toner

hammer drill saw screwdriver wrench ladder nail screw bolt pliers shovel crane press robot lathe conveyor

wood steel iron copper aluminium gold silver bronze plastic glass leather cotton wool silk paper cardboard
concrete brick stone rubber lead zinc nickel tin titanium ceramic marble granite

gas oil petrol diesel coal electricity water hydrogen wind solar nuclear biomass wood

hydrogen oxygen nitrogen carbon helium argon chlorine methane propane

acid solvent paint varnish glue bleach detergent fertiliser pesticide herbicide insecticide fungicide lubricant

machine chemical food textile furniture vehicle electronics toy medicine jewellery cosmetic weapon animal plant

book magazine newspaper journal comic audiobook ebook paperback hardback dvd cd film song podcast poster map

paperback hardback audiobook ebook

poem novel play essay biography dictionary
`;
