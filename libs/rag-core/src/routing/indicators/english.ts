import type { IndicatorTable } from './indicator-table.ts';

export const ENGLISH: IndicatorTable = {
  complex: {
    base: `compare | analyze | analyse | explain why | what are the implications | how does | evaluate | synthesize |
      synthesise`,
    compares: `compar* | versus | vs | differ/differs/differed | difference/differences | differently | different from/than |
      distinguish* | contrast* | similarities | better/worse/cheaper/safer/faster … than/or | better to |
      which/what … better/best | best way/practice/practices/approach/option/choice | relative to | in common`,
    weighs: `trade-off* | trade off* | tradeoff* | pros and cons | advantage* | disadvantage* | drawback* | downside* |
      benefits and drawbacks/risks/costs/disadvantages | strengths and weaknesses | cost-benefit | weigh up/the`,
    reasons: `why | how come | reason/reasons | cause/causes/caused/causing | root cause* | what led/drove/triggered |
      contributed to | factors | explain how`,
    works: `how do !i/we/you/they/one/people/employees/users/customers/visitors | how did !i/we/you/they |
      how do they/users/customers … differ | how can/could/might/should we … improve/reduce/increase/prevent/avoid/lower/cut/speed/optimi*/mitigate/raise |
      how would/will !i/we/you | how has/have | how well/effective/effectively/efficient/likely/important/serious/far-reaching`,
    judges: `analysis | analyses | analyzing | analysing | evaluat* | assess* | apprais* | critique* | critically | justify |
      justified | prioritize | prioritise | ^review | ^rank | is it worth | worth it | make/makes sense | to what extent |
      how much of a | prove | ^argue | interpret*`,
    recommends: `recommend* | ^suggest | you suggest | propose | should we/our/the/they | which … should | what … could/can we do about |
      ^design | ^develop | ^devise | ^plan a/an/the/our/how | come up with | strategy for | step by step | step-by-step`,
    foresees: `impact/impacts | implication* | consequence* | effect/effects on | what/which effect/effects | the effect/effects of | affect/affects/affected | influence/influences |
      ramification* | repercussion* | what if | would happen | mean/means for | predict* | forecast* | risks of/from |
      the risks | scenario/scenarios`,
    gathers: `synthes* | summari* … across | across all/the | trend/trends | pattern/patterns | correlat* |
      relationship between | relate/relates/related to each | connection between | lessons learned/learnt/from/can | conclusion/conclusions |
      evolve/evolved/evolution | over the last/past … years/months | overall picture | themes`,
  },
  medium: {
    describes: `describe | explain | explanation | outline | summari* | summary | overview | elaborate | walk me/us through |
      tell me/us about | tell me/us everything/more | ^write | ^draft | paraphrase | in detail | details of/about`,
    instructs: `what steps | what are the steps | procedure | process for/of | what … need/needs/have/has to | what must/should |
      what do i/we need | what to do | what are my/our options | which options | options do i/we | how do i/we/you … when/if/without/after/before`,
    follows: `what happens | what happened`,
    decides: `how is/are/was/were … calculated/computed/determined/decided/handled/escalated/managed/measured/assigned/approved/organi*/structured/processed/enforced/paid/chosen/selected |
      what are the … rules/requirements/conditions/criteria/guidelines/obligations | what … policy/contract/law/manual/agreement/guide say/says/state/states |
      entitled to | eligible for`,
    conditions: `if i/we/you/a/an/the/my/our/they/he/she/it/someone/somebody/there/both/one/no | even if | when i/we am/are/was/were/have/has/leave/move |
      while i/we/on/working/travelling | although | even though | given that | provided that | assuming | in case |
      ^as a/an | as long as | unless`,
  },
  simple: {
    base: `^what is | ^what's | ^define | ^list | ^when did | ^who is`,
    names: `^who | ^whose | ^who's | ^when | ^where | ^since when | ^until when | ^by when`,
    measures: `^how many | ^how much | ^how long | ^how old | ^how often | ^how far | ^how big | ^how large | ^how high |
      ^how late | ^how early | ^at what | ^in which/what | ^what time/year/day/date/number/percentage/version | ^which year/day/version`,
    means: `^what does … mean | ^what does … stand for | ^what do … mean | ^what was/were | ^name the | ^give me the | ^tell me the | ^show me`,
  },
};
