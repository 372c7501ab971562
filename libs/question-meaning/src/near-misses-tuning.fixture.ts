import { readNearMisses } from './read-pairs.fixture.ts';

/** Pairs that read alike and want different answers: the tuning half. Rules and word lists were written against these. */
export const NEAR_MISSES_TUNING = readNearMisses(`
numbers:
What is the limit for 5 users? | What is the limit for 50 users?
What is the limit for five users? | What is the limit for 15 users?
How do I install version 2.1? | How do I install version 2.2?
What changed in Python 3.1? | What changed in Python 3.10?
What changed in v2? | What changed in v3?
What is the discount for 10% prepayment? | What is the discount for 20% prepayment?
What is the discount for 10%? | What is the discount for 10?
What does chapter II say? | What does chapter III say?
What is type I diabetes? | What is type II diabetes?
What caused World War I? | What caused World War II?
What is the first step? | What is the second step?
What is the 1st step? | What is the 3rd step?
Can I take two weeks off? | Can I take three weeks off?
Can I take 2 weeks and 3 days off? | Can I take 3 weeks and 2 days off?
Is 1,000 users too many? | Is 10,000 users too many?
Is 10k requests a lot? | Is 100k requests a lot?
Do I pay 1.5 million in taxes? | Do I pay 15 million in taxes?
What does error 404 mean? | What does error 403 mean?
What does clause 4.2 require? | What does clause 4.3 require?
Where is building 7? | Where is building 8?
What is in section 5? | What is in section 5.1?
Can I get a refund after 30 days? | Can I get a refund after 90 days?
How do I configure 2 replicas? | How do I configure replicas?
dates:
What was our revenue in 2023? | What was our revenue in 2024?
What was the revenue in Q1? | What was the revenue in Q2?
What was revenue in the first quarter? | What was revenue in the third quarter?
What is the holiday schedule for March? | What is the holiday schedule for May?
What are the opening hours on Monday? | What are the opening hours on Sunday?
What did we sell last year? | What did we sell this year?
What did we sell last month? | What did we sell last quarter?
What happens today? | What happens tomorrow?
What is planned for next week? | What is planned for this week?
What was the weather yesterday? | What was the weather today?
Is the office open at 5 pm? | Is the office open at 5 am?
Is the office open at 17:00? | Is the office open at 18:00?
What changed on 2024-03-05? | What changed on 2024-05-03?
What is due on 5 March? | What is due on 6 March?
Who is the CEO? | Who was the CEO?
When does the policy change? | When did the policy change?
What were the results for FY2023? | What were the results for FY2024?
What were sales in H1? | What were sales in H2?
What were the sales before 2020? | What were the sales after 2020?
What is the plan for summer? | What is the plan for winter?
What was our revenue in 2023? | What was our revenue?
units:
How far is 5 km? | How far is 5 miles?
Is 5 kg too heavy? | Is 5 lb too heavy?
Is a $50 gift allowed? | Is a €50 gift allowed?
Can I spend 100 USD? | Can I spend 100 EUR?
Is 30 days the limit? | Is 30 hours the limit?
How many days of leave do I get? | How many weeks of leave do I get?
Is 10 GB enough? | Is 10 MB enough?
What is the temperature in Celsius? | What is the temperature in Fahrenheit?
What is the salary in dollars? | What is the salary in pounds?
What is the cost per month? | What is the cost per year?
What is the monthly fee? | What is the annual fee?
How many requests per second are allowed? | How many requests per minute are allowed?
negation:
Who is eligible for overtime? | Who is not eligible for overtime?
Which countries do we ship to? | Which countries do we not ship to?
Which expenses are covered? | Which expenses aren't covered?
Can I travel with approval? | Can I travel without approval?
Are refundable tickets allowed? | Are non-refundable tickets allowed?
Is parental leave paid? | Is parental leave unpaid?
Which regions are included? | Which regions are excluded?
Do all plans include support? | Do no plans include support?
Who can never be fired? | Who can be fired?
Can I log in? | Can't I log in?
What is allowed in the office? | What is not allowed in the office?
Is it legal to record calls? | Is it illegal to record calls?
What is everything covered except dental? | What is everything covered including dental?
Why does the app start? | Why doesn't the app start?
Which staff are not paid and insured? | Which staff are paid and not insured?
Is the service available? | Is the service unavailable?
entities:
What is the capital of France? | What is the capital of Germany?
Who is the CEO of Globex? | Who is the CEO of Initech?
Where is the Berlin office? | Where is the Munich office?
How do I install Docker? | How do I install Podman?
How do I use AWS? | How do I use GCP?
What is the price of the X200? | What is the price of the X300?
What is the price of the iPhone 15? | What is the price of the iPhone 15 Pro?
What is the price of the A100? | What is the price of the B100?
How do I contact us? | How do I contact US?
What does it cost? | What does IT cost?
Which polish is allowed? | Which Polish is allowed?
How do I reach bob@acme.com? | How do I reach ann@acme.com?
What is on https://acme.com/a? | What is on https://acme.com/b?
What does "pending" mean? | What does "approved" mean?
What does --force do? | What does --verbose do?
What does -v do? | What does -V do?
How do I learn C++? | How do I learn C#?
How do I learn Java? | How do I learn JavaScript?
What does x == 1 do? | What does x != 1 do?
What does x < 1 do? | What does x > 1 do?
Who is John Smith? | Who is John Brown?
Who is Mary Jones? | Who is Mark Jones?
What is plan A? | What is plan B?
Where is vitamin C found? | Where is vitamin D found?
What does user_id mean? | What does order_id mean?
How do I fly to Sydney, Australia? | How do I fly to Sydney, Nova Scotia?
Which laws apply in the US? | Which laws apply in the UK?
What does getUser return? | What does getUsers return?
What is the policy of Acme? | What is the policy?
comparatives:
What is the maximum order quantity? | What is the minimum order quantity?
Which plan costs the most? | Which plan costs the least?
Which product has the highest margin? | Which product has the lowest margin?
Who joined first? | Who joined last?
What is needed before the audit? | What is needed after the audit?
Which orders are above 100? | Which orders are below 100?
Which orders are over 100? | Which orders are under 100?
When does the shift start? | When does the shift end?
How do I buy shares? | How do I sell shares?
How do I import contacts? | How do I export contacts?
How do I enable logging? | How do I disable logging?
How do I turn on logging? | How do I turn off logging?
What is the reason for the increase in costs? | What is the reason for the decrease in costs?
Is smoking allowed? | Is smoking forbidden?
How do I upload a file? | How do I download a file?
How do I encrypt a file? | How do I decrypt a file?
How do I add a user? | How do I remove a user?
How do I install the agent? | How do I uninstall the agent?
How do I fly from Paris to London? | How do I fly from London to Paris?
How do I convert EUR to USD? | How do I convert USD to EUR?
Did Globex acquire Initech? | Did Initech acquire Globex?
Did Globex acquire Initech? | Was Globex acquired by Initech?
Can a manager approve an employee? | Can an employee approve a manager?
How do I migrate from MySQL to Postgres? | How do I migrate from Postgres to MySQL?
Do I have at least 5 days? | Do I have at most 5 days?
Are more than 5 people allowed? | Are fewer than 5 people allowed?
What is the gross salary? | What is the net salary?
What are the duties of the employer? | What are the duties of the employee?
What are the rights of the tenant? | What are the rights of the landlord?
Who is the best supplier? | Who is the worst supplier?
What is the effect of sleep on stress? | What is the effect of stress on sleep?
Who reports to Ann Lee? | Who does Ann Lee report to?
question-word:
When was the contract signed? | Where was the contract signed?
Who signed the contract? | When was the contract signed?
Why was the contract signed? | When was the contract signed?
How do I cancel the contract? | When do I cancel the contract?
How do I cancel the contract? | Can I cancel the contract?
How many licenses do we have? | Which licenses do we have?
How much is the license? | How long is the license?
Who approves expenses? | How are expenses approved?
Where do we store backups? | How do we store backups?
Why do we store backups? | How do we store backups?
How often are backups made? | How are backups made?
What is a backup? | Why a backup?
Is the contract signed? | When is the contract signed?
Can I take leave? | Must I take leave?
When can I file the form? | When must I file the form?
How old is the server? | How big is the server?
language:
What is the leave policy of the company? | Was ist die Urlaubsregelung der Firma?
Where is the office in Paris? | Où est le bureau de Paris ?
What is the password policy? | ¿Cuál es la política de contraseñas?
subject:
How much sick leave do I get? | How much parental leave do I get?
How do I reset my password? | How do I reset my phone?
How do I reset my password? | How do I choose my password?
What is the refund policy? | What is the travel policy?
What is the refund policy? | What is the refund policy for contractors?
What is the leave policy? | What is the sick leave policy?
How do I change my address? | How do I change my name?
What is the price of gold? | What is the price of silver?
Who is the head of sales? | Who is the head of legal?
What is the notice period? | What is the probation period?
What is the limit for hotels? | What is the limit for flights?
How do I delete a user? | How do I delete a group?
How do I create a ticket? | How do I close a ticket?
What are the symptoms of flu? | What are the treatments of flu?
What causes headaches? | What cures headaches?
What are the side effects of aspirin? | What are the benefits of aspirin?
Who is the manager of the department? | Who is the manager of the store?
Can I eat in the office? | Can I sleep in the office?
Can I bring my dog to work? | Can I bring my child to work?
How do I contact the help desk? | How do I contact the front desk?
Where is the printer? | Where is the scanner?
What is the cost of shipping? | What is the cost of production?
Is the premium plan available? | Is the basic plan available?
What is a purchase order? | What is a sales order?
How do I train a model? | How do I deploy a model?
What is the role of the liver? | What is the role of the kidney?
How do I set up email on my phone? | How do I set up email on my laptop?
How do I approve an invoice? | How do I reject an invoice?
What is the address of the warehouse? | What is the phone number of the warehouse?
Do we match pension contributions? | Do we match charity contributions?
Is Globex bigger than Initech? | Is Initech bigger than Globex?
Who acquired Globex? | Who did Globex acquire?
Who hired Ann Lee? | Whom did Ann Lee hire?
What does Globex supply? | Who supplies Globex?
Does the app support French? | Does support use the French app?
What is the time limit? | What is the speed limit?
What is the email of Ann? | What is the phone number of Ann?
Is there parking at the office? | Is there a kitchen at the office?
What happens if I cancel? | What happens if I renew?
Which plan is for students? | Which plan is for teachers?
Is lunch free for employees? | Is parking free for employees?
What should I do after an accident? | What should I do after a theft?
How is overtime calculated? | How is overtime approved?
What is the location of the server? | What is the length of the server?
Which person do I ask about taxes? | Which person do I ask about visas?
How do I list containers? | How do I make containers?
How do I show a form? | How do I define a form?
How do I get a permit? | How do I offer a permit?
How do I give feedback? | How do I get feedback?
What is the total cost? | What is the unit cost?
How do I find a supplier? | How do I replace a supplier?
Where do I find the form? | Where do I send the form?
Where is the server located? | Where is the server used?
How long does shipping take? | How long does shipping cost?
Who is responsible for payroll? | Who is on payroll?
How much does the plan cost? | How much does the plan save?
How do I change my name? | How do I keep my name?
What is the reason for the delay? | What is the length of the delay?
How do I process a refund? | How do I refuse a refund?
How do I keep a record? | How do I break a record?
How do I become a manager? | How do I become an engineer?
What is an employee handbook? | What is an employee contract?
What are the hours of the library? | What are the rules of the library?
Can you tell me when payroll runs? | Can you tell me who payroll runs?
What is the meaning of churn? | What is the amount of churn?
Is the training optional? | Is the training mandatory?
Why do we use Kafka? | Why do we avoid Kafka?
What is the summary of the report? | What is the author of the report?
Wie viele Urlaubstage habe ich? | Wie viele Krankheitstage habe ich?
Wie kann ich mein Konto löschen? | Wie kann ich mein Konto eröffnen?
Was kostet der Versand nach Österreich? | Was kostet der Versand in die Schweiz?
Wer ist versichert? | Wer ist nicht versichert?
Was ist der höchste Betrag? | Was ist der niedrigste Betrag?
Wann beginnt der Vertrag? | Wo beginnt der Vertrag?
Wie hoch ist das Gehalt mit Bonus? | Wie hoch ist das Gehalt ohne Bonus?
Was war der Umsatz im Januar? | Was war der Umsatz im Februar?
Kann ich zwei Tage frei nehmen? | Kann ich drei Tage frei nehmen?
Quelle est la capitale de la France ? | Quelle est la capitale de l'Espagne ?
Quels frais sont remboursés ? | Quels frais ne sont pas remboursés ?
Quand commence le contrat ? | Où commence le contrat ?
Puis-je voyager avec mon chien ? | Puis-je voyager sans mon chien ?
Quel est le montant maximum ? | Quel est le montant minimum ?
¿Cuándo empieza el contrato? | ¿Cuándo termina el contrato?
¿Quién está asegurado? | ¿Quién no está asegurado?
¿Dónde está la oficina? | ¿Cuándo abre la oficina?
¿Puedo viajar con mi perro? | ¿Puedo viajar con mi gato?
Chi è il direttore delle vendite? | Chi è il direttore degli acquisti?
Hoeveel vakantiedagen heb ik? | Hoeveel ziektedagen heb ik?
`);
