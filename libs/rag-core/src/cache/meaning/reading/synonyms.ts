import { stemOf, stemOfGerman } from './stem.ts';

/** Words that may stand for each other in any question. Short on purpose: what is not here counts as different. */
const GROUPS = `
change update modify edit alter amend switch
delete remove erase
create generate
buy purchase
repair fix mend
employee staff worker personnel
salary wage
customer client
vendor supplier
price cost
laptop notebook
phonenumber telephonenumber
phone telephone
car automobile
doctor physician
movie film
picture image photo
help assist
ask request
show display
choose select pick
need require necessary brauche benötige necesito
offer provide
email mail
login logon signin
company firm organization
big large
small little
quick fast rapid
often frequently
reject deny decline refuse
invoice bill
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
dept department
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
illegal unlawful
legal lawful
book reserve
keep retain
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
