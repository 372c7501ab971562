/** Orders, deliveries, returns, shops and marketing. */
export const COMMERCE = `
product, item, article, merchandise
order number, order id, order reference
place an order, make an order
delivery, shipping, shipment, dispatch, ship, deliver
delivery note, packing slip, packing list
parcel, package
stamp, postage stamp
courier, carrier, delivery service, delivery company
tracking number, tracking code, tracking id, shipment number
track and trace, shipment tracking, parcel tracking
return, send back, bring back, give back
return label, returns label
return policy, returns policy
exchange, swap, trade in, trade
warranty, guarantee
warranty claim, guarantee claim
defect, fault
broken, damaged, defective, faulty
stock, inventory
out of stock, sold out
stockroom, stock room, storeroom, storage room
warehouse, depot, distribution center, distribution centre
pallet, skid
forwarder, freight forwarder
freight, cargo
customs declaration, customs form
shop, outlet, retail store
shopping cart, shopping basket, shopping trolley, basket
checkout page, check out page
online shop, web shop, online store, webshop
store pickup, click and collect, in store pickup
loyalty card, bonus card, reward card
loyalty program, loyalty scheme, rewards program, loyalty programme
customer number, customer id, client number
catalogue, catalog
brochure, leaflet, flyer, pamphlet
price list, list of prices
advertisement, advert, advertising, ad
newsletter, mailing
survey, questionnaire
review by customers, customer review
rating, score
market share, share of the market
competitor, rival
brand, trademark
trade fair, trade show
sample, specimen
prototype, test model
launch, come out, go live, become available, be released, roll out to customers
discontinue, take off the market
spare part, replacement part
size chart, size guide
gift, present
gift wrapping, gift wrap
packaging, packing material
wholesale, bulk sale
second hand, pre owned
rent, rental
hire purchase, rent to buy
`;
