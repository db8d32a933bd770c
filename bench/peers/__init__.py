"""Other ways to find who said what, measured beside sayso in one run: python -m bench.peers --shared ../shared.

Not shipped, and not part of `make bench`: it makes an environment of its own.
"""
