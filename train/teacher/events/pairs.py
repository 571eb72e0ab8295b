"""Pairs: two marked spans of a text and the class of what one does to the other."""
import json
import re
from typing import NamedTuple

import torch

from encoder import BEGIN, END, LONGEST, rows

# The classes of the PLV benchmark and the quad of each (Hu et al. 2024).
CLASSES = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
           "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4}
NAMES, QUADS = list(CLASSES), list(CLASSES.values())


class Pair(NamedTuple):
    ids: list
    source: int  # the piece that opens the first span
    target: int
    label: int  # number of a class


def marked(pieces, text, source, target, label=0):
    """The text with pieces of its own around the spans: 1 and 2 around the source, 3 and 4 around the target."""
    marks = []
    for spans, opens in ((source, 1), (target, 3)):
        for start, end in spans:
            marks += [(start, 0, opens), (end, 1, opens + 1)]
    ids, done, at = [BEGIN], 0, {}
    for place, _, mark in sorted(marks, key=lambda m: (m[0], -m[1])):  # one closes before the next opens
        ids += pieces.of(text[done:place])
        done = place
        at.setdefault(mark, len(ids))
        ids.append(mark)
    ids += pieces.of(text[done:]) + [END]
    last = LONGEST - 1
    return Pair(ids[:LONGEST], min(at.get(1, 0), last), min(at.get(3, 0), last), label)


def of_corpus(path, pieces):
    """Lines of `chancery corpus convert --to pairs`."""
    with open(path, encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    return [marked(pieces, o["text"], o["source"], o["target"], NAMES.index(o["plv"])) for o in lines]


def parts(sentence):
    """A marked sentence of the benchmark as text and spans."""
    text, spans, start = "", {"s": [], "t": []}, 0
    for part in re.split(r"(</?[st]>)", sentence):
        if part in ("<s>", "<t>"):
            start = len(text)
        elif part in ("</s>", "</t>"):
            spans[part[2]].append((start, len(text)))
        else:
            text += part
    return text, spans["s"], spans["t"]


def of_plv(path, pieces):
    """Rows of the benchmark, only ever scored here."""
    with open(path, encoding="utf-8") as f:
        head, *lines = (line.split("\t") for line in f.read().split("\n"))
    sentence, gold = head.index("marked_sentence"), head.index("gold_root")
    return [marked(pieces, *parts(c[sentence]), NAMES.index(c[gold])) for c in lines if len(c) >= len(head)]


def batch(examples):
    """Pieces, which are known, openings of source and target, classes."""
    ids, known = rows([e.ids for e in examples])
    return (ids, known, torch.tensor([e.source for e in examples]), torch.tensor([e.target for e in examples]),
            torch.tensor([e.label for e in examples]))


def macro_f1(gold, found):
    sums = []
    for c in set(gold):
        both = sum(g == c and f == c for g, f in zip(gold, found))
        sums.append(2 * both / (gold.count(c) + found.count(c)))
    return sum(sums) / len(sums)


def tell(name, gold, found):
    """Accuracy, and macro-F1 of classes, quads, cooperation against conflict."""
    def quads(classes):
        return [QUADS[c] for c in classes]

    def sides(classes):
        return [QUADS[c] > 2 for c in classes]

    right = sum(g == f for g, f in zip(gold, found)) / len(gold)
    print(f"{name}: accuracy {right:.3f}, macro-F1 root {macro_f1(gold, found):.3f} "
          f"quad {macro_f1(quads(gold), quads(found)):.3f} binary {macro_f1(sides(gold), sides(found)):.3f}", flush=True)
