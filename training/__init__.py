"""How the shipped model is made: corpora in, one int8 ONNX bundle with its card out.

    python -m training            everything, in one command (`make train`)

    corpora.py   shared corpora -> Example (text, paragraphs, gold spans, links, mentions)
    network.py   the encoder with its heads, in torch, and the losses
    train.py     Examples -> a checkpoint
    selftrain.py texts without labels -> Examples labelled by a teacher
    evaluate.py  a reader, gold Examples -> exact F1
    asides.py    pages with known articles -> the block scores of ingest (`python -m training.asides`)
    bundle.py    a checkpoint -> ONNX, int8, card, digests in src/sayso/models

Imports sayso (the windows and the decoder are the ones that ship); nothing in sayso imports it,
and it is not in the wheel.
"""
