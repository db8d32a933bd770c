"""How the shipped model is made: corpora in, one int8 ONNX bundle with its card out.

    python -m training            everything, in one command (`make train`)

    corpora.py   shared corpora -> Example (text, paragraphs, gold spans, links, mentions)
    lessons.py   Examples -> dense arrays, a row a window
    network.py   the encoder with its heads, in torch, of any depth
    losses.py    what it is taught, by people or by teachers
    train.py     a network and lessons -> the network taught
    evaluate.py  a reader, gold Examples -> exact F1
    asides.py    pages with known articles -> the block scores of ingest (`python -m training.asides`)
    alleging.py  lessons on what alleges, and news -> the head `alleging` in the card (`python -m training.alleging`)
    bundle.py    a checkpoint -> ONNX, int8, card, digests in src/sayso/models

Imports sayso (the windows and the decoder are the ones that ship); nothing in sayso imports it,
and it is not in the wheel.
"""
