"""Quality, speed and memory, measured against floors that are pinned.

python -m bench --shared ../shared              measure all, compare, exit 1 below a floor
python -m bench --shared ../shared --update     raise the floors to what was measured

quality.py   corpora through the command line, scored by the shared scorers
speed.py     articles a second, memory, cold start, share of the encoder
floors.json  a floor for every figure, with the digest of the corpus that it was measured on
"""
