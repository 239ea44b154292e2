"""Finders: the facts in a mail's words (step 6 asks for them before the second tier is written to).

    found         what a finder finds, and the words that stand before a number
    phone         telephone numbers in every Indonesian spelling, as +62…; and the mobile operator by prefix;
                  phone_spellings reads those in words, with slashes, in a top-up order
    amount        sums of rupiah: 50rb, Rp 50.000; spoken_number reads "lima puluh ribu"
    past_moment   when it happened: "kemarin jam 14.05", "12/11/26 9:30"; past_days and past_hours read its parts,
                  past_readers says which of them a word can begin
    reference     serial and reference numbers of receipts, student numbers, e-mail addresses
    table         every finder by its name in rules.yaml, and the admin's own expression

Pure and linear in the length of the text; nothing raises. Hints, search and masking use the same finders.
"""
