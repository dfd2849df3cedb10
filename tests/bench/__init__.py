"""What the portal costs: run by ``make bench`` or ``python -m tests.bench [name ...]``.

A bench is a module here with ``measure(table)``. All of one run meet the same machine at the same hour, so their figures may
be compared with each other; ratios are what to look at, seconds belong to the machine.
"""
