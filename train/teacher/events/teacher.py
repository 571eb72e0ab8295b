#!/usr/bin/env python3
"""Fine-tunes the pretrained transformer on the corpus: first on pairs, then on pairs and sentences. See README.md.

  teacher.py WEIGHTS_DIR CORPUS_DIR OUT_DIR [--plv FILE] [--epochs N]

CORPUS_DIR holds pairs-train.jsonl, pairs-dev.jsonl, train.conllu and dev.conllu, as `chancery corpus convert` writes
them. OUT_DIR gets teacher.pt and labels.json. The dev files are only scored, and so is --plv.
"""
import argparse
import json
import os
import random
import time

import torch
from torch import nn

import model
import pairs
import sentences
from encoder import Pieces, pretrained

RATE, HEAD_RATE = 1e-4, 1e-3


def options():
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    p.add_argument("corpus")
    p.add_argument("out")
    p.add_argument("--plv", help="table of the PLV benchmark, scored, never trained on")
    p.add_argument("--epochs", type=int, default=3, help="of each of the two phases")
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args()


def batches(examples, size):
    """Examples of about one length together."""
    order = sorted(examples, key=lambda e: len(e.ids) + random.random() * 8)
    return [order[i:i + size] for i in range(0, len(order), size)]


def factor(step, steps, warm_up):
    """Of the rate: rises over a share of the steps, then falls to 0."""
    done = step / steps
    return done / warm_up if done < warm_up else (1 - done) / (1 - warm_up)


def fit(teacher, sources, epochs, size, warm_up):
    """sources: [(loss, examples)]; their batches are mixed."""
    heads = [p for n, p in teacher.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": teacher.encoder.parameters()}, {"params": heads}], weight_decay=0.01)
    steps, step = epochs * sum(-(-len(examples) // size) for _, examples in sources), 0
    for epoch in range(epochs):
        begun, mixed = time.time(), [(loss, b) for loss, examples in sources for b in batches(examples, size)]
        random.shuffle(mixed)
        teacher.train()
        total = 0.0
        for loss_of, examples in mixed:
            for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE)):
                group["lr"] = rate * factor(step, steps, warm_up)
            loss = loss_of(teacher, examples)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(mixed):.3f}, {time.time() - begun:.0f} s", flush=True)


def read_sentences(path, pieces, labels):
    found = (sentences.marked(s, pieces, labels) for s in sentences.read(path))
    return [s for s in found if s]


def main():
    o = options()
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(o.threads)
    pieces, labels = Pieces(o.weights), {"none": sentences.NO_EVENT}
    told = read_sentences(os.path.join(o.corpus, "train.conllu"), pieces, labels)
    names = list(labels)
    asked = [s for s in read_sentences(os.path.join(o.corpus, "dev.conllu"), pieces, labels)
             if max(s.labels) < len(names)]
    told_pairs, asked_pairs = (pairs.of_corpus(os.path.join(o.corpus, f"pairs-{part}.jsonl"), pieces)
                               for part in ("train", "dev"))
    plv = pairs.of_plv(o.plv, pieces) if o.plv else None
    print(f"{len(told)} sentences, {len(told_pairs)} pairs, {len(names)} labels", flush=True)
    teacher = model.Teacher(pretrained(o.weights), len(names))
    for sources, size, warm_up in (([(model.pair_loss, told_pairs)], 32, 0.1),
                                   ([(model.pair_loss, told_pairs), (model.sentence_loss, told)], 24, 0.08)):
        fit(teacher, sources, o.epochs, size, warm_up)
        model.score_pairs(teacher, asked_pairs, "dev pairs")
        if plv:
            model.score_pairs(teacher, plv, "PLV, not trained on")
    model.score_sentences(teacher, asked, names)
    os.makedirs(o.out, exist_ok=True)
    torch.save(teacher.state_dict(), os.path.join(o.out, "teacher.pt"))
    with open(os.path.join(o.out, "labels.json"), "w", encoding="utf-8") as f:
        json.dump(names, f)


if __name__ == "__main__":
    main()
