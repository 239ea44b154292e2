"""The command line as outside callers meet it: arguments in; exit status, stdout and stderr out."""
