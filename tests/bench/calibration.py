#!/usr/bin/env python3
"""What the matcher's weights are worth on articles that did not teach them, and how right its scores are.

usage: calibration.py --picdesk PROGRAM --fit BENCH_FIT [--shrink X] [--installed] WORK BENCH...

Each BENCH is a benchmark of the matcher: archive/, articles/ and truth.jsonl with one line for each figure ("article",
"caption", "images", "cls", "track", "indistinct" where several images cannot be told apart, "src" for the page that the
article was made from). WORK is a folder for catalogues and answers.

Scans, ingests and matches each benchmark, lets bench_fit fit the weights three times, each time without a third of the
articles (by the hash of "src", so that draws of one benchmark part alike), and prints, for the articles that were left out
(unseen) and for those that taught (seen): precision, recall and F1 of all text figures and of the hard ones (no near-copies
of the caption), wrong proposals on figures whose picture is absent, sets of frames recognised; then for each band of scores
how many of its pairs are right. With --installed the weights of the signals' files answer instead.
"""
import argparse
import glob
import json
import os
import re
import subprocess

BANDS = [0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001]
PARTS = 3
NEAR_COPIES = ("same", "edited")


def fold(text):
    return re.sub(r"[\W_]+", " ", (text or "").lower()).strip()


def group_of(figure):
    """What must not be parted: the page an article was made from; a single pair that came with its own article."""
    page = figure.get("src") or os.path.basename(figure["article"])
    return page + " " + figure["caption"] if page == "hand" else page


def part_of(group):
    """GLib's g_str_hash."""
    value = 5381
    for byte in group.encode():
        value = (value * 33 + (byte - 256 if byte > 127 else byte)) & 0xFFFFFFFF
    return value % PARTS


def text_figures(bench):
    with open(os.path.join(bench, "truth.jsonl"), encoding="utf-8") as lines:
        return [figure for figure in map(json.loads, lines) if figure["track"] == "text"]


def prepare(bench, at, args):
    """Makes the catalogue and the truth as bench_fit reads it; returns both paths."""
    catalog, truth = os.path.join(args.work, f"{at}.db"), os.path.join(args.work, f"{at}.tsv")
    for old in glob.glob(catalog + "*"):
        os.remove(old)
    articles = sorted(path for path in glob.glob(os.path.join(bench, "articles", "*")) if os.path.isfile(path))
    for command in (["scan", os.path.join(bench, "archive")], ["ingest", *articles], ["match"]):
        subprocess.run([args.picdesk, "--catalog", catalog, *command], stdout=subprocess.DEVNULL, check=True)
    with open(truth, "w", encoding="utf-8") as out:
        for figure in text_figures(bench):
            images = "|".join(os.path.basename(path) for path in figure["images"])
            cells = [os.path.basename(figure["article"]), re.sub(r"\s+", " ", figure["caption"]), images, group_of(figure)]
            out.write("\t".join(cells) + "\n")
    return catalog, truth


def read_answers(path):
    answers = {}
    with open(path, encoding="utf-8") as lines:
        for answer in map(json.loads, lines):
            answers.setdefault((os.path.basename(answer["article"]), fold(answer["caption"])), answer)
    return answers


def judged(figure, answer, bench):
    names = [answer["image"]] if answer.get("image") else []
    names += [other["image"] for other in answer.get("alternatives", [])]
    names = [os.path.relpath(os.path.realpath(name), os.path.realpath(bench)) for name in names if name]
    status = answer.get("status") if names else "unmatched"
    right = set(figure["images"])
    is_decided = status == "proposed" or (status == "ambiguous" and len(right) > 1)
    return {"class": figure["cls"], "names": names, "right": right, "decided": is_decided, "proposed": status == "proposed",
            "first": bool(names) and names[0] in right, "score": answer.get("score") or 0.0}


def merit(rows):
    held = sum(bool(row["right"]) for row in rows)
    decided = sum(row["decided"] for row in rows)
    right = sum(row["decided"] and row["first"] for row in rows)
    precision, recall = right / max(decided, 1), right / max(held, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def print_merit(label, rows):
    absent = [row for row in rows if not row["right"]]
    sets = [row for row in rows if len(row["right"]) > 1]
    known = [row for row in sets if set(row["names"][: min(len(row["right"]), 5)]) <= row["right"]
             and len(row["names"]) >= min(len(row["right"]), 5)]
    hard = [row for row in rows if row["class"] not in NEAR_COPIES]
    print(f"{label:8} {len(rows):5} figures   text P %.3f R %.3f F1 %.3f   hard P %.3f R %.3f F1 %.3f" %
          (*merit(rows), *merit(hard)), f"  false {sum(row['proposed'] for row in absent)}/{len(absent)}"
          f"   sets {len(known)}/{len(sets)}")


def print_bands(rows):
    print("score         pairs  share right  mean score")
    for low, high in zip(BANDS, BANDS[1:]):
        band = [row for row in rows if row["names"] and low <= row["score"] < high]
        if band:
            print(f"{low:.2f} - {min(high, 1):.2f}   {len(band):5}         {sum(row['first'] for row in band) / len(band):.2f}"
                  f"        {sum(row['score'] for row in band) / len(band):.2f}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--picdesk", required=True)
    parser.add_argument("--fit", required=True)
    parser.add_argument("--shrink", default="0.2")
    parser.add_argument("--installed", action="store_true")
    parser.add_argument("work")
    parser.add_argument("bench", nargs="+")
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    inputs = [path for at, bench in enumerate(args.bench) for path in prepare(bench, at, args)]
    how = ["--installed"] if args.installed else ["--shrink", args.shrink]
    print(subprocess.run([args.fit, *how, "--answers", args.work, *inputs], stdout=subprocess.PIPE, check=True,
                         text=True).stdout)
    unseen, seen = [], []
    for at, bench in enumerate(args.bench):
        for part in range(PARTS):
            answers = read_answers(os.path.join(args.work, f"{part}.{at}.jsonl"))
            for figure in text_figures(bench):
                if "indistinct" in figure:
                    continue
                answer = answers.get((os.path.basename(figure["article"]), fold(figure["caption"])), {})
                (unseen if part_of(group_of(figure)) == part else seen).append(judged(figure, answer, bench))
    print_merit("unseen", unseen)
    print_merit("seen", seen)
    print_bands(unseen)


main()
