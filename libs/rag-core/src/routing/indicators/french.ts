import type { IndicatorTable } from './indicator-table.ts';

export const FRENCH: IndicatorTable = {
  complex: {
    compares: `comparer | comparez | comparaison* | par rapport à/au/aux | différence* | diffèrent | diffère | distingu* | versus |
      mieux/meilleur/meilleure … que/ou | quel/quelle/quels/quelles … meilleur/meilleure/meilleurs/meilleures | vaut-il mieux | points communs`,
    weighs: `avantage/avantages | inconvénient* | pour et le contre | pour et les contre | forces et faiblesses | compromis entre`,
    reasons: `pourquoi | raison/raisons | cause/causes | à quoi est dû | facteurs | explique comment/pourquoi | expliquez comment/pourquoi`,
    works: `comment fonctionne* | comment marche | comment agit | comment agissent | comment a/ont évolué | comment … a-t-il/a-t-elle/ont-ils/ont-elles évolué |
      comment pourrait-on/pourrions-nous/pouvons-nous/peut-on … améliorer/réduire/éviter/augmenter`,
    judges: `analyse | analyser | analysez | évalue | évaluer | évaluez | évaluation de | apprécie* | juge/jugez | dans quelle mesure | vaut la peine |
      justifie* | interpréte*`,
    recommends: `recommand* | conseill* | suggère* | suggérez | propose/proposez | devrions-nous | faut-il !que/présenter/apporter | devrait-on |
      élabore/élaborez | conçois | concevez | étape par étape | stratégie pour`,
    foresees: `impact/impacts | conséquence* | implication* | effet/effets de/du/des/sur | influence* | répercussion* | que se passerait-il | risques`,
    gathers: `tendance/tendances | corrélation* | lien entre | relation entre | synthèse | synthétis* | leçons | conclusions | ces dernières années |
      au cours des … années`,
  },
  medium: {
    describes: `décri* | explique | expliquer | expliquez | résume | résumé | résumer | résumez | aperçu | présente-moi | parle-moi | parlez-moi |
      détaille* | rédige*`,
    instructs: `quelles étapes | quelles sont les étapes | procédure | démarche/démarches | que dois-je | que doit-on | que devons-nous | que faut-il | que faire`,
    follows: `que se passe-t-il | qu'arrive-t-il`,
    decides: `comment est/sont/a/ont | quelles sont les … règles/conditions/critères/exigences/obligations | que dit | que prévoit | ai-je droit`,
    conditions: `si je/j'ai/nous/on/le/la/les/un/une/mon/ma/mes/quelqu'un | s'il | lorsque je/nous | quand je | bien que | à condition | en cas de | alors que`,
  },
  simple: {
    names: `^qui | ^quand | ^où | ^qu'est-ce | ^c'est quoi | ^quel/quelle est | ^quels/quelles sont les noms/horaires/dates | ^définis* | ^liste/lister/listez | ^que signifie |
      ^à qui | ^jusqu'à quand`,
    measures: `^combien | ^à quelle heure/date | ^à partir de | ^en quelle année | ^quel jour`,
  },
};
