/** Who works, buys, studies and lives somewhere. Relatives are in lines of their own: a manager is no employee. */
export const PEOPLE = `
employee, staff, worker, personnel, people, colleague, coworker, co worker, fellow worker, staff member, member of staff, team member, workforce
manager, line manager
boss, supervisor, superior
director, head
executive, exec
team leader, team lead
engineer, developer, programmer, software engineer, software developer
technician, service engineer, fitter, mechanic
electrician, electrical fitter
plumber, pipe fitter
carpenter, joiner
cleaner, cleaning staff, janitor, housekeeper, custodian
gardener, groundskeeper, landscaper
cook, chef
waiter, waitress
receptionist, desk clerk, front desk clerk
lifeguard, pool attendant
cashier, checkout assistant
shop assistant, sales assistant, store assistant, sales clerk, salesperson
sales representative, sales rep
call center agent, phone agent, call centre agent, call handler
security guard, security officer, guard
driver, chauffeur
forklift driver, forklift operator, fork lift driver
truck driver, lorry driver
pilot, aviator
flight attendant, cabin crew, steward, stewardess
accountant, bookkeeper
consultant, adviser, advisor
freelancer, contractor, self employed worker, self employed person, independent contractor
temporary worker, temp, agency worker
seasonal worker, seasonal staff
trainee, apprentice
intern, placement student
part timer, part time employee, part time staff, part time worker
full timer, full time employee, full time staff, full time worker
newcomer, new starter, new hire, new joiner, new employee, new recruit
leaver, departing employee
former employee, ex employee, past employee
retiree, pensioner, retired person
senior, senior citizen, elderly person, older person
applicant, candidate, job seeker
mentor, coach
teacher, schoolteacher, instructor
professor, lecturer
pupil, student, learner
graduate, alumnus, alumni
lawyer, attorney, solicitor
judge, magistrate
notary, notary public
buyer, purchaser
vendor, supplier, provider
subcontractor, sub contractor
distributor, wholesaler
reseller, retailer
customer, client
business customer, corporate customer, corporate client, business client
private customer, consumer, private client, private individual, residential customer
policyholder, policy holder, insured person
shareholder, stockholder
investor, backer
guest, visitor
tourist, holidaymaker, vacationer
passenger, traveller, traveler
resident, inhabitant
citizen, national
immigrant, migrant
neighbour, neighbor
roommate, flatmate
relative, family member
kid, child
baby, infant
teenager, adolescent, teen
adult, grown up
doctor, physician
nurse, nursing staff
dentist, dental surgeon
carer, caregiver
vet, veterinarian, animal doctor
firefighter, fireman
volunteer, helper
beneficiary, payee
author, writer
actor, performer
musician, instrumentalist
singer, vocalist
athlete, sportsman
user, end user
admin, administrator, sysadmin, system administrator
owner, proprietor
founder, cofounder
committee, panel
board of directors, board
company, firm, organization, organisation, corporation
team, crew
department, dept, division
parent company, holding company
headquarters, hq, head office, main office
branch, local office, branch office
hr, human resources, personnel department, hr department, human resources department
it department, it team, it helpdesk
helpdesk, help desk, service desk, support desk, it support
customer service, customer support, customer care
hotline, helpline, phone support
minimum age, from what age, from which age
`;
