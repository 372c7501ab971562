import { readGolden } from './read-golden.fixture.ts';

/** The half that the tables were written against. Labelled by labelling-guide.md. */
export const GOLDEN_TUNING = readGolden(`
simple:
What is our leave policy?
What's the wifi password for guests?
Who is the CFO?
Who signs off travel requests?
When did the Berlin office open?
When does the support desk close?
Where is the office?
Where can I download the VPN client?
How many users does the basic plan include?
How much notice do I have to give?
How long does shipping to Norway take?
How old must an applicant be?
How do I book a meeting room?
How can I change my password?
Define gross margin
List the offices
list the holidays of 2025
Is smoking allowed on the balcony?
Do we have an office in Madrid?
Can I bring my dog to work?
What does EBITDA mean?
What time is lunch?
Which courier delivers on Saturday?
What is the legal limit for lead in drinking water?
What is the boiling point of ethanol at sea level?
What is the name of the committee that decides on the yearly research grants of the foundation?
opening hours of the warehouse
API rate limit
Who is the contact person for customers in Austria and Switzerland?
What is the maximum file size for uploads?
When was the contract with Initech signed?
Wie hoch ist die Kilometerpauschale?
Was ist ein Lieferavis?
Wann ist die nächste Betriebsversammlung?
Wer genehmigt Dienstreisen?
Wie lange ist die Kündigungsfrist?
Wie beantrage ich Urlaub?
Qu'est-ce qu'un avenant ?
Qui est le directeur financier ?
Combien de jours de congé ai-je ?
Où se trouve l'infirmerie ?
Comment réserver une salle ?
how to set up sso with okta
how can i login to jira
What discount do I get for more than 100 units?
What are the side effects of ibuprofen?
How would I close my account?
Tell me the price of the gold plan
quali sono gli orari di apertura
¿Qué es una nómina?
¿Cuándo se paga el sueldo?
¿Cuánto cuesta el plan básico?
¿Cómo cambio mi contraseña?
Che cos'è il TFR?
Quando scade il contratto di manutenzione?
Quanti giorni di ferie ho?
Come prenoto una sala riunioni?

medium:
listen to how our onboarding team sets up new laptops each month
tell me everything about the way our offices are run today
Describe the approval process for new vendors
Explain the parental leave policy
Summarize the minutes of the last board meeting
Give me a summary of the incident report
Walk me through setting up a new laptop
Tell me about our data centre in Dublin
How is the commission for sales staff calculated?
How are complaints escalated?
What happens if I miss the deadline for the tax form?
What steps are needed to open a new branch?
What should I do if a customer asks for their data to be deleted?
If I travel on a weekend, do I get the time back?
I moved to another flat last week and my health insurance card still shows the old address; how do I get a new one?
Can I carry over leave when I was ill for most of the year and return in January?
What is the deadline for the audit, and who is responsible for it?
Who do I inform when I am ill? Do I need a certificate?
When do I have to hand in my receipts and where?
Outline the steps of the recruiting process
What are the rules for gifts from suppliers?
What does the policy say about using private phones for work?
How do I set up the printer when my laptop is not in the company domain?
Write a short note to the team about the new badge system
The customer has paid twice by mistake and wants the money back to another account, what do we have to do?
What do I need to consider when I order chemicals for the laboratory?
As a part-time employee with two young children, am I entitled to work from home on two fixed days?
Elaborate on the section about data retention
Erkläre die Regelung zur Gleitzeit
Beschreibe den Bewerbungsprozess
Was passiert, wenn ich den Firmenwagen beschädige?
Wie wird der Jahresbonus berechnet?
Gib mir einen Überblick über die Sicherheitsschulung
Ich ziehe im März um und arbeite danach in einer anderen Filiale, was muss ich der Personalabteilung melden?
Bis wann muss ich mich anmelden und wer prüft die Unterlagen?
Explique la procédure de remboursement
Décrivez le processus de recrutement
Que dois-je faire si mon ordinateur est volé ?
Donne-moi un résumé du règlement intérieur
Comment est calculée la prime d'ancienneté ?
Describe el proceso de contratación
Resume la política de gastos
¿Qué debo hacer si pierdo mi tarjeta?
¿Cómo se calcula la paga extra?
Spiega la procedura di rimborso
Cosa devo fare se perdo il badge?
Come viene calcolato il premio annuale?
Descrivi il processo di selezione

complex:
How does X compare to Y?
What is the root cause and evaluate the options
Analyse the incident
Analyze customer feedback from May
Explain why leave lapses
What are the implications?
Why are we losing customers in Spain?
Why did the deployment fail?
How come the figures of both reports do not match?
Compare our parental leave with the legal minimum
What's the difference between revenue and bookings?
What are the differences between the two contracts?
How do the old and the new pension plan differ?
What are the advantages of a heat pump over gas heating?
Pros and cons of open-plan offices
What are the trade-offs of eventual consistency?
Kubernetes versus Nomad for our batch jobs
Is it better to repair or to replace the old press?
Which database is best for time series with late data?
Which option would you recommend for a team of five?
Should we move the archive to the cloud?
What would be the impact of a strike on deliveries in December?
What effect does the new law have on our contracts with freelancers?
How does the garbage collector work?
How do vaccines protect against the virus?
How can we reduce waste in the kitchen?
How could we improve the onboarding of remote staff?
Evaluate the proposals of the three agencies
Assess whether the supplier meets our security requirements
Synthesise the interviews into three themes
Summarise the differences across all regional policies
Critically review the marketing plan
Prove step by step that the algorithm terminates
Develop a strategy for entering the Polish market
Propose a migration plan from the old ticket system
What caused the increase in support tickets after the release?
What are the consequences of missing the filing deadline for our subsidiaries?
What patterns do you see in the accident reports?
How has our pricing evolved over the last five years?
What is the relationship between turnover and overtime?
How effective was the new training?
What is the limit, who sets it, and when was it last changed?
Is this clause enforceable? What are the risks? Which alternatives do we have?
Warum wurde die Lieferung abgelehnt?
Wie unterscheiden sich die beiden Tarife?
Vergleiche die Angebote von Telekom und Vodafone
Welche Auswirkungen hat das neue Gesetz auf unsere Verträge?
Bewerte die drei Vorschläge
Sollten wir den Standort schließen?
Wie funktioniert die Wärmepumpe?
Pourquoi le projet a-t-il pris du retard ?
Quels sont les avantages et les inconvénients du télétravail ?
Analysez les causes de l'accident
Quel est l'impact de la réforme sur nos contrats ?
Comment fonctionne le système de primes ?
¿Por qué bajaron las ventas?
Compara los dos proveedores
¿Qué impacto tiene la nueva ley en nuestros contratos?
¿Cómo funciona el sistema de turnos?
Perché il progetto è in ritardo?
Confronta i due preventivi
Quali sono i vantaggi e gli svantaggi del lavoro da remoto?
Come funziona il sistema di turni?
`);
