"""Contents against earlier ones: they come back whole, chains stay short, damage is seen."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provrepo.store import contents, delta
from provrepo.store.canonical import digest
from provrepo.store.contents import Chain
from provrepo.store.errors import Damaged

ALPHABETS = (
    "the quick brown fox jumps over lazy dogs",
    "外交部關於青岬港漁船遇霧及修復航標事",
    "aab",
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Return a text of any length and another one made from it by cutting, moving and writing."""
    alphabet = draw(st.sampled_from(ALPHABETS))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - drawn by hypothesis
    before = "".join(chance.choices(alphabet, k=draw(st.integers(0, 5000))))
    after = before
    for _ in range(draw(st.integers(0, 8))):
        start, end = sorted(chance.choices(range(len(after) + 1), k=2))
        place = chance.randrange(len(after) + 1)
        after = chance.choice(
            (
                after[:start] + after[end:],
                after[:place] + after[start:end] + after[place:],
                after[:place] + draw(st.text(max_size=40)) + after[place:],
            )
        )
    return before.encode("utf-8", "replace"), after.encode("utf-8", "replace")


@given(edited())
def test_a_delta_gives_the_text_back(pair: tuple[bytes, bytes]) -> None:
    """Whatever was cut, moved or written."""
    before, after = pair
    assert delta.decode(before, delta.encode(before, after), len(after)) == after


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_delta_needs_no_likeness(before: bytes, after: bytes) -> None:
    """Two contents that have nothing in common, and bytes that are no text."""
    assert delta.decode(before, delta.encode(before, after), len(after)) == after


@given(edited(), st.data())
def test_a_damaged_delta_is_an_error_or_other_bytes(
    pair: tuple[bytes, bytes], data: st.DataObject
) -> None:
    """Never another exception, never more bytes than twice what there should be."""
    before, after = pair
    made = bytearray(zlib.decompress(delta.encode(before, after), -15))
    made[data.draw(st.integers(0, len(made) - 1))] ^= data.draw(st.integers(1, 255))
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    damaged = compressor.compress(bytes(made)) + compressor.flush()
    try:
        got = delta.decode(before, damaged, len(after))
    except (ValueError, zlib.error):
        return
    assert len(got) <= 2 * len(after) + 4


def revisions(count: int, size: int) -> list[bytes]:
    """Return the contents of a text that is revised a little, again and again."""
    chance = random.Random(size)  # noqa: S311 - the same in each run
    words = [str(number * number) for number in range(1000, 5000)]
    text = chance.choices(words, k=size // 8)
    made = []
    for _ in range(count):
        text[chance.randrange(len(text))] = chance.choice(words)
        made.append(" ".join(text).encode())
    return made


def chained(texts: list[bytes]) -> tuple[dict[str, contents.Stored], list[Chain]]:
    """Return the stored forms of a history by digest, and the chain after each version."""
    chain: Chain = ()
    stored, chains = {}, []
    for data in texts:
        made, chain = contents.extend(chain, data, digest(data))
        stored[made.digest] = made
        chains.append(chain)
    return stored, chains


def rebuilt(stored: dict[str, contents.Stored], name: str) -> tuple[bytes, int]:
    """Return a content from the stored forms, and from how many others it was rebuilt."""
    one = stored[name]
    before, links = rebuilt(stored, one.base) if one.base else (b"", -1)
    codec, data = one.packed
    return contents.unpack(codec, one.size, data, before, name), links + 1


@pytest.mark.parametrize(("size", "codec"), [(6000, contents.DICTIONARY), (60_000, contents.DELTA)])
def test_a_long_history_comes_back_from_short_chains(size: int, codec: int) -> None:
    """200 versions, each from at most 21 others (three digits of 7), most from few."""
    texts = revisions(200, size)
    stored, chains = chained(texts)
    depths = []
    for data, chain in zip(texts, chains, strict=True):
        whole, links = rebuilt(stored, digest(data))
        assert whole == data == chain[-1].data
        assert len(chain) == links + 1
        depths.append(links)
    assert max(depths) == 2 + 7 + 7  # version 192, 0o277
    assert {one.packed.codec for one in stored.values()} == {contents.DEFLATE, codec}
    assert sum(len(one.packed.data) for one in stored.values()) < 3.2 * len(texts[0])


def test_a_chain_ends_and_begins_anew() -> None:
    """After 512 versions a content stands alone again, so that no chain grows without end."""
    stored, _ = chained(revisions(600, 1000))
    alone = [place for place, one in enumerate(stored.values()) if one.base is None]
    assert alone == [0, contents.LONGEST_CHAIN]


def test_a_rewritten_text_stands_alone() -> None:
    """Where hardly anything is left of the version before, a base saves nothing."""
    one, other = revisions(1, 6000)[0], random.Random(1).randbytes(6000)  # noqa: S311
    stored, _ = chained([one, other, other + b"!"])
    assert [made.base is None for made in stored.values()] == [True, True, False]


def test_after_a_gap_in_the_chain_nothing_is_based_on_a_wrong_place() -> None:
    """Where a content that would be the base was purged, the next one stands alone."""
    texts = revisions(9, 6000)
    _, chains = chained(texts[:8])
    following, _ = contents.extend(chains[7][3:], texts[8], digest(texts[8]))
    assert (following.base, following.place) == (None, 0)


@pytest.mark.parametrize("codec", [contents.DEFLATE, contents.DICTIONARY, contents.DELTA, 99])
def test_what_is_no_stored_form_is_damage(codec: int) -> None:
    """Bytes that decompress to nothing, and codecs that nobody knows."""
    with pytest.raises(Damaged):
        contents.unpack(codec, 10, b"\xff\xff\xff\xff", b"base", "a content")


@pytest.mark.parametrize("codec", [contents.DEFLATE, contents.DICTIONARY, contents.DELTA])
def test_a_byte_after_the_end_of_a_stream_is_damage(codec: int) -> None:
    """What is stored is the stream and nothing else: a byte more could hide anything."""
    base = b"The ferry waited for the tide. " * (3000 if codec == contents.DELTA else 3)
    data = base + b"Nobody was hurt."
    packed = contents.pack(data)
    if codec != contents.DEFLATE:
        against = contents.pack_against(data, base)
        assert against is not None
        packed = against
    assert packed.codec == codec
    assert contents.unpack(codec, len(data), packed.data, base, "it") == data
    with pytest.raises(Damaged):
        contents.unpack(codec, len(data), packed.data + b"\0", base, "it")
