"""Writes Assets/imagenet-1k.csv: the classes of ImageNet-1k as the libraries call them.

usage: imagenet_names.py OLD.csv > Assets/imagenet-1k.csv
name: torchvision's category; synonyms: the words of WordNet that timm lists; former: the name in
Effscope 0.1 (column name of OLD.csv, or its column former), which PNG files and libraries may hold.
needs: torchvision, timm."""

import csv
import sys

from timm.data import ImageNetInfo
from torchvision.models._meta import _IMAGENET_CATEGORIES as categories

info = ImageNetInfo("imagenet-1k")
old = list(csv.DictReader(open(sys.argv[1])))
rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(["index", "wnid", "name", "synonyms", "former"])
for index, name in enumerate(categories):
    words = [word.strip() for word in info.index_to_description(index).split(",")]
    synonyms = [word for word in words if word.lower() != name.lower()]
    former = old[index].get("former", old[index]["name"])
    rows.writerow(
        [index, info.index_to_label_name(index), name, ";".join(synonyms), "" if former == name else former]
    )
