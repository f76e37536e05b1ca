#!/usr/bin/env python3
"""How right the matcher's scores are: of the pairs scored 0.9, nine in ten should be right.

usage: calibration.py TRUTH ANSWERS

TRUTH has the lines of bench_fit ("article TAB caption TAB images, apart by |"), ANSWERS is the output of
`picdesk match --full --format json`. Says for each band of the first image's score how many of these images are right, for
the articles that taught the weights and for the third that did not (the same split as bench_fit's: GLib's hash of the
article's file name, by 3). A set of frames that nothing tells apart is right when the right image is among them; its score
is that of the set.
"""
import json
import os
import re
import sys

BANDS = [0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001]


def held_out(name):
    value = 5381
    for byte in name.encode():
        value = (value * 33 + (byte - 256 if byte > 127 else byte)) & 0xFFFFFFFF
    return value % 3 == 0


def fold(text):
    return re.sub(r"[\W_]+", " ", (text or "").lower()).strip()


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    truth = {(row[0], fold(row[1])): set(filter(None, row[2].split("|"))) for row in rows}
    bands = {False: [[0, 0, 0.0] for _ in BANDS], True: [[0, 0, 0.0] for _ in BANDS]}
    with open(sys.argv[2], encoding="utf-8") as lines:
        for line in lines:
            answer = json.loads(line)
            article = os.path.basename(answer["article"])
            right = truth.get((article, fold(answer["caption"])))
            if right is None or not answer["image"]:
                continue
            score = answer["score"]
            at = max(i for i, low in enumerate(BANDS) if score >= low)
            band = bands[held_out(article)][at]
            band[0] += 1
            band[1] += os.path.basename(answer["image"]) in right
            band[2] += score
    print("score          fitted on: pairs  right  mean score   held out: pairs  right  mean score")
    for i in range(len(BANDS) - 1):
        cells = []
        for side in (False, True):
            n, right, total = bands[side][i]
            cells.append(f"{n:6}  {right / n:5.2f}       {total / n:5.2f}" if n else f"{0:6}      -           -")
        print(f"{BANDS[i]:.2f} - {min(BANDS[i + 1], 1):.2f}            {cells[0]}            {cells[1]}")


main()
