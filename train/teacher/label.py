"""Labels of sentences from fine-tuned members, scores against gold, and the files that bring labels back."""
import contextlib
import json
import lzma
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F

import data
import decode
from feed import autocast, say

ROOT = -20000  # offset of the head of a root


class Labeller:
    """Rows of sentences in, labels out; the device works on one batch while the processor decodes the one before."""

    def __init__(self, members, store, o, feeder):
        self.members, self.o, self.feeder = members, o, feeder
        tags, feats = store.labels["tags"], store.labels["feats"]
        allowed = torch.zeros(len(tags), len(feats), dtype=torch.bool)
        for t, f in store.labels["tag_feats"]:
            allowed[t, f] = True
        self.allowed = allowed.to(o.device)
        self.root = store.labels["rels"].index("root")
        self.side = torch.cuda.Stream() if o.device == "cuda" else None

    def mean(self, outs, key):
        """Log of the mean probability of the members."""
        logs = torch.stack([F.log_softmax(x[key], -1) for x in outs])
        return torch.logsumexp(logs, 0) - float(np.log(len(outs)))

    @torch.no_grad()
    def scores(self, batch):
        """First half, all on the device."""
        b = self.feeder.put(batch)
        outs = []
        for body, heads in self.members:
            h = body(b["found"], b["inverse"], b["marks"], None)
            with autocast(self.o):
                outs.append(heads(h, b["sentence"]))
        tag_p, tag = self.mean(outs, "tags").max(-1)
        feat = self.mean(outs, "feats").masked_fill(~self.allowed[tag], -1e4).argmax(-1)
        arcs, names = self.mean(outs, "arcs"), self.mean(outs, "names")
        rel_dep = [x["rel_dep"] for x in outs]
        rel_head = [x["rel_head"] for x in outs]
        host = {}
        for k, v in (("arcs", arcs), ("names", names)):
            host[k] = torch.empty(v.shape, dtype=torch.float32, pin_memory=self.feeder.pin)
            host[k].copy_(v, non_blocking=True)
        ready = torch.cuda.Event() if self.o.device == "cuda" else None
        if ready:
            ready.record()
        return {"tag": tag, "tag_p": tag_p, "feat": feat, "arcs": arcs, "rel_dep": rel_dep, "rel_head": rel_head,
                "host": host, "ready": ready}

    @torch.no_grad()
    def finish(self, s, plan):
        """Second half: trees and names on the processor, then relations for the trees on the device."""
        if s["ready"]:
            s["ready"].synchronize()
        arcs, names = s["host"]["arcs"].numpy(), s["host"]["names"].numpy()
        shape = arcs.shape[:2]
        heads, spans = np.zeros(shape, np.int64), np.zeros(shape, np.uint8)
        greedy = np.zeros(len(plan["row"]), np.uint8)
        decode.decode_rows(arcs, names, plan["row"], plan["column"], plan["length"], heads, spans, greedy)
        # On a stream of its own, beside the next batch's first half; all of it is done when this returns.
        with torch.cuda.stream(self.side) if self.side else contextlib.nullcontext():
            out = self.relations(s, heads, shape)
        name_p = np.take_along_axis(names, spans[..., None].astype(np.int64), 2)[..., 0]
        return {**out, "head": heads, "name": spans, "greedy": greedy, "name_p": name_p}

    def relations(self, s, heads, shape):
        at = self.feeder.tensor(heads).to(self.o.device, non_blocking=True)
        rels = None
        for (_, head_net), dep, head in zip(self.members, s["rel_dep"], s["rel_head"]):
            with autocast(self.o):
                picked = torch.gather(head, 1, at[..., None].expand(-1, -1, head.size(-1)))
                logs = F.log_softmax(head_net.rels(dep.reshape(-1, dep.size(-1)),
                                                   picked.reshape(-1, dep.size(-1))), -1)
            rels = logs if rels is None else torch.logaddexp(rels, logs)
        # "root" is the relation of the root and of nothing else
        rels = rels - float(np.log(len(self.members)))
        is_root = (at == self.o.width).view(-1, 1)
        named_root = torch.arange(rels.size(-1), device=rels.device) == self.root
        rel_p, rel = rels.masked_fill(is_root != named_root, -1e4).max(-1)
        rel_p = rel_p.clamp(min=-20)
        arc_p = torch.gather(s["arcs"], 2, at[..., None])[..., 0]
        packed = {"tag": s["tag"].to(torch.uint8), "feat": s["feat"].to(torch.int16), "rel": rel.view(shape).to(torch.uint8),
                  "tag_p": s["tag_p"].float(), "arc_p": arc_p.float() + rel_p.view(shape).float()}
        return {k: v.cpu().numpy() for k, v in packed.items()}

    def run(self, ids, lengths, opens, until=None):
        """Labels of consecutive sentences. `opens`: first of a document. Returns flat arrays per word and sentence,
        and how many sentences were reached before `until`."""
        o = self.o
        row, column, rows = data.pack_rows(lengths, o.width)
        starts = np.cumsum(lengths) - lengths
        first_of_row = np.searchsorted(np.where(row < 0, np.maximum.accumulate(row), row), np.arange(rows + 1))
        n = int(lengths.sum())
        word = {"tag": np.zeros(n, np.uint8), "feat": np.zeros(n, np.uint16), "rel": np.zeros(n, np.uint8),
                "head": np.zeros(n, np.int16), "name": np.zeros(n, np.uint8)}
        sent = {"greedy": np.zeros(len(lengths), np.uint8), "syntax": np.full(len(lengths), 255, np.uint8),
                "tagging": np.full(len(lengths), 255, np.uint8), "naming": np.full(len(lengths), 255, np.uint8)}
        spans = [(r, min(r + o.label_rows, rows)) for r in range(0, rows, o.label_rows)]

        def plan_of(span):
            r0, r1 = span
            s = np.arange(first_of_row[r0], first_of_row[r1])
            s = s[row[s] >= 0]
            length = lengths[s]
            # where each word goes: its row and column, and where it stands in the flat arrays
            inside = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
            flat = np.repeat(starts[s], length) + inside
            wr, wc = np.repeat(row[s] - r0, length), np.repeat(column[s], length) + inside
            grid = np.zeros((o.label_rows, o.width), np.int32)
            number, mark = np.zeros_like(grid), np.zeros_like(grid)
            grid[wr, wc] = ids[flat]
            number[wr, wc] = np.repeat(np.arange(1, len(s) + 1), length)
            mark[row[s] - r0, column[s]] = np.where(opens[s], data.SENTENCE | data.DOCUMENT, data.SENTENCE)
            plan = {"row": row[s] - r0, "column": column[s], "length": length, "s": s, "flat": flat, "wr": wr,
                    "wc": wc, "inside": inside}
            return plan, self.feeder.batch(grid, mark, {"sentence": number.astype(np.int64)})

        def store_results(plan, res):
            wr, wc, flat = plan["wr"], plan["wc"], plan["flat"]
            for k in ("tag", "feat", "rel", "name"):
                word[k][flat] = res[k][wr, wc]
            # the head less the word's own place: small numbers pack well; the root has one of its own
            h = res["head"][wr, wc]
            word["head"][flat] = np.where(h == o.width, ROOT, h - wc)
            cuts = np.cumsum(plan["length"]) - plan["length"]
            sent["greedy"][plan["s"]] = res["greedy"]
            for k, p in (("syntax", "arc_p"), ("tagging", "tag_p"), ("naming", "name_p")):
                total = np.add.reduceat(res[p][wr, wc].astype(np.float64), cuts) / plan["length"]
                sent[k][plan["s"]] = np.clip(-100 * total, 0, 254).astype(np.uint8)

        waiting, reached = None, 0
        with ThreadPoolExecutor(3) as pool:
            ahead = [pool.submit(plan_of, s) for s in spans[:6]]
            for i in range(len(spans) + 1):
                current = None
                if i < len(spans) and not (until and time.time() > until):
                    plan, batch = ahead[i].result()
                    ahead[i] = None
                    if i + 6 < len(spans):
                        ahead.append(pool.submit(plan_of, spans[i + 6]))
                    current = (plan, self.scores(batch))
                if waiting:
                    plan, s = waiting
                    store_results(plan, self.finish(s, plan))
                    reached = int(plan["s"][-1]) + 1 if len(plan["s"]) else reached
                waiting = current
                if current is None:
                    break
        return word, sent, reached


def bank_sentences(store, name):
    b = store.bank(name)
    opens = (b["flags"] & data.DOCUMENT) > 0
    return b, b["lengths"].astype(np.int64), opens


def spans_of(tags):
    """Name spans (start, end, kind) of one sentence's tag numbers; MISC left out."""
    out, i = set(), 0
    while i < len(tags):
        if tags[i] % 2 == 1:
            j = i + 1
            while j < len(tags) and tags[j] == tags[i] + 1:
                j += 1
            if tags[i] < 7:
                out.add((i, j, int(tags[i])))
            i = j
        else:
            i += 1
    return out


def evaluate(labeller, store, name):
    """UPOS XPOS UAS LAS (no subtypes) and, where the bank has them, F1 of PER ORG LOC spans."""
    b, lengths, opens = bank_sentences(store, name)
    word, sent, _ = labeller.run(b["ids"].astype(np.int32), lengths, opens)
    tags, rels = store.labels["tags"], store.labels["rels"]
    upos = np.array([hash(t.split("|")[0]) for t in tags] + [0])
    xpos = np.array([hash(t.split("|")[1]) for t in tags] + [0])
    base = np.array([hash(r.split(":")[0]) for r in rels] + [0])
    gold_tag = np.where(b["tags"] == 255, len(tags), b["tags"])
    gold_rel = np.where(b["rels"] == 255, len(rels), b["rels"])
    place = np.arange(len(word["head"])) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    head = np.where(word["head"] == ROOT, 0, word["head"].astype(np.int64) + place + 1) == b["heads"]
    feats = np.where(b["feats"] == 65535, -1, b["feats"].astype(np.int64))
    scores = {"UPOS": (upos[word["tag"]] == upos[gold_tag]).mean(), "XPOS": (xpos[word["tag"]] == xpos[gold_tag]).mean(),
              "FEATS": (word["feat"] == feats).mean(), "UAS": head.mean(),
              "LAS": (head & (base[word["rel"]] == base[gold_rel])).mean(), "greedy trees": sent["greedy"].mean()}
    at, hit, said, true = 0, 0, 0, 0
    for n, f in zip(lengths.tolist(), b["flags"].tolist()):
        if f & data.NAMES:
            gold = np.array([int(x).bit_length() - 1 if x in (2, 4, 8, 16, 32, 64) else 0 for x in b["names"][at:at + n]])
            g, p = spans_of(gold), spans_of(word["name"][at:at + n])
            hit, said, true = hit + len(g & p), said + len(p), true + len(g)
        at += n
    if true:
        scores["names F1"] = 2 * hit / max(said + true, 1)
    say(name, "  ".join(f"{k} {100 * v:.2f}" for k, v in scores.items()))
    return {k: float(v) for k, v in scores.items()}


def write(o, results, report):
    """Arrays to xz files of at most 15 MiB and report.json."""
    flat = []
    for source, (word, sent, reached) in results.items():
        for k, v in {**word, **sent}.items():
            flat.append((f"{source}.{k}", v))

    def pack(item):
        name, a = item
        lc_lp = {"lc": 3, "lp": 0, "pb": 0} if a.itemsize == 1 else {"lc": 2, "lp": 1, "pb": 1}
        out = []
        for part in np.array_split(a, max(1, a.nbytes // (8 << 20))):
            out.append(lzma.compress(part.tobytes(), lzma.FORMAT_RAW, filters=[
                {"id": lzma.FILTER_LZMA2, "preset": 2, **lc_lp}]))
        return name, a.dtype.str, len(a), out

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        packed = list(pool.map(pack, flat))
    # All parts one after the other, cut into files by size.
    index, blob = [], []
    for name, dtype, n, parts in packed:
        index.append({"name": name, "dtype": dtype, "n": n, "parts": [len(p) for p in parts]})
        blob.extend(parts)
    blob = b"".join(blob)
    most, files = 15 << 20, 4  # what a run may bring back; what is over it is the end of the last text
    report["index"], report["bytes"] = index, len(blob)
    for i in range(0, len(blob), most):
        if i // most < files:
            with open(os.path.join(o.out, f"silver.{i // most}.bin"), "wb") as f:
                f.write(blob[i:i + most])
    with open(os.path.join(o.out, "report.json"), "w") as f:
        json.dump(report, f)
    say(f"written: {len(blob) / 2**20:.1f} MiB in {-(-len(blob) // most)} files")
