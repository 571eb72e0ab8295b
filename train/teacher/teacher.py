#!/usr/bin/env python3
"""Pretrains, fine-tunes and labels on one GPU within a time budget. See README.md.

  teacher.py DATA_DIR OUT_DIR [--budget SECONDS] [--smoke]
"""
import feed  # first: it looks at the clock before the slow imports

import argparse
import copy
import multiprocessing
import os
import random
import sys
import threading
import time
import traceback
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F

import data
import decode
import model
from feed import BEGUN, Feeder, Pace, autocast, draw_epoch, masked_batches, say, tune_batches
from label import Labeller, bank_sentences, evaluate, write


def options():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--budget", type=float, default=560, help="seconds from start to end, everything included")
    p.add_argument("--smoke", action="store_true", help="the same in little: few texts, short phases, two members")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--layers", type=int, default=12)
    p.add_argument("--dim", type=int, default=512)
    p.add_argument("--vocab", type=int, default=40960)
    p.add_argument("--width", type=int, default=256, help="words a row")
    p.add_argument("--rows", type=int, default=160, help="rows a step of pretraining")
    p.add_argument("--tune-rows", type=int, default=32)
    p.add_argument("--label-rows", type=int, default=128)
    p.add_argument("--members", type=int, default=3, help="fine-tuned copies whose scores are averaged")
    p.add_argument("--pretrain-share", type=float, default=0.53, help="the budget's share at whose end pretraining ends")
    p.add_argument("--tune-share", type=float, default=0.085, help="the budget's share for each member")
    p.add_argument("--max-epochs", type=float, default=60, help="most passes over the treebanks for each member")
    p.add_argument("--mask", type=float, default=0.22)
    p.add_argument("--muon-lr", type=float, default=0.02)
    p.add_argument("--adam-lr", type=float, default=2e-3)
    p.add_argument("--tune-lr", type=float, default=3e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--gram-rows", type=int, default=data.GRAM_ROWS)
    p.add_argument("--epochs-made", type=int, default=40, help="passes over the treebanks drawn in advance")
    p.add_argument("--no-compile", action="store_true")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def set_lr(optimizers, factor):
    for o in optimizers:
        for g in o.param_groups:
            g["lr"] = g["base"] * factor


def groups(pairs, device, **kw):
    o = torch.optim.AdamW([{"params": p, "lr": lr, "base": lr, "weight_decay": wd} for p, lr, wd in pairs],
                          betas=(0.9, 0.98), eps=1e-8, fused=(device == "cuda"), **kw)
    return o


@torch.no_grad()
def keep_or_restore(body, kept, optimizers, loss, factor):
    """Copies good weights aside; goes back to them with half the rate when the loss is no number."""
    if np.isfinite(loss):
        for k, p in zip(kept, body.parameters()):
            k.copy_(p)
        return factor
    for k, p in zip(kept, body.parameters()):
        p.copy_(k)
    for o in optimizers:
        o.state.clear()
    say("loss is no number: back to the weights before, half the rate")
    return factor / 2


def pretrain(body, stream, o, feeder, until):
    muon = model.Muon(body.matrices(), lr=o.muon_lr)
    for g in muon.param_groups:
        g["base"] = g["lr"]
    lookup = [body.own, body.gram_table, body.bias]
    other = [body.marks, body.masked, body.from_grams.weight, body.from_glove.weight, body.to_glove.weight,
             body.predict.weight]
    adam = groups([(lookup, o.adam_lr, 0.0), (other, o.adam_lr / 2, 0.01)], o.device)
    batches = masked_batches(stream, o, feeder)
    begun, step, words, shown = time.time(), 0, 0, time.time()
    total, running, counted, pace, factor = max(until - begun, 1e-3), 0.0, 0, Pace(o.device), 1.0
    kept = [p.detach().clone() for p in body.parameters()]
    while time.time() < until:
        done = (time.time() - begun) / total
        set_lr([muon, adam], factor * min(1, (step + 1) / 100) * min(1, max(0.03, (1 - done) / 0.6)))
        b = feeder.put(batches.get())
        h = body(b["found"], b["inverse"], b["marks"], b["masked"], drop_own=0.03)
        scores = body.predicted(h.view(-1, h.size(-1))[b["at"]])
        loss = F.cross_entropy(scores.float(), b["target"])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(lookup + other, 1.0)
        muon.step()
        adam.step()
        muon.zero_grad(set_to_none=True)
        adam.zero_grad(set_to_none=True)
        step += 1
        words += o.rows * o.width
        pace.step()
        running = running + loss.detach()
        counted += 1
        if step == 1 or step % 20 == 0 and time.time() - shown > (5 if o.smoke else 12):
            say(f"pretrain step {step}, {words / 1e6:.1f} M words, loss {float(running) / counted:.3f}, "
                f"{words / (time.time() - begun) / 1e3:.0f} k words/s")
            factor = keep_or_restore(body, kept, [muon, adam], float(running), factor)
            running, counted, shown = 0.0, 0, time.time()
    batches.close()
    if counted and not np.isfinite(float(running)):
        keep_or_restore(body, kept, [muon, adam], float(running), factor)
    if o.device == "cuda":
        torch.cuda.synchronize()
    say(f"pretrained: {step} steps, {words / 1e6:.1f} M words, last loss "
        f"{float(running) / max(counted, 1):.3f}" if counted else f"pretrained: {step} steps, {words / 1e6:.1f} M words")


def name_loss(scores, sets):
    """Minus log of the probability of the set of tags allowed at each word; words with no set are left out."""
    use = (sets > 0) & (sets < (1 << scores.size(-1)) - 1)
    bits = (sets[..., None] >> torch.arange(scores.size(-1), device=scores.device)) & 1
    logp = F.log_softmax(scores, -1)
    allowed = torch.logsumexp(logp.masked_fill(bits == 0, -1e4), -1)
    return -(allowed * use).sum() / use.sum().clamp(min=1)


def supervised_loss(heads, h, b):
    out = heads(h, b["sentence"])
    gold = b["heads"]
    syntax = gold >= 0
    n = syntax.sum().clamp(min=1)

    def ce(scores, target):
        t = torch.where(target >= 0, target, -100)
        return F.cross_entropy(scores.view(-1, scores.size(-1)), t.view(-1), ignore_index=-100, reduction="sum") / n

    loss = ce(out["tags"], b["tags"]) + 0.5 * ce(out["feats"], b["feats"]) + ce(out["arcs"], gold)
    at = gold.clamp(min=0)[..., None].expand(-1, -1, heads.REL)
    head = torch.gather(out["rel_head"], 1, at)
    rels = heads.rels(out["rel_dep"].reshape(-1, heads.REL), head.reshape(-1, heads.REL))
    loss = loss + ce(rels, torch.where(syntax, b["rels"], -1))
    return loss + name_loss(out["names"], b["names"])


def tune(body, sizes, documents, epochs, o, feeder, member, until):
    torch.manual_seed(o.seed * 1000 + member)
    body = copy.deepcopy(body)
    heads = model.Heads(o.dim, *sizes).to(o.device)
    lookup = [body.own, body.gram_table]
    inner = body.matrices() + [body.marks, body.masked, body.from_grams.weight, body.from_glove.weight]
    adam = groups([(lookup, o.tune_lr, 0.0), (inner, o.tune_lr, 0.01), (list(heads.parameters()), o.head_lr, 0.01)],
                  o.device)
    params = lookup + inner + list(heads.parameters())
    average = [p.detach().clone() for p in params]
    batches = tune_batches(epochs, o, feeder, o.seed * 10 + member)
    most = int(o.max_epochs * documents.lengths.sum() / (0.95 * o.tune_rows * o.width)) + 1
    begun, step, shown = time.time(), 0, time.time()
    total, running, counted, pace = max(until - begun, 1e-3), 0.0, 0, Pace(o.device)
    while time.time() < until and step < most:
        done = max((time.time() - begun) / total, step / most)
        set_lr([adam], min(1, (step + 1) / 60) * max(0.02, 1 - done))
        b = feeder.put(batches.get())
        h = body(b["found"], b["inverse"], b["marks"], b["masked"], p=0.1, drop_own=0.1)
        with autocast(o):
            loss = supervised_loss(heads, h, b)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 2.0)
        adam.step()
        adam.zero_grad(set_to_none=True)
        step += 1
        pace.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, [p.detach() for p in params], 1 - min(0.995, (step + 1) / (step + 10)))
        running = running + loss.detach()
        counted += 1
        if step % 20 == 0 and time.time() - shown > (5 if o.smoke else 10):
            say(f"member {member} step {step}, loss {float(running) / counted:.3f}")
            running, counted, shown = 0.0, 0, time.time()
    batches.close()
    with torch.no_grad():
        for p, a in zip(params, average):
            p.copy_(a)
    for p in list(body.parameters()) + list(heads.parameters()):
        p.requires_grad_(False)
        p.grad = None
    say(f"member {member}: {step} steps, {step * o.tune_rows * o.width * 0.95 / documents.lengths.sum():.1f} epochs")
    return body, heads.eval()


def try_body(o, body, feeder, rows, p, grad):
    """One pass over random words, and back where `grad`; exactly as the phases will call it."""
    rng = np.random.default_rng(0)
    ids = rng.integers(1, o.vocab, (rows, o.width)).astype(np.int32)
    masked = rng.random(ids.shape) < 0.1 if grad else None
    b = feeder.put(feeder.batch(ids, np.zeros_like(ids), {"masked": masked} if grad else {}))
    with torch.set_grad_enabled(grad):
        h = body(b["found"], b["inverse"], b["marks"], b.get("masked"), p=p)
        if grad:
            h.float().square().mean().backward()
            body.zero_grad(set_to_none=True)
    torch.cuda.synchronize()


def prepare_block(o, body, feeder):
    """Compiles the layer for the three phases where that works and is faster."""
    if o.no_compile or o.device != "cuda":
        return
    begun, cases, best = time.time(), ((o.rows, 0.0, True), (o.tune_rows, 0.1, True), (o.label_rows, 0.0, False)), {}
    for how, run_block in (("plain", model.block), ("compiled", None)):
        try:
            if run_block is None:
                import torch._dynamo
                torch._dynamo.config.specialize_float = True
                run_block = torch.compile(model.block, dynamic=False)
            body.run_block = run_block
            times = []
            for case in cases:
                try_body(o, body, feeder, *case)
                t = time.time()
                for _ in range(3):
                    try_body(o, body, feeder, *case)
                times.append((time.time() - t) / 3)
            best[how] = (times[0], run_block)
            say(f"{how}: {' '.join(f'{1e3 * t:.1f}' for t in times)} ms to pretrain, tune, label once; "
                f"{time.time() - begun:.1f} s spent")
        except Exception as e:
            say(how, "does not run:", repr(e)[:500])
    name = min(best, key=lambda k: best[k][0])
    body.run_block = best[name][1]
    say("layers run", name)


def label_all(o, store, texts, train, labeller, results, report):
    """The treebanks, for the layers they lack, then the texts in order of worth until time is up."""
    for bank in train:
        b, lengths, opens = bank_sentences(store, bank)
        results["bank." + bank] = labeller.run(b["ids"].astype(np.int32), lengths, opens)
    until = BEGUN + o.budget - max(0.04 * o.budget, 8)
    report["reached"] = {}
    for name, (ids, lengths, flags) in texts.items():
        keep = (flags & data.LABELLED) > 0
        ids = ids[np.repeat(keep, lengths)]
        opens = (flags & (data.DOCUMENT | (1 if name.startswith("current_events") else 0))) > 0
        # a document whose first sentence is not kept still opens at its first kept one
        number = np.cumsum(opens)[keep]
        first = np.ones(len(number), bool)
        first[1:] = number[1:] != number[:-1]
        if time.time() < until:
            word, sent, reached = labeller.run(ids, lengths[keep], first, until)
            n = int(lengths[keep][:reached].sum())
            results["text." + name] = ({k: v[:n] for k, v in word.items()}, {k: v[:reached] for k, v in sent.items()},
                                       reached)
            report["reached"][name] = reached
            say(f"labelled {name}: {n / 1e6:.2f} M words, {reached} of {int(keep.sum())} sentences, "
                f"greedy trees {100 * sent['greedy'][:reached].mean():.1f} %, "
                f"doubt {sent['syntax'][:reached].mean() / 100:.3f} a word")


def main():
    o = options()
    if o.smoke:
        o.members = min(o.members, 2)
    os.makedirs(o.out, exist_ok=True)
    random.seed(o.seed)
    np.random.seed(o.seed)
    torch.manual_seed(o.seed)
    torch.set_float32_matmul_precision("high")
    data.GRAM_ROWS = o.gram_rows
    say("torch", torch.__version__)
    if o.device == "cpu":
        torch.set_num_threads(1)
    store = data.Store(o.data, ("wikinews_2019_2020", "titles") if o.smoke else None)
    say(f"{len(store.forms)} forms, texts {', '.join(store.texts)}")
    texts = {t: store.text(t) for t in store.texts}
    train = [b for b in store.banks if not b.endswith("dev")]
    documents = data.Documents(store, train)
    feed.DRAWN_FROM.append(documents)
    # Forked before anything touches the device.
    drawers = ProcessPoolExecutor(max(1, min(8, os.cpu_count() - 4)), multiprocessing.get_context("fork"))
    epochs = [drawers.submit(draw_epoch, (o.seed * 1000 + e, o.width)) for e in range(o.epochs_made)]
    warming = threading.Thread(target=decode.warm_up)
    warming.start()
    stream = data.Stream(store, texts, train)
    grams = data.form_grams(store.forms)
    say(f"{len(stream.ids) / 1e6:.1f} M words")
    glove, glove_row = store.glove()
    say("device", torch.cuda.get_device_name() if o.device == "cuda" else "cpu")
    counts = store.at["counts"].astype(np.int64)
    tables = [torch.from_numpy(t) for t in (grams.astype(np.int64), glove, glove_row, counts)]
    body = model.Body(o.layers, o.dim, max(o.dim // 64, 1), o.vocab, *tables, o.width).to(o.device)
    body.gram_table.data[0] = 0
    warming.join()
    feeder = Feeder(len(store.forms), o.device)
    say(f"model of {sum(p.numel() for p in body.parameters()) / 1e6:.1f} M, in the layers "
        f"{sum(p.numel() for p in body.matrices()) / 1e6:.1f} M")
    prepare_block(o, body, feeder)

    pretrain(body, stream, o, feeder, BEGUN + o.budget * o.pretrain_share)
    sizes = [len(store.labels[k]) for k in ("tags", "feats", "rels", "names")]
    members, report = [], {"dev": {}, "options": vars(o)}
    for m in range(o.members):
        members.append(tune(body, sizes, documents, epochs, o, feeder, m, time.time() + o.budget * o.tune_share))
        one = Labeller(members[-1:], store, o, feeder)
        for bank in ("ewt-dev", "gum-dev"):
            report["dev"][f"{bank}.{m}"] = evaluate(one, store, bank)
    drawers.shutdown(wait=False, cancel_futures=True)
    las = [report["dev"][f"ewt-dev.{m}"]["LAS"] for m in range(len(members))]
    members = [m for m, s in zip(members, las) if s > max(las) - 0.02]  # one that went wrong is left out
    labeller = Labeller(members, store, o, feeder)
    for bank in ("ewt-dev", "gum-dev"):
        report["dev"][f"{bank}.all"] = evaluate(labeller, store, bank)

    results = {}
    try:
        label_all(o, store, texts, train, labeller, results, report)
    except Exception:  # what is labelled by then is kept
        traceback.print_exc()
    write(o, results, report)


def leave():
    """Ends at once, with every process that was started: nothing must hold the output open."""
    sys.stdout.flush()
    try:
        import psutil
        for p in psutil.Process().children(recursive=True):
            p.kill()
    except Exception as e:
        say("children left:", repr(e)[:100])
    os._exit(0)


if __name__ == "__main__":
    main()
    leave()
