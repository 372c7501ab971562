/** Contracts of employment, hours, leave, pay and what a company's handbook says about them. */
export const WORK = `
job, position, post
vacancy, job opening, open position, open role, job vacancy
occupation, profession
career, professional development
cv, resume, curriculum vitae
job interview, interview
job offer, offer of employment
contract, agreement
employment contract, contract of employment, work contract, employment agreement
probation, probation period, probationary period, trial period
onboarding, induction
orientation, introduction
severance, severance pay, redundancy pay, severance payment
redundancy, layoff, lay off
quit, resign, hand in my notice
hire, recruit
promotion, advancement
pay rise, pay raise, salary increase, raise in salary, wage increase
appraisal, performance review, performance appraisal, annual review
feedback talk, feedback session
goal, target, objective
task, todo, assignment
project, initiative
shift, work shift
early shift, morning shift
rota, roster, duty roster, shift schedule, shift plan, duty rota, work schedule
timesheet, time sheet, time card
overtime, extra hours, additional hours, overtime work
time off in lieu, compensatory time off, comp time, toil
flexitime, flextime, flexible hours, flexible working hours, flexible working
break, pause, rest break
lunch break, midday break
on call duty, standby, stand by duty
remotework, work from home, working from home, work remotely, working remotely, remote work, remote working, telecommute, telework, home working, homeworking, home office
part time, part time work
full time, full time work
job share, job sharing
sabbatical, career break
vacation, annual leave, yearly leave, holiday leave, holidays, paid leave, vacation leave, paid vacation
unpaid leave, leave without pay
sick leave, paid sick time, sick time, sickness absence, medical leave, sickness leave
sick pay, statutory sick pay
sick day, sickness day
sick note, doctor note, doctors note, medical certificate, sick certificate, sickness certificate
parental leave, leave for parents
maternity leave, leave for mothers
paternity leave, leave for fathers
bereavement leave, compassionate leave
study leave, educational leave
jury duty, jury service
pto, paid time off, paidtimeoff
absent, off work
salary, wage, pay
payroll, pay run
payday, pay day
payslip, pay slip, wage slip, pay stub, paystub, salary slip
bonus, gratification
commission, sales commission
allowance, budget
per diem, daily allowance
mileage allowance, mileage rate, mileage reimbursement
expense report, expense claim, expenses claim, expense form
company car, business car
commute, journey to work, way to work
advantage, benefit, perk, fringe benefit, upside, pro
disadvantage, drawback, downside, con
pension, retirement pension
pension plan, retirement plan, pension scheme
stock option, share option
referral bonus, referral reward, recommendation bonus
training, course, workshop, class, training course, training session
e learning, elearning, online course, online training
skill, competence, ability
qualification, credential
certificate, certification
mandatory, compulsory, obligatory
dress code, clothing rules
uniform, work clothes, workwear
safety shoe, safety boot
protective equipment, safety gear, protective gear, ppe, personal protective equipment
safety briefing, safety instruction
fire drill, evacuation exercise, evacuation drill
first aid course, first aid training
first aider, first aid officer
works council, staff council
trade union, labor union, labour union
collective agreement, union agreement
grievance, complaint
harassment, bullying
whistleblower, whistle blower
code of conduct, conduct rules
rule, guideline
policy document, policy paper
handbook, manual, guide
meeting, get together
conference room, meeting room, boardroom
team event, team building
party, celebration
business trip, work trip, business travel, work travel, official trip
business card, visiting card
desk, workstation
hot desk, shared desk
badge, id badge, access card, key card, keycard, id card, access badge, pass card
`;
