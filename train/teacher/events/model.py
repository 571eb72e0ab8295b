"""The transformer with heads for pairs, triggers, modality and roles; what they lose and how well they do."""
import torch
import torch.nn.functional as F
from torch import nn

import pairs
from encoder import DIM, padded, rows
from sentences import ACTOR, MODALITIES, OPEN, RECIPIENT

N_ROLES = RECIPIENT + 1
HALF = DIM // 2


def lower():
    """Products in bfloat16."""
    return torch.autocast("cpu", torch.bfloat16)


class Teacher(nn.Module):
    def __init__(self, encoder, n_labels):
        super().__init__()
        self.encoder = encoder
        self.pair_inner, self.pair_out = nn.Linear(3 * DIM, DIM), nn.Linear(DIM, len(pairs.NAMES))
        self.word_inner = nn.Linear(DIM, DIM)
        self.label, self.modality = nn.Linear(DIM, n_labels), nn.Linear(DIM, len(MODALITIES))
        self.of_trigger, self.of_party = nn.Linear(DIM, HALF), nn.Linear(DIM, HALF)
        self.biaffine = nn.Parameter(torch.randn(N_ROLES, HALF, HALF) * 0.02)
        self.role = nn.Linear(DIM, N_ROLES)

    def drop(self, x):
        return F.dropout(x, 0.1, self.training)

    def pairs(self, ids, known, source, target):
        """Scores of the classes, from the first piece and the two that open the spans."""
        x, row = self.encoder(ids, known), torch.arange(len(ids))
        seen = torch.cat([x[:, 0], x[row, source], x[row, target]], 1)
        return self.pair_out(self.drop(F.gelu(self.pair_inner(seen))))

    def words(self, ids, known, first):
        """Vectors of words (their first pieces), scores of labels and of modalities: batch x words x each."""
        x = self.encoder(ids, known)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, DIM))
        h = self.drop(F.gelu(self.word_inner(x)))
        return x, self.label(h), self.modality(h)

    def roles(self, x, sentence, trigger):
        """What each word is to each trigger, triggers given by sentence and word (Dozat and Manning 2017)."""
        a, b = F.gelu(self.of_trigger(x[sentence, trigger])), F.gelu(self.of_party(x[sentence]))
        both = torch.cat([a[:, None].expand(-1, b.shape[1], -1), b], -1)
        return torch.einsum("nd,rde,nte->ntr", a, self.biaffine, b) + self.role(both)


def sentence_batch(examples):
    """Pieces, which are known, first pieces of words; labels and modalities; sentences, words and rows of triggers."""
    ids, known = rows([e.ids for e in examples])
    found = [(i, word, row) for i, e in enumerate(examples) for word, row in e.roles]
    n = max(len(e.first) for e in examples)
    gold = torch.tensor([row + [OPEN] * (n - len(row)) for _, _, row in found])
    return (ids, known, padded([e.first for e in examples]), padded([e.labels for e in examples], OPEN),
            padded([e.modalities for e in examples], OPEN), [f[0] for f in found], [f[1] for f in found], gold)


def pair_loss(teacher, examples):
    *inputs, label = pairs.batch(examples)
    with lower():
        scores = teacher.pairs(*inputs).float()
    return F.cross_entropy(scores, label, label_smoothing=0.05)


def sentence_loss(teacher, examples):
    """Half of each sentence's losses of labels, modalities and roles, summed over its words."""
    ids, known, first, labels, modalities, sentence, trigger, roles = sentence_batch(examples)
    with lower():
        x, label, modality = teacher.words(ids, known, first)
        parts = [(label, labels)]
        if sentence:
            parts += [(modality, modalities), (teacher.roles(x, sentence, trigger), roles)]
    loss = sum(F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=OPEN, reduction="sum")
               for scores, gold in parts)
    return loss / len(examples) / 2


@torch.no_grad()
def pair_shares(teacher, examples, size=64):
    """Shares of the classes for each example, in their order; the long ones are taken together."""
    teacher.eval()
    order, out = sorted(range(len(examples)), key=lambda i: len(examples[i].ids)), [None] * len(examples)
    for k in range(0, len(order), size):
        chosen = order[k:k + size]
        *inputs, _ = pairs.batch([examples[i] for i in chosen])
        with lower():
            scores = teacher.pairs(*inputs)
        for i, shares in zip(chosen, F.softmax(scores.float(), -1).tolist()):
            out[i] = shares
    return out


def score_pairs(teacher, examples, name):
    found = [max(range(len(s)), key=s.__getitem__) for s in pair_shares(teacher, examples)]
    pairs.tell(name, [e.label for e in examples], found)


class Tally:
    """What is found of what is there."""

    def __init__(self):
        self.both = self.found = self.gold = 0

    def add(self, gold, found, right):
        self.gold += gold.sum().item()
        self.found += found.sum().item()
        self.both += right.sum().item()

    def __str__(self):
        precision, recall = self.both / max(1, self.found), self.both / max(1, self.gold)
        return f"P {precision:.3f} R {recall:.3f} F1 {2 * self.both / max(1, self.found + self.gold):.3f}"


@torch.no_grad()
def score_sentences(teacher, examples, names, size=32):
    """Prints how triggers, their types, modalities and roles are found; roles and modalities of the gold triggers."""
    teacher.eval()
    kinds = [n.split("/")[0] for n in names]
    trigger, party, typed, modal, asked = Tally(), Tally(), 0, 0, 0
    examples = sorted(examples, key=lambda e: len(e.ids))
    for k in range(0, len(examples), size):
        ids, known, first, labels, modalities, sentence, word, roles = sentence_batch(examples[k:k + size])
        with lower():
            x, label, modality = teacher.words(ids, known, first)
        best = label.float().argmax(-1)
        gold, found = labels > 0, (best > 0) & (labels >= 0)
        trigger.add(gold, found, gold & found)
        typed += sum(kinds[a] == kinds[b] for a, b in zip(labels[gold & found].tolist(), best[gold & found].tolist()))
        modal += (modality.float().argmax(-1) == modalities)[modalities >= 0].sum().item()
        asked += (modalities >= 0).sum().item()
        if sentence:
            with lower():
                best = teacher.roles(x, sentence, word).float().argmax(-1)
            party.add(roles >= ACTOR, (best >= ACTOR) & (roles >= 0), (best == roles) & (roles >= ACTOR))
    print(f"dev triggers: {trigger}; type of those found {typed / max(1, trigger.both):.3f}; "
          f"modality {modal / max(1, asked):.3f}; roles {party}", flush=True)
