"""What can be told of an English text without a model: its words, sentences and noun phrases (words.py), its dates (dates.py)."""
