"""The five networks of ActorGaze in plain PyTorch: the same layers, sizes and order (src/Nn/Models)."""
import torch
from torch import nn
from torch.nn import functional as F


class ConvNorm(nn.Module):
    def __init__(self, source, target, kernel=3, stride=1, pool=False, relu=True):
        super().__init__()
        self.conv = nn.Conv2d(source, target, kernel, stride, padding=kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(target)
        self.relu = nn.ReLU(inplace=True) if relu else None
        self.pool = nn.MaxPool2d(2) if pool else None

    def forward(self, x):
        x = self.norm(self.conv(x))
        if self.relu is not None:
            x = self.relu(x)
        return self.pool(x) if self.pool is not None else x


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, reduction):
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // reduction)
        self.excite = nn.Linear(channels // reduction, channels)

    def forward(self, x):
        weights = torch.sigmoid(self.excite(F.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class Residual(nn.Module):
    def __init__(self, path, source, target, stride, reduction):
        super().__init__()
        self.path = path
        self.gate = SqueezeExcitation(target, reduction) if reduction else None
        same = source == target and stride == 1
        self.shortcut = None if same else ConvNorm(source, target, kernel=1, stride=stride, relu=False)

    def forward(self, x):
        y = self.path(x)
        if self.gate is not None:
            y = self.gate(y)
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)), inplace=True)


def basic(source, target, stride=1, reduction=None):
    path = nn.Sequential(ConvNorm(source, target, stride=stride), ConvNorm(target, target, relu=False))
    return Residual(path, source, target, stride, reduction)


def bottleneck(source, narrow, target, stride=1, reduction=None):
    path = nn.Sequential(
        ConvNorm(source, narrow, kernel=1), ConvNorm(narrow, narrow, stride=stride), ConvNorm(narrow, target, kernel=1, relu=False))
    return Residual(path, source, target, stride, reduction)


class Pooled(nn.Module):
    """Features and a linear layer on their mean over space."""

    def __init__(self, features, maps, classes):
        super().__init__()
        self.features = features
        self.head = nn.Linear(maps, classes)

    def classify(self, maps):
        return self.head(maps.mean((2, 3)))


class Deep(nn.Module):
    """Features and a two-layer head with dropout."""

    def __init__(self, features, maps, hidden, classes):
        super().__init__()
        self.features = features
        self.dropout = nn.Dropout(0.3)
        self.hidden = nn.Linear(maps, hidden)
        self.head = nn.Linear(hidden, classes)

    def classify(self, maps):
        return self.head(F.relu(self.hidden(self.dropout(maps.mean((2, 3))))))


def stages(reduction):
    return nn.Sequential(
        basic(32, 32, reduction=reduction), basic(32, 64, 2, reduction), basic(64, 64, reduction=reduction),
        basic(64, 176, 2, reduction), basic(176, 176, reduction=reduction))


def network(level, classes):
    if level == 1:
        return Pooled(nn.Sequential(ConvNorm(1, 16, 5, 4, pool=True), ConvNorm(16, 32, stride=2)), 32, classes)
    if level == 2:
        return Pooled(nn.Sequential(
            ConvNorm(1, 16, 5, 2, pool=True), ConvNorm(16, 32, pool=True), ConvNorm(32, 64, pool=True), ConvNorm(64, 128), ConvNorm(128, 160)),
            160, classes)
    if level in (3, 4):
        return Pooled(nn.Sequential(ConvNorm(1, 32, 7, 2, pool=True), stages(8 if level == 4 else None)), 176, classes)
    blocks = [bottleneck(32, 32, 128, reduction=4), bottleneck(128, 32, 128, reduction=4),
              bottleneck(128, 64, 256, 2, 4), bottleneck(256, 64, 256, reduction=4), bottleneck(256, 64, 256, reduction=4),
              bottleneck(256, 256, 768, 2, 4)] + [bottleneck(768, 256, 768, reduction=4) for _ in range(6)]
    return Deep(nn.Sequential(ConvNorm(1, 32, 7, 2, pool=True), *blocks), 768, 1024, classes)
