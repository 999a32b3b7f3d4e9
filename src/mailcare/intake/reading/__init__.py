"""Pure: bytes → Message; runs in reader processes; touches neither store nor vault nor wire.

In: any bytes. Out: a Message, never an exception. The steps, one module each:

    header, params      fields as bytes
    scan                structure as spans: boundaries put right, attachments never copied
    charset, words      bytes → text, whatever was declared (charset_names, scripts, iso2022);
                        transfer undoes base64 and the like
    bodies, choice      which parts are text; plain or HTML face of each
    names, inline_files what is attached is called; files written into the text are split off
    mime                the repaired letter through mail-parser (only here mailparser)
    html_text, hooks    HTML → lines, with marks where clients marked quotes and cards
    markers, own_text,  own words, quoted mail, forwarded mail, signature card
    marker_words, cards
    people, dates,      addresses, Date, DSN and MDN, text files and letters attached
    report, enclosed
    reader              all of it in order; degraded: the second try; worker, codec: the process
"""

from mailcare.intake.reading.reader import read

__all__ = ["read"]
