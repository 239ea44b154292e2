"""Searching the archive: what is indexed of a text, what a question asks for, and where a text answers it.

    tokens     a text → its words and other forms; one tokenizer for both databases
    numbers    telephone, serial and ticket numbers in one form, however they are written
    families   the forms in which people write one word: pulsa, pulsanya; bayar, pembayaran
    english    the same of English words: copy, copies; register, registration
    apart      words that some write together and others apart: tandatangan, tanda tangan
    common_pairs pairs of words that stand in most mails, for phrases of them
    word_query what a person typed → terms, all of which a text must have
    repeated   texts that answer only with what they quote
    answer     how well a text answers, and the line that shows it

Pure and linear in the length of the text; nothing raises.
"""
