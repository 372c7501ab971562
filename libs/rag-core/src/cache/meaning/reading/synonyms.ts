import { stemOf, stemOfGerman } from './stem.ts';

/** Words that may stand for each other in any question. Short on purpose: what is not here counts as different. */
const GROUPS = `
employee staff worker personnel people colleague
vacation holidays
meal food
hotel accommodation lodging
flight airfare
taxi cab
journey trip
baggage luggage
lift elevator
cafeteria canteen
restroom toilet bathroom
reception lobby
building premises
warehouse depot
consultant adviser advisor
freelancer contractor
trainee apprentice
applicant candidate
buyer purchaser
lawyer attorney solicitor
pupil student
university college
exam examination
contract agreement
law statute
tax levy
fee charge
deposit downpayment
discount rebate reduction
voucher coupon
profit earnings
shareholder stockholder
goal target objective
task todo
project initiative
defect fault
hardware equipment device
password passcode passphrase
username userid
mailbox inbox
vulnerability weakness
breach leak
malware virus
deploy rollout
rollback revert
pipeline workflow
chart graph diagram
presentation slides
complaint grievance
appeal objection
injury wound
medicine drug medication
vaccine vaccination
hospital clinic
marriage wedding
training course workshop
mentor coach
survey questionnaire
rating score
carrier courier
catalogue catalog
weight mass
width breadth
speed velocity
party celebration
bike bicycle
lorry truck
fuel gasoline petrol
car vehicle automobile
fast express quick rapid
salary wage pay
product item article merchandise
bonus gratification
warranty guarantee
budget allowance
fine penalty
gift present
break pause
computer pc
director head
boss supervisor
loss deficit
certificate certification
accident mishap
finance financing
change update modify edit alter amend switch
delete remove erase
create generate
buy purchase
repair fix mend
delivery shipping shipment dispatch ship deliver
standard normal regular ordinary default
engineer developer programmer
revenue turnover
notification alert
cover reimburse
billing invoice bill
price cost expense
guest visitor
coworker teammate
rule guideline
issue problem trouble
manual guide handbook
monitor screen
website site
page webpage
folder directory
restart reboot
customer client
vendor supplier provider
laptop notebook
phonenumber telephonenumber
phone telephone
doctor physician
movie film
picture image photo
help assist
ask request
show display
choose select pick
need require necessary brauchen benötigen necesito
offer provide
email mail
login logon signin
company firm organization
big large
small little
often frequently
reject deny decline refuse
illness sickness disease
kid child
advantage benefit upside pro
disadvantage drawback downside con
country nation
street road
garbage trash rubbish
documentation docs
configure setup configuration
info information
admin administrator
db database
repo repository
env environment
dept department division
vm virtualmachine
k8s kubernetes
postgres postgresql
pto paidtimeoff
US usa usacountry
uk ukcountry
eu eucountry
qty quantity
happen occur
locate location
lose misplace
eligible entitle qualify
total overall
headquarters hq
usually normally typically generally
type kind sort
verify confirm validate
hire recruit
answer reply respond
speak talk
quit resign
mandatory compulsory obligatory
oblige obliged
illegal unlawful
legal lawful
book reserve
keep retain store hold save
contact reach
permission authorization
max maximum
min minimum
activate enable
deactivate disable
sick ill
begin start commence
end finish
allow permit
forbid prohibit ban
dimension size
shut close
wifi wlan
approximately roughly
`;
const SYNONYMS = readGroups();

/** What a word stands for: it and its synonyms, in all their forms, give one concept. */
export function conceptOf(lower: string, language = 'en'): string {
  const stem = language === 'de' ? stemOfGerman(lower) : stemOf(lower);
  return SYNONYMS.get(lower) ?? SYNONYMS.get(stem) ?? stem;
}

function readGroups(): ReadonlyMap<string, string> {
  const synonyms = new Map<string, string>();
  for (const line of GROUPS.trim().split('\n')) {
    const words = line.split(' ');
    const first = stemOf(words[0] ?? '');
    for (const word of words) {
      synonyms.set(word, first);
      synonyms.set(stemOf(word), first);
    }
  }
  return synonyms;
}
