"""Fit weights by which one of several options is chosen, or none: conditional logistic regression.

In pure Python, so that nothing need be installed; what comes out depends on the letters alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from operator import mul

_ROUNDS, _MEMORY = 400, 12
_ENOUGH = 3e-6
"""A round that gains less of the loss than this share is the last."""
_LETTERS = 3
"""A sign that fewer letters show is not weighed."""


@dataclass(frozen=True)
class Choice:
    """Options with their signs, and which are right; none of them if all are wrong."""

    letter: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


Vector = list[float]
_LEAST = 1e-300


@dataclass(frozen=True)
class _Problem:
    choices: list[tuple[list[list[int]], tuple[bool, ...], float]]
    scales: Vector
    ridge: float

    def loss(self, weights: Vector) -> tuple[float, Vector]:
        """Return the loss and its slopes."""
        scaled = list(map(mul, weights, self.scales))
        slopes = [0.0] * len(weights)
        loss = 0.0
        for options, right, weight in self.choices:
            sums = [sum(map(scaled.__getitem__, option)) for option in options]
            loss += weight * _slopes(options, right, sums, slopes, weight)
        slopes = [
            slope * scale + self.ridge * one
            for slope, scale, one in zip(slopes, self.scales, weights, strict=True)
        ]
        return loss + self.ridge * _dot(weights, weights) / 2, slopes


def _slopes(
    options: list[list[int]],
    right: tuple[bool, ...],
    sums: Vector,
    slopes: Vector,
    weight: float,
) -> float:
    """Add to `slopes` what one choice says; return its loss."""
    most = max(*sums, 0.0)
    odds = [exp(one - most) for one in sums]
    none = exp(-most)
    every = sum(odds) + none
    good = sum(odd for odd, is_right in zip(odds, right, strict=True) if is_right)
    good = max(good if any(right) else none, _LEAST)
    for option, odd, is_right in zip(options, odds, right, strict=True):
        off = weight * (odd / every - (odd / good if is_right else 0.0))
        for sign in option:
            slopes[sign] += off
    return log(every) - log(good)


def fit(
    choices: Sequence[Choice], scale: Callable[[str], float], ridge: float = 1.0
) -> Mapping[str, float]:
    """Return the weight of each sign that several letters show."""
    seen = {(one.letter, sign) for one in choices for option in one.options for sign in option}
    counts = Counter(sign for _, sign in seen)
    known = sorted(sign for sign, count in counts.items() if count >= _LETTERS)
    place = {sign: at for at, sign in enumerate(known)}
    rows = [
        (
            [[place[s] for s in option if s in place] for option in one.options],
            one.right,
            one.weight,
        )
        for one in choices
        if one.options
    ]
    scales = [scale(sign) for sign in known]
    weights = _descend(_Problem(rows, scales, ridge))
    return {sign: weights[at] * scales[at] for sign, at in place.items()}


def _descend(problem: _Problem) -> Vector:
    """Minimize the loss by L-BFGS, each step as long as it gains enough."""
    weights = [0.0] * len(problem.scales)
    loss, slopes = problem.loss(weights)
    moves: list[tuple[Vector, Vector]] = []
    for _ in range(_ROUNDS):
        way = _direction(slopes, moves)
        step, drop = (1.0 if moves else 0.1), _dot(way, slopes)
        while True:
            tried = [one + step * by for one, by in zip(weights, way, strict=True)]
            new_loss, new_slopes = problem.loss(tried)
            if new_loss <= loss + 1e-4 * step * drop or step < 1e-8:  # noqa: PLR2004 - Armijo
                break
            step /= 2
        change = [new - old for old, new in zip(weights, tried, strict=True)]
        turn = [new - old for old, new in zip(slopes, new_slopes, strict=True)]
        moves = [*moves[1 - _MEMORY :], (change, turn)]
        gained, weights, loss, slopes = loss - new_loss, tried, new_loss, new_slopes
        if gained < _ENOUGH * loss:
            break
    return weights


def _direction(slopes: Vector, moves: Sequence[tuple[Vector, Vector]]) -> Vector:
    way = [-slope for slope in slopes]
    alphas = []
    for change, turn in reversed(moves):
        alpha = _dot(change, way) / _dot(change, turn)
        alphas.append(alpha)
        way = [one - alpha * by for one, by in zip(way, turn, strict=True)]
    if moves:
        change, turn = moves[-1]
        size = _dot(change, turn) / _dot(turn, turn)
        way = [size * one for one in way]
    for (change, turn), alpha in zip(moves, reversed(alphas), strict=True):
        back = alpha - _dot(turn, way) / _dot(change, turn)
        way = [one + back * by for one, by in zip(way, change, strict=True)]
    return way


def _dot(one: Vector, two: Vector) -> float:
    product: float = sum(map(mul, one, two))
    return product
