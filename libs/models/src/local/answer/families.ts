/**
 * Everyday words that questions and documents use for one another, a family between bars; each form stands for all of one
 * stem. General English, nothing of any one collection. A word may be of several families; families are not joined by it.
 */
export const FAMILIES = `
vacation holiday leave pto | buy purchase bought acquire order
salary wage pay paid payment compensation remuneration earn income
cost price fee charge rate paid pay tariff fare expensive | surcharge supplement extra additional
begin began begun start launch commence open onset | end finish stop cease expire lapse over conclude close
stop cut switch off | tall height high rise altitude elevation | deep depth | long length last duration period
wide width breadth diameter across broad | heavy weigh weight mass | fast speed quickly quick velocity rapid
old age oldest ancient | die died death dead killed perished lives | kill murder | born birth birthplace
build built construct completed erected put made | building premises house structure
make made create produce production manufacture maker | design architect drawn drew | invent inventor devised
discover discovery found find uncovered identified | found founder establish set created opened
employee staff worker personnel workforce employed hands
boss manager supervisor head chief leader lead led directs runs director | supervise supervisor oversee monitor
phone telephone call dial | mail email e | change modify alter edit update adjust set | delete remove erase
allow permit may can permission entitled welcome accepted admit | forbid forbidden ban prohibit never excluded not
company firm organisation organization business maker enterprise employer | child children kid young pupil baby minor
son daughter child children | parent father mother
need require must necessary have has obligatory compulsory mandatory | get got receive obtain granted given entitled
keep kept retain retention store storage hold held preserve | happen occur place broke burned
seat capacity fit hold room spectators spaces | bring brought carry take taken | car vehicle automobile
truck lorry van | writer author wrote written write compiled composed penned | doctor physician medical
show display shown exhibit | find locate situated stands lies position | tell told inform report notify
job position role profession occupation post work teacher | task duty responsibility | fix repair mend
check inspect verify examine | war conflict fighting | fight battle fought
large largest larger big biggest bigger great greatest huge size | size large big dimensions measure area
small smallest smaller little tiny | rule policy guideline regulation
rule ruler govern governor reign king queen monarch | law act code statute | money cash funds
answer reply respond response | ask request | teach taught teacher lecturer instructor | learn learnt studied
win won winner victory champion defeated beat | lose lost loss missing dropped shortened | sell sold sale
export abroad | say said state mean | name called known termed title abbreviated | use usage served purpose function
purpose aim goal objective reason serve | give gave given grant issue hand award donated
donate given gift left bequeathed | cause reason led lead result because due after
mean says reports announces stands denotes symbolise indicate | symbolise symbolize stand represent meaning
far distance away | near close nearby beside next | home house household
live reside inhabitants population dwell home | population inhabitants people residents live census
people persons visitors guests members inhabitants residents | trip travel journey ride tour go goes
meal food lunch dinner | eat ate food diet fed feed lived
send sent submit file mail posted shipped delivered delivery | stay remain left still | remain still left standing
visit visitor guest attend | attend students enrolled | help assist support | support backed
plane aeroplane airplane aircraft flight flew fly | ship boat vessel | bike bicycle cycle | dog animal pet
cat animal pet | picture photograph photo photography image | picture painting canvas canvases artwork
paint painter artist | toilet restroom bathroom lavatory | lift elevator | shop store | clean wash wipe washable
connect pair link joined | join member | battery accumulator | charge recharge loaded | full fully completely whole
empty discharged drained | lock blocked | swap exchange trade replace | replace renew exchange substitute succeeded
install fitted mounted | remove take taken off detach | turn switch press activate | attach fasten mount
error fault problem malfunction code | broken defective damaged faulty | damage harm hurt destroyed ruined wrecked
destroy lost ruined burned demolished | warranty guarantee grants cover | cover include contain comprises excluded
hot temperature warm heat degrees | cold temperature cool frost zero | warm warmth heated
frost zero freezing ice cold winter | rain rainfall precipitation | tight tighten torque | bright light lux shines
light lamp headlamp | loud noise volume sound noisy | strong power strength horsepower
strong strongest strength intense | power horsepower watts output capacity hp | colour color painted orange
pressure inflate bar | tyre tire | age minimum old years younger older
rent rental hire lease let borrow loan lend lent | hear listen audible available sound
see seen visible view watch sight | look appear resemble | watch viewers audience | speak spoke spoken language talk
gather assemble meet | meet met held session | evacuation alarm emergency | wear worn clothing dress
pick collected pickup | bin waste rubbish garbage trash refuse | shut close closure | open access
enter entry entrance admission admitted | ticket admission pass
permit permission licence license authorisation authorization | register registration sign enrol
apply application request handed | approve consent agree authorise decides | decide decision
choose chose chosen selected assigned appointed picked elected | elect vote | appoint named | deputy assistant vice
mayor town | responsible charge manages handles runs | operate runs work | organise organize arranged held
own owner property belongs possession | fine penalty | deposit security caution
discount reduction reduced cheaper off less rebate | cheap cheaper less reduced | free gratis complimentary
late later after delayed overdue deadline | early earlier before | deadline due date | due payable | last final latest
first initially original earliest | current today now present | former previous previously earlier
annual yearly year | month monthly | week weekly | day daily | often frequently frequency times every
extend extension renewed prolonged | shorten reduce cut | increase rise rose risen grew grown doubled growth
double twice | decrease decline fall fell dropped down downward going reduce | reach arrived attained
arrive came come reached landed | come came arrived originated from | originate start began descended
leave left departed | move relocate | return back | run flows passes | flow empties | sink sank sunk wreck
survive survivors | attack besieged siege assault raid | betray traitor opened treason
conquer conquest invaded invasion | occupy occupation garrison | control territory
seize requisition confiscated captured | capture taken took | throw threw thrown | hit struck strike
riot rioters uprising stormed | protect shield | kind type sort category | part portion component share
share percent percentage proportion part fraction portion | number count total amount
total gross overall altogether sum | maximum most limit highest up | minimum least lowest
peak height highest top maximum summit | valuable value worth precious | worth value size
important main chief key significant | main chief primary principal major largest
popular favourite favorite common preferred best | best finest top | famous known renowned noted
rare scarce uncommon | sea ocean water harbour | water river sea harbour | river stream | coast shore coastal
mountain mount peak volcano | forest wood woodland rainforest | field pasture meadow | grow grew grown cultivate
animal wildlife species | sheep ram flock | school college university | student pupil | study research
class lesson course | university college academy institution | library books | book volume reserved publication
publish appears printed released issued | print press | newspaper paper gazette | song music | sing sang performed
perform concert show | play player | game match contest | team club crew side | record best fastest
award prize medal | bus buses coach | station stop | road street way route | walk foot | park garage
drive drove driver | wedding marry marriage couple | marry spouse wife husband widow | church chapel | castle fortress
king queen crown monarch earl | soldier troops army garrison men | captain commander | sailor crew | explain described
believe thought think considered | consider regarded | think thought concluded believed | teacher taught tutor
prove proven showed | recommend advised should | advise advice consult | contact reach call | contain holds include
consist made composed | divide split | belong member | mix merge combine | merge merger united joined
replace displaced | available offered provided | provide supplied | store warehouse | fire burn burnt blaze wildfire
flood level | storm wind gust | snow clearing | tool equipment device | password passphrase
network internet wifi wireless | website site online internet | online internet website web download
data information details | message text | document papers | sign signature | identity identification id
tax duty levy | bank finance | budget fund | invoice bill | contract agreement | employ employment hire | hire recruit
dismiss fired terminated notice | notice period advance ahead | advance ahead beforehand before earlier prior
overtime extra hours | shift roster | break pause rest | bonus premium | retire service withdrawn
withdraw withdrawn recalled taken | hurt injured injury accident | accident crash | hospital clinic
medicine drug medication | cure treat treatment | emergency urgent | react respond response acknowledge answer
raise increase rise | program written write coded | stolen lost missing theft
device laptop computer equipment machine | alcohol wine beer drink | reimburse expense claim refunded
foreign abroad country international | effective force valid applies | guarantee level promise
tool software app system portal program | certificate note proof document | maximum exceed most limit up
quick quickly soon immediate within | customer client user | employee colleague team | ill call notify report
apply valid covers | hire newcomer starter joiner | review appraisal assessment evaluation feedback
promotion advancement | training course workshop education learning | supplier vendor
headquarters office site location based | benefit perk subsidised subsidy contribution pays
subsidise contribute matched pays | holiday vacation days | upright standing | wealthy rich | abandoned deserted left
spare replacement extra | swollen bulging | forgotten lost uncollected collected left | heavy heavier
pensioner senior retired 65 over | resident residential | disabled wheelchair | stairs steps staircase
credit priority attributed | supposed expected | correct fixed | dig dug excavated | bury grave tomb
outside exterior external | inside interior internal indoor | sick unwell illness | absent absence away
lunch meal canteen cafeteria restaurant | cafeteria canteen café | coffee drinks beverages | kitchen pantry
colleague coworker | interview conducted | resign quit leave | dismissal fired terminated sacked
remote home telework | desk workplace workstation | laptop notebook computer | monitor screen display
headphones headset | software program app application | install download set | backup copies saved
password passcode credentials | login log signin | virus malware | breach leak incident
outage downtime unavailable incident | uptime availability | ticket request case | deadline due latest until
submit hand file | refund money back reimbursed | voucher coupon | purchase buying order procurement
quote offer bid estimate | budget allowance | allowance grant lump | gift present | bribe gift
complain complaint grievance | harassment bullying | lawyer legal attorney | court judge trial | crime offence
prison jail | police officer | fire flames | ambulance emergency | evacuate leave exit | exit door way
floor storey level | room hall chamber | door gate entrance | garden yard | house home cottage | flat apartment
landlord owner | tenant renter | airport airfield | harbour harbor port pier | ferry boat | train railway rail tram
taxi cab | ticket fare | luggage baggage bags suitcase | border frontier | customs duty | north northern
south southern | east eastern | west western | island isle | hill mountain | desert arid | climate weather
rainy wet rain | snow snowfall | hot warmest warm | cold coldest | emperor empire | president head
prime minister premier | government state administration | parliament legislature assembly congress
law legislation act bill | treaty agreement peace | army troops soldiers forces military | navy fleet | weapon arms
victory won triumph | defeat lost | surrender gave | rebel rebellion revolt uprising
independence freedom self governing | slave slavery serfdom | religion religious faith church | god deity
temple shrine church | priest bishop monk clergy | holy sacred | ceremony procession ritual
festival feast celebration fair | holiday feast | writer poet author novelist | novel book | poem poetry
play drama theatre | actor actress starred played | film movie picture | singer band musician performer | song album
sculpture statue | museum gallery exhibition | scientist researcher physicist chemist | theory hypothesis
experiment test | proof prove | moon lunar | gas gases | energy power | electricity power | heat warmth temperature
plant flora | animal fauna wildlife | cow cattle | species kinds | extinct died | predator hunt
disease illness plague epidemic infection | cure treatment remedy | doctor physician surgeon | symptom signs
pregnant pregnancy birth | teacher professor lecturer | exam examination test | founded opened established started
graduate alumni | tuition fee | scholarship grant | child children offspring | brother sister sibling
family relatives | born birthplace native | nickname called known | wealth rich money fortune | poor poverty
trade commerce | market fair | price value worth | coin currency | factory plant works mill | farm farmer agriculture
crop harvest grain | industry sector | work job employment | engine motor | fuel petrol gas | charger charge
cable cord plug | button key press | manual instructions guide | setting menu options | reset restart reboot
repair fix service maintenance | spare part | screw bolt | dry wet | waterproof splash water | warning alert alarm
danger hazard risk | safe safety secure | protect cover | smell odour | dimensions size length width height measures
material made | wood wooden timber | iron steel metal | clothes wear dress uniform | shoe boots
bag rucksack backpack | extend longer | cancel withdraw terminate | postpone delayed moved | appointment meeting slot
queue wait | contact reach email phone | address located | website online page | form application
forbidden prohibited allowed banned
package plan tariff subscription | email message mail | helpdesk hotline support desk | login log sign signin
appointment booking consultation slot | jab shot vaccination vaccine injection | surgery operation procedure
medicine tablet pill | discount voucher coupon | newbie beginner newcomer joiner | freelancer contractor
pc computer | cellphone smartphone mobile | drip leak | rinse wash clean | dispose throw discard | db database
prod production live | crash failure | wipe erase delete clear emptied | upgrade update | bug defect
deploy release rollout | rollback revert undo | host server machine | disk storage | bandwidth traffic | quota limit cap
max maximum most limit | min minimum least | gym fitness | puppy dog | kitten cat | pace speed | loud decibels
penalty consequence sanction | upload submit send | download fetch | denied refused rejected | attend participate join
overnight night | cheapest lowest | crew staff team | teammate colleague | instalment rate | outing excursion trip
`;
