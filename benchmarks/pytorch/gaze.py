"""The gaze loss of ActorGaze in plain PyTorch: Grad-CAM at the target layer, moving class means, l2 (shared definition: docs/architecture.md, "How a step flows")."""
import torch
from torch.nn import functional as F

from networks import Pooled


def cams(model, maps, logits, labels, differentiable):
    if isinstance(model, Pooled):
        alpha = model.head.weight[labels] / (maps.shape[2] * maps.shape[3])
    else:
        score = logits.gather(1, labels[:, None]).sum()
        alpha = torch.autograd.grad(score, maps, create_graph=differentiable, retain_graph=True)[0].mean((2, 3))
    return F.relu((alpha[:, :, None, None] * maps).sum(1))


def normalise(cams):
    low, high = cams.amin((1, 2), keepdim=True), cams.amax((1, 2), keepdim=True)
    return (cams - low) / (high - low + 1e-7)


class MovingMeans:
    def __init__(self, classes, decay=0.9):
        self.means, self.decay = [None] * classes, decay

    def loss(self, gazes, labels, predictions):
        """Folds the batch in, and gives the mean squared distance from the folded means over the classes with two correct samples."""
        right = labels == predictions
        distances = []
        for c in labels.unique().tolist():
            chosen = gazes[right & (labels == c)]
            if len(chosen) < 2:
                continue
            mean = chosen.detach().double().mean(0)
            self.means[c] = mean if self.means[c] is None else self.decay * self.means[c] + (1 - self.decay) * mean
            distances.append((chosen - self.means[c].float()).square().mean((1, 2)))
        return torch.cat(distances).mean() if distances else None
