"""Learning from letters that a person has labelled or corrected: figures, suggestions, warnings.

In: letters with labels, judgements, phrases of the config. Out: figures and proposals for a person;
nothing here changes a rule. Works on values; files and the store are the command line's.

labels          what is right for a letter, as labels.jsonl says it; every field may be absent
compare         label and judgement of one letter → what was right
figures         many of these → decision table, review rate, precision and recall
change          the same letters under two configs → what was fixed, what broke
contradictions  phrases that contradict, shadow or cancel each other, or never fire
suggest         labelled letters → phrases that a unit lacks
corrections     what staff decided about a case → the label of its letter
masking         letters without personal data: look-alikes of the same shape
"""
