import { readNearMisses } from './read-pairs.fixture.ts';

/** Pairs that read alike and want different answers: the half that no rule was written against, for reporting alone. */
export const NEAR_MISSES_HELD_OUT = readNearMisses(`
mixed:
What was the headcount in June 2023? | What was the headcount in July 2023?
How many patients received 50 mg? | How many patients received 500 mg?
What is the boiling point in °C? | What is the boiling point in °F?
Does policy 7.1 apply to me? | Does policy 7.2 apply to me?
Is the warranty two years? | Is the warranty three years?
What is the max temperature of the CPU? | What is the max temperature of the GPU?
Who is the lawyer of Smith? | Who is the lawyer of Smyth?
What are the holidays in Canada? | What are the holidays in Mexico?
Are weekend shifts paid double? | Are weekend shifts paid triple?
How do I enroll in the dental plan? | How do I enroll in the vision plan?
How do I accept a meeting? | How do I decline a meeting?
How do I mount a volume? | How do I unmount a volume?
What ports must be open? | What ports must be closed?
What is the upload speed? | What is the download speed?
How do I join two tables? | How do I split two tables?
Is SSO supported on the free plan? | Is SSO supported on the paid plan?
Which customers churned in Q1? | Which customers renewed in Q1?
Which suppliers are certified? | Which suppliers are not certified?
Does the SLA cover outages? | Does the SLA cover outages without notice?
What is the price of 1 GB of storage? | What is the price of 1 TB of storage?
What is the deadline for the 2024 tax return? | What is the deadline for the 2025 tax return?
How do I undo a commit? | How do I redo a commit?
What did we decide yesterday? | What did we decide on Tuesday?
Should interns be invited? | Should managers be invited?
Who approved budget A? | Who approved budget B?
Is the meeting before lunch? | Is the meeting after lunch?
What is our biggest risk? | What is our smallest risk?
How can I increase my limit? | How can I decrease my limit?
What happens at the beginning of the term? | What happens at the end of the term?
How many stores opened? | How many stores closed?
Is the report due by the 15th? | Is the report due by the 16th?
Can we ship from Japan? | Can we ship to Japan?
What does Acme owe Hooli? | What does Hooli owe Acme?
Which vendor does Hooli use? | Which vendor uses Hooli?
Is it cheaper to rent than to buy? | Is it cheaper to buy than to rent?
Is gas cheaper than oil? | Is oil cheaper than gas?
Can children travel with adults? | Can children travel without adults?
Why did revenue rise? | Why did revenue fall?
What is the SQL for an inner join? | What is the SQL for an outer join?
What is a left join? | What is a right join?
Who is on the day shift? | Who is on the night shift?
What is the minimum wage in Ohio? | What is the minimum wage in Iowa?
What is hot storage? | What is cold storage?
Is ibuprofen safe in pregnancy? | Is ibuprofen safe after pregnancy?
What is the north region's quota? | What is the south region's quota?
How do I use the staging server? | How do I use the production server?
What are the interview questions? | What are the interview answers?
Do I get a bonus in my first year? | Do I get a bonus in my second year?
How do I change the owner of a file? | How do I change the group of a file?
How do I turn the heating up? | How do I turn the heating down?
Is the visa single entry? | Is the visa multiple entry?
What are the steps to open a case? | What are the steps to close a case?
Where do I report bugs? | Where do I report sick?
Can I appeal the decision? | Can I appeal the grade?
How does A depend on B? | How does B depend on A?
Which teams report to Kim? | Which teams does Kim report to?
What is the ratio of debt to equity? | What is the ratio of equity to debt?
Wie hoch ist der Rabatt für Kunden? | Wie hoch ist der Rabatt für Mitarbeiter?
Wann öffnet die Filiale? | Wann schließt die Filiale?
Quand ferme le magasin ? | Quand ouvre le magasin ?
¿Cuánto dura la garantía? | ¿Cuánto cuesta la garantía?
numbers:
What is the fee for 3 bags? | What is the fee for 4 bags?
What is the fee for three bags? | What is the fee for thirty bags?
How do I migrate to release 5.0? | How do I migrate to release 6.0?
How do I migrate to v1.9? | How do I migrate to v1.19?
Is a deposit of 25% normal? | Is a deposit of 75% normal?
What is in Annex IV? | What is in Annex VI?
What does Article 6 say? | What does Article 16 say?
What is the second most common cause? | What is the third most common cause?
Can I expense 20 dollars? | Can I expense 200 dollars?
Does a team of twelve need a lead? | Does a team of twenty need a lead?
Is a 2:1 ratio enough? | Is a 3:1 ratio enough?
What does exit code 137 mean? | What does exit code 139 mean?
What runs on port 80? | What runs on port 8080?
Is half the payment due now? | Is a third of the payment due now?
Is the fee 1.25 million? | Is the fee 1.25 billion?
Which benefits come with level 2? | Which benefits come with level 3?
Who stays in room 101? | Who stays in room 110?
Which plan allows a single seat? | Which plan allows two seats?
dates:
What was our churn in 2021? | What was our churn in 2022?
What was our churn in Q3 2022? | What was our churn in Q4 2022?
What was our churn in Q3 2022? | What was our churn in Q3 2021?
Is the canteen open in August? | Is the canteen open in July?
Is the canteen open on Saturday? | Is the canteen open on Friday?
Who is on call tonight? | Who is on call tomorrow?
Who is on call this weekend? | Who is on call next weekend?
What did the board decide last week? | What did the board decide last month?
What are the targets for this quarter? | What are the targets for next quarter?
Is the shop open at 9 am? | Is the shop open at 9 pm?
Is the shop open at 9:30? | Is the shop open at 10:30?
What is due by 1 April? | What is due by 11 April?
What is due on Jan 5? | What is due on Jun 5?
Which rules applied before 2018? | Which rules applied since 2018?
Who will be the chair? | Who was the chair?
Where did we open stores? | Where will we open stores?
What was the forecast for fiscal 2023? | What was the forecast for fiscal 2025?
Who won in the 1980s? | Who won in the 1990s?
What happened in the morning? | What happened in the evening?
What changed in spring 2022? | What changed in autumn 2022?
units:
Is 20 km too far? | Is 20 miles too far?
Is 100 grams enough? | Is 100 kilograms enough?
Is a budget of £500 fine? | Is a budget of $500 fine?
Do I get 15 minutes? | Do I get 15 hours?
How many months is the notice? | How many weeks is the notice?
Is 5 TB included? | Is 5 GB included?
What is the height in feet? | What is the height in metres?
What is the rate per hour? | What is the rate per day?
What is the weekly limit? | What is the daily limit?
What is the price in yen? | What is the price in euros?
Is 10 ms fast? | Is 10 s fast?
How many litres does it hold? | How many gallons does it hold?
negation:
Which employees get a bonus? | Which employees don't get a bonus?
Which files are synced? | Which files are not synced?
Can I enter with a badge? | Can I enter without a badge?
Which cards are accepted? | Which cards are not accepted?
Why can I access the share? | Why can't I access the share?
Why will the job run? | Why won't the job run?
Is alcohol permitted? | Is alcohol prohibited?
Are visitors authorized? | Are visitors unauthorized?
What is taxable income? | What is non-taxable income?
Is everyone insured except interns? | Is everyone insured including interns?
Do we have any open positions? | Do we have no open positions?
Is the feature complete? | Is the feature incomplete?
What should I do during an alarm? | What should I never do during an alarm?
Which fields are required? | Which fields are optional?
Is the change reversible? | Is the change irreversible?
What if I am able to attend? | What if I am unable to attend?
Is the clause valid? | Is the clause invalid?
Who must attend? | Who need not attend?
entities:
What is the population of Spain? | What is the population of Italy?
Who is the CFO of Hooli? | Who is the CTO of Hooli?
How do I get to the Lyon office? | How do I get to the Nice office?
How do I deploy on Kubernetes? | How do I deploy on Nomad?
How do I back up Postgres? | How do I back up MongoDB?
What is the range of the Model S? | What is the range of the Model X?
Does it run on Windows 11? | Does it run on Windows 10?
Does it run on Linux? | Does it run on Windows?
What is the SLA for EMEA? | What is the SLA for APAC?
What does GDPR require? | What does HIPAA require?
Is ticket ABC-123 done? | Is ticket ABC-132 done?
Is ticket OPS-9 done? | Is ticket DEV-9 done?
Where is SKU 4471-B? | Where is SKU 4471-C?
What is served at api.acme.com? | What is served at app.acme.com?
Who wrote to sales@acme.com? | Who wrote to support@acme.com?
What does the status "on hold" mean? | What does the status "in review" mean?
What does --dry-run do? | What does --all do?
How do I declare a const in TypeScript? | How do I declare a const in Go?
What does a || b return? | What does a && b return?
Who is Anna Weber? | Who is Anna Wagner?
Is Dr. Lee in today? | Is Dr. Li in today?
What is hepatitis A? | What is hepatitis B?
What does maxRetries mean? | What does maxConnections mean?
What does MAX_SIZE control? | What does MIN_SIZE control?
What is the policy for China? | What is the policy for Japan?
Is turkey on the menu? | Is Turkey on the menu?
Who is in WHO? | Who is in who?
Which tariff applies to the EU? | Which tariff applies to the UAE?
How do I call the Stripe API? | How do I call the Adyen API?
Is IPv4 supported? | Is IPv6 supported?
comparatives:
What is the maximum speed? | What is the minimum speed?
What is the upper limit? | What is the lower limit?
Who earns the most? | Who earns the least?
Which city is the largest? | Which city is the smallest?
What do I do before surgery? | What do I do after surgery?
What is the first item? | What is the last item?
Which bills are over 50 euros? | Which bills are under 50 euros?
How do I start the server? | How do I stop the server?
How do I lock a record? | How do I unlock a record?
How do I mute a channel? | How do I unmute a channel?
How can we increase churn alerts? | How can we reduce churn alerts?
How do I open an account? | How do I close an account?
What are inbound rules? | What are outbound rules?
What is an internal audit? | What is an external audit?
What does a public repository cost? | What does a private repository cost?
What is a long position? | What is a short position?
What is the arrival time? | What is the departure time?
How do I lend money? | How do I borrow money?
How do I fly from Rome to Oslo? | How do I fly from Oslo to Rome?
How do I translate English to French? | How do I translate French to English?
How do I move files from S3 to Azure? | How do I move files from Azure to S3?
Does Acme supply Hooli? | Does Hooli supply Acme?
Did Acme sue Hooli? | Was Acme sued by Hooli?
Can a doctor refuse a patient? | Can a patient refuse a doctor?
Do dogs chase cats? | Do cats chase dogs?
How do I subscribe? | How do I unsubscribe?
What is the impact of price on demand? | What is the impact of demand on price?
What are the fixed costs? | What are the variable costs?
Which is the oldest server? | Which is the newest server?
Who is the biggest customer? | Who is the smallest customer?
What are the pros of remote work? | What are the cons of remote work?
What is the earliest start date? | What is the latest start date?
question-word:
Where was the meeting held? | When was the meeting held?
Who runs the meeting? | Why run the meeting?
How do I join the meeting? | Where do I join the meeting?
How do I join the meeting? | May I join the meeting?
How many meetings are there? | Which meetings are there?
How much is the training? | How long is the training?
How often is the training? | How long is the training?
Who trains new staff? | How do we train new staff?
When is training needed? | Is training needed?
Why is training needed? | When is training needed?
What is a claim? | Who is a claimant?
Should I reply to the claim? | Can I reply to the claim?
How far is the warehouse? | How large is the warehouse?
Which form do I use? | When do I use the form?
language:
Who is the manager of the sales team? | Wer ist der Leiter des Vertriebsteams?
How do I change my password? | ¿Cómo cambio mi contraseña?
How many days of leave do I have? | Combien de jours de congé ai-je ?
subject:
What is the policy on gifts? | What is the policy on alcohol?
What is the travel budget? | What is the training budget?
What is the budget for travel? | What is the budget for travel to conferences?
How do I report a bug? | How do I report an accident?
How do I request a laptop? | How do I return a laptop?
How do I renew my passport? | How do I renew my license?
How do I book a flight? | How do I book a train?
How do I rotate the API key? | How do I revoke the API key?
Who owns the billing service? | Who owns the search service?
Who is the data protection officer? | Who is the security officer?
Where is the fire extinguisher? | Where is the fire exit?
Where is the first aid kit? | Where is the tool kit?
When is the sprint review? | When is the sprint planning?
When is the tax return due? | When is the tax payment due?
Why is the sky blue? | Why is the sea blue?
Why did the build fail? | Why did the test fail?
How long is paternity leave? | How long is maternity leave?
How long is the lunch break? | How long is the coffee break?
How much is the deposit? | How much is the rent?
What is the interest rate on savings? | What is the interest rate on loans?
What is the interest rate? | What is the exchange rate?
What is cloud storage? | What is cloud computing?
What is a balance sheet? | What is an income statement?
What is an index in a database? | What is a view in a database?
What are the causes of asthma? | What are the symptoms of asthma?
What is the dose of ibuprofen for adults? | What is the dose of ibuprofen for children?
Are cats allowed in the flat? | Are dogs allowed in the flat?
Can I pay by card? | Can I pay by cheque?
Can freelancers join the pension plan? | Can freelancers join the health plan?
Does the gym have a sauna? | Does the gym have a pool?
Do I need a permit to build a fence? | Do I need a permit to build a shed?
Is my laptop insured? | Is my phone insured?
How does the heart work? | How does the lung work?
How do I tune the garbage collector? | How do I tune the query planner?
How do I restart the worker? | How do I restart the database?
How do I freeze a card? | How do I replace a card?
What is the manager's salary? | What is the director's salary?
What is the return policy for shoes? | What is the return policy for electronics?
What is the return policy? | What is the return on investment?
What is the employee discount? | What is the student discount?
Wie melde ich mich krank? | Wie melde ich mich an?
Wie hoch ist die Miete? | Wie hoch ist die Kaution?
Wann ist die Kantine geöffnet? | Wann ist die Kantine geschlossen?
Wer darf Rechnungen freigeben? | Wer darf Rechnungen nicht freigeben?
Was war der Gewinn 2021? | Was war der Gewinn 2022?
Welche Daten werden gespeichert? | Welche Daten werden gelöscht?
Wo ist der Eingang? | Wo ist der Ausgang?
Comment ouvrir un compte ? | Comment fermer un compte ?
Quel est le prix du billet ? | Quel est le prix du repas ?
Qui peut voter ? | Qui ne peut pas voter ?
Combien coûte un abonnement mensuel ? | Combien coûte un abonnement annuel ?
Où est la gare ? | Quand part le train de la gare ?
¿Cuánto cuesta el plan básico? | ¿Cuánto cuesta el plan premium?
¿Qué gastos están cubiertos? | ¿Qué gastos no están cubiertos?
¿Cómo compro acciones? | ¿Cómo vendo acciones?
¿Cuándo abre el banco el lunes? | ¿Cuándo abre el banco el martes?
Qual è il limite massimo? | Qual è il limite minimo?
Wat is de langste termijn? | Wat is de kortste termijn?
`);
