"""Makes the ONNX files that the tests of the import read, with PyTorch's own outputs for a few inputs.

    python3 make_models.py

Written for PyTorch 1.13, whose exporter needs no other package. For every model: Models/NAME.onnx, and Models/NAME.txt with the shape of an example, the
number of examples, then the inputs and the outputs, computed in double precision, one example after the other in the order of the file (channels first).
The numbers are written with nine digits, which name a float exactly.
"""
import os

import torch
from torch import nn
import torch.nn.functional as F

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Models")
EXAMPLES = 3


class View(nn.Module):
    """Flat by x.view(x.size(0), -1), which the exporter writes as a subgraph of shapes."""

    def forward(self, x):
        return x.view(x.size(0), -1)


class ViewTo(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        return x.view(-1, self.size)


class Normalise(nn.Module):
    """Pixels of 0 to 1 to mean 0, as the first step of the model."""

    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.std


class ChannelsLast(nn.Module):
    """A model of channels-last images around one of channels-first ones."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x.permute(0, 3, 1, 2))


class MeanOfPixels(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3))


class Squeeze(nn.Module):
    def forward(self, x):
        return x.squeeze(3).squeeze(2)


class MatMulAdd(nn.Module):
    """x W + b, as two nodes."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) / inputs**0.5)
        self.bias = nn.Parameter(torch.randn(outputs) / 4)

    def forward(self, x):
        return self.bias + torch.matmul(x, self.weight)


def mlp(activation):
    return nn.Sequential(nn.Linear(13, 17), activation, nn.Linear(17, 11), activation, nn.Linear(11, 5))


def le_net(flat):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.MaxPool2d(2),
        flat, nn.Linear(256, 16), nn.ReLU(), nn.Linear(16, 10), nn.Softmax(dim=1))


def batch_norm_net():
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12, eps=1e-3), nn.SiLU(), nn.AvgPool2d(2),
        nn.Flatten(), nn.BatchNorm1d(108), nn.Linear(108, 20), nn.BatchNorm1d(20), nn.Sigmoid(), nn.Dropout(0.5), nn.Linear(20, 4))


# Name: the model, an example's shape, the opset.
MODELS = {
    "MlpIdentity": (lambda: nn.Sequential(nn.Linear(13, 5)), (13,), 13),
    "MlpReLU": (lambda: mlp(nn.ReLU()), (13,), 7),
    "MlpSigmoid": (lambda: mlp(nn.Sigmoid()), (13,), 9),
    "MlpTanh": (lambda: mlp(nn.Tanh()), (13,), 11),
    "MlpLeakyReLU": (lambda: mlp(nn.LeakyReLU()), (13,), 13),
    "MlpELU": (lambda: mlp(nn.ELU()), (13,), 13),
    "MlpGELU": (lambda: mlp(nn.GELU()), (13,), 13),
    "MlpSiLU": (lambda: mlp(nn.SiLU()), (13,), 13),
    "MlpSoftplus": (lambda: mlp(nn.Softplus()), (13,), 13),
    "MlpSoftmax": (lambda: nn.Sequential(nn.Linear(13, 7), nn.ReLU(), nn.Linear(7, 5), nn.Softmax(dim=-1)), (13,), 16),
    "MatMulAdd": (lambda: nn.Sequential(MatMulAdd(9, 8), nn.GELU(), MatMulAdd(8, 3), nn.Sigmoid()), (9,), 13),
    "LeNetView": (lambda: le_net(View()), (1, 28, 28), 11),
    "LeNetFlatten": (lambda: le_net(nn.Flatten()), (1, 28, 28), 13),
    "LeNetViewTo": (lambda: le_net(ViewTo(256)), (1, 28, 28), 16),
    "BatchNormNet": (batch_norm_net, (3, 12, 12), 14),
    "BatchNormUnfused": (batch_norm_net, (3, 12, 12), 14),
    "StridedConv": (lambda: nn.Sequential(
        nn.Conv2d(2, 5, (3, 5), stride=(2, 1), padding=(1, 2)), nn.LeakyReLU(), nn.Conv2d(5, 7, 3, stride=2, padding=1), nn.ELU(), nn.Flatten(), nn.Linear(84, 6)), (2, 11, 8), 13),
    "AveragePooling": (lambda: nn.Sequential(nn.Conv2d(2, 4, 3), nn.Softplus(), nn.AvgPool2d(3, stride=2, padding=1), nn.Flatten(), nn.Linear(64, 3)), (2, 10, 10), 13),
    "MaxPooling": (lambda: nn.Sequential(nn.Conv2d(2, 4, 3), nn.MaxPool2d(3, stride=2, padding=1), nn.Sigmoid(), nn.Flatten(), nn.Linear(64, 3)), (2, 10, 10), 13),
    "AdaptivePooling": (lambda: nn.Sequential(nn.Conv2d(3, 6, 3), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 4)), (3, 9, 7), 13),
    "AdaptiveMaxPooling": (lambda: nn.Sequential(nn.Conv2d(3, 6, 3), nn.ReLU(), nn.AdaptiveMaxPool2d(1), Squeeze(), nn.Linear(6, 4)), (3, 9, 7), 13),
    "MeanOfPixels": (lambda: nn.Sequential(nn.Conv2d(3, 6, 3), nn.Tanh(), MeanOfPixels(), nn.Linear(6, 4)), (3, 9, 7), 13),
    "Conv1D": (lambda: nn.Sequential(
        nn.Conv1d(3, 8, 5, padding=2), nn.BatchNorm1d(8), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(8, 6, 3, stride=2), nn.SiLU(), nn.AvgPool1d(2), nn.Flatten(), nn.Linear(18, 4)), (3, 30), 13),
    "Normalised": (lambda: nn.Sequential(Normalise([0.4, 0.5, 0.6], [0.2, 0.25, 0.3]), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 3)), (3, 8, 8), 13),
    "ChannelsLast": (lambda: ChannelsLast(nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(240, 3))), (10, 6, 3), 13),
    "FlatImage": (lambda: nn.Sequential(nn.Flatten(), nn.Linear(60, 7), nn.Tanh(), nn.Linear(7, 2)), (3, 5, 4), 13),
    "Dropouts": (lambda: nn.Sequential(nn.Linear(6, 9), nn.ReLU(), nn.Dropout(0.3), nn.Linear(9, 2)), (6,), 13),
    "FullyConvolutional": (lambda: nn.Sequential(nn.Conv2d(2, 6, 3, padding=1), nn.ReLU(), nn.Conv2d(6, 3, 3, padding=1), nn.Sigmoid()), (2, 6, 5), 13),
}

# For inference the exporter multiplies batch normalisation into the convolution before it, unless it is to leave the modes as they are.
UNFUSED = {"BatchNormUnfused"}


def randomise(model):
    """Statistics and scales as after training, not the neutral ones of a new layer."""
    for part in model.modules():
        if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(part.weight, 0.5, 1.5)
            nn.init.normal_(part.bias, std=0.3)
            nn.init.normal_(part.running_mean, std=0.3)
            nn.init.uniform_(part.running_var, 0.5, 2)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    for number, (name, (create, shape, opset)) in enumerate(MODELS.items()):
        torch.manual_seed(number)
        model = create()
        randomise(model)
        model.eval()
        inputs = torch.round(torch.randn(EXAMPLES, *shape) * 8) / 8  # short to write
        torch.onnx.export(
            model, inputs, os.path.join(FOLDER, name + ".onnx"), opset_version=opset, input_names=["input"], output_names=["output"],
            dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
            training=torch.onnx.TrainingMode.PRESERVE if name in UNFUSED else torch.onnx.TrainingMode.EVAL)
        with torch.no_grad():
            outputs = model.double()(inputs.double())
        with open(os.path.join(FOLDER, name + ".txt"), "w", newline="\n") as file:
            file.write(" ".join(str(extent) for extent in shape) + "\n")
            file.write(str(EXAMPLES) + "\n")
            for numbers in (inputs, outputs):
                file.write(" ".join(f"{value:.9g}" for value in numbers.flatten().tolist()) + "\n")


if __name__ == "__main__":
    main()
