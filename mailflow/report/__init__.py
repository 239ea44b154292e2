"""The PIC's report as people look at it: figures (core/figures.py) become pictures, tables and sentences.

    page.py    one self-contained HTML page; page.html is its frame and style
    sheet.py   what a page is made of: tiles, charts with their tables, sections
    compared.py  the figures of a period beside those of the one before, as the others ask for them
    tiles.py   the numbers at the head
    steps.py   days, weeks, months or years, by the length of the period
    charts.py  what came in, how fast it went, what it was about
    people.py  operators, survey, customers, second tier
    svg.py     the drawings
    mail.py    what the mailed report says, with its pictures and the page
    picture.py drawings as PNG
    plain.py   the same as values of JSON
    unusual.py days that stand out
    week_words.py  the working hours in a few words
    numbers.py numbers, lengths and dates as each language writes them
    definitions.py  what each figure means, for docs/figures.md
    words.py   all words, in both languages

Not here: what is counted (core/), where it comes from (store/read/reports.py), when it is mailed (flow/schedule/).
"""
