/**
 * Everyday words that questions and documents use for one another, a family between bars. General English, nothing of
 * any one collection. A word may be of several families; families are not joined by it.
 */
export const FAMILIES = `
vacation holiday holidays leave pto | buy purchase purchased bought acquire order | salary wage pay paid payment compensation remuneration earn earns earned income
cost costs price fee charge charged rate paid pay pays tariff fare expensive expense | surcharge supplement extra additional
begin begins began begun start starts started launch launched commence commences open opens onset
end ends ended finish finished finishes stop stops stopped cease expire expires lapse lapses over conclude concluded close closes closed
stop stopped stops cut switch switches off | tall height high rise rises altitude elevation | deep depth | long length last lasts lasted duration period
wide width breadth diameter across broad | heavy weigh weighs weighed weight mass | fast speed quickly quick velocity rapid
old age aged oldest ancient | die died dies death dead killed kill perished lives | kill killed kills murder murdered | born birth birthplace
build built building builds construct construction constructed constructing completed erected erect put made
building premises house structure | make makes made create created produce produced produces producer production manufacture manufactured maker manufacturer
design designed designer architect designs drawn drew | invent invented inventor invention devised | discover discovered discovery found find finds uncovered identified
found founded founder establish established establishes set created opened | employee employees staff worker workers personnel workforce employed hands
boss manager supervisor head chief leader lead leads led directs directed runs director | supervise supervises supervision supervisor oversee oversees monitor
phone telephone call calls calling dial | mail email e-mail | change changes changed modify alter edit update adjust set | alter altered
delete deleted remove removed erase erased removes removal | allow allowed permit permitted may can allows permits permission entitled welcome accepted admit admitted
forbid forbidden ban banned bans prohibit prohibited prohibits never excluded not | company firm organisation organization business maker enterprise employer
child children kid kids young pupil pupils baby babies minor minors | son sons daughter daughters child children | parent parents father mother
need needs needed require required requires must necessary have has obligatory compulsory mandatory | get gets got receive received receives obtain obtained granted given entitled
keep kept keeps retain retained retention store stored stores storage hold held preserve preserved | happen happens happened occur occurs occurred place broke burned
seat seats seated capacity fit fits hold holds room spectators spaces | bring brought brings carry carried carries take taken takes
car cars vehicle vehicles automobile | truck lorry lorries van | writer author wrote written write writes compiled composed penned | doctor physician medical
show shows display displays shown displayed exhibit exhibited | find locate located location situated stands lies position | tell told tells inform report reported reports notify notified
sick ill illness sickness | disease illness infection | job position role profession occupation post work works teacher | task duty responsibility
fix repair repaired repairs mend | check inspect verify inspected checked checks examine | war conflict fighting | fight battle fought
large largest larger big biggest bigger great greatest huge size | size large big dimensions measure measures measuring area | small smallest smaller little tiny
rule rules policy policies guideline regulation regulations | rule ruled ruler rulers ruling govern governed governor reign reigned king queen monarch | law laws act code statute
money cash funds | answer reply respond response replied answered answers | ask asked request requested requests | teach taught teacher teaches teaching lecturer instructor
learn learned learnt studied study | win won winner wins winning victory champion defeated beat | lose lost loses loss losing missing dropped drops shortened | defeat defeated beat won
sell sold sale sales sells | export exports exported abroad | say said says state stated states mean means | name named names called call known termed title titled abbreviated
use used uses usage using served serve serves purpose function | purpose aim goal objective reason serve served | give gave given gives grant granted issue issued hand handed award awarded donated
donate donated given gift left bequeathed | cause caused causes reason led lead result resulted because due after | mean means meaning says reports announces stands denotes symbolise indicate indicates
symbolise symbolize symbol stand stands represent represents meaning | far distance away | near close nearby beside next | quit resign resignation
reimburse reimbursed refund refunded refunds | home house household | live lives lived living reside resident residents inhabitants population dwell home
population inhabitants people residents live lived census | people persons person visitors guests members inhabitants residents
trip travel travels journey travelled ride rides tour go goes | meal meals food lunch dinner | eat eats eating ate food diet fed feed lived | drink drinks beverage
send sent submit submitted file filed mail posted shipped ships delivered deliver delivers delivery | stay stayed remain remained remains remaining left still | remain remaining still left standing
visit visits visited visitor visitors guest guests attend attendance | attend attended attends students enrolled enrol | help assist assistance support supports assists
support supported supports backed | plane planes aeroplane aeroplanes airplane aircraft flight flew fly | ship ships boat boats vessel vessels | ship shipping shipped
bike bikes bicycle bicycles cycle cycling | dog dogs animal animals pet pets | cat cats animal animals pet pets | picture pictures photograph photographs photo photos photography image images
picture painting paintings canvas canvases artwork | paint painted painter painting paintings artist | toilet toilets restroom restrooms bathroom lavatory
lift lifts elevator elevators | shop shops store stores | clean cleaned cleaning wash washed washing wipe wipes washable | connect connected connects pair paired link linked joined join
join joined joins member | battery batteries accumulator | charge charged charging recharge loaded | full fully completely complete whole | empty discharged drained
lock locked locks blocked | key keys | swap swapped exchange exchanged exchanges trade replace replaced replacing | replace replaced replacement replaces renew renewed exchange substitute succeeded
install installed installation fitted mounted mount fit | remove take taken off detach | turn switch press switched turns activate | attach attached fasten fastened mount mounted
error fault faults problem malfunction code | broken defective damaged damage faulty | damage damaged harm hurt destroyed ruined ruin destroys wrecked | destroy destroyed destroys lost ruined burned demolished
warranty guarantee guaranteed grants warranties cover covered | cover covered covers include included includes contain contains comprises excluded | insure insured insurance insures
hot temperature warm heat heated temperatures degrees | cold temperature cool frost zero | warm warmth heated | frost zero freezing ice cold winter | rain rainfall precipitation
tight tighten tightened tightening torque | bright brightness light lux shines | light lamp lights lighting headlamp | loud noise volume sound noisy | strong power strength powerful horsepower
strong strongest strength intense | power horsepower watts output capacity hp | colour color colours painted coloured orange | pressure inflate inflated bar | tyre tyres tire tires
age minimum old years younger older | rent rented rental hire hired lease leased let lets borrow borrowed loan loans loaned lend lends lent | lend lent lends loan loans lending loaned borrowed
hear listen audible available sound | see seen visible view visibility watch sight | look looks appear appears appearance resemble | watch watched viewers audience
speak speaks spoke spoken language talk | gather gathering assemble assembly meet meeting meets | meet meets met meeting meetings held session | evacuation evacuate evacuated alarm emergency
wear worn wears clothing dress | pick collected collect collects picked pickup collection | bin bins waste rubbish garbage trash refuse | garbage waste rubbish trash
shut close closed closes shuts closure | open opened opening opens access | enter entry entrance admission admitted | ticket tickets admission pass
permit permission licence license authorisation authorization | register registered registration registers sign signed signs enrol | apply application applications applied applies request requests handed
approve approved approval consent agree agreed authorise authorised decides | decide decided decides decision decisions | choose chose chosen selected select assigned appointed picked elected
elect elected election elections vote voted votes | appoint appointed named | deputy assistant vice | mayor town | responsible charge manages managed manager handles runs run
operate operates operated operation runs run work works working | organise organised organize arranged held | own owned owns owner property belongs possession | belong belongs owned
fine penalty fines penalties | deposit security caution | discount reduction reduced cheaper off less rebate | cheap cheaper less reduced | free gratis complimentary
late later after delayed overdue deadline | early earlier before | deadline due date | due payable | latest last | last final finally latest | first initially original originally earliest initial
current currently today now present | former previous previously earlier | annual annually yearly year | month monthly | week weekly | day daily | often frequently frequency times every
extend extended extension renewed prolonged | shorten shortened reduce reduces reduced cut | increase increased rise rose risen grew grown doubled growth | double doubled doubles twice
decrease decline declined fall fell falling dropped decreased down downward going reduce | reach reached reaches arrived arrive attained | arrive arrived arrives came come comes reached landed
come came comes arrived originated from origin | originate originated origin start began descended | leave left departed leaves | move moved moves relocate moving | return returned returns back
run runs flows passes | flow flows empties empty | cross crossed crosses crossing | sail sailed sailing | sink sank sunk wreck wrecked | survive survived survivors survivor
attack attacked besieged siege assault raid | betray betrayed traitor opened treason | conquer conquered conquest invaded invasion | occupy occupied occupation garrison | control controlled controls territory
seize seized requisition confiscated captured | capture captured taken took | throw threw thrown throws | hit struck strike | strike strikes struck striking | riot riots rioters rioter uprising stormed
protect protected protects protection shield | kind type kinds types sort category | part parts portion component share | share percent percentage proportion part fraction portion
number numbers count total amount | total gross overall altogether sum | maximum most limit limited highest up | minimum least lowest | limit limited limits maximum
peak height highest top maximum summit | valuable value worth precious | worth value valued size | important main chief key significant | main chief primary principal major largest
popular favourite favorite common preferred best | favourite favorite popular preferred | best finest top | famous known renowned noted | rare scarce uncommon
sea ocean water harbour | water river sea harbour | river stream | coast shore coastal | mountain mount peak volcano | erupt erupted eruption eruptions | forest wood woods woodland rainforest
field fields pasture pastures meadow | plant planted plants planting | tree trees | grow grew grown cultivate cultivated | animal animals wildlife species | sheep ram flock | hedge hedges
school schools college university | student students pupil pupils | study studies studied research | class classes lesson course | university college academy institution | library books
book books volume volumes reserved publication | publish published publishes appears printed released issued | print printed printing press | newspaper paper gazette | film movie films
song songs music musical | sing sang performed | perform performed performs concert show | play played plays player | game games match contest | team teams club crew side | sport sports
record records best fastest | award awarded prize medal | train trains railway rail | bus buses coach | station stop stops | road street way route | walk walking foot
park parked parking garage | drive drove driver driving | wedding weddings marry married marriage couple | marry married spouse wife husband widow | guest guests people visitor
church chapel | castle fortress | king queen crown monarch earl | priest clergy | soldier soldiers troops army garrison men | captain commander commanded | sailor crew
inventor invented | explain explained explains described | describe described describes | believe believed thought think considered | consider considered regarded | think thought concluded believed believes
teacher taught tutor | prove proved proven showed | recommend recommended recommends advised should | advise adviser advises advice consult | contact reach contacted call
contain contains contained holds include | consist consists made composed | divide divided split | belong member | separate separated | mix mixed mixing merge merged combine combined
merge merged merger united joined | replace replaced displaced | exist existed exists | available offered provided | offer offered offers provide provided provides | provide provides supplied supply supplied
supply supplied supplies | store warehouse | fire fires burn burned burnt blaze wildfire | flood floods flooded flooding level | storm wind gust | snow clearing | tool tools equipment device
computer computers laptop | account accounts | password passwords passphrase | user users | network internet wifi wireless | website site online internet | online internet website web download
download downloaded | app application software | data information details | message messages text | document documents papers | form forms | letter letters | sign signature signed
signed signs signature | identity identification id | card cards | passport passports | insurance insured | tax taxes duty levy | bank finance | budget fund | invoice bill bills invoiced
expense expenses claim claims | claim claimed claims | contract agreement agreements | employ employed employs employment hire hired | hire recruit recruited | dismiss dismissed fired terminated termination notice
notice period advance ahead | advance ahead beforehand before earlier prior | overtime extra hours | shift shifts roster | break breaks pause rest | remote home remotely | office offices
bonus premium | pension retirement retire retired retires | retire retired service withdrawn | withdraw withdrawn recalled taken | train training trained course | safety safe
hurt injured injury injuries accident accidents | accident accidents crash | hospital clinic | medicine drug drugs medication | cure cures treat treatment treated | emergency urgent
visible seen see | upright standing stand | wealthy rich | abandoned deserted left | spare replacement extra | swollen bulging | forgotten lost uncollected collected left
heavy heavier | pensioner pensioners senior seniors retired 65 over | adult adults | resident residents residential | disabled wheelchair | stairs steps staircase | house home
credit credited priority attributed | supposed expected | correct corrected fixed | dig dug excavated excavation digs | bury buried grave tomb | outside exterior external | inside interior internal indoor
`;
