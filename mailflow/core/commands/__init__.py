"""What a colleague may mail as a line of its own: `/selesai`. A command is one value; everything else follows from it.

    command     what a command is: its words, who may, what may stand behind it, what it does, what its author is told
    on_ticket   the commands about the ticket they are mailed on: a new one is a function and its entry here
    table       every command by its words, and the words that are kept for later ones
    carry_out   the command lines of one mail, one after the other
    results     what became of a line, in words

The lines themselves are found by mail/command_lines.py. Commands without a ticket, in a reply to the digest, stand in
flow/settle/digest_commands.py. Nothing in here knows mail, templates or the database.
"""
