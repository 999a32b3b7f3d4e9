"""What staff write to us from their mail client: read, authenticated, held until confirmed.

Pure. In: the own words of a letter that answers a notice, its header fields, the case's ledger.
Out: a command for `mailcare.casework.commands`, or what is to be answered instead.

lines     own words without footers and banners: the first line, and the rest
words     the words that begin a command, in Chinese and English
dates     days as staff write them
parsing   a letter's own words → a command, a note, or why neither
proof     is the sender who they say they are, by what our own servers wrote on the letter
recording what the ledger keeps of it, and what authors are told
codes     one-time codes, and ids of people that tell no address
waiting   which commands of a case wait for their code
"""
