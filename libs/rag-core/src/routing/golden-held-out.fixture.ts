import { readGolden } from './read-golden.fixture.ts';

/** The half that no table was written against: for reporting alone. Labelled by labelling-guide.md. */
export const GOLDEN_HELD_OUT = readGolden(`
simple:
What is the notice period during probation?
When is the office closed over Christmas?
Who approves invoices above 10,000 euros?
Where do I find the evacuation plan?
How many sick days can I take without a doctor's note?
What's the SLA for priority one tickets?
Is parking free for visitors?
Define churn rate.
List the supported payment methods
What port does the metrics endpoint listen on?
Does the warranty cover water damage?
How do I reset my two-factor token?
What is the maximum dose of ibuprofen for an adult per day?
Which airline does the company use?
When did version 4.2 come out?
Can I pay by invoice?
What does SLO stand for?
How long are backups retained?
Who was the first chief executive of the company?
What is the postal address of the Lyon warehouse?
How much does the premium plan cost per seat?
Where is the meeting room Curie?
What is the default timeout of the client?
Are contractors allowed to use the gym?
phone number of the facilities desk
list all regional offices in South America
Wie viele Urlaubstage habe ich pro Jahr?
Wer ist der Datenschutzbeauftragte?
Wo finde ich das Formular für Reisekosten?
Ab welchem Betrag brauche ich zwei Unterschriften?
Quel est le montant du ticket restaurant ?
Qui valide les notes de frais ?
Quand ferme la cantine ?
¿Cuántos días de permiso de paternidad hay?
¿Quién es el responsable de seguridad?
¿Dónde se entrega el portátil al irse?
Qual è la durata del periodo di prova?
Chi firma i contratti di fornitura?
Entro quando vanno inviate le ricevute?
What is the official name of the regulation that governs the transport of lithium batteries by air in the European Union?

medium:
Summarize the travel policy for me
Describe the onboarding process for new engineers
Tell me about the history of our Singapore office
What happens to my unused vacation days if I leave the company in the middle of the year?
Explain the refund procedure for cancelled events
I lost my badge while travelling abroad, what should I do now to get back into the building on Monday?
How is the annual bonus calculated?
Who do I contact about payroll, and by when must I send my bank details?
Give me an overview of the security training
Walk me through returning a faulty device
If I work from another country for three weeks, do I still need approval from legal and from my manager?
What are the eligibility requirements for parental leave and how long does it last?
We have a customer who wants to move from monthly to yearly billing before the trial has ended; what needs to be done on our side?
Outline the incident response procedure
How are overtime hours paid on public holidays when the employee works part time?
Please explain what the retention policy says about email
Where can I submit a complaint and what information must it contain?
Can a tenant sublet the flat if the contract says nothing about it?
How do you migrate a database from version 11 to version 14 without losing the replication slots?
Summarise chapter three of the safety manual
I am going on maternity leave in June and would like to keep my company phone during that time, is that possible?
What is the procedure for importing medical devices from outside the EU when the manufacturer has no authorised representative?
My child is ill and I have already used up my days, which options do I have left under the collective agreement?
Draft a short reply to a customer who asks about delivery times
Was passiert mit meinen Überstunden, wenn ich in Teilzeit wechsle?
Beschreibe den Ablauf der jährlichen Inventur
Fasse die Reiserichtlinie zusammen
Wie wird der Zuschlag für Nachtarbeit berechnet?
Muss ich mich krankmelden, wenn ich im Homeoffice bin und nur einen halben Tag ausfalle?
Décris la procédure d'accueil des visiteurs
Que se passe-t-il si je perds ma carte d'accès pendant le week-end ?
Résume la politique de télétravail
Comment sont calculées les primes de fin d'année pour les salariés arrivés en cours d'année ?
Explica el procedimiento para devolver un producto dañado
¿Qué pasa con mi seguro médico si me traslado a otra oficina durante el año?
Resume el manual de prevención de riesgos
Descrivi la procedura di reclamo
Cosa succede alle ferie non godute se cambio contratto?
Riassumi la politica sulle spese di viaggio
Tell me everything a new hire should know about expenses in the first week

complex:
Why did sales drop in the third quarter?
Compare the standard and the enterprise plan
What is the difference between a data processor and a data controller?
How does the load balancer decide which node gets a request?
Which of the two suppliers is the better choice for refrigerated goods?
What are the pros and cons of leasing the vehicles?
Should we renew the contract with the cleaning company?
Evaluate our readiness for the new accounting standard
How would a rise in interest rates affect our pension obligations?
What are the implications of the ruling for our cookie banner?
Analyse the root causes of last month's outage
Synthesize the findings of the three customer surveys
Recommend a backup strategy for a small clinic with two sites
How do refunds and chargebacks differ?
Why is my build slower on the new runners?
Is it cheaper to buy or to rent the forklifts over five years?
What lessons can be drawn from the two failed migrations?
To what extent do the new rules limit our use of location data?
PostgreSQL vs. MongoDB for our audit trail
How has the remote work policy changed since 2021 and what does that mean for cross-border commuters?
Assess the risks of moving payroll to an external provider
What is the main reason patients drop out of the programme, and what could we do about it?
Give me the advantages and disadvantages of the four-day week
Design an onboarding plan for a team that is half remote
Which factors drive the cost of cold storage the most?
How do our emissions targets line up with those of the industry?
What would happen to our margin if the supplier raised prices by ten percent?
Explain how the settlement engine matches trades
What trends do the incident reports of the last two years show?
Who is liable for damage, what has to be reported, and by when must the insurer be told?
Warum ist die Ausschussquote im Werk Süd gestiegen?
Was ist der Unterschied zwischen Gewährleistung und Garantie?
Welche Vor- und Nachteile hat die Umstellung auf Mehrwegverpackungen?
Vergleiche die beiden Angebote für die Kantine
Pourquoi le délai de livraison a-t-il augmenté ?
Quelle est la différence entre un CDD et un contrat d'intérim ?
Compare les deux offres d'assurance
¿Por qué se rechazó la última auditoría?
¿Qué ventajas e inconvenientes tiene externalizar el soporte?
¿Cuál es la diferencia entre baja médica y permiso retribuido?
Perché è aumentato il tasso di reso?
Qual è la differenza tra recesso e risoluzione del contratto?
Valuta i rischi del passaggio al nuovo fornitore
`);
