"""Batches for the device, made ahead of need on threads and in processes."""
import time

BEGUN = time.time()

import queue
import threading

import numpy as np
import torch

import decode

DRAWN_FROM = []  # the training documents, for the processes that draw epochs from them


def say(*words):
    print(f"[{time.time() - BEGUN:6.1f}]", *words, flush=True)


def autocast(o):
    return torch.autocast(o.device, torch.bfloat16, enabled=o.device == "cuda")


class Pace:
    """Keeps the processor at most a few steps ahead of the device, so that the clock tells the truth."""

    def __init__(self, device, ahead=3):
        self.events, self.ahead, self.on = [], ahead, device == "cuda"

    def step(self):
        if self.on:
            e = torch.cuda.Event()
            e.record()
            self.events.append(e)
            if len(self.events) > self.ahead:
                self.events.pop(0).synchronize()


class Prefetch:
    """Runs make() on threads, a few results ahead; from_thread errors come out of get()."""

    def __init__(self, make, threads=2, ahead=6):
        self.make, self.q, self.stop = make, queue.Queue(ahead), False
        self.threads = [threading.Thread(target=self.work, args=(k,), daemon=True) for k in range(threads)]
        for t in self.threads:
            t.start()

    def work(self, k):
        try:
            while not self.stop:
                item = self.make(k)
                while not self.stop:
                    try:
                        self.q.put(item, timeout=0.2)
                        break
                    except queue.Full:
                        pass
        except BaseException as e:  # handed on to the main thread
            self.q.put(e)

    def get(self):
        item = self.q.get()
        if isinstance(item, BaseException):
            raise item
        return item

    def close(self):
        self.stop = True
        for t in self.threads:
            t.join()


class Feeder:
    """Word ids of a batch to its distinct forms and back, on the device."""

    def __init__(self, n_forms, device):
        self.device, self.pin = device, device == "cuda"
        self.n_forms = n_forms
        self.local = threading.local()

    def tensor(self, a):
        t = torch.from_numpy(np.ascontiguousarray(a))
        return t.pin_memory() if self.pin else t

    def distinct(self, ids):
        if not hasattr(self.local, "stamp"):
            self.local.stamp = np.full(self.n_forms, -1, np.int32)
        flat = np.ascontiguousarray(ids.reshape(-1), np.int32)
        found, inverse = np.zeros(len(flat), np.int32), np.empty(len(flat), np.int32)
        n = decode.unique(flat, self.local.stamp, found, inverse)
        n = min(-(-n // 512) * 512, len(found))  # few distinct sizes; the rest is padding, id 0
        return found[:n].astype(np.int64), inverse.reshape(ids.shape).astype(np.int64)

    def batch(self, ids, marks, extra):
        found, inverse = self.distinct(ids)
        marks = np.where(ids == 0, 4, marks).astype(np.int64)
        out = {"found": found, "inverse": inverse, "marks": marks, **extra}
        return {k: self.tensor(v) for k, v in out.items()}

    def put(self, batch):
        return {k: v.to(self.device, non_blocking=True) for k, v in batch.items()}


def masked_batches(stream, o, feeder):
    count = int(o.rows * o.width * o.mask)

    def maker():
        state = {}

        def make(k):
            if k not in state:
                state[k] = {"rng": np.random.default_rng(1000 * o.seed + k), "starts": np.zeros(0, np.int64)}
            s = state[k]
            if len(s["starts"]) < o.rows:
                s["starts"] = stream.starts(s["rng"], o.width)
            at, s["starts"] = s["starts"][:o.rows], s["starts"][o.rows:]
            where = at[:, None] + np.arange(o.width)
            ids, marks = stream.ids[where], stream.marks[where]
            fit = np.flatnonzero(ids.reshape(-1) < o.vocab)
            chosen = s["rng"].choice(fit, count, replace=len(fit) < count, shuffle=False)
            hidden = np.zeros(ids.size, bool)
            hidden[chosen[: int(count * 0.9)]] = True  # the others are to be predicted from themselves too
            return feeder.batch(ids, marks, {"masked": hidden.reshape(ids.shape), "at": chosen.astype(np.int64),
                                             "target": ids.reshape(-1)[chosen].astype(np.int64)})

        return make

    return Prefetch(maker(), threads=3)


def draw_epoch(job):
    """In a process of its own, forked when the documents stand in DRAWN_FROM."""
    seed, width = job
    e = DRAWN_FROM[0].epoch(np.random.default_rng(seed), width)
    kinds = {"ids": np.int32, "sentence": np.int32, "marks": np.uint8}
    return {k: v.astype(kinds.get(k, np.int16)) for k, v in e.items()}


def tune_batches(epochs, o, feeder, seed):
    state = {}

    def make(k):
        if k not in state:
            state[k] = {"rng": np.random.default_rng(seed * 100 + k), "left": [], "epoch": None}
        s = state[k]
        if not s["left"]:
            done = [e for e in epochs if e.done()] or epochs[:1]
            s["epoch"] = done[s["rng"].integers(len(done))].result()
            rows = s["rng"].permutation(len(s["epoch"]["ids"]))
            whole = max(len(rows) // o.tune_rows, 1) * o.tune_rows
            rows = np.resize(rows, whole)
            s["left"] = list(rows.reshape(-1, o.tune_rows))
        pick = s["left"].pop()
        e = {k2: v[pick] for k2, v in s["epoch"].items()}
        e["masked"] = (s["rng"].random(e["ids"].shape) < 0.05) & (e["ids"] > 0)
        extra = {k2: e[k2].astype(np.int64) for k2 in ("tags", "feats", "heads", "rels", "names", "sentence")}
        return feeder.batch(e["ids"], e["marks"], {**extra, "masked": e["masked"]})

    return Prefetch(make, threads=4, ahead=16)
