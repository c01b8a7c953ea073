"""The network: an encoder of word pieces, tagging layers over words, and a linker over spans.

Joint extraction by spans and scored links, after DyGIE++ (Wadden et al. 2019) and OneIE (Lin et al. 2020);
each happening's candidate fillers attend to each other before they are judged, so that they compete, and each
filler's happenings likewise, so that what is told of one happening can hold for the next (axial attention,
Ho et al. 2019).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from communique.extract.features import (
    DEPTH_BUCKETS,
    DISTANCE_BUCKETS,
    LABELS,
    MAX_PIECES,
    MENTION_TYPES,
    ORDER_BUCKETS,
    RANK_BUCKETS,
    SENTENCE_BUCKETS,
    SHAPES,
)

WIDTH = 384
LAYERS = 6
SHAPES_FROM = 3  # the layer that is first told of word shapes
HEADS = 12


class Rounding(nn.Linear):
    """A linear layer that can round as 8-bit integers at run time will, with the gradient passed through.

    Inputs are rounded to 256 steps over their range, weights to 127 steps a row (Jacob et al. 2018).
    """

    rounded = False

    def forward(self, states: Tensor) -> Tensor:
        """(…, in) → (…, out)."""
        if not (self.rounded and self.training):
            return super().forward(states)
        low, high = states.detach().aminmax()
        scale = float((high.clamp_min(0) - low.clamp_max(0)).clamp_min(1e-6) / 255)
        zero = round(float(-low.clamp_max(0)) / scale)
        states = torch.fake_quantize_per_tensor_affine(states, scale, zero, 0, 255)
        rows = self.weight.detach().abs().amax(dim=1).clamp_min(1e-6) / 63
        none = torch.zeros(len(rows), dtype=torch.int32)
        weight = torch.fake_quantize_per_channel_affine(self.weight, rows, none, 0, -64, 63)
        return nn.functional.linear(states, weight, self.bias)


class Attention(nn.Module):
    """Multi-head self-attention over (B, L, width); `mask` (B, 1, 1, L) is true where there is something."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.query, self.key, self.value = (Rounding(width, width) for _ in range(3))
        self.out = Rounding(width, width)

    def forward(self, states: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, L, width) → (B, L, width)."""
        batch, length = states.shape[0], states.shape[1]

        def split(layer: nn.Linear) -> Tensor:
            return layer(states).reshape(batch, length, self.heads, self.size).transpose(1, 2)

        query, key, value = split(self.query), split(self.key), split(self.value)
        if torch.onnx.is_in_onnx_export():  # plain operators, which quantise best
            weights = query @ key.transpose(2, 3) * self.size**-0.5
            mixed = weights.softmax(-1) @ value
        else:
            mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.out(mixed.transpose(1, 2).reshape(batch, length, self.heads * self.size))


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.up, self.down = Rounding(width, inner), Rounding(inner, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, L, width) → (B, L, width)."""
        states = self.norm1(states + self.dropout(self.attention(states, mask)))
        inner = nn.functional.gelu(self.up(states))
        return self.norm2(states + self.dropout(self.down(inner)))


class Encoder(nn.Module):
    """all-MiniLM-L6-v2; an embedding of word shapes joins in before the upper half.

    Word and position embeddings and the lowest `frozen` layers keep what they learnt before.
    """

    def __init__(self, vocabulary: int = 30522) -> None:
        super().__init__()
        self.frozen = SHAPES_FROM
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(MAX_PIECES, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, 4 * WIDTH) for _ in range(LAYERS))
        self.freeze(SHAPES_FROM)

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """(B, P) piece and shape ids → (B, P, 384)."""
        return self.upper(self.lower(pieces), shapes)

    def lower(self, pieces: Tensor) -> Tensor:
        """The frozen part, of which nothing changes in training: (B, P) → (B, P, 384)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.norm(self.words(pieces) + self.positions(places)[None])
        for layer in self.layers[: self.frozen]:
            states = layer(states)
        return states

    def upper(self, states: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """The trained part: (B, P, 384) and shape ids (B, P) → (B, P, 384)."""
        for number, layer in enumerate(self.layers):
            if number == SHAPES_FROM:
                states = self.dropout(states + self.shapes(shapes))
            if number >= self.frozen:
                states = layer(states, mask)
        return states

    def freeze(self, layers: int) -> None:
        """Keep the lowest layers, at most those below the shapes, as they are and without dropout."""
        self.frozen = min(layers, SHAPES_FROM)
        self.layers.requires_grad_(True)
        for part in (self.words, self.positions, self.norm, *self.layers[: self.frozen]):
            part.requires_grad_(False)
            part.eval()

    def round(self, rounded: bool) -> None:
        """Let the layers round as at run time while they are trained, or not."""
        for module in self.layers.modules():
            if isinstance(module, Rounding):
                module.rounded = rounded

    def train(self, mode: bool = True) -> "Encoder":
        """Switch the trained part between training and reading; the frozen part always reads."""
        super().train(mode)
        self.freeze(self.frozen)
        return self


class Tagger(nn.Module):
    """Encoder and tagging layers: (P,) pieces → O, B, I scores of triggers and of each mention type."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = nn.Dropout(0.2)
        self.types = len(MENTION_TYPES)
        self.hidden = nn.Linear(WIDTH, WIDTH)
        self.tags = nn.Linear(WIDTH, 3 * (1 + self.types))

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """One window: (P,), (P,), (W,) → (W, 1 + types, 3) scores and (W, 384) states."""
        states = self.encoder(pieces[None], shapes[None])[0][first]
        return self.tag(states), states

    def tag(self, states: Tensor) -> Tensor:
        """(W, 384) → (W, 1 + types, 3); row 0 is the triggers'."""
        hidden = nn.functional.gelu(self.hidden(self.dropout(states)))
        return self.tags(self.dropout(hidden)).reshape(states.shape[0], 1 + self.types, 3)


@dataclass
class Graph:
    """Spans of a window as the linker takes them: words (T, 2), (M, 2), end exclusive; types (M,)."""

    triggers: Tensor
    mentions: Tensor
    types: Tensor
    distance: Tensor  # (T, M)
    sentence: Tensor
    rank: Tensor
    count_distance: Tensor  # (M, M): from each mention to each count
    count_sentence: Tensor
    count_rank: Tensor
    depth: Tensor  # (T,)
    standing: Tensor  # (M,)


class Linker(nn.Module):
    """Judges each (trigger, mention) pair among all mentions of the window, and each (mention, count)."""

    OUTPUTS = ("event", "factuality", "role", "effect", "kind", "means_kind", "relation", "count")

    def __init__(self, width: int = 160, depth: int = 2) -> None:
        super().__init__()
        self.trigger = nn.Linear(2 * WIDTH, width)
        self.mention = nn.Linear(2 * WIDTH, width)
        self.types = nn.Embedding(len(MENTION_TYPES) + 1, width)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, width)
        self.sentence = nn.Embedding(SENTENCE_BUCKETS, width)
        self.rank = nn.Embedding(RANK_BUCKETS, width)
        self.product = nn.Linear(width, width, bias=False)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(0.2)
        self.depth = nn.Embedding(DEPTH_BUCKETS, width)
        self.standing = nn.Embedding(DEPTH_BUCKETS * ORDER_BUCKETS, width)
        self.fillers = nn.ModuleList(Layer(width, 4, 2 * width) for _ in range(depth))
        self.happenings = nn.ModuleList(Layer(width, 4, 2 * width) for _ in range(depth))
        self.event = nn.Linear(2 * width, len(LABELS["event"]))
        self.factuality = nn.Linear(2 * width, len(LABELS["factuality"]))
        sizes = {name: len(LABELS[name]) for name in ("role", "effect", "kind", "means_kind", "relation")}
        self.pair = nn.ModuleDict({name: nn.Linear(width, size) for name, size in sizes.items()})
        self.counted, self.counting = nn.Linear(2 * WIDTH, width), nn.Linear(2 * WIDTH, width)
        self.count_distance = nn.Embedding(DISTANCE_BUCKETS, width)
        self.count_sentence = nn.Embedding(SENTENCE_BUCKETS, width)
        self.count_rank = nn.Embedding(RANK_BUCKETS, width)
        self.count = nn.Linear(width, 1)

    def forward(self, states: Tensor, graph: Graph) -> dict[str, Tensor]:
        """(W, 384) and a graph → scores: per trigger (T, labels), per pair (T, M, labels), counts (M, M)."""
        heads, fillers = self._ends(states, graph.triggers), self._ends(states, graph.mentions)
        trigger = self.trigger(heads) + self.depth(graph.depth)
        pairs = self._pairs(trigger, self.mention(fillers), graph)
        nodes = torch.cat([self.norm(trigger)[:, None], pairs], dim=1)
        for fillers_of_one, happenings_of_one in zip(self.fillers, self.happenings, strict=True):
            nodes = fillers_of_one(nodes)
            nodes = happenings_of_one(nodes.transpose(0, 1)).transpose(0, 1)
        happening = self.dropout(torch.cat([nodes[:, 0], trigger], dim=-1))
        pairs = self.dropout(nodes[:, 1:])
        scores = {name: layer(pairs) for name, layer in self.pair.items()}
        return {
            "event": self.event(happening),
            "factuality": self.factuality(happening),
            **scores,
            "count": self._counts(fillers, graph),
        }

    def _ends(self, states: Tensor, spans: Tensor) -> Tensor:
        return self.dropout(torch.cat([states[spans[:, 0]], states[spans[:, 1] - 1]], dim=-1))

    def _pairs(self, trigger: Tensor, mention: Tensor, graph: Graph) -> Tensor:
        near = self.distance(graph.distance) + self.sentence(graph.sentence) + self.rank(graph.rank)
        alike = self.product(torch.tanh(trigger)[:, None] * torch.tanh(mention)[None])
        mention = mention + self.types(graph.types) + self.standing(graph.standing)
        return self.norm(nn.functional.gelu(trigger[:, None] + mention[None] + near + alike))

    def _counts(self, fillers: Tensor, graph: Graph) -> Tensor:
        near = self.count_distance(graph.count_distance) + self.count_sentence(graph.count_sentence)
        near = near + self.count_rank(graph.count_rank)
        joined = self.counted(fillers)[:, None] + self.counting(fillers)[None] + near
        return self.count(self.dropout(nn.functional.gelu(joined)))[..., 0]
