"""Bounded fuzzing: whatever a stranger or an admin writes, the answer is a value or a fault, soon, in bounded memory.

    python -m fuzz --target mails --rounds 100000      (make fuzz TARGET=mails ROUNDS=100000; without a target all)

    making     inputs: specimens changed by chance, and what a small grammar grows
    harness    plays rounds of one target, keeps what it found, counts, and measures time and memory
    targets    all targets by name
    listener authres mails commands rules templates arguments      one target each

Input N of a target is made from (seed, target, N) alone, so that `--at N` plays it again. What is found is written into
a folder outside the repository.
"""
