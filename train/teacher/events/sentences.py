"""Sentences of CoNLL-U: those of the corpus with their events, those of free text with their names."""
import re
from typing import NamedTuple

MODALITIES = ["actual", "future", "hypothetical", "negated", "historical"]
NO_EVENT, ACTOR, RECIPIENT = 0, 1, 2
OPEN = -1  # not asked of this word
ID, FORM, HEAD, MISC = 0, 1, 6, 9


class Sentence(NamedTuple):
    text: str
    words: list   # columns
    events: dict  # number -> (label, modality)


class Marked(NamedTuple):
    """A sentence in pieces with what is to be learned of each word."""
    ids: list
    first: list       # the first piece of each word
    labels: list      # numbers of labels, NO_EVENT, or OPEN
    modalities: list  # or OPEN
    roles: list       # (trigger, [what each word is to it])


def read(path):
    with open(path, encoding="utf-8") as f:
        text, words, events = None, [], {}
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if words:
                    yield Sentence(text, words, events)
                words, events = [], {}
            elif line.startswith("# text = "):
                text = line[len("# text = "):]
            elif line.startswith("# event "):
                number, label, modality = re.match(r"# event (\d+) = (\S+) modality=(\S+)", line).groups()
                events[int(number)] = (label.split("+")[0], modality)  # of several modes the first
            elif line[0].isdigit() and line.split("\t", 1)[ID].isdigit():
                words.append(line.split("\t"))
        if words:
            yield Sentence(text, words, events)


def misc(word):
    return dict(x.split("=", 1) for x in word[MISC].split("|") if "=" in x)


def spans(notes, key):
    """(number, first word, end) of each span under a key of MISC: B-1, then I-1 as long as it goes on."""
    for i, note in enumerate(notes):
        for value in note.get(key, "").split(","):
            if not value.startswith("B-"):
                continue
            number, end = value[2:].split(":")[0], i + 1
            while end < len(notes) and f"I-{number}" in notes[end].get(key, "").split(","):
                end += 1
            yield number, i, end


def head_of(words, start, end):
    """The word of a span that hangs outside of it."""
    return next((t for t in range(start, end) if not start < int(words[t][HEAD]) <= end), start)


def triggers(s, notes):
    """Head of each event's trigger, and heads of further words of one, which are no triggers of their own."""
    first, others = {}, set()
    for number, start, end in spans(notes, "Event"):
        head = head_of(s.words, start, end)
        if int(number) in first:
            others.add(head)
        else:
            first[int(number)] = head
    return first, others


def parties(s, notes):
    """Heads of the mentions that are something to an event: number -> [(word, ACTOR or RECIPIENT)]."""
    found = {}
    for role, key in ((ACTOR, "ActorOf"), (RECIPIENT, "RecipientOf")):
        for _, start, end in spans(notes, "Actor"):
            for number in notes[start].get(key, "").split(","):
                if number:
                    found.setdefault(int(number), []).append((head_of(s.words, start, end), role))
    return found


def marked(s, pieces, labels):
    """A sentence of the corpus to learn from, or None: too long. labels: name -> number; new ones are entered."""
    encoded = pieces.of_words([w[FORM] for w in s.words])
    if not encoded:
        return None
    n, notes = len(s.words), [misc(w) for w in s.words]
    first, others = triggers(s, notes)
    roles, at = [], parties(s, notes)
    out = Marked(*encoded, [OPEN if i in others else NO_EVENT for i in range(n)], [OPEN] * n, roles)
    for number, head in first.items():
        if number not in s.events:
            continue
        label, modality = s.events[number]
        out.labels[head] = labels.setdefault(label, len(labels))
        out.modalities[head] = MODALITIES.index(modality)
        row = [0] * n
        for word, role in at.get(number, []):
            row[word] = role
        roles.append((head, row))
    return out


def places(s):
    """Code points of each word in the text, or None where it cannot be followed."""
    at, done = [], 0
    for word in s.words:
        start = s.text.find(word[FORM], done)
        if start < 0 or start > done + 3:
            return None
        done = start + len(word[FORM])
        at.append((start, done))
    return at


def named(s, at):
    """Code points of the names, from NER= in MISC."""
    found = []
    for i, word in enumerate(s.words):
        tag = misc(word).get("NER", "O")
        if tag.startswith("B"):
            found.append(at[i])
        elif tag.startswith("I") and found:
            found[-1] = (found[-1][0], at[i][1])
    return found
