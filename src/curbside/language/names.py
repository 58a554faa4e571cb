"""
Names of persons in a question, told by what leads them in and by what they are made of.

A capital alone tells nothing in medicine, where diseases, scores and drugs bear names too. So a word counts as a name
behind a title ("Mrs Okafor"), behind words that lead one in ("my name is"), beside a person or an age when it is no word of
medicine ("my son Jack", "Wanjiru Kamau, 54"), or where a given name of the shipped list stands before another name. What
was found once is found again further on ("... Okafor's potassium"). Names of things called after somebody stay.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from .name_words import Span, Word, Words, listed
from .patterns import lazily
from .vocabulary import is_drug, is_known

_NEARBY_CHARACTERS, _SHORTEST_SMALL, _SHORTEST_CAPITALS, _MOST_GREETING_WORDS = 30, 3, 4, 8
_TITLE_GAP = lazily(r"\.? {1,2}|\.")
_SAID_GAP = lazily(r"[ \t]{0,2}[:=,-]?[ \n]{0,2}")
_LABEL_GAP = lazily(r": {0,2}")
_PERSON_GAP = lazily(r" |, ?|: ?| \(|\n")
_GREETING_GAP = lazily(r"(?=[^ ]| )[ .,!/-]{0,4}\n{0,3}[ -]{0,3}")
_LINE_ENDS = lazily(r"[ .,!]{0,3}(?:\n|$|\()")
_ENDS_SOON = lazily(r"[.,] |  ")
_LAST = lazily(r"[ .,!\n]{0,4}")  # nobody asks by the own name
_STOP = lazily(r"[.?!\n]")
_SENTENCE_BEFORE = lazily(r"(?:[.?!:)\d] {0,8}|[\n\d]{1,3}[ -]{0,4}|[.?!] {0,4}-)$")
_AGE_NEXT = lazily(
    r"(?:[ ,]{1,2}|(?= ?\()) ?(?:\(|(?:who )?(?:is|was|a|an|age|aged)\b ?){0,3}(?:now )?\d{1,3}(?: |-)?"
    r"(?:(?:years?|yrs?|yo|y/o|y|ans|años|anni|anos|jahre|months?|weeks?|mo)\b|[MFmf](?![\w%])|(?=[,.)]|$))"
)


def names_in(text: str, numbers: Sequence[int] = ()) -> list[Span]:
    """Where names of persons stand; `numbers` are the places of numbers beside which a name stands, in order."""
    words = Words(text)
    found = sorted({*_led_in(words), *_signed(words), *_on_lists(words), *_beside(words, numbers)})
    whole: list[Span] = []
    for start, end in found:
        if words.is_of_thing(end):
            continue
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return sorted({*whole, *_again(words, whole)})


def _led_in(words: Words) -> Iterator[Span]:
    """Names behind titles and behind words that lead one in."""
    for at, word in enumerate(words.all):
        small = word.small
        if small in listed("titles") or small in listed("careful_titles"):
            yield from _after_title(words, at)
        if length := words.phrase("says_name", at):
            yield from _said(words, at + length, may_be_small=True)
        if small in listed("says_name_with_colon") and words.text[word.end : word.end + 1] == ":":
            yield from _said(words, at + 1, may_be_small=words.begins_sentence(at))
        if small in listed("labels") and _LABEL_GAP.fullmatch(words.gap(at)):
            yield from _labelled(words, at + 1)
        if small in listed("near_person") or words.phrase("says_self", at):
            yield from _near_person(words, at)
        if small in listed("farewells"):
            yield from _after_farewell(words, at)


def _after_title(words: Words, at: int) -> Iterator[Span]:
    title, first = words.all[at], at + 1
    if not _TITLE_GAP.fullmatch(words.gap(at)) or words.small(first) in listed("titles"):
        return  # of "Herr Dr" the second speaks
    # MS is a disease, MR a scan, M a letter: in capitals they are titles with a stop, or where all is shouted.
    if len(title.text) <= 2 and title.text.isupper() and not ("." in words.gap(at) or words.is_shouted):
        return
    while words.small(first) in listed("particles") and words.may_be_name(first + 1):
        first += 1
    word = words.all[first]
    is_careful = title.small in listed("careful_titles") and title.small not in ("dr", "doctor")
    if not word.is_capital:
        if not is_careful:
            yield from _small_after_title(words, title, first)
        return
    if is_careful and not title.is_capital:
        return
    if not _may_be_called(words, first):
        return
    # A title that means other things too, and capitals that mean nothing, need a name that is no medicine.
    is_doubtful = words.is_shouted or (is_careful and title.small != "sr") or title.small == "doctor"
    if is_doubtful and not words.is_listed(first) and is_known(word.small):
        return
    _, end = words.run(first, words.may_be_name)
    if end - word.start > 1:  # "Dr X" is nobody
        yield words.all[at + 1].start, end


def _may_be_called(words: Words, at: int) -> bool:
    """Whether somebody with a title may be called so: "Mrs White", but not "Dr Said he" and not "Mr Crohn"."""
    small = words.small(at)
    if small in listed("ordinary"):
        return words.is_initial(at) or (small in listed("family_also_words") and not words.is_shouted)
    return small not in listed("eponyms") or words.may_go_on(at + 1)


def _small_after_title(words: Words, title: Word, at: int) -> Iterator[Span]:
    """A name in small letters: "mr patel"; behind titles that are words too it has to be on the lists."""
    word = words.all[at]
    is_listed = words.is_listed(at)
    if not is_listed and (title.small in listed("titles_also_words") or not words.is_small_name(at)):
        return
    if word.small in listed("given_also_words") or len(word.small) < _SHORTEST_SMALL:
        return
    goes_on = words.gap(at) == " " and (words.is_family(at + 1) or (words.is_given(at) and words.is_small_name(at + 1)))
    yield word.start, words.all[at + 1].end if goes_on else word.end


def _said(words: Words, at: int, *, may_be_small: bool) -> Iterator[Span]:
    """A name behind words that lead one in: with capitals, or in small letters up to a word that is in no name."""
    if not 0 < at < len(words.all) or not _SAID_GAP.fullmatch(words.gap(at - 1)):
        return
    first = words.all[at]
    if first.small in listed("titles") or first.small in listed("careful_titles"):
        return  # the title finds it
    if first.is_capital and not words.is_shouted:
        if (words.may_be_name(at) or words.is_initial(at)) and not is_drug(first.small):
            yield words.run(at, words.may_be_name)
    elif may_be_small and words.is_small_name(at):
        yield words.run(at, words.is_small_name)


def _labelled(words: Words, at: int) -> Iterator[Span]:
    """A name behind a label and a colon, when it looks like one: of the lists, or two words that are nothing else."""
    if words.is_shouted:
        return
    is_listed = words.is_given(at) and (words.may_go_on(at + 1) or words.is_initial(at + 1))
    if is_listed or (words.is_strange(at) and words.is_strange(at + 1)):
        yield words.run(at, words.may_go_on)


def _near_person(words: Words, begun: int) -> Iterator[Span]:
    """A name beside whoever is meant: "my son Jack", "I am Ann Smith", "a boy named Tobiah"."""
    at = begun
    while at < begun + 3 and words.small(at + 1) in listed("before_names"):
        at += 1
    first = at + 1
    if not _PERSON_GAP.fullmatch(words.gap(at)):
        return
    word = words.all[first]
    if not word.is_capital or words.is_shouted:
        if words.gap(at) == " " and words.is_given(first) and words.small(at) in listed("near_person"):
            yield words.run(first, words.is_family)
    elif words.is_given(first) or word.small in listed("given_also_words"):
        if word.small not in listed("ordinary") or words.is_strange(first + 1):
            yield words.run(first, words.may_go_on)
    elif (
        words.may_be_name(first)
        and words.gap(first) == " "
        and words.is_family(first + 1)
        and first + 1 < len(words.all)
    ):
        if words.may_be_name(first + 1):
            yield words.run(first, words.may_go_on)
    elif words.is_strange(first) and _is_meant(words, begun, at):
        yield words.run(first, words.is_strange)


def _is_meant(words: Words, begun: int, at: int) -> bool:
    """Whether a strange word beside a person is the name: two of them, or one where nothing else could stand."""
    if words.small(at) in ("named", "called"):
        return any(words.small(one) in listed("near_person") for one in range(max(0, at - 3), at))
    if words.gap(at + 1) == " " and words.is_strange(at + 2):
        return True
    if words.small(at + 1).endswith(tuple(listed("endings_of_kinds"))):
        return False
    return words.phrase("says_self", begun) > 0 or words.small(begun - 1) in listed("whose")


def _after_farewell(words: Words, at: int) -> Iterator[Span]:
    """A name alone behind the last greeting, to the end of its line."""
    first = at + 1
    while first < at + _MOST_GREETING_WORDS and words.small(first) in listed("greeting_words"):
        first += 1
    gap = words.gap(first - 1)
    if not (gap and _GREETING_GAP.fullmatch(gap) and words.may_be_name(first)):
        return
    span = words.run(first, words.may_be_name)
    tail = words.text[span[1] : span[1] + 5]
    if _LINE_ENDS.match(tail):
        small = words.small(first)
        is_called_so = words.is_listed(first) or small in listed("given_also_words")
        if is_called_so or words.is_strange(first) or (("\n" in gap or "," in gap) and not is_known(small)):
            yield span
    elif words.is_strange(first) and " " in words.text[span[0] : span[1]] and _ENDS_SOON.match(tail):
        yield span


def _signed(words: Words) -> Iterator[Span]:
    """One to three words that look like a name and nothing else, behind the last sentence."""
    last = len(words.all) - 1
    if words.is_shouted or last < 1 or not _LAST.fullmatch(words.text, words.all[last].end):
        return
    for at in range(max(1, last - 2), last + 1):
        start = words.all[at].start
        if not _SENTENCE_BEFORE.search(words.text[max(0, start - 10) : start]):
            continue
        if all(words.is_strange(one) for one in range(at, last + 1)):
            if words.run(at, words.is_strange)[1] == words.all[last].end:
                yield start, words.all[last].end
            return


def _on_lists(words: Words) -> Iterator[Span]:
    """Given names of the list before another name, or behind a family name and a comma; and the other way round."""
    for at, word in enumerate(words.all):
        if not words.is_given(at):
            is_before_family = not words.is_shouted and words.gap(at) == " " and words.is_family(at + 1)
            if is_before_family and words.is_strange(at) and words.may_be_name(at + 1):
                yield words.run(at, words.may_go_on)
            continue
        if at and words.gap(at - 1) == ", " and words.may_go_on(at - 1) and words.small(at + 1) not in ("and", "or"):
            yield words.all[at - 1].start, words.run(at, words.may_go_on)[1]
        if word.small in listed("given_also_words") or not words.may_begin(at):
            continue
        if not word.is_capital or words.is_shouted:
            if words.gap(at) == " " and words.is_family(at + 1):
                yield word.start, words.all[at + 1].end
        elif words.may_go_on(at + 1) or words.is_initial(at + 1):
            yield from _more_than_one(words, words.run(at, words.may_go_on))
        elif _is_somebody(words, at):
            yield word.start, word.start + len(word.plain)


def _more_than_one(words: Words, span: Span) -> Iterator[Span]:
    """A span that holds more than one word."""
    if any(one in words.text[span[0] : span[1]] for one in " -."):
        yield span


def _is_somebody(words: Words, at: int) -> bool:
    """Whether a given name by itself is somebody: of an age, or doing something at the start of a sentence."""
    if _AGE_NEXT.match(words.text, words.all[at].end):
        return True
    return words.gap(at) == " " and words.small(at + 1) in listed("does") and words.begins_sentence(at)


def _beside(words: Words, numbers: Sequence[int]) -> Iterator[Span]:
    """Two or more words that look like a name, straight before an age or a number that belongs to a person."""
    if words.is_shouted:
        return
    for at in range(len(words.all) - 1):
        if not words.is_strange(at + 1):
            continue
        if words.gap(at) == ", " and _is_family_in_capitals(words, at):
            _, end = words.run(at + 1, words.is_strange)
            if _AGE_NEXT.match(words.text, end):
                yield words.all[at].start, end
        elif words.gap(at) == " " and words.is_strange(at) and words.may_begin(at):
            start, end = words.run(at, words.is_strange)
            following = bisect_right(numbers, end)
            is_near = following < len(numbers) and numbers[following] <= end + _NEARBY_CHARACTERS
            if (is_near and not _STOP.search(words.text[end : end + 3])) or _AGE_NEXT.match(words.text, end):
                yield start, end


def _is_family_in_capitals(words: Words, at: int) -> bool:
    """Whether a word can be the family name that lists of patients put first."""
    word = words.all[at]
    is_medicine = is_drug(word.small) if word.text.isupper() else is_known(word.small)
    return words.may_be_name(at) and len(word.text) >= _SHORTEST_CAPITALS and not is_medicine


def _again(words: Words, found: list[Span]) -> Iterator[Span]:
    """The words of names that were found, wherever else they stand with a capital."""
    inside = {word.start for word in words.all if _covers(found, word.start)}
    known = {word.plain for word in words.all if word.start in inside and len(word.plain) >= _SHORTEST_SMALL}
    known -= listed("ordinary") | listed("particles") | listed("eponyms")
    for at, word in enumerate(words.all):
        if word.plain not in known or not word.is_capital or word.start in inside:
            continue
        end = word.start + len(word.plain)
        is_thing = words.is_of_thing(end) or (is_drug(word.plain) and not words.is_listed(at))
        if not is_thing and (at == 0 or words.gap(at - 1) != "-"):
            yield word.start, end


def _covers(found: list[Span], place: int) -> bool:
    """Whether a place lies in one of the spans, which stand in order."""
    at = bisect_right(found, (place, len(found) + place + 1_000_000))
    return at > 0 and place < found[at - 1][1]
