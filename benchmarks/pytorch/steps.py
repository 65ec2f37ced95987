"""Times steps of plain PyTorch for `benchmarks -- pytorch`: it reads plain, regularised, evaluate or quit, a line each, and answers with milliseconds."""
import argparse
import sys
import time

import torch
from torch.nn import functional as F

import gaze
from networks import network

parser = argparse.ArgumentParser()
parser.add_argument("--level", type=int, required=True)
parser.add_argument("--classes", type=int, required=True)
parser.add_argument("--batch", type=int, default=32)
parser.add_argument("--device", default="cpu")
parser.add_argument("--bfloat16", action="store_true")
parser.add_argument("--images", help="float32 images of the batch, row by row, and after them the labels as int64")
args = parser.parse_args()

torch.set_num_threads(1)
torch.manual_seed(1)
if args.device != "cpu":
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
count = args.batch * 224 * 224
with open(args.images, "rb") as file:
    images = torch.frombuffer(bytearray(file.read(4 * count)), dtype=torch.float32).reshape(args.batch, 1, 224, 224)
    labels = torch.frombuffer(bytearray(file.read(8 * args.batch)), dtype=torch.int64)
model = network(args.level, args.classes).to(args.device, memory_format=torch.channels_last)
adam = torch.optim.Adam(model.parameters(), lr=1e-4)
means = gaze.MovingMeans(args.classes)


def cast():
    return torch.autocast("cpu" if args.device == "cpu" else "cuda", dtype=torch.bfloat16, enabled=args.bfloat16)


def forward():
    x, y = images.to(args.device), labels.to(args.device)
    with cast():
        maps = model.features(x.contiguous(memory_format=torch.channels_last))
    maps = maps.float()
    return maps, model.classify(maps), y


def step(weight):
    model.train()
    adam.zero_grad(set_to_none=True)
    maps, logits, y = forward()
    loss = F.cross_entropy(logits, y)
    if weight is not None:
        gazes = gaze.normalise(gaze.cams(model, maps, logits, y, differentiable=True))
        term = means.loss(gazes, y, logits.argmax(1))
        loss = loss if term is None else loss + weight * term
    loss.backward()
    adam.step()
    return loss.item()


def evaluate():
    model.eval()
    with torch.no_grad():
        x, y = images.to(args.device), labels.to(args.device)
        with cast():
            maps = model.features(x.contiguous(memory_format=torch.channels_last))
        maps = maps.float()
    maps.requires_grad_(args.level == 5)
    with torch.set_grad_enabled(args.level == 5):
        logits = model.classify(maps)
        gazes = gaze.normalise(gaze.cams(model, maps, logits, y, differentiable=False).detach())
    losses = F.cross_entropy(logits.detach(), y, reduction="none")
    return gazes.double().cpu(), losses.double().cpu(), logits.argmax(1).cpu()


print(torch.__version__, flush=True)
for line in sys.stdin:
    command = line.strip()
    if command == "quit":
        break
    start = time.perf_counter()
    {"plain": lambda: step(None), "regularised": lambda: step(50.0), "evaluate": evaluate}[command]()
    if args.device != "cpu":
        torch.cuda.synchronize()
    print(1000 * (time.perf_counter() - start), flush=True)
