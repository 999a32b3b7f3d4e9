"""Letters without personal data, for evaluation and for rules: pure, Message → look-alike bytes.

shapes   numbers, accounts, addresses, hosts → others of the same shape
people   names of persons → other names
masker   a text with all of these replaced, the same everywhere in one export
letter   a whole letter as plain text, and a check that nothing known is left in it

What is not recognised is not masked (docs/rules.md says what that means): a person looks through an
export before it leaves the house.
"""
