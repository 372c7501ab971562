/**
 * Opposites that are no ends of a scale, a pair on each line, by language: who says one does not mean the other. Most
 * stand in one place of the same sentence, where a vector tells them apart least.
 */
export const OPPOSITES: Readonly<Record<string, string>> = {
  en: `
accept refuse
accept decline
approve reject
allow forbid
grant revoke
hire fire
login logout
signin signout
upgrade downgrade
better worse
nearer farther
withdraw deposit
archive restore
show hide
expand collapse
zip unzip
attach detach
sender recipient
debit credit
pro con
advantage disadvantage
strength weakness
benefit risk
win lose
win loss
success failure
succeed fail
pass fail
occupied vacant
occupied free
present absent
entrance exit
entry exit
input output
request response
client server
fixed variable
former current
previous current
within beyond
plus minus
well sick
partly fully
partially fully
barely fully
rarely often
seldom often
always sometimes
always rarely
forget remember
new used
`,
  de: `
erlaubt verboten
berechtigt unberechtigt
kostenlos kostenpflichtig
kaufen verkaufen
annehmen ablehnen
genehmigen ablehnen
anmelden abmelden
einschalten ausschalten
hochladen herunterladen
einzahlen auszahlen
eingang ausgang
vorteil nachteil
vorteile nachteile
gewinn verlust
`,
  fr: `
permis interdit
autorisé interdit
accepter refuser
entrée sortie
avantage inconvénient
avantages inconvénients
vendre acheter
`,
  es: `
permitido prohibido
aceptar rechazar
entrada salida
ventajas desventajas
vender comprar
`,
  it: `
consentito vietato
accettare rifiutare
entrata uscita
vendere comprare
`,
  nl: `
toegestaan verboden
accepteren weigeren
ingang uitgang
`,
  pt: `
permitido proibido
aceitar recusar
entrada saída
`,
};
