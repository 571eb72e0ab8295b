#!/usr/bin/env python3
"""Packs tokenised text, treebanks and word vectors into small arrays for teacher.py.

  prepare.py TOKENISED_DIR SHARED_DIR OUT_DIR

TOKENISED_DIR/NAME.txt holds one sentence a line, words separated by spaces, and a line "#" before every paragraph, in
the order of SHARED_DIR/text/NAME.txt.gz (whose sidecar NAME.tsv.gz tells which paragraphs make a document);
titles.txt has no sidecar: there every paragraph is a document of its own. See README.md for the files written.
"""
import collections
import gzip
import json
import lzma
import os
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np

# Name, share of documents that is labelled. All of them are read for pretraining, in this order of worth.
TEXTS = [("current_events_2002_2026", 1), ("wikinews_2019_2020", 1), ("titles", 1), ("kremlin_news", 1),
         ("whitehouse_statements", 1), ("us_reference", 1), ("wikipedia_politics_2019", 1),
         ("state_human_rights_reports", 0.4), ("whitehouse_spoken_foreign", 0.5), ("un_general_debate_1995_2024", 0.2)]
LONGEST = 250  # longer sentences are not labelled
ESCAPE = 0xFFFF


def write(out, name, array, meta):
    array = np.ascontiguousarray(array)
    size = array.dtype.itemsize
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 26, "lc": 3 if size == 1 else 1,
                "lp": {1: 0, 2: 1, 4: 2}[size], "pb": {1: 0, 2: 1, 4: 2}[size]}]
    packed = lzma.compress(array.tobytes(), format=lzma.FORMAT_XZ, filters=filters)
    with open(os.path.join(out, name + ".xz"), "wb") as f:
        f.write(packed)
    meta[name] = {"dtype": array.dtype.str, "n": int(array.size)}
    return len(packed)


def pack_text(job):
    """One text file's ids to disk; in a process of its own."""
    out, name, ids, lengths, flags = job
    meta = {}
    wide = ids >= ESCAPE
    size = write(out, f"text.{name}.ids", np.where(wide, ESCAPE, ids).astype(np.uint16), meta)
    size += write(out, f"text.{name}.wide", ids[wide].astype(np.uint32), meta)
    size += write(out, f"text.{name}.lengths", lengths.astype(np.uint16), meta)
    size += write(out, f"text.{name}.flags", flags.astype(np.uint8), meta)
    return name, meta, size


def read_tokenised(path, intern, counts):
    """Words as provisional ids, sentence lengths, and the paragraph of each sentence."""
    ids, lengths, paragraphs, paragraph = [], [], [], -1
    with open(path, encoding="utf-8", errors="replace") as f:
        for line in f:
            line = line.rstrip("\n")
            if line == "#":
                paragraph += 1
                continue
            words = [w for w in line.split(" ") if w]
            if not words:
                continue
            counts.update(words)
            ids.extend(intern(w) for w in words)
            lengths.append(len(words))
            paragraphs.append(paragraph)
    return np.array(ids, np.int64), np.array(lengths), np.array(paragraphs)


def sentence_flags(paragraphs, lengths, sidecar, share):
    """1: first of a paragraph, 2: first of a document, 4: to be labelled."""
    flags = np.zeros(len(paragraphs), np.uint8)
    if not len(paragraphs):
        return flags
    flags[0] = 3
    flags[1:] = paragraphs[1:] != paragraphs[:-1]
    if sidecar:
        with gzip.open(sidecar, "rt", encoding="utf-8") as f:
            first = np.array([int(r.split("\t")[0]) - 1 for r in f if r[0] != "#"])
        document = np.searchsorted(first, paragraphs, side="right")
    else:
        document = paragraphs
    flags[1:] |= ((document[1:] != document[:-1]) * 2).astype(np.uint8)
    # Documents spread evenly: number d is taken when floor(d * share) moves on.
    taken = np.floor((document + 1) * share) > np.floor(document * share)
    flags |= ((taken & (lengths <= LONGEST)) * 4).astype(np.uint8)
    return flags


def read_conllu(path):
    sentences, words, sent_id, new = [], [], None, 2
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            new = 2
        elif line.startswith("# sent_id"):
            sent_id = line.split("= ", 1)[1]
        elif not line:
            if words:
                sentences.append({"id": sent_id, "words": words, "new": new})
            words, new = [], 0
        elif line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                words.append(c)
    return sentences


def read_iob(path, columns):
    """Sentences of (form, tag); `columns` picks both. "# sent_id" is kept where there is one."""
    sentences, words, sent_id, new = [], [], None, 2
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        line = line.rstrip("\r\n")
        if line.startswith("# ") and ("=" in line):
            if line.startswith("# sent_id"):
                sent_id = line.split("= ", 1)[1]
            elif line.startswith(("# newdoc", "# doc")):
                new = 2
        elif not line.strip():
            if words:
                sentences.append({"id": sent_id, "words": words, "new": new})
                new = 0
            words = []
        else:
            c = line.split("\t") if "\t" in line else line.split(" ")
            words.append((c[columns[0]], c[columns[1]]))
    return sentences


# Names: bit sets over the tags O B-PER I-PER B-ORG I-ORG B-LOC I-LOC B-MISC I-MISC; the loss sums over the set.
KINDS = {"PER": 0, "ORG": 1, "LOC": 2, "MISC": 3}
NAMES_ANY, NAMES_O = 511, 1
NAMES_O_MISC = 1 | 1 << 7 | 1 << 8


def tag_bit(tag):
    return NAMES_O if tag == "O" else 1 << (1 + 2 * KINDS[tag[2:]] + (tag[0] == "I"))


def io_to_bio(tags):
    return ["B" + t[1:] if t[0] == "I" and (i == 0 or tags[i - 1][1:] != t[1:]) else t for i, t in enumerate(tags)]


def re3d_sets(words):
    """re3d's spans hold titles and common nouns; only what other corpora would agree on is taught."""
    kind = {"Organisation": "ORG", "Person": "PER", "Location": "LOC", "Nationality": "MISC"}
    sets, i = [], 0
    while i < len(words):
        if words[i][1] == "O":
            sets.append(NAMES_O_MISC if not words[i][0][:1].isupper() else NAMES_ANY)
            i += 1
            continue
        j = i + 1
        while j < len(words) and words[j][1][0] == "I":
            j += 1
        k = kind.get(words[i][1][2:])
        capital = [x for x in range(i, j) if words[x][0][:1].isupper()]
        for x in range(i, j):
            if k and capital and x == capital[-1]:
                sets.append(3 << (1 + 2 * KINDS[k]))
            else:
                sets.append(NAMES_ANY)
        i = j
    return sets


def uner_sets(conllu, path):
    by_id = {s["id"]: s for s in read_iob(path, (1, 2))}
    n = 0
    for s in conllu:
        u = by_id.get(s["id"])
        if u and [w[0] for w in u["words"]] == [c[1] for c in s["words"]]:
            s["names"] = [NAMES_O_MISC if t == "O" else tag_bit(t) for _, t in u["words"]]
            n += 1
    print(f"{path}: {n} of {len(conllu)} sentences joined")


def cased(word, how):
    return word.lower() if how == 0 else word.upper() if how == 1 else word[:1].upper() + word[1:]


def main():
    tokenised, shared, out = sys.argv[1:4]
    os.makedirs(out, exist_ok=True)
    counts, index, forms = collections.Counter(), {}, []

    def intern(w):
        i = index.get(w)
        if i is None:
            i = index[w] = len(forms)
            forms.append(w)
        return i

    texts = []
    for name, share in TEXTS:
        path = os.path.join(tokenised, name + ".txt")
        if not os.path.exists(path):
            continue
        ids, lengths, paragraphs = read_tokenised(path, intern, counts)
        sidecar = os.path.join(shared, "text", name + ".tsv.gz")
        texts.append((name, ids, lengths,
                      sentence_flags(paragraphs, lengths, sidecar if os.path.exists(sidecar) else None, share)))
        print(f"{name}: {len(ids)} words, {len(lengths)} sentences", flush=True)

    tb = os.path.join(shared, "treebanks")
    banks = {"ewt-train": read_conllu(f"{tb}/ewt-train.conllu"), "ewt-dev": read_conllu(f"{tb}/ewt-dev.conllu"),
             "gum-train": read_conllu(f"{tb}/gum-train.conllu"), "gum-dev": read_conllu(f"{tb}/gum-dev.conllu")}
    uner_sets(banks["ewt-train"], f"{tb}/uner-ewt-train.iob2")
    uner_sets(banks["ewt-dev"], f"{tb}/uner-ewt-dev.iob2")
    for name, path, columns in (("wikigold", "wikigold.iob", (0, 1)), ("re3d", "re3d-free.iob2", (0, 1))):
        banks[name] = read_iob(f"{tb}/{path}", columns)
        for s in banks[name]:
            if name == "re3d":
                s["names"] = re3d_sets(s["words"])
            else:
                s["names"] = [tag_bit(t) for t in io_to_bio([t for _, t in s["words"]])]
            s["words"] = [["", f] + ["_"] * 8 for f, _ in s["words"]]
            s["plain"] = True

    variants = {}
    for bank, sentences in banks.items():
        for s in sentences:
            for c in s["words"]:
                counts[c[1]] += 1
                intern(c[1])
                if bank.endswith("dev"):
                    continue
                for how in range(3):
                    variants[cased(c[1], how)] = 1
    for v in variants:
        intern(v)

    # Final ids by falling frequency; id 0 is padding.
    order = sorted(range(len(forms)), key=lambda i: (-counts[forms[i]], i))
    rank = np.zeros(len(forms), np.int64)
    rank[order] = np.arange(1, len(forms) + 1)
    final = [""] + [forms[i] for i in order]
    meta, total = {}, 0
    blob = np.frombuffer("\n".join(final).encode("utf-8"), np.uint8)
    total += write(out, "forms", blob, meta)
    total += write(out, "counts", np.array([0] + [min(counts[forms[i]], 2 ** 31) for i in order], np.uint32), meta)

    glove = {w.rstrip("\n"): i for i, w in enumerate(open(f"{tb}/glove100-top100k.words", encoding="utf-8"))}
    rows = np.fromfile(f"{tb}/glove100-top100k.i8", np.uint8).reshape(-1, 104)
    look = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
    wanted = np.array([glove.get(f.translate(look).lower(), -1) for f in final])
    kept, inverse = np.unique(wanted[wanted >= 0], return_inverse=True)
    row = np.zeros(len(final), np.uint32)
    row[wanted >= 0] = inverse + 1
    total += write(out, "glove.row", row, meta)
    total += write(out, "glove.scale", rows[kept, :4].copy().view(np.float32).reshape(-1), meta)
    total += write(out, "glove.i8", rows[kept, 4:].view(np.int8).reshape(-1), meta)
    print(f"{len(final)} forms, {len(kept)} vectors, {(row > 0).mean():.3f} of forms have one", flush=True)

    # Case variants of the treebanks' forms: 0 where there is none to use.
    case = np.zeros((3, len(final)), np.uint32)
    for bank, sentences in banks.items():
        if bank.endswith("dev"):
            continue
        for s in sentences:
            for c in s["words"]:
                i = rank[index[c[1]]]
                for how in range(3):
                    case[how, i] = rank[index[cased(c[1], how)]]
    total += write(out, "case", case.reshape(-1), meta)

    tags, feats, rels, tag_feats = {}, {}, {}, set()
    for b in ("ewt-train", "gum-train"):
        for s in banks[b]:
            for c in s["words"]:
                t = tags.setdefault(c[3] + "|" + c[4], len(tags))
                f = feats.setdefault(c[5], len(feats))
                rels.setdefault(c[7], len(rels))
                tag_feats.add((t, f))
    meta["labels"] = {"tags": list(tags), "feats": list(feats), "rels": list(rels),
                      "tag_feats": sorted(tag_feats), "names": ["O"] + [p + k for k in KINDS for p in ("B-", "I-")]}
    for bank, sentences in banks.items():
        col = collections.defaultdict(list)
        for s in sentences:
            col["lengths"].append(len(s["words"]))
            # 2: first of a document, 8: has syntax, 16: has names
            col["flags"].append(s["new"] | (0 if s.get("plain") else 8) | (16 if "names" in s else 0))
            for i, c in enumerate(s["words"]):
                col["ids"].append(rank[index[c[1]]])
                col["tags"].append(tags.get(c[3] + "|" + c[4], 255))
                col["feats"].append(feats.get(c[5], 65535))
                col["heads"].append(0 if s.get("plain") else int(c[6]))
                col["rels"].append(rels.get(c[7], 255))
                col["names"].append(s["names"][i] if "names" in s else NAMES_ANY)
        for key, kind in (("lengths", np.uint16), ("flags", np.uint8), ("ids", np.uint32), ("tags", np.uint8),
                          ("feats", np.uint16), ("heads", np.uint16), ("rels", np.uint8), ("names", np.uint16)):
            total += write(out, f"bank.{bank}.{key}", np.array(col[key], kind), meta)
    print(f"tags {len(tags)}, feats {len(feats)}, relations {len(rels)}; {total / 2**20:.1f} MiB before texts",
          flush=True)

    jobs = [(out, name, rank[ids], lengths, flags) for name, ids, lengths, flags in texts]
    labelled = words = 0
    with ProcessPoolExecutor(2) as pool:
        for name, m, size in pool.map(pack_text, jobs):
            meta.update(m)
            total += size
            print(f"{name}: {size / 2**20:.2f} MiB, together {total / 2**20:.1f}", flush=True)
    for _, ids, lengths, flags in texts:
        labelled += int(lengths[flags & 4 > 0].sum())
        words += len(ids)
    meta["texts"] = [t[0] for t in texts]
    meta["banks"] = list(banks)
    with open(os.path.join(out, "meta.json"), "w") as f:
        json.dump(meta, f)
    print(f"{words} words, of them {labelled} to be labelled; {total / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
