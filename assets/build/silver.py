#!/usr/bin/env python3
"""Labels the names of texts that nobody has labelled, with a transformer as the teacher, and writes them to standard output as
`dateline-train names` reads them: a JSON object a line, {"text", "names": [[start, end, class], ...]}, offsets in code points.

    silver.py TEACHER.pt VOCABULARY.txt FILE.jsonl[.gz]... > silver.jsonl

TEACHER.pt: six layers of 384 (as MiniLM, Wang et al. 2020), uncased WordPiece with an embedding of each word's shape beside it,
fine-tuned for BIO over PER, LOC, ORG and MISC. VOCABULARY.txt: that of all-MiniLM-L6-v2. A file's lines have "text", or "tokens"
and "sents"; of those that name a "licence" only the public domain's (CC0) are taken. Needs torch. Training on another model's labels
follows Hinton, Vinyals and Dean (Distilling the Knowledge in a Neural Network, 2015), with the labels for the probabilities.
"""
import collections
import gzip
import json
import re
import sys
import unicodedata

import torch
from torch import nn
from torch.nn import functional

CLASSES = ["PER", "LOC", "ORG", "MISC"]
LABELS = 1 + 2 * len(CLASSES)
WIDTH, HEADS, INNER, LAYERS, SHAPES = 384, 12, 1536, 6, 20
# The longest run of pieces the teacher reads at once, and of characters that are taken of one text.
LONGEST, MOST_TEXT = 158, 3_000
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
SENTENCE_END = re.compile(r"[.!?]['\"”’)\]]*\s+|\n+")
TIGHT = re.compile(r" (n't|n’t|['’](?:s|re|ve|ll|d|m)\b|['’.,;:!?)\]}%”…])")
OPENING = re.compile(r"([(\[{“‘$£€]) ")
HYPHEN = re.compile(r"(?<=\w) ([-/]) (?=\w)")


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states, mask):
        rows, length, _ = states.shape
        query, key, value = self.qkv(states).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.n1(states + self.o(seen.transpose(1, 2).reshape(rows, length, WIDTH)))
        return self.n2(states + self.f2(functional.gelu(self.f1(states))))


class Teacher(nn.Module):
    """The names of the parts are those of the file."""

    def __init__(self, words):
        super().__init__()
        self.we, self.pe, self.se = nn.Embedding(words, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(SHAPES, WIDTH)
        self.n, self.c = nn.LayerNorm(WIDTH, eps=1e-12), nn.Linear(WIDTH, LABELS)
        self.L = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces, shapes, mask):
        states = self.n(self.we(pieces) + self.pe.weight[: pieces.shape[1]] + self.se(shapes))
        for layer in self.L:
            states = layer(states, mask)
        return self.c(states)


class Pieces:
    """WordPiece: the longest pieces first, without capitals and accents."""

    def __init__(self, path):
        with open(path, encoding="utf8") as file:
            self.numbers = {line.rstrip("\n"): number for number, line in enumerate(file)}
        self.known = {}

    def of(self, word):
        if word not in self.known:
            self.known[word] = self.cut(word)
        return self.known[word]

    def cut(self, word):
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        unknown, found, start = [self.numbers["[UNK]"]], [], 0
        if not 0 < len(plain) <= 60:
            return unknown
        while start < len(plain):
            for end in range(len(plain), start, -1):
                number = self.numbers.get(("##" if start else "") + plain[start:end])
                if number is not None:
                    break
            else:
                return unknown
            found.append(number)
            start = end
        return found


def shape(word):
    if word.isalpha():
        if word.islower():
            return 0
        if word.isupper():
            return 2 if len(word) > 1 else 3
        if word[0].isupper():
            return 1 if word[1:].islower() else 4
        return 5
    if word.isdigit():
        return 6
    if word.isalnum():
        return 7 if word[0].isdigit() else 8
    return 9


def words_of(text, pieces):
    """(start, end, shape, pieces) of each word and mark; ten is added to the shape of what is glued to the word before it."""
    words, last = [], -1
    for match in WORD.finditer(text):
        start, end = match.span()
        words.append((start, end, shape(match.group()) + (10 if start == last else 0), pieces.of(match.group())))
        last = end
    return words


def runs(text, words):
    """Ranges of words that are read at once, cut behind a sentence where one ends in the run's second half."""
    ends = {match.end() for match in SENTENCE_END.finditer(text)}
    start = 0
    while start < len(words):
        length, at, cut = 0, start, None
        while at < len(words) and length + len(words[at][3]) <= LONGEST:
            length += len(words[at][3])
            at += 1
            if at < len(words) and words[at][0] in ends and length > 0.55 * LONGEST:
                cut = at
        end = max(cut if cut and at < len(words) else at, start + 1)
        yield start, end
        start = end


def best_labels(scores):
    """Viterbi: an inside label (even) stands only behind a label of its own class."""
    steps = torch.zeros(LABELS, LABELS)
    for label in range(2, LABELS, 2):
        steps[:, label] = -1e9
        steps[label - 1, label] = steps[label, label] = 0
    best, back = scores[0] + steps[0], []
    for row in scores[1:]:
        best, before = (best[:, None] + steps).max(0)
        back.append(before.tolist())
        best = best + row
    labels = [int(best.argmax())]
    for before in reversed(back):
        labels.append(before[labels[-1]])
    return labels[::-1]


def read_at_once(teacher, pieces, batch):
    """The labels of the words of each run in a batch of (words, ...)."""
    begin, finish, blank = (pieces.numbers[mark] for mark in ("[CLS]", "[SEP]", "[PAD]"))
    rows = []
    for words in batch:
        row, shapes, firsts = [begin], [9], []
        for _, _, kind, parts in words:
            firsts.append(len(row))
            row += parts
            shapes += [kind] * len(parts)
        rows.append((row[:510] + [finish], shapes[:510] + [9], firsts))
    length = max(len(row) for row, _, _ in rows)
    numbers = torch.tensor([row + [blank] * (length - len(row)) for row, _, _ in rows])
    shapes = torch.tensor([row + [9] * (length - len(row)) for _, row, _ in rows])
    mask = (torch.arange(length)[None] < torch.tensor([[len(row)] for row, _, _ in rows]))[:, None, None, :]
    with torch.inference_mode():
        scores = torch.log_softmax(teacher(numbers, shapes, mask).float(), -1)
    return [best_labels(row[firsts]) for row, (_, _, firsts) in zip(scores, rows)]


def names_of(words, labels):
    names = []
    for (start, end, _, _), label in zip(words, labels):
        if label and label % 2 == 0:
            names[-1][1] = end
        elif label:
            names.append([start, end, CLASSES[(label - 1) // 2]])
    return names


def agreed(text, names):
    """One string has one class in a text: the commonest."""
    votes = collections.defaultdict(collections.Counter)
    for start, end, kind in names:
        votes[text[start:end]][kind] += 1
    return [[start, end, votes[text[start:end]].most_common(1)[0][0]] for start, end, _ in names]


def running(document):
    """Tokens as a paper prints them, a line for each sentence."""
    tokens, starts = document["tokens"], document["sents"]
    lines = []
    for start, end in zip(starts, starts[1:] + [len(tokens)]):
        line = " ".join(tokens[start:end]).replace("``", '"').replace("''", '"')
        line = HYPHEN.sub(r"\1", OPENING.sub(r"\1", TIGHT.sub(r"\1", line)))
        parts = line.split('"')
        for at, part in enumerate(parts):
            parts[at] = part.strip() if at % 2 else part
        lines.append('"'.join(parts))
    return "\n".join(line for line in lines if line)


def texts(paths):
    seen = set()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as file:
            for line in file:
                document = json.loads(line)
                if not document.get("licence", "CC0").startswith("CC0"):
                    continue
                text = running(document) if "tokens" in document else document["text"]
                text = text[:MOST_TEXT].rsplit("\n", 1)[0] if len(text) > MOST_TEXT else text
                if text and text not in seen:
                    seen.add(text)
                    yield text


def main():
    torch.set_num_threads(1)
    pieces = Pieces(sys.argv[2])
    teacher = Teacher(len(pieces.numbers)).eval()
    teacher.load_state_dict(torch.load(sys.argv[1], weights_only=True))
    documents = [(text, words_of(text, pieces)) for text in texts(sys.argv[3:])]
    todo = [(at, start, words[start:end]) for at, (text, words) in enumerate(documents) for start, end in runs(text, words)]
    # Runs of one length together, so that little of a batch is blank.
    todo.sort(key=lambda run: (sum(len(word[3]) for word in run[2]), run[0], run[1]))
    found = collections.defaultdict(list)
    for at in range(0, len(todo), 32):
        batch = todo[at : at + 32]
        for (document, start, words), labels in zip(batch, read_at_once(teacher, pieces, [run[2] for run in batch])):
            found[document].append((start, names_of(words, labels)))
        if at % 320 == 0:
            print(f"{at} of {len(todo)} runs", file=sys.stderr, flush=True)
    for at, (text, _) in enumerate(documents):
        names = [name for _, names in sorted(found[at]) for name in names]
        print(json.dumps({"text": text, "names": agreed(text, names)}, ensure_ascii=False))


main()
