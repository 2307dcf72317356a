"""What a sentence costs grows with its words."""

from __future__ import annotations

import time

from pipeline.compare.reallocations import Prose, reallocations


def seconds(words: int) -> float:
    sentence = "Det omfördelas 4 mnkr " + "från ort " * (words // 2)
    began = time.process_time()
    assert len(list(reallocations([Prose("row", "heading", sentence)], ["Äldreomsorg"]))) == 1
    return time.process_time() - began


def test_four_times_the_words_cost_no_sixteen_times_as_much() -> None:
    assert seconds(40_000) < 8 * seconds(10_000)
