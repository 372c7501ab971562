import type { IndicatorTable } from './indicator-table.ts';

export const SPANISH: IndicatorTable = {
  complex: {
    compares: `compara | comparar | compárame | comparación* | en comparación | diferencia/diferencias | diferencian | distingu* | frente a |
      mejor/peor … que/o | qué/cuál/cuáles … mejor/mejores | similitudes`,
    weighs: `ventaja* | desventaja* | inconveniente* | pros y contras | fortalezas y debilidades`,
    reasons: `por qué | razón/razones | causa/causas | motivo/motivos | a qué se debe | factores | explica cómo`,
    works: `cómo funciona* | cómo actúa* | cómo ha/han | cómo podemos/podríamos/podemos … mejorar/reducir/evitar/aumentar | cómo afecta* | cómo influy*`,
    judges: `analiza | analizar | analice | análisis | evalúa | evaluar | evalúe | evaluación de | valora | valorar | juzga | hasta qué punto |
      en qué medida | vale la pena | merece la pena | justifica* | interpreta*`,
    recommends: `recomienda* | recomendar* | sugiere* | propón | propone | proponer | deberíamos | debemos cambiar/comprar/cerrar | conviene |
      diseña | desarrolla | elabora | paso a paso | estrategia para`,
    foresees: `impacto/impactos | consecuencia* | implicacion* | implicación | efecto/efectos | influencia | repercusion* | qué pasaría | qué sucedería | riesgos`,
    gathers: `tendencia/tendencias | patrón | patrones | correlación | relación entre | síntesis | sintetiza | lecciones | conclusiones |
      en los últimos … años`,
  },
  medium: {
    describes: `describe | explica | explique | explíca* | ^resume | resumen | resúme* | visión general | háblame | cuéntame | detalla* | redacta | esboza`,
    instructs: `qué pasos | los pasos | procedimiento | trámite/trámites | qué debo | qué debemos | qué tengo que | qué hay que | qué necesito`,
    follows: `qué pasa | qué sucede | qué ocurre`,
    decides: `cómo se | qué reglas/requisitos/condiciones/criterios/obligaciones | cuáles son los/las … reglas/requisitos/condiciones/criterios | qué dice | tengo derecho`,
    conditions: `si me/mi/tengo/estoy/he/pierdo/un/una/el/la/los/las/alguien/no/trabajo | cuando me/estoy | aunque | siempre que | en caso de | mientras`,
  },
  simple: {
    names: `^quién | ^quiénes | ^cuándo | ^dónde | ^qué es | ^qué son | ^qué significa | ^define | ^lista | ^enumera | ^cuál es | ^a quién | ^hasta cuándo | ^adónde`,
    measures: `^cuánto | ^cuánta | ^cuántos | ^cuántas | ^a qué hora | ^en qué año/fecha/país | ^qué día`,
  },
};
