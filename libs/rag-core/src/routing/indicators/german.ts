import type { IndicatorTable } from './indicator-table.ts';

export const GERMAN: IndicatorTable = {
  complex: {
    compares: `vergleich* | verglichen | im vergleich | unterschied* | unterscheid* | gegenüber | gegenübersteh* | besser/günstiger/schneller/sicherer … als/oder |
      welche/welcher/welches … besser/beste/besten | am besten | gemeinsamkeiten`,
    weighs: `vor- und nachteil* | vorteil/vorteile/vorteilen | nachteil/nachteile/nachteilen | abwäg* | abwägung* | stärken und schwächen |
      für und wider | kosten-nutzen*`,
    reasons: `warum | wieso | weshalb | weswegen | ursache/ursachen | grund für | gründe | woran liegt | erkläre wie/warum`,
    works: `wie funktionier* | wie wirkt | wie wirken | wie hängt | wie hängen | wie hat/haben sich | wie könnte/könnten/können wir … verbesser*/senken/verringer*/reduzier*/vermeid*/steiger*/erhöh* |
      wie würde/würden | wie gut/wirksam/wahrscheinlich`,
    judges: `analys* | bewert* | beurteil* | einschätz* | evaluier* | lohnt | lohnen | sinnvoll | inwieweit | inwiefern | begründ* |
      priorisier* | interpretier*`,
    recommends: `empfehl* | empfiehl* | vorschlagen | schlage … vor | sollten wir | sollen wir | sollte/sollten der/die/das/unser/unsere |
      entwickle | entwirf | entwickeln sie | schritt für schritt | strategie für`,
    foresees: `auswirkung* | die/welche folgen | konsequenz* | beeinfluss* | einfluss auf | was wäre wenn | was würde | bedeutet … für | risiken`,
    gathers: `zusammenhang | zusammenhänge | trend/trends | muster in | welche muster | über die letzten | in den letzten … jahren | schlussfolger* | synthes* |
      übergreifend* | fasse … alle/aller zusammen`,
  },
  medium: {
    describes: `beschreib* | erklär* | erläuter* | fasse | zusammenfassung | überblick | erzähl* | skizzier* | schreib/schreibe | im detail`,
    instructs: `welche schritte | ablauf | verfahren | vorgehen | was muss/müssen/soll/sollte | worauf muss/müssen | was ist zu tun`,
    follows: `was passiert | was geschieht`,
    decides: `wie wird/werden/wurde/wurden | welche regeln/voraussetzungen/bedingungen/kriterien/anforderungen/pflichten | was sagt | was steht in |
      habe ich anspruch`,
    conditions: `wenn ich/wir/man/der/die/das/ein/eine/jemand/mein/meine | falls | sofern | obwohl | während ich/wir | vorausgesetzt`,
  },
  simple: {
    names: `^wer | ^wem | ^wen | ^wann | ^wo | ^wohin | ^woher | ^was ist | ^was sind | ^was bedeutet | ^was heißt | ^bis wann | ^ab wann |
      ^seit wann | ^definiere | ^nenne | ^liste | ^liste … auf`,
    measures: `^wie viel* | ^wieviel* | ^wie lange | ^wie hoch | ^wie oft | ^wie alt | ^wie groß | ^wie weit | ^wie heißt | ^wie lautet |
      ^ab welchem/welcher | ^in welchem/welcher | ^um wie viel`,
  },
};
