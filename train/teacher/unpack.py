#!/usr/bin/env python3
"""Turns what teacher.py wrote into CoNLL-U, one zstd file a source, names as NER= in MISC.

  unpack.py DATA_DIR RESULT_DIR OUT_DIR [--max-doubt X] ...

Needs the program zstd. Treebank sentences keep their gold layers; what they lack is filled in.
"""
import argparse
import json
import lzma
import os
import subprocess

import numpy as np

import data


def read_results(folder):
    """name -> array; arrays whose end did not come back are cut to the parts that did."""
    report = json.load(open(os.path.join(folder, "report.json")))
    blob, i = [], 0
    while os.path.exists(os.path.join(folder, f"silver.{i}.bin")):
        blob.append(open(os.path.join(folder, f"silver.{i}.bin"), "rb").read())
        i += 1
    blob, at, out = b"".join(blob), 0, {}
    for entry in report["index"]:
        size = np.dtype(entry["dtype"]).itemsize
        lp = {"lc": 3, "lp": 0, "pb": 0} if size == 1 else {"lc": 2, "lp": 1, "pb": 1}
        got = []
        for n in entry["parts"]:
            part = blob[at:at + n]
            at += n
            if len(part) < n:
                break
            got.append(lzma.decompress(part, lzma.FORMAT_RAW,
                                       filters=[{"id": lzma.FILTER_LZMA2, "preset": 2, **lp}]))
        out[entry["name"]] = np.frombuffer(b"".join(got), np.dtype(entry["dtype"]))
    return report, out


class Writer:
    def __init__(self, store, path):
        self.out = open(path, "wb")
        self.zstd = subprocess.Popen(["zstd", "-q", "-6", "-c"], stdin=subprocess.PIPE, stdout=self.out)
        self.forms, self.labels = store.forms, store.labels
        self.tags = [t.replace("|", "\t", 1) for t in store.labels["tags"]]
        self.misc = ["_"] + ["NER=" + n for n in store.labels["names"][1:]]
        self.buffer, self.sentences, self.words = [], 0, 0

    def sentence(self, sent_id, ids, tag, feat, head, rel, name):
        forms, feats, rels = self.forms, self.labels["feats"], self.labels["rels"]
        words = [forms[w] for w in ids]
        lines = [f"# sent_id = {sent_id}\n# text = {' '.join(words)}"]
        for i, w in enumerate(words):
            lines.append(f"{i + 1}\t{w}\t_\t{self.tags[tag[i]]}\t{feats[feat[i]]}\t{head[i]}\t{rels[rel[i]]}\t_\t"
                         f"{self.misc[name[i]]}")
        self.buffer.append("\n".join(lines) + "\n\n")
        self.sentences += 1
        self.words += len(words)
        if len(self.buffer) >= 2000:
            self.flush()

    def flush(self):
        self.zstd.stdin.write("".join(self.buffer).encode("utf-8"))
        self.buffer = []

    def close(self):
        self.flush()
        self.zstd.stdin.close()
        if self.zstd.wait():
            raise OSError("zstd failed")
        self.out.close()


def is_tree(heads):
    """heads from 1, 0 the root: one root, no cycle (the decoder's promise, checked)."""
    n = len(heads)
    if heads.count(0) != 1 or min(heads) < 0 or max(heads) > n:
        return False
    for i in range(n):
        h, steps = i + 1, 0
        while h and steps <= n:
            h, steps = heads[h - 1], steps + 1
        if steps > n:
            return False
    return True


def consistent(labels, rel, head):
    """root where and only where the head is the root."""
    root = labels["rels"].index("root")
    return all((r == root) == (h == 0) for r, h in zip(rel, head))


def text_file(store, results, name, o):
    key = "text." + name
    ids, lengths, flags = store.text(name)
    keep = (flags & data.LABELLED) > 0
    ids, lengths = ids[np.repeat(keep, lengths)], lengths[keep]
    got = {k: results[f"{key}.{k}"] for k in ("tag", "feat", "rel", "head", "name", "syntax", "tagging", "naming",
                                               "greedy")}
    reached = min(len(got[k]) for k in ("syntax", "tagging", "naming", "greedy"))
    words = min(len(got[k]) for k in ("tag", "feat", "rel", "head", "name"))
    ends = np.cumsum(lengths)
    reached = min(reached, int(np.searchsorted(ends, words, side="right")))
    writer = Writer(store, os.path.join(o.out, name + ".conllu.zst"))
    seen, dropped = set(), {"doubt": 0, "no tree": 0, "same": 0, "length": 0}
    for s in range(reached):
        n = int(lengths[s])
        a, b = int(ends[s]) - n, int(ends[s])
        if n < o.min_words or n > o.max_words or got["syntax"][s] == 255:
            dropped["length"] += 1
            continue
        if got["syntax"][s] > 100 * o.max_doubt or got["tagging"][s] > 100 * o.max_doubt \
                or got["naming"][s] > 100 * o.max_name_doubt or o.greedy_only and not got["greedy"][s]:
            dropped["doubt"] += 1
            continue
        same = hash(ids[a:b].tobytes())
        if same in seen:
            dropped["same"] += 1
            continue
        seen.add(same)
        offset = got["head"][a:b].astype(int)
        head = [int(h) + i + 1 if h > -10000 else 0 for i, h in enumerate(offset)]
        rel = got["rel"][a:b].tolist()
        if not is_tree(head) or not consistent(store.labels, rel, head):
            dropped["no tree"] += 1
            continue
        writer.sentence(f"{name}-{s + 1}", ids[a:b].tolist(), got["tag"][a:b].tolist(), got["feat"][a:b].tolist(),
                        head, rel, got["name"][a:b].tolist())
    writer.close()
    print(f"{name}: {writer.sentences} sentences, {writer.words} words of {words}; dropped {dropped}", flush=True)


def merged_names(sets, predicted):
    """Gold names where the set is one tag; MISC of the teacher where gold says "O or MISC" for the whole span."""
    out = [int(x).bit_length() - 1 if x and not x & (x - 1) else -1 for x in sets]
    i = 0
    while i < len(out):
        if out[i] >= 0:
            i += 1
            continue
        j = i + 1
        if predicted[i] % 2 == 1:
            while j < len(out) and predicted[j] == predicted[i] + 1:
                j += 1
        fits = all(out[k] < 0 and int(sets[k]) >> int(predicted[k]) & 1 for k in range(i, j))
        for k in range(i, j):
            if out[k] < 0:
                out[k] = int(predicted[k]) if fits and predicted[i] % 2 == 1 else 0
        i = j
    return out


def bank_file(store, results, name, o):
    b = store.bank(name)
    key = "bank." + name
    writer, at, odd = Writer(store, os.path.join(o.out, name + ".conllu.zst")), 0, 0
    for s, n in enumerate(b["lengths"].tolist()):
        w, at = slice(at, at + n), at + n
        if b["flags"][s] & data.SYNTAX:
            tag, feat, rel, head = (b[k][w].tolist() for k in ("tags", "feats", "rels", "heads"))
        else:
            tag, feat, rel = (results[f"{key}.{k}"][w].tolist() for k in ("tag", "feat", "rel"))
            head = [h + i + 1 if h > -10000 else 0 for i, h in enumerate(results[f"{key}.head"][w].tolist())]
            if not is_tree(head) or not consistent(store.labels, rel, head):
                odd += 1
                continue
        names = results[f"{key}.name"][w]
        sets = b["names"][w] if b["flags"][s] & data.NAMES else np.full(n, 511)
        writer.sentence(f"{name}-{s + 1}", b["ids"][w].tolist(), tag, feat, head, rel, merged_names(sets, names))
    writer.close()
    print(f"{name}: {writer.sentences} sentences, {writer.words} words; {odd} dropped", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("results")
    p.add_argument("out")
    p.add_argument("--max-doubt", type=float, default=0.5,
                   help="most mean negative log-probability a word, of head and relation and of the tag")
    p.add_argument("--max-name-doubt", type=float, default=0.3)
    p.add_argument("--min-words", type=int, default=2)
    p.add_argument("--max-words", type=int, default=120)
    p.add_argument("--greedy-only", action="store_true", help="only sentences whose best heads were a tree at once")
    o = p.parse_args()
    os.makedirs(o.out, exist_ok=True)
    report, results = read_results(o.results)
    print("dev scores:", json.dumps(report["dev"], indent=1))
    store = data.Store(o.data)
    for key in dict.fromkeys(e["name"].rsplit(".", 1)[0] for e in report["index"]):
        kind, name = key.split(".", 1)
        (text_file if kind == "text" else bank_file)(store, results, name, o)


if __name__ == "__main__":
    main()
