"""Pure: Message → Judgement (DESIGN 2, the decision table); no clock, no I/O."""
