#!/usr/bin/env python3
"""Draws paragraphs of free texts to be labelled, by chance, mixed; an empty line between two. See README.md.

  draw.py OUT.txt TEXT.txt.gz:COUNT[:FROM] ...

A text has one paragraph a line; only lines from FROM on (1: the first) are drawn.
"""
import gzip
import random
import sys


def draw(wish):
    path, count, *begin = wish.split(":")
    with gzip.open(path, "rt", encoding="utf-8") as f:
        lines = [line.strip() for line in f][int(begin[0]) - 1 if begin else 0:]
    lines = [line for line in lines if line]
    return random.sample(lines, min(int(count), len(lines)))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    random.seed(1)
    drawn = [line for wish in sys.argv[2:] for line in draw(wish)]
    random.shuffle(drawn)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n\n".join(drawn) + "\n")


if __name__ == "__main__":
    main()
