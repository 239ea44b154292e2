"""What replies mean: the words of operators, customers and PICs, and the vocabulary they share. Pure, linear."""
