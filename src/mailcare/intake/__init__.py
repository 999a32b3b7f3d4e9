"""Letters in: which UIDs to take, receive, reading (bytes → Message) in reader processes.

In: an IMAP session. Out: sealed bytes, letters, receipts; Messages. Touches wire, vault, store;
`reading` touches none of them.
"""
