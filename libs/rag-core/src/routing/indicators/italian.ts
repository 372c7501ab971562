import type { IndicatorTable } from './indicator-table.ts';

export const ITALIAN: IndicatorTable = {
  complex: {
    compares: `confronta | confrontare | confronto | rispetto a/al/alla | paragona* | differenza | differenze | differiscono | distingu* |
      meglio/migliore/peggio … che/o | quale/quali … migliore/migliori/meglio | in comune`,
    weighs: `vantaggio | vantaggi | svantaggio | svantaggi | pro e contro | pro e i contro | punti di forza`,
    reasons: `^perché | e perché | come mai | motivo/motivi | ragione/ragioni | causa/cause | a cosa è dovuto | fattori | spiega come/perché`,
    works: `come funziona* | come agisce | come si è/sono evolut* | come è cambiat* | come sono cambiat* | come possiamo/potremmo … migliorare/ridurre/evitare/aumentare |
      come influisc* | come incid*`,
    judges: `analizza | analizzare | analisi | valuta | valutare | valutazione di/dei/delle | giudica | in che misura | vale la pena | conviene | giustifica* | interpreta*`,
    recommends: `raccomanda* | consiglia* | consigli | suggerisci | suggeris* | proponi | proporre | dovremmo | progetta | elabora | sviluppa | passo passo |
      passo dopo passo | strategia per`,
    foresees: `impatto | impatti | conseguenz* | implicazion* | effetto/effetti | influenza | ripercussion* | cosa succederebbe | che cosa accadrebbe | rischi`,
    gathers: `tendenza | tendenze | andamento | correlazion* | relazione tra/fra | legame tra/fra | sintesi | sintetizza | lezioni | conclusioni |
      negli ultimi … anni`,
  },
  medium: {
    describes: `descrivi | descrivere | descriva | spiega | spiegare | spiegami | riassumi | riassunto | riassumere | panoramica | parlami | raccontami | dettagli | scrivi | redigi`,
    instructs: `quali passi | quali passaggi | procedura | l'iter | cosa devo | cosa dobbiamo | cosa bisogna | cosa serve | cosa fare`,
    follows: `cosa succede | cosa accade | cosa capita`,
    decides: `come viene/vengono/si/è/sono | quali sono le/i/gli … regole/requisiti/condizioni/criteri/obblighi | cosa dice | cosa prevede | ho diritto`,
    conditions: `se mi/ho/sono/perdo/un/una/il/la/lo/i/gli/le/non/cambio/lavoro/qualcuno | quando sono/ho | anche se | sebbene | a condizione | in caso di | mentre`,
  },
  simple: {
    names: `^chi | ^quando | ^dove | ^che cos'è | ^cos'è | ^che cosa è | ^cosa sono | ^cosa significa | ^definisci | ^elenca | ^qual è | ^a chi | ^entro quando`,
    measures: `^quanto | ^quanta | ^quanti | ^quante | ^a che ora | ^in che anno/data | ^in quale | ^che giorno`,
  },
};
