#!/usr/bin/env python3
"""Labels free text with a fine-tuned teacher: silver of events and of pairs. See README.md.

  label.py WEIGHTS_DIR TEACHER_DIR PARSED.conllu OUT_DIR [--most N]

PARSED.conllu: what `chancery parse` makes of the text. TEACHER_DIR: where teacher.py wrote. OUT_DIR gets events.jsonl and
pairs.jsonl, which `chancery-train events` and `chancery-train relations` read as --silver.
"""
import argparse
import json
import os
import random
from typing import NamedTuple

import torch
import torch.nn.functional as F

import model
import pairs
import sentences
from encoder import Pieces, pretrained
from sentences import ACTOR, FORM, MODALITIES, NO_EVENT, OPEN, RECIPIENT

SHORTEST, LONGEST = 7, 70  # words
LONGEST_PAIR = 60
TOLD, LEAST = 0.1, 0.02  # share of events from which on a word is told of, and of a label from which on it is named
LEAST_ACTOR, LEAST_RECIPIENT = 0.5, 0.4
LEAST_CLASS = 0.01
MOST_PAIRS = 3  # of a sentence


class Free(NamedTuple):
    text: str
    at: list     # code points of each word
    names: list  # and of the names


def options():
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    p.add_argument("teacher")
    p.add_argument("parsed")
    p.add_argument("out")
    p.add_argument("--most", type=int, default=60000, help="sentences to be labelled")
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args()


def read(path, pieces, most):
    """Sentences to be labelled with their pieces, drawn by chance: neither short nor long, with a name, each once."""
    seen, found = set(), []
    for s in sentences.read(path):
        if s.text in seen or not SHORTEST <= len(s.words) <= LONGEST:
            continue
        seen.add(s.text)
        at = sentences.places(s)
        names = sentences.named(s, at) if at else []
        if names:
            found.append((s, Free(s.text, at, names)))
    random.shuffle(found)
    out = []
    for s, free in found[:most]:
        encoded = pieces.of_words([w[FORM] for w in s.words])
        n = len(s.words)
        if encoded:
            out.append((free, sentences.Marked(*encoded, [NO_EVENT] * n, [OPEN] * n, [])))
    return sorted(out, key=lambda x: len(x[1].ids))


def parties(shares, at):
    """Words whose share as a party is high enough, as code points."""
    actor = [at[i] for i in range(len(at)) if shares[i][ACTOR] > LEAST_ACTOR]
    recipient = [at[i] for i in range(len(at)) if shares[i][RECIPIENT] > LEAST_RECIPIENT and at[i] not in actor]
    return actor, recipient


def trigger(word, at, shares, names, modality, roles):
    """A word as silver has it; what it is and its parties only where an event is likelier than none (roles given)."""
    out = {"at": at[word], "shares": {names[k]: round(s, 3) for k, s in enumerate(shares) if k and s > LEAST}}
    if roles is not None:
        out["label"] = names[max(range(1, len(shares)), key=shares.__getitem__)]
        out["modality"] = MODALITIES[modality]
        out["actor"], out["recipient"] = parties(roles, at)
    return out


@torch.no_grad()
def triggers_of(teacher, batch, names):
    """For each sentence of a batch its triggers."""
    ids, known, first, *_ = model.sentence_batch([marked for _, marked in batch])
    with model.lower():
        x, label, modality = teacher.words(ids, known, first)
    shares, modality = F.softmax(label.float(), -1), modality.float().argmax(-1).tolist()
    event = 1 - shares[:, :, NO_EVENT]
    sure = [(i, w) for i, (free, _) in enumerate(batch) for w in range(len(free.at)) if event[i, w] > 0.5]
    roles = {}
    if sure:
        with model.lower():
            scores = teacher.roles(x, [i for i, _ in sure], [w for _, w in sure])
        roles = dict(zip(sure, F.softmax(scores.float(), -1).tolist()))
    return [[trigger(w, free.at, shares[i, w].tolist(), names, modality[i][w], roles.get((i, w)))
             for w in range(len(free.at)) if event[i, w] >= TOLD] for i, (free, _) in enumerate(batch)]


def grown(span, names):
    """The name that a word is part of, or the word."""
    return next((n for n in names if n[0] <= span[0] and span[1] <= n[1]), span)


def pairs_of(free, triggers):
    """Spans whose relation is worth asking: parties of an event, and in half of the sentences two names by chance."""
    found = set()
    for t in triggers:
        actor, recipient = t.get("actor", [])[:2], t.get("recipient", [])[:2]
        found |= {(a, r) for a in actor for r in recipient}
        if len(actor) > 1:
            found.add((actor[0], actor[1]))
    found = {(grown(a, free.names), grown(r, free.names)) for a, r in found}
    found = {(a, r) for a, r in found if a[1] <= r[0] or r[1] <= a[0]}
    if len(free.names) > 1 and random.random() < 0.5:
        found.add(tuple(random.sample(free.names, 2)))
    found = sorted(found)
    random.shuffle(found)
    return found[:MOST_PAIRS]


def write_events(path, teacher, chosen, names, size=64):
    """Writes triggers sentence by sentence and returns the pairs to be asked. The batches come in a random order."""
    asked = []
    batches = [chosen[i:i + size] for i in range(0, len(chosen), size)]
    random.shuffle(batches)
    with open(path, "w", encoding="utf-8") as out:
        for batch in batches:
            for (free, _), found in zip(batch, triggers_of(teacher, batch, names)):
                out.write(json.dumps({"text": free.text, "triggers": found}, ensure_ascii=False) + "\n")
                if len(free.at) <= LONGEST_PAIR:
                    asked += [(free.text, *pair) for pair in pairs_of(free, found)]
    random.shuffle(asked)
    return asked


def write_pairs(path, teacher, asked, pieces, size=1024):
    with open(path, "w", encoding="utf-8") as out:
        for i in range(0, len(asked), size):
            some = asked[i:i + size]
            shares = model.pair_shares(teacher, [pairs.marked(pieces, t, [s], [r]) for t, s, r in some])
            for (text, source, target), row in zip(some, shares):
                told = {pairs.NAMES[k]: round(s, 3) for k, s in enumerate(row) if s > LEAST_CLASS}
                out.write(json.dumps({"text": text, "source": [source], "target": [target], "shares": told},
                                     ensure_ascii=False) + "\n")


def main():
    o = options()
    random.seed(3)
    torch.set_num_threads(o.threads)
    with open(os.path.join(o.teacher, "labels.json"), encoding="utf-8") as f:
        names = json.load(f)
    teacher, pieces = model.Teacher(pretrained(o.weights), len(names)), Pieces(o.weights)
    teacher.load_state_dict(torch.load(os.path.join(o.teacher, "teacher.pt")))
    teacher.eval()
    os.makedirs(o.out, exist_ok=True)
    chosen = read(o.parsed, pieces, o.most)
    asked = write_events(os.path.join(o.out, "events.jsonl"), teacher, chosen, names)
    print(f"{len(chosen)} sentences, {len(asked)} pairs", flush=True)
    write_pairs(os.path.join(o.out, "pairs.jsonl"), teacher, asked, pieces)


if __name__ == "__main__":
    main()
