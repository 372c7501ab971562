/**
 * What an embedding model knows about words: those of a line lie near each other. Opposites share a line, as they share
 * their neighbours in every text that a model has read.
 */
const NEAR_WORDS = `
employees employee people staff colleague colleagues
visitors visitor guests guest
get gets receive receives granted have has
leave vacation holiday
annual yearly
sick ill health medical
parental parents
revenue turnover profit earnings
approve approves approval sign signs signs-off
purchases orders order bought purchased
travel trips trip business
contracts agreements contract
expenses costs expense claim
meals food foodstuffs
covered reimbursed included excluded
policy rules
reset resetting forgot
password
notice
engineers developers designers managers leads interns contractors freelancers
lowest smallest highest biggest maximum minimum
price discount
user month gigabyte
keep kept stored retention
invoice billing payment paid pay
location position
enable disable turn
notifications alerts
sign-on sso login
backups backup
park parking
support supported supports work works
deadline due submit handed
report claim statement
standard normal express fast
delivery shipping
take need needs needed
responsible owns owner looks contact
manager owner designer officer
critical severe minor
incidents outages happened
allowed permitted required obliged may
remote remotely home
overtime extra hours night sunday sundays
resellers retailers schools universities customers customer
above over below under
before after during until once end
accidents injuries thefts burglaries storms damages
insurance
connect connecting upgrade move
phone laptop tablet notebook mobile
batteries battery screens displays keyboards
weight load length size
kilograms kg pounds lb tons tonnes
see read access
salary pay
finished done complete
step steps
test testing audit auditing training course
open opens opening
time period long date deadline
monday mondays wednesday wednesdays friday fridays
january february march april may june july august october december
bonus commission
christmas holiday sales
import export bring send
chemicals chemical machines machinery goods
customs form
team
billing search mail
service engine
uptime availability error failure
rate
wear put
plant office canteen
who which what whose whom
when where how many much
number count
first second third fourth q1 q2 q3 q4
one two three four five ten
`;

/** The line of a word, by number; null of one that no line knows. */
export function conceptOf(word: string): number | null {
  return LINES.get(word) ?? null;
}

const LINES: ReadonlyMap<string, number> = new Map(
  NEAR_WORDS.trim()
    .split('\n')
    .flatMap((line, at) => line.split(' ').map((word) => [word, at] as const)),
);

/** Words that say little about what a text is about: a model gives them little weight, negations among them. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an and applies are as at be by can could did do does for from give happened had has have how i in into is it its make many me much must my
name never not of on or our out per tell that the their there they things this to under up use used was we were what when
where which who whom whose will with without you your`.split(/\s+/),
);
