"""Training of the judge's two stages: scores of hashed words, then the network. Deterministic on one machine.

The network here is the twin, in torch, of `curate.judge.model.forward`, which runs without torch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse
import torch
from numpy.typing import NDArray
from sklearn.linear_model import SGDClassifier
from text_data import GIVEN, Rendering
from torch import nn

from curate.judge.network import CLIP, HEAVY, SMOOTH

Page = tuple[Rendering, int]
PAGES = 16  # a training step
OUTPUTS = 4  # content, title, article page, web page
VARIED = ("thin", "clean", "blind", "script")  # variants of pages, shown now and then
Blocks = Sequence[tuple[torch.Tensor, torch.Tensor]]  # first rows, and those behind the last


@dataclass(frozen=True)
class Settings:
    """What was chosen by cross-validation."""

    channels: int = 48
    distances: tuple[int, ...] = (1, 2, 4, 8)
    page_at: tuple[int, ...] = (2,)
    epochs: int = 16
    rate: float = 3e-3
    decay: float = 1e-2
    dropout: float = 0.1
    soft: float = 0.5  # weight of the F1 loss beside cross-entropy
    titles: float = 0.3  # weight of the title loss
    kinds: float = 0.1  # weight of the loss of telling article pages from others
    web: float = 0.3  # weight of the loss of telling web pages from other texts
    varied: float = 0.2  # chance that a page is shown thinned or cleaned
    spliced: float = 0.5  # share of the spliced pages that an epoch shows
    given: float = 0.7  # chance that a page is shown in one of the three given renderings rather than in any
    alpha: float = 1e-5  # of the word model
    prune: float = 0.1  # word scores below this are dropped
    seed: int = 0
    blocks: int = 0  # of pages: blocks around a passage that the network sees
    kinds_told: int = 0  # of pages: page types that it learns to tell
    unseen: float = 0.0  # share of inputs hidden from the network while it learns


class Network(nn.Module):
    def __init__(self, features: int, settings: Settings) -> None:
        super().__init__()
        width = settings.channels
        self.settings = settings
        self.enter = nn.Linear(features, width)
        self.layers = nn.ModuleList(nn.Linear(3 * width, width) for _ in settings.distances)
        self.pages = nn.ModuleList(nn.Linear((3 + settings.blocks) * width, width) for _ in settings.page_at)
        self.leave = nn.Linear(width, OUTPUTS + settings.kinds_told)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(
        self, inputs: torch.Tensor, words: torch.Tensor, first: torch.Tensor, last: torch.Tensor, blocks: Blocks = ()
    ) -> torch.Tensor:
        state = torch.relu(self.enter(nn.functional.dropout(inputs, self.settings.unseen, self.training)))
        here, count = torch.arange(len(inputs)), len(inputs)
        for number, (layer, distance) in enumerate(zip(self.layers, self.settings.distances, strict=True)):
            if number in self.settings.page_at:
                state = state + self._page(state, words, first, last, self.settings.page_at.index(number), blocks)
            padded = torch.cat((state, torch.zeros(1, state.shape[1])))
            before = torch.where(here - distance >= first, here - distance, count)
            behind = torch.where(here + distance <= last, here + distance, count)
            around = torch.cat((padded[before], state, padded[behind]), 1)
            state = state + self.dropout(torch.relu(layer(around)))
        leave: torch.Tensor = self.leave(state)
        return leave

    def _page(
        self, state: torch.Tensor, words: torch.Tensor, first: torch.Tensor, last: torch.Tensor, number: int, blocks: Blocks
    ) -> torch.Tensor:
        heft = torch.clamp(words, max=HEAVY)[:, None]
        nothing, here = torch.zeros(1, state.shape[1]), torch.arange(len(state))
        sums = torch.cat((nothing, (state * heft).cumsum(0)))
        total = torch.cat((nothing[:, :1], heft.cumsum(0)))
        before = (sums[here] - sums[first]) / (total[here] - total[first] + SMOOTH)
        behind = (sums[last + 1] - sums[here + 1]) / (total[last + 1] - total[here + 1] + SMOOTH)
        page = (sums[last + 1] - sums[first]) / (total[last + 1] - total[first])
        around = [(sums[high] - sums[low]) / (total[high] - total[low]) for low, high in blocks]
        return torch.relu(self.pages[number](torch.cat((before, page, behind, *around), 1)))


def sampled(renderings: Sequence[Rendering], folds: Sequence[int], seed: int) -> list[tuple[Rendering, NDArray[np.bool_]]]:
    """For each rendering the rows of the pages that are drawn in it: one rendering a page, of the given folds."""
    draw = np.random.RandomState(seed)
    rows = {id(rendering): np.zeros(len(rendering.ids), np.bool_) for rendering in renderings}
    plain = [r for r in renderings if r.which != "splice" and r.name.split("-")[0] not in VARIED]
    for pages in pages_of(plain, folds).values():
        rendering, number = pages[draw.randint(len(pages))]
        rows[id(rendering)][number] = True
    return [(rendering, rows[id(rendering)][rendering.page]) for rendering in renderings]


def fit_words(renderings: Sequence[Rendering], folds: Sequence[int], seed: int, settings: Settings) -> NDArray[np.float32]:
    """Word scores from the pages of some folds."""
    rows = sampled(renderings, folds, seed)
    keys = scipy.sparse.vstack([rendering.keys[chosen] for rendering, chosen in rows])
    content = np.concatenate([rendering.content[chosen] for rendering, chosen in rows])
    words = np.concatenate([rendering.words[chosen] for rendering, chosen in rows])
    fit = SGDClassifier(loss="log_loss", alpha=settings.alpha, max_iter=4, tol=None, average=True, random_state=seed).fit(
        keys, content > 0, sample_weight=np.sqrt(np.minimum(words, 50))
    )
    weights = fit.coef_[0].astype(np.float32)
    weights[np.abs(weights) < settings.prune] = 0
    return np.asarray(weights)


def score_words(renderings: Sequence[Rendering], folds: Sequence[int], settings: Settings) -> NDArray[np.float32]:
    """Set every page's lexical scores: training pages by a model that has not seen their fold. Returns the weights."""
    full = fit_words(renderings, folds, 0, settings)
    for rendering in renderings:
        rendering.lexical = np.asarray(rendering.keys @ full, np.float32)
    for fold in folds:
        weights = fit_words(renderings, [other for other in folds if other != fold], fold + 1, settings)
        for rendering in renderings:
            rows = (rendering.fold == fold)[rendering.page]
            rendering.lexical[rows] = rendering.keys[rows] @ weights
    return full


Bounds = tuple[NDArray[np.float32], NDArray[np.float32]]
RARE = 0.001  # share of the training passages that lie beyond a bound on either side


def standardise(renderings: Sequence[Rendering], folds: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32], Bounds]:
    """Set every page's inputs. Mean, scale and bounds come from the web pages among the training pages."""
    for rendering in renderings:
        rendering.inputs = np.column_stack((rendering.features, rendering.lexical)).astype(np.float32)
    seen = [r.inputs[np.isin(r.fold, folds)[r.page]][::7] for r in renderings if r.which not in ("genres", "splice")]
    every = np.concatenate(seen)
    low, high = np.quantile(every, (RARE, 1 - RARE), axis=0).astype(np.float32)
    flags = every.max(0) <= 1  # a flag or a share: its range is known
    low, high = np.where(flags, every.min(0), low), np.where(flags, every.max(0), high)
    every = np.clip(every, low, high)
    mean, scale = every.mean(0), (1 / (every.std(0) + 1e-3)).astype(np.float32)
    for rendering in renderings:
        rendering.inputs = np.clip((np.clip(rendering.inputs, low, high) - mean) * scale, -CLIP, CLIP)
    return mean, scale, (low, high)


def pages_of(renderings: Sequence[Rendering], folds: Sequence[int]) -> dict[tuple[str, str], list[Page]]:
    """Every page of some folds with its renderings."""
    shown: dict[tuple[str, str], list[Page]] = {}
    for rendering in renderings:
        for number, key in enumerate(rendering.ids):
            if rendering.fold[number] in folds:
                shown.setdefault((rendering.which, key), []).append((rendering, number))
    return shown


def pick(pages: list[Page], draw: np.random.RandomState, settings: Settings) -> Page:
    """Draw one of a page's renderings: now and then a thinned or cleaned or blind one, often one of the given ones."""
    varied = [page for page in pages if page[0].name.split("-")[0] in VARIED]
    plain = [page for page in pages if page[0].name.split("-")[0] not in VARIED]
    given = [page for page in plain if page[0].name in GIVEN]
    chosen = varied if varied and draw.rand() < settings.varied else given if given and draw.rand() < settings.given else plain or varied
    return chosen[draw.randint(len(chosen))]


def steps(renderings: Sequence[Rendering], folds: Sequence[int], draw: np.random.RandomState, settings: Settings) -> Iterator[list[Page]]:
    """One epoch: every page once, in one of its renderings; of the spliced ones, some."""
    shown = pages_of(renderings, folds)
    keys = [key for key in sorted(shown) if key[0] != "splice" or draw.rand() < settings.spliced]
    order = draw.permutation(len(keys))
    for at in range(0, len(order), PAGES):
        yield [pick(shown[keys[number]], draw, settings) for number in order[at : at + PAGES]]


def gather(pages: Sequence[Page], name: str) -> torch.Tensor:
    """One array of some pages, end to end."""
    return torch.from_numpy(np.concatenate([getattr(r, name)[r.start[n] : r.stop[n]] for r, n in pages]))


def ranges(pages: Sequence[Page]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Page number, first and last row of each row's page."""
    sizes = np.array([rendering.stop[number] - rendering.start[number] for rendering, number in pages])
    first = np.cumsum(sizes) - sizes
    both = (np.repeat(first, sizes), np.repeat(first + sizes - 1, sizes))
    return (torch.from_numpy(np.repeat(np.arange(len(sizes)), sizes)), *map(torch.from_numpy, both))


def loss_of(network: Network, pages: Sequence[Page], settings: Settings) -> torch.Tensor:
    """Cross-entropy (a page weighs the square root of its words), expected F1 of each page, cross-entropy of titles and
    of article pages."""
    page, first, last = ranges(pages)
    words, content, title = gather(pages, "words").float(), gather(pages, "content"), gather(pages, "title")
    blocks: list[tuple[torch.Tensor, torch.Tensor]] = []
    if settings.blocks:
        low, high = gather(pages, "low") + first[:, None], gather(pages, "high") + first[:, None]
        blocks = [(low[:, step], high[:, step]) for step in range(settings.blocks)]
    out = network(gather(pages, "inputs"), words, first, last, blocks)

    def per_page(values: torch.Tensor) -> torch.Tensor:
        return torch.zeros(len(pages)).index_add(0, page, values)

    heft = torch.sqrt(torch.clamp(words, max=100)) * gather(pages, "weight")
    heft = heft / torch.sqrt(per_page(heft))[page]
    entropy = nn.functional.binary_cross_entropy_with_logits
    plain = (entropy(out[:, 0], content, reduction="none") * heft).sum() / heft.sum()
    chance = torch.sigmoid(out[:, 0])
    right, kept, wanted = (per_page(values * words) for values in (chance * content, chance, content))
    f1 = (2 * right / (kept + wanted + 1))[wanted > 0]
    told = (title >= 0).float() * (1 + 9 * torch.clamp(title, min=0))
    titles = (entropy(out[:, 1], torch.clamp(title, min=0), reduction="none") * told).sum()
    article = torch.tensor([float(rendering.article[number]) for rendering, number in pages])
    kinds = entropy(per_page(out[:, 2]) / per_page(torch.ones(len(page))), article)
    web = gather(pages, "web")
    weight = torch.sqrt(torch.clamp(words, max=400))
    weight = weight / per_page(weight)[page]
    webs = (entropy(out[:, 3], web, reduction="none") * weight).sum() / len(pages)
    named = torch.clamp((title >= 0).sum(), min=1)
    if settings.kinds_told:
        kind = torch.tensor([int(rendering.kind[number]) for rendering, number in pages])
        told_kind = torch.stack([per_page(out[:, OUTPUTS + place]) for place in range(settings.kinds_told)], 1)
        told_kind = (told_kind / per_page(torch.ones(len(page)))[:, None])[kind >= 0]
        if len(told_kind):
            kinds = kinds + nn.functional.cross_entropy(told_kind, kind[kind >= 0])
    return plain + settings.soft * (1 - f1).mean() + settings.titles * titles / named + settings.kinds * kinds + settings.web * webs


def fit_network(renderings: Sequence[Rendering], folds: Sequence[int], settings: Settings) -> Network:
    """Train the network on the pages of some folds."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    draw = np.random.RandomState(settings.seed)
    network = Network(renderings[0].inputs.shape[1], settings)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    total = settings.epochs * len(list(steps(renderings, folds, np.random.RandomState(0), settings)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=total + 50, pct_start=0.15)
    network.train()
    for _ in range(settings.epochs):
        for pages in steps(renderings, folds, draw, settings):
            loss = loss_of(network, pages, settings)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return network.eval()
