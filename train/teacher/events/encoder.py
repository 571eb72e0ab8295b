"""The pretrained transformer: its layers, its weights out of an ONNX file, its tokenizer.

Source: Devlin et al. 2019 (BERT's layers, whose shape MiniLM has).
"""
import os

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import nn

DIM, HEADS, INNER, WORDS, PLACES = 384, 12, 1536, 30522, 512
BEGIN, END, UNKNOWN = 101, 102, 100  # of its vocabulary; 1 to 4 are free for marks
LONGEST = 200  # pieces a sentence; what goes over is cut off or left out
WEIGHTS, TOKENIZER = "all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json"


class Layer(nn.Module):
    """Attention and a feed-forward part, each normalised after it is added."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.back = (nn.Linear(DIM, DIM) for _ in range(4))
        self.up, self.down = nn.Linear(DIM, INNER), nn.Linear(INNER, DIM)
        self.norm_attention, self.norm = nn.LayerNorm(DIM, 1e-12), nn.LayerNorm(DIM, 1e-12)

    def forward(self, x, mask, p):
        b, n, d = x.shape
        q, k, v = (f(x).view(b, n, HEADS, d // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=p)
        x = self.norm_attention(x + F.dropout(self.back(a.transpose(1, 2).reshape(b, n, d)), p))
        return self.norm(x + F.dropout(self.down(F.gelu(self.up(x))), p))


class Encoder(nn.Module):
    """Pieces to vectors in context."""

    def __init__(self, layers=6, dropout=0.1):
        super().__init__()
        self.dropout = dropout
        self.words, self.places, self.kinds = nn.Embedding(WORDS, DIM), nn.Embedding(PLACES, DIM), nn.Embedding(2, DIM)
        self.norm = nn.LayerNorm(DIM, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids, known):
        """ids, known: batch x pieces; known is false where a row is padded."""
        p = self.dropout if self.training else 0.0
        x = self.words(ids) + self.places.weight[:ids.shape[1]] + self.kinds.weight[0]
        x, mask = F.dropout(self.norm(x), p), known[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, p)
        return x


def copy(module, weight, bias=None):
    with torch.no_grad():
        module.weight.copy_(weight)
        if bias is not None:
            module.bias.copy_(bias)


def pretrained(folder):
    """The encoder with the weights in folder: biases and norms by name, matrices by the product that takes them."""
    graph = onnx.load(os.path.join(folder, WEIGHTS)).graph
    at = {t.name: torch.tensor(numpy_helper.to_array(t)) for t in graph.initializer}
    product = {n.name: at[n.input[1]].t() for n in graph.node if n.op_type == "MatMul" and n.input[1] in at}
    encoder = Encoder(1 + max(int(n.split(".")[2]) for n in at if n.startswith("encoder.layer.")))
    for module, name in ((encoder.words, "word"), (encoder.places, "position"), (encoder.kinds, "token_type")):
        copy(module, at[f"embeddings.{name}_embeddings.weight"])
    copy(encoder.norm, at["embeddings.LayerNorm.weight"], at["embeddings.LayerNorm.bias"])
    for i, layer in enumerate(encoder.layers):
        for module, name in ((layer.query, "attention.self.query"), (layer.key, "attention.self.key"),
                             (layer.value, "attention.self.value"), (layer.back, "attention.output.dense"),
                             (layer.up, "intermediate.dense"), (layer.down, "output.dense")):
            path = f"encoder.layer.{i}.{name}"
            way = f"/encoder/layer.{i}/{name.replace('.', '/')}/MatMul"
            copy(module, product[way], at[path + ".bias"])
        for module, name in ((layer.norm_attention, "attention.output"), (layer.norm, "output")):
            path = f"encoder.layer.{i}.{name}.LayerNorm"
            copy(module, at[path + ".weight"], at[path + ".bias"])
    return encoder


class Pieces:
    """Text to numbers of pieces of words."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, TOKENIZER))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def of(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def of_words(self, words):
        """All pieces of a sentence, and where each word begins; None where it is too long."""
        ids, first = [BEGIN], []
        for word in words:
            first.append(len(ids))
            ids += self.of(word) or [UNKNOWN]
        return (ids + [END], first) if len(ids) < LONGEST - 1 else None


def padded(rows, value=0):
    """Rows of unequal length as one tensor."""
    n = max(len(r) for r in rows)
    return torch.tensor([list(r) + [value] * (n - len(r)) for r in rows])


def rows(all_ids):
    """Pieces of a batch and which of them are no padding."""
    ids = padded(all_ids)
    return ids, torch.arange(ids.shape[1])[None] < torch.tensor([len(r) for r in all_ids])[:, None]
