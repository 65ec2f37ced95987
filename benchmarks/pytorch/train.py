"""One run in plain PyTorch, as a script of one's own does it: ImageFolder, DataLoader, a loop, an evaluation, a checkpoint an epoch. For `benchmarks -- sweep`."""
import argparse
import os

import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

import gaze
from networks import network

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True)
parser.add_argument("--out", required=True)
parser.add_argument("--level", type=int, default=2, choices=[1, 2, 3, 4])  # level 5 needs a gradient in its evaluation
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--weight", type=float, default=0.0)
parser.add_argument("--bfloat16", action="store_true")
args = parser.parse_args()

torch.set_num_threads(1)
torch.manual_seed(args.seed)
names = {name.lower(): name for name in os.listdir(args.data)}
scale = [transforms.ToTensor(), transforms.Normalize([0.5], [0.5])]
gray = transforms.Grayscale()
train = datasets.ImageFolder(
    os.path.join(args.data, names.get("training") or names["train"]),
    transforms.Compose([gray, transforms.RandomResizedCrop(224, scale=(0.8, 1.0), ratio=(1 / 1.1, 1.1)), transforms.RandomHorizontalFlip(), *scale]))
test = datasets.ImageFolder(
    os.path.join(args.data, names.get("testing") or names["test"]), transforms.Compose([gray, transforms.Resize((224, 224)), *scale]))
model = network(args.level, len(train.classes)).to(memory_format=torch.channels_last)
adam = torch.optim.Adam(model.parameters(), lr=1e-4)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(adam, factor=0.9, patience=5)
means = gaze.MovingMeans(len(train.classes))
loaders = DataLoader(train, 32, shuffle=True, num_workers=1), DataLoader(test, 64, num_workers=1)


def features(images):
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bfloat16):
        maps = model.features(images.contiguous(memory_format=torch.channels_last))
    return maps.float()


for epoch in range(args.epochs):
    model.train()
    for images, labels in loaders[0]:
        adam.zero_grad(set_to_none=True)
        maps = features(images)
        logits = model.classify(maps)
        loss = F.cross_entropy(logits, labels)
        if args.weight:
            gazes = gaze.normalise(gaze.cams(model, maps, logits, labels, differentiable=True))
            term = means.loss(gazes, labels, logits.argmax(1))
            loss = loss if term is None else loss + args.weight * term
        loss.backward()
        adam.step()

    model.eval()
    total, right, gazes = 0.0, 0, []
    for images, labels in loaders[1]:
        with torch.no_grad():
            maps = features(images)
            logits = model.classify(maps)
            gazes.append(gaze.normalise(gaze.cams(model, maps, logits, labels, differentiable=False)).double())
        total += F.cross_entropy(logits, labels, reduction="sum").item()
        right += (logits.argmax(1) == labels).sum().item()
    plateau.step(total / len(test))
    torch.save({"model": model.state_dict(), "adam": adam.state_dict()}, os.path.join(args.out, f"epoch-{epoch + 1}.pt"))
    print(f"epoch {epoch + 1}: loss {total / len(test):.4f} accuracy {right / len(test):.4f}", flush=True)
