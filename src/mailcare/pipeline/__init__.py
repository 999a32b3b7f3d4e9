"""A letter's journey in two steps: receive (T1), handle (T2); then what was decided is written.

In: parts from wiring and `now`. Out: rows of the store, in one transaction per step. Reading,
judging and composing happen between transactions, so any worker may take any step again.

parts       what the pipeline works with
receiving   mailbox → letters (T1)
handling    letter → case (T2)
telling     the server is told what was handled, where asked for
deciding    what T2 writes for a letter
threads     which case a letter belongs to, by what it answers
matters     the same, by whose it is and what it is about
speaking    intents → outbox rows
settling    what became of our mails → events
dropping    a mail that a person does not want sent
ledger      writing what casework decided
commanding  what a person decides about a case, and more time for it
obeying     staff's commands
routing     to whom a letter speaks: staff, the other side of a dispatch, casework at large
other_side, handed_over, local_hand_over  hand-overs: letters about ours, to us, between our units
staff_rules, staff_letters, staff_commands  staff's letters: who, what, and what comes of it
webmail     colleagues who answered the user straight from the mailbox
urging, trial  letters from readers of the digest, and answers to the doctor's test notices
vouching    a filed letter that a person calls a case
looking     what time alone does to cases
sweeping    what processes that died left in the vault
recounting  due times anew when calendar or limits have changed
"""
