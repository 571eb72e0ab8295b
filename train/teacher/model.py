"""The network: word vectors from three sources, a pre-norm transformer with rotary positions, the heads; Muon.

Sources: Vaswani et al. 2017 (transformer), Su et al. 2021 (rotary positions), Dozat and Manning 2017 (biaffine parser),
So et al. 2021 (squared ReLU), Jordan et al. 2024 (Muon: orthogonalised momentum).
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

HALF = torch.bfloat16 if torch.cuda.is_available() else torch.float32


def norm(x):
    return F.rms_norm(x, (x.size(-1),), eps=1e-6)


def rotate(x, cos, sin):
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)


def block(x, wqkv, wo, w1, w2, cos, sin, n_heads: int, p: float):
    """One layer: attention and a feed-forward part, both on normalised input and added to x."""
    b, n, d = x.shape
    q, k, v = F.linear(norm(x), wqkv).view(b, n, 3, n_heads, d // n_heads).unbind(2)
    q, k = rotate(norm(q), cos, sin), rotate(norm(k), cos, sin)
    a = F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), scale=0.2)
    a = F.linear(a.transpose(1, 2).reshape(b, n, d), wo)
    x = x + (F.dropout(a, p) if p > 0 else a)
    h = F.linear(F.relu(F.linear(norm(x), w1)).square(), w2)
    return x + (F.dropout(h, p) if p > 0 else h)


class Body(nn.Module):
    """Word ids to vectors in context. run_block: `block`, or its compiled form."""

    def __init__(self, layers, dim, heads, vocab, grams, glove, glove_row, counts, width, run_block=block):
        super().__init__()
        self.n_heads, self.vocab, self.dim, self.run_block = heads, vocab, dim, run_block
        self.register_buffer("grams", grams, persistent=False)
        self.register_buffer("glove", glove, persistent=False)
        self.register_buffer("glove_row", glove_row, persistent=False)
        self.own = nn.Parameter(torch.randn(vocab, dim) * 0.02)  # row 0: words outside the vocabulary
        self.gram_table = nn.Parameter(torch.randn(int(grams.max()) + 1, 256) * 0.1)
        self.from_grams = nn.Linear(256, dim, bias=False)
        self.from_glove = nn.Linear(100, dim, bias=False)
        self.to_glove = nn.Linear(100, dim, bias=False)
        with torch.no_grad():
            self.from_grams.weight *= 4
            self.to_glove.weight *= 0.05
        share = (counts[:vocab].float() + 1) / counts.sum()
        self.bias = nn.Parameter(share.log())
        self.marks = nn.Parameter(torch.randn(5, dim) * 0.02)  # nothing, sentence, -, document, padding
        self.masked = nn.Parameter(torch.randn(dim) * 0.02)
        s = 0.7 / math.sqrt(dim)
        self.wqkv = nn.Parameter(torch.randn(layers, 3 * dim, dim) * s)
        self.wo = nn.Parameter(torch.zeros(layers, dim, dim))
        self.w1 = nn.Parameter(torch.randn(layers, 4 * dim, dim) * s)
        self.w2 = nn.Parameter(torch.zeros(layers, dim, 4 * dim))
        self.predict = nn.Linear(dim, dim, bias=False)
        half = dim // heads // 2
        angle = torch.outer(torch.arange(width).float(), 1000.0 ** (-torch.arange(half).float() / half))
        self.register_buffer("cos", angle.cos()[None, :, None, :], persistent=False)
        self.register_buffer("sin", angle.sin()[None, :, None, :], persistent=False)

    def matrices(self):
        return [self.wqkv, self.wo, self.w1, self.w2]

    def words(self, found, drop_own):
        """Vectors of distinct forms."""
        own = F.embedding(torch.where(found < self.vocab, found, 0), self.own)
        if drop_own > 0:
            own = own * (torch.rand(len(found), 1, device=own.device) >= drop_own)
        grams = self.grams[found]
        bag = F.embedding_bag(grams, self.gram_table, mode="sum", padding_idx=0)
        bag = bag / (grams > 0).sum(1, keepdim=True).clamp(min=1).sqrt()
        return own + self.from_glove(self.glove[self.glove_row[found]]) + self.from_grams(bag)

    def forward(self, found, inverse, mark, masked, p=0.0, drop_own=0.0):
        """found: distinct ids; inverse, mark: [rows, width]; masked: [rows, width] of bool, or None."""
        x = F.embedding(inverse, norm(self.words(found, drop_own)))
        if masked is not None:
            x = torch.where(masked[..., None], norm(self.masked), x)
        x = (x + F.embedding(mark, self.marks)).to(HALF)
        if p > 0:
            x = F.dropout(x, p)
        n = x.size(1)
        cos, sin = self.cos[:, :n].to(x.dtype), self.sin[:, :n].to(x.dtype)
        stacks = [w.to(HALF).unbind(0) for w in self.matrices()]
        for layer in zip(*stacks):
            x = self.run_block(x, *layer, cos, sin, self.n_heads, p)
        return norm(x)

    def predicted(self, h):
        """Scores of the vocabulary for the masked positions' vectors."""
        h = norm(F.gelu(F.linear(h, self.predict.weight.to(h.dtype))))
        out = self.own + self.to_glove(self.glove[self.glove_row[: self.vocab]])
        return F.linear(h, out.to(h.dtype)) + self.bias.to(h.dtype)


class Heads(nn.Module):
    """Tags, features, arcs, labels, names over the body's vectors."""

    ARC, REL = 384, 128

    def __init__(self, dim, n_tags, n_feats, n_rels, n_names, drop=0.33):
        super().__init__()
        self.n_rels, self.drop = n_rels, drop
        self.tag_in, self.name_in = nn.Linear(dim, 512), nn.Linear(dim, 256)
        self.tag, self.feat, self.name = nn.Linear(512, n_tags), nn.Linear(512, n_feats), nn.Linear(256, n_names)
        self.arc_dep, self.arc_head = nn.Linear(dim, self.ARC), nn.Linear(dim, self.ARC)
        self.rel_dep, self.rel_head = nn.Linear(dim, self.REL), nn.Linear(dim, self.REL)
        self.arc_u = nn.Parameter(torch.randn(self.ARC, self.ARC) / self.ARC)
        self.arc_b = nn.Parameter(torch.zeros(self.ARC))
        self.root_arc = nn.Parameter(torch.randn(self.ARC) * 0.1)
        self.root_rel = nn.Parameter(torch.randn(self.REL) * 0.1)
        self.rel_u = nn.Parameter(torch.randn(self.REL, n_rels * self.REL) * 0.01)
        self.rel_of_dep, self.rel_of_head = nn.Linear(self.REL, n_rels), nn.Linear(self.REL, n_rels, bias=False)

    def part(self, layer, h):
        return F.dropout(F.leaky_relu(layer(h), 0.1), self.drop, self.training)

    def forward(self, h, sentence):
        """h [rows, width, dim], sentence [rows, width] (0: padding). Arc scores [rows, width, width + 1]."""
        t = self.part(self.tag_in, h)
        dep, head = self.part(self.arc_dep, h), self.part(self.arc_head, h)
        root = self.root_arc.to(head.dtype).expand(h.size(0), 1, -1)
        head = torch.cat([head, root], 1)
        arcs = torch.matmul(dep @ self.arc_u.to(dep.dtype), head.transpose(1, 2))
        arcs = arcs.float() + (head @ self.arc_b.to(head.dtype)).float()[:, None, :]
        same = sentence[:, :, None] == sentence[:, None, :]
        same = same & ~torch.eye(h.size(1), dtype=torch.bool, device=h.device)
        same = F.pad(same, (0, 1), value=True)
        arcs = arcs.masked_fill(~same, -1e4)
        rel_dep = self.part(self.rel_dep, h)
        rel_head = torch.cat([self.part(self.rel_head, h), self.root_rel.to(h.dtype).expand(h.size(0), 1, -1)], 1)
        return {"tags": self.tag(t).float(), "feats": self.feat(t).float(), "arcs": arcs,
                "names": self.name(self.part(self.name_in, h)).float(), "rel_dep": rel_dep, "rel_head": rel_head}

    def rels(self, rel_dep, rel_head):
        """Scores of the relations between paired vectors [N, REL]."""
        left = (rel_dep @ self.rel_u.to(rel_dep.dtype)).view(len(rel_dep), self.n_rels, self.REL)
        both = (left * rel_head[:, None, :]).sum(-1, dtype=torch.float32)
        return both + self.rel_of_dep(rel_dep).float() + self.rel_of_head(rel_head).float()


class Muon(torch.optim.Optimizer):
    """Momentum made orthogonal by five Newton-Schulz steps; for stacks of matrices [layers, rows, columns]."""

    def __init__(self, params, lr=0.02, momentum=0.95, weight_decay=0.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @staticmethod
    def orthogonal(g):
        a, b, c = 3.4445, -4.7750, 2.0315
        x = g.to(HALF)
        tall = x.size(-2) > x.size(-1)
        if tall:
            x = x.mT
        x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
        for _ in range(5):
            y = x @ x.mT
            x = a * x + (b * y + c * (y @ y)) @ x
        return x.mT if tall else x

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["m"] = torch.zeros_like(p)
                m = state["m"]
                m.lerp_(p.grad, 1 - group["momentum"])
                g = p.grad.lerp(m, group["momentum"])
                if p.size(1) == 3 * p.size(2):  # query, key and value are three matrices
                    u = self.orthogonal(g.view(p.size(0) * 3, p.size(2), p.size(2))).view_as(p)
                    scale = 1.0
                else:
                    u = self.orthogonal(g)
                    scale = max(1.0, p.size(-2) / p.size(-1)) ** 0.5
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(u.to(p.dtype), alpha=-group["lr"] * scale)
