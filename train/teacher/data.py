"""Reads what prepare.py wrote: forms, their features, texts as one stream of words, treebanks as documents."""
import json
import lzma
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

ESCAPE = 0xFFFF
GRAM_ROWS = 1 << 17  # rows of the table of character n-grams
GRAMS = 30           # n-grams a form
SENTENCE, DOCUMENT, LABELLED, SYNTAX, NAMES = 1, 2, 4, 8, 16


class Store:
    """The packed arrays by name; unpacked on threads (lzma lets go of the interpreter)."""

    def __init__(self, folder, wanted=None):
        self.meta = json.load(open(os.path.join(folder, "meta.json")))
        self.texts = [t for t in self.meta["texts"] if wanted is None or t in wanted]
        self.banks = self.meta["banks"]
        names = [n for n in self.meta if isinstance(self.meta[n], dict) and "dtype" in self.meta[n]]
        names = [n for n in names if not n.startswith("text.") or n.split(".")[1] in self.texts]

        def unpack(name):
            m = self.meta[name]
            with lzma.open(os.path.join(folder, name + ".xz")) as f:
                return np.frombuffer(f.read(), np.dtype(m["dtype"]))

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            self.at = dict(zip(names, pool.map(unpack, names)))
        self.forms = bytes(self.at.pop("forms")).decode("utf-8").split("\n")
        self.labels = self.meta["labels"]

    def text(self, name):
        """Word ids, sentence lengths and sentence flags of a text."""
        ids = self.at[f"text.{name}.ids"].astype(np.int32)
        ids[ids == ESCAPE] = self.at[f"text.{name}.wide"]
        return ids, self.at[f"text.{name}.lengths"].astype(np.int64), self.at[f"text.{name}.flags"]

    def bank(self, name):
        return {k: self.at[f"bank.{name}.{k}"] for k in
                ("lengths", "flags", "ids", "tags", "feats", "heads", "rels", "names")}

    def glove(self):
        rows = self.at["glove.i8"].reshape(-1, 100).astype(np.float32) * self.at["glove.scale"][:, None]
        rows /= rows.std()
        return np.concatenate([np.zeros((1, 100), np.float32), rows]), self.at["glove.row"].astype(np.int64)


def hash_rows(codes, seed):
    """One hash a row of characters (FNV-like, over 32 bits), never 0: that row is padding."""
    h = np.full(len(codes), (2166136261 + seed * 40503) & 0xFFFFFFFF, np.uint64)
    for j in range(codes.shape[1]):
        h = ((h ^ codes[:, j]) * np.uint64(16777619)) & np.uint64(0xFFFFFFFF)
        h ^= h >> np.uint64(15)
    return (h % np.uint64(GRAM_ROWS - 1) + np.uint64(1)).astype(np.int32)


def shape_of(form):
    """Xxxx to Xx, 1,234 to d,d: kinds of characters, runs cut to one."""
    out = []
    for c in form[:24]:
        k = "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c if ord(c) < 128 else "?"
        if not out or out[-1] != k:
            out.append(k)
    return "".join(out)[:8] + ("^" if len(form) > 1 and form.isupper() else "")


def form_grams(forms):
    """[forms, GRAMS] rows of the n-gram table: prefixes and suffixes of 1 to 4, trigrams of the lower form, shape, form."""
    lower = [f.lower() for f in forms]
    n = np.array([min(len(f), 17) for f in lower])
    codes = np.zeros((len(forms), 17), np.uint64)
    tails = np.zeros((len(forms), 4), np.uint64)
    heads = np.zeros((len(forms), 4), np.uint64)
    shapes = np.zeros((len(forms), 9), np.uint64)
    for i, (f, c) in enumerate(zip(lower, forms)):
        for row, text in ((codes[i], f[:17]), (tails[i], f[::-1][:4]), (heads[i], c[:4]), (shapes[i], shape_of(c))):
            row[:len(text)] = [ord(x) for x in text]
    out = np.zeros((len(forms), GRAMS), np.int32)
    for k in range(1, 5):
        out[:, k - 1] = np.where(n >= k, hash_rows(heads[:, :k], k), 0)
        out[:, k + 3] = np.where(n >= k, hash_rows(tails[:, :k], 8 + k), 0)
    padded = np.zeros((len(forms), 20), np.uint64)
    padded[:, 0] = 1
    padded[:, 1:18] = codes
    padded[np.arange(len(forms)), n + 1] = 2
    for k in range(18):
        out[:, 8 + k] = np.where(n >= k + 1, hash_rows(padded[:, k:k + 3], 16), 0)
    out[:, 26] = hash_rows(shapes, 17)
    whole, mixed = np.zeros((len(forms), 17), np.uint64), codes
    whole[:, :4] = heads
    out[:, 27] = hash_rows(mixed, 18)
    out[:, 28] = hash_rows(np.concatenate([mixed, whole[:, :4]], 1), 19)
    out[0] = 0
    return out


def marks(lengths, flags, paragraphs_alone):
    """Per word: SENTENCE at the first word of a sentence, DOCUMENT too at the first of a document."""
    out = np.zeros(int(lengths.sum()), np.uint8)
    starts = np.cumsum(lengths) - lengths
    document = (flags & DOCUMENT) > 0
    if paragraphs_alone:
        document |= (flags & 1) > 0
    out[starts] = SENTENCE
    out[starts[document]] |= DOCUMENT
    return out


def pack_rows(lengths, width):
    """Consecutive sentences to rows of at most `width` words: (row, column) of each sentence; -1: too long."""
    row, column = np.full(len(lengths), -1, np.int64), np.zeros(len(lengths), np.int64)
    r, used = 0, 0
    for i, n in enumerate(lengths.tolist()):
        if n > width:
            continue
        if used + n > width:
            r, used = r + 1, 0
        row[i], column[i] = r, used
        used += n
    return row, column, r + 1


class Documents:
    """All training documents of the treebanks, to be dealt into rows of words in a fresh order every epoch."""

    FIELDS = ("ids", "tags", "feats", "heads", "rels", "names")

    def __init__(self, store, banks):
        parts = [store.bank(b) for b in banks]
        for p in parts:
            p["flags"] = p["flags"].copy()
            p["flags"][0] |= DOCUMENT
        self.lengths = np.concatenate([p["lengths"] for p in parts]).astype(np.int64)
        self.flags = np.concatenate([p["flags"] for p in parts])
        self.words = {k: np.concatenate([p[k] for p in parts]).astype(np.int32) for k in self.FIELDS}
        self.start = np.cumsum(self.lengths) - self.lengths
        self.case = store.at["case"].reshape(3, -1).astype(np.int32)
        self.punct = np.array([t.startswith("PUNCT") for t in store.labels["tags"]] + [False])
        at = np.flatnonzero(self.flags & DOCUMENT)
        self.documents = np.split(np.arange(len(self.lengths)), at[1:])

    def order(self, rng):
        """Sentences of an epoch and which of them open a context: documents shuffled, some taken apart."""
        sentences, opens = [], []
        loose = []
        for d in rng.permutation(len(self.documents)):
            s = self.documents[d]
            if rng.random() < 0.25:
                loose.append(s)
                continue
            sentences.append(s)
            opens.append(np.arange(len(s)) == 0)
        loose = np.concatenate(loose) if loose else np.zeros(0, np.int64)
        where = rng.integers(0, len(sentences) + 1, len(loose)) if sentences else np.zeros(len(loose), int)
        out, out_open = [], []
        by_place = [[] for _ in range(len(sentences) + 1)]
        for s, w in zip(loose.tolist(), where.tolist()):
            by_place[w].append(s)
        for i in range(len(sentences) + 1):
            out.extend(by_place[i])
            out_open.extend([True] * len(by_place[i]))
            if i < len(sentences):
                out.extend(sentences[i].tolist())
                out_open.extend(opens[i].tolist())
        return np.array(out), np.array(out_open)

    def epoch(self, rng, width):
        """Dictionary of arrays [rows, width]; heads are columns of the row, or `width` for the root."""
        order, opens = self.order(rng)
        lengths = self.lengths[order]
        row, column, rows = pack_rows(lengths, width)
        out = {k: np.zeros((rows, width), np.int32) for k in ("ids", "heads", "sentence", "marks")}
        for k in ("tags", "feats", "rels"):
            out[k] = np.full((rows, width), -1, np.int32)
        out["heads"][:] = -1
        out["names"] = np.zeros((rows, width), np.int32)
        for i, s in enumerate(order.tolist()):
            if row[i] < 0:
                continue
            n, r, c, a = int(lengths[i]), row[i], column[i], self.start[s]
            heads = self.words["heads"][a:a + n]
            ids = self.words["ids"][a:a + n]
            syntax = self.flags[s] & SYNTAX
            if syntax and n > 2 and rng.random() < 0.03 and self.punct[self.words["tags"][a + n - 1]] \
                    and not (heads == n).any():
                n -= 1
                heads, ids = heads[:n], ids[:n]
            u = rng.random()
            if u < 0.08:
                how = self.case[0 if u < 0.03 else 1 if u < 0.06 else 2][ids]
                ids = np.where(how > 0, how, ids)
            at = slice(c, c + n)
            out["ids"][r, at] = ids
            out["sentence"][r, at] = i + 1
            out["marks"][r, c] = SENTENCE | (DOCUMENT if opens[i] else 0)
            if syntax:
                out["heads"][r, at] = np.where(heads > 0, heads - 1 + c, width)
                for k in ("tags", "feats", "rels"):
                    out[k][r, at] = self.words[k][a:a + n]
            if self.flags[s] & NAMES:
                out["names"][r, at] = self.words["names"][a:a + n]
        return out


class Stream:
    """Windows of all texts one after the other for masked-word prediction, each text with its weight."""

    WEIGHTS = {"current_events_2002_2026": 3, "wikinews_2019_2020": 4, "titles": 2, "kremlin_news": 1.5,
               "whitehouse_statements": 1.5, "us_reference": 1, "wikipedia_politics_2019": 1.5,
               "state_human_rights_reports": 0.8, "whitehouse_spoken_foreign": 1, "un_general_debate_1995_2024": 0.5}
    BANK_WEIGHT = 10

    def __init__(self, store, texts, banks):
        ids, mark, self.spans, at = [], [], [], 0
        for name, (i, lengths, flags) in texts.items():
            ids.append(i)
            mark.append(marks(lengths, flags, name.startswith("current_events")))
            self.spans.append((at, len(i), self.WEIGHTS.get(name, 1)))
            at += len(i)
        for b in banks:
            p = store.bank(b)
            ids.append(p["ids"].astype(np.int32))
            mark.append(marks(p["lengths"].astype(np.int64), p["flags"], False))
            self.spans.append((at, len(ids[-1]), self.BANK_WEIGHT))
            at += len(ids[-1])
        self.ids, self.marks = np.concatenate(ids), np.concatenate(mark)

    def starts(self, rng, width):
        """Starts of the windows of one weighted pass."""
        out = []
        for at, n, weight in self.spans:
            blocks = max((n - 1) // width - 1, 0)
            if not blocks:
                continue
            whole, part = int(weight), weight - int(weight)
            for k in range(whole + (part > 0)):
                s = at + rng.integers(0, width) + np.arange(blocks) * width
                if k == whole:
                    s = s[rng.random(len(s)) < part]
                out.append(s)
        return rng.permutation(np.concatenate(out))
