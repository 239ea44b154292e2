"""Mail commands: a line of its own in a colleague's mail, such as `/selesai`. A command is one value; everything else
is derived from it.

    command     what a command is: its words, who may give it, its argument, what it does, what its author is told
    on_ticket   the commands about the ticket they are mailed on: a new one is a function and its entry here
    table       every command by its words, and words reserved for later ones
    carry_out   the command lines of one mail, one after the other
    slashless   a command that was written without its slash: its author is asked
    results     the result of a line, in words

mail/command_lines.py finds the lines. Commands without a ticket, in a reply to the digest, are in
flow/settle/digest_commands.py. Nothing in here knows mail formats, templates or the database.
"""
