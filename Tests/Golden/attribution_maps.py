"""Writes the raw maps of all attribution methods for seeded weights and a seeded image.

    pip install torch==2.13.0 timm==1.0.31 grad-cam==1.5.7 numpy
    OMP_NUM_THREADS=1 python Tests/Golden/attribution_maps.py [NAME…]

Maps come from grad-cam's classes where these follow their papers. `Formulas` computes the other maps with torch
from the papers' definitions: methods that grad-cam 1.5.7 does not have, and Ablation-CAM, which is wrong in
grad-cam for negative activations (docs/attribution.md). FullGrad is grad-cam's, on a network in which
BatchNormAct2d is split into BatchNorm2d and activation, because the library finds only BatchNorm2d.
Random numbers are those of `SeededGenerator` in Sources/Attribution.

Output in Tests/AttributionTests/Fixtures, for every network in CASES: `NAME-maps.npy`, float32, all maps one
after another before ReLU and normalisation, for each map 256 elements at equal steps, or all if there are fewer;
`NAME-maps.txt`, a line 'method layer height width difference' for each. All sums are float64; 'difference' is the
largest difference of the same method in float32, as a fraction of the map's largest value: the effect of rounding
alone. '-' if it is not computed.
"""

import math
import sys

import numpy as np
import pytorch_grad_cam as library
import timm
import torch
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

import attribution_gradients as gradients
import seeded_weights

torch.set_num_threads(1)
CLASS = gradients.CLASS
SEED, CHANNELS, SAMPLES = 4, 6, 3
# name: (timm model, height, width, layers)
CASES = {
    "b0-same": ("tf_efficientnet_b0", 96, 96, ["stage3", "stage6", "stage9"]),
    "b0-symmetric": ("efficientnet_b0", 79, 102, ["stage3", "stage9"]),
    "lite0-same": ("tf_efficientnet_lite0", 96, 96, ["stage3", "stage9"]),
}
LIBRARY = {
    "grad-cam": "GradCAM", "grad-cam++": "GradCAMPlusPlus", "hires-cam": "HiResCAM",
    "layer-cam": "LayerCAM", "xgrad-cam": "XGradCAM", "eigen-cam": "EigenCAM",
    "eigen-grad-cam": "EigenGradCAM", "shapley-cam": "ShapleyCAM", "score-cam": "ScoreCAM",
}
GAMMA = 0x9E3779B97F4A7C15


class Generator:
    """SplitMix64, and normal numbers from it by the Box-Muller method."""

    def __init__(self, seed):
        self.state = seed % 2**64

    def uniforms(self, count):
        with np.errstate(over="ignore"):
            x = np.uint64(self.state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GAMMA)
            x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            x = x ^ (x >> np.uint64(31))
        self.state = (self.state + count * GAMMA) % 2**64
        return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def normals(self, count):
        pairs = self.uniforms(2 * count).reshape(count, 2)
        return np.sqrt(-2 * np.log(1 - pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1])


def taken_apart(module):
    """The network with every BatchNormAct2d replaced by BatchNorm2d and activation."""
    for name, child in module.named_children():
        if type(child).__name__ == "BatchNormAct2d":
            plain = torch.nn.BatchNorm2d(child.num_features, eps=child.eps)
            plain.load_state_dict(child.state_dict())
            activation = child.act
            if hasattr(activation, "inplace"):
                activation.inplace = False
            setattr(module, name, torch.nn.Sequential(plain, activation).eval().double())
        else:
            taken_apart(child)
    return module


def raw(cam, pixels, method="get_cam_image"):
    """The map of a grad-cam object before normalisation."""
    kept = []
    compute = getattr(cam, method)
    setattr(cam, method, lambda *a, **k: kept.append(compute(*a, **k)) or kept[-1])
    cam(pixels.clone(), [ClassifierOutputTarget(CLASS)])
    cam.activations_and_grads.release()
    return kept[-1]


class Formulas:
    """The methods by their papers' definitions; `layer` is the explained module."""

    def __init__(self, network, pixels):
        self.network = network
        self.pixels = pixels
        with torch.no_grad():
            self.logits = network(pixels)[0]

    def activation(self, layer):
        kept = []
        hook = layer.register_forward_hook(lambda _, __, output: kept.append(output))
        with torch.no_grad():
            self.network(self.pixels)
        hook.remove()
        return kept[0][0]

    def scores(self, inputs, score=lambda logits: logits[CLASS]):
        with torch.no_grad():
            return np.array([score(self.network(x[None])[0]).item() for x in inputs])

    def cam(self, layer):
        row = self.network.classifier.weight[CLASS]
        return torch.einsum("k,khw->hw", row, self.activation(layer))

    def random_cam(self, layer):
        activation = self.activation(layer)
        weights = torch.from_numpy(Generator(SEED).uniforms(len(activation)) * 2 - 1)
        return torch.einsum("k,khw->hw", weights, activation)

    def ablation_cam(self, layer):
        activation = self.activation(layer)
        score = self.logits[CLASS].item()
        drops = []
        for channel in range(len(activation)):
            def ablate(_, __, output, channel=channel):
                output = output.clone()
                output[:, channel] = 0
                return output

            hook = layer.register_forward_hook(ablate)
            drops.append((score - self.scores(self.pixels)[0]) / score)
            hook.remove()
        return torch.einsum("k,khw->hw", torch.tensor(drops), activation)

    def masks(self, activation):
        size = self.pixels.shape[-2:]
        large = torch.nn.functional.interpolate(
            activation[None], size=size, mode="bilinear", align_corners=True)[0]
        low = large.amin(dim=(1, 2), keepdim=True)
        high = large.amax(dim=(1, 2), keepdim=True)
        return (large - low) / (high - low + 1e-8)

    def averaged(self, layer, inputs):
        """Score-CAM's sum; each score is the mean over `inputs(channel, mask)`; the CHANNELS of largest norm."""
        activation = self.activation(layer)
        norms = (activation**2).sum(dim=(1, 2)).numpy()
        order = np.argsort(-norms, kind="stable")[:CHANNELS]
        masks = self.masks(activation)
        scores = [self.scores(inputs(k, masks[k])).mean() for k in order.tolist()]
        weights = torch.softmax(torch.tensor(scores), dim=0)
        return torch.einsum("k,khw->hw", weights, activation[torch.from_numpy(order)])

    def ss_cam(self, layer):
        def inputs(channel, mask):
            for draw in range(SAMPLES):
                noise = Generator(SEED + channel * SAMPLES + draw + 1).normals(mask.numel())
                yield self.pixels[0] * (mask + 2 * torch.from_numpy(noise).reshape(mask.shape))

        return self.averaged(layer, inputs)

    def is_cam(self, layer):
        def inputs(_, mask):
            for step in range(1, SAMPLES + 1):
                yield self.pixels[0] * mask * (step / SAMPLES)

        return self.averaged(layer, inputs)

    def finer_cam(self, layer):
        """FinerCAM's target with grad-cam's Grad-CAM, because FinerCAM itself returns normalised maps."""
        distances = np.abs(self.logits.numpy() - self.logits[CLASS].item())
        rivals = np.argsort(distances, kind="stable")[1:4].tolist()
        target = library.utils.model_targets.FinerWeightedTarget(CLASS, rivals, 1)
        found = gradients.gradients(
            self.network, self.pixels, lambda logits: target(logits), {"layer": layer})["layer"][0]
        return torch.einsum("k,khw->hw", found.mean(dim=(1, 2)), self.activation(layer))

    def gradient(self, pixels):
        pixels = pixels.clone().requires_grad_()
        self.network(pixels[None])[0][CLASS].backward()
        return pixels.grad

    def saliency(self):
        return self.gradient(self.pixels[0]).abs().amax(dim=0)

    def input_x_gradient(self):
        return (self.gradient(self.pixels[0]) * self.pixels[0]).sum(dim=0)

    def integrated_gradients(self):
        steps = [(n + 0.5) / SAMPLES for n in range(SAMPLES)]
        mean = sum(self.gradient(self.pixels[0] * step) for step in steps) / SAMPLES
        return (mean * self.pixels[0]).sum(dim=0)

    def smooth_grad(self):
        image = self.pixels[0]
        deviation = 0.15 * (image.max() - image.min())
        total = 0
        for draw in range(SAMPLES):
            noise = torch.from_numpy(Generator(SEED + draw + 1).normals(image.numel()))
            total = total + self.gradient(image + deviation * noise.reshape(image.shape))
        return (total / SAMPLES).abs().amax(dim=0)

    def occlusion(self, cells=14):
        _, height, width = self.pixels[0].shape
        rows = [cell * height // cells for cell in range(cells + 1)]
        columns = [cell * width // cells for cell in range(cells + 1)]
        sums, counts = np.zeros((cells, cells)), np.zeros((cells, cells))
        score = self.logits[CLASS].item()
        for row in range(cells - 1):
            for column in range(cells - 1):
                image = self.pixels[0].clone()
                image[:, rows[row]:rows[row + 2], columns[column]:columns[column + 2]] = 0
                drop = score - self.scores(image[None])[0]
                sums[row:row + 2, column:column + 2] += drop
                counts[row:row + 2, column:column + 2] += 1
        return torch.from_numpy(sums / counts)

    def rise(self, cells=7, kept=0.5):
        _, height, width = self.pixels[0].shape
        tall, wide = math.ceil(height / cells), math.ceil(width / cells)
        total = 0
        for number in range(SAMPLES):
            generator = Generator(SEED + number + 1)
            grid = torch.from_numpy((generator.uniforms(cells * cells) < kept).astype(np.float64))
            large = torch.nn.functional.interpolate(
                grid.reshape(1, 1, cells, cells), size=((cells + 1) * tall, (cells + 1) * wide),
                mode="bilinear", align_corners=False)[0, 0]
            top, left = (generator.uniforms(2) * [tall, wide]).astype(int)
            mask = large[top:top + height, left:left + width]
            score = self.scores(
                (self.pixels[0] * mask)[None], lambda logits: torch.softmax(logits, dim=0)[CLASS])
            total = total + score[0] * mask
        return total / (SAMPLES * kept)


def gradient_maps(model, height, width, layers):
    """{(method, layer): map} in float32, of the methods based on gradients or principal components."""
    network = seeded_weights.fill(timm.create_model(model), gradients.SEED)
    pixels = gradients.image(height, width).float()
    points = gradients.points(network)
    found = {}
    for layer in layers:
        for method, name in LIBRARY.items():
            if method != "score-cam":
                found[method, layer] = raw(getattr(library, name)(network, [points[layer]]), pixels)[0]
    formulas = Formulas(network, pixels)
    for method in ["saliency", "input-x-gradient", "integrated-gradients"]:
        found[method, "image"] = getattr(formulas, method.replace("-", "_"))()
    return found


def difference(values, exact):
    """Largest difference over the largest value; a principal component's sign is arbitrary."""
    if values is None:
        return "-"
    found, exact = samples(values).astype(np.float64), samples(exact).astype(np.float64)
    largest = np.abs(exact).max()
    return f"{min(np.abs(found - exact).max(), np.abs(found + exact).max()) / largest:.2e}"


def maps(model, height, width, layers):
    """All maps as (method, layer, map)."""
    network = seeded_weights.fill(timm.create_model(model), gradients.SEED).double()
    pixels = gradients.image(height, width)
    points = gradients.points(network)
    formulas = Formulas(network, pixels)
    for layer in layers:
        module = points[layer]
        for method, name in LIBRARY.items():
            # The last stage would need 1280 passes and tests nothing more than the earlier layers.
            if method != "score-cam" or layer != "stage9":
                yield method, layer, raw(getattr(library, name)(network, [module]), pixels)[0]
        yield "random-cam", layer, formulas.random_cam(module)
        yield "finer-cam", layer, formulas.finer_cam(module)
        yield "ss-cam", layer, formulas.ss_cam(module)
        yield "is-cam", layer, formulas.is_cam(module)
        if layer != "stage9":
            yield "ablation-cam", layer, formulas.ablation_cam(module)
    yield "cam", "stage9", formulas.cam(points["stage9"])
    for method in ["saliency", "input-x-gradient", "integrated-gradients", "smooth-grad",
                   "occlusion", "rise"]:
        yield method, "image", getattr(formulas, method.replace("-", "_"))()
    full = library.FullGrad(taken_apart(network), [])
    yield "full-grad", "image", raw(full, pixels, "compute_cam_per_layer")[0].sum(axis=0)


def samples(values):
    """256 elements at equal steps, or all if there are fewer."""
    flat = np.asarray(values.detach() if torch.is_tensor(values) else values).reshape(-1)
    if len(flat) > 256:
        flat = flat[np.arange(256) * len(flat) // 256]
    return flat.astype(np.float32)


def main():
    for name in sys.argv[1:] or CASES:
        case = CASES[name]
        lines, arrays = [], []
        rounded = gradient_maps(*case)
        for method, layer, values in maps(*case):
            own = difference(rounded.get((method, layer)), values)
            lines.append(f"{method} {layer} {values.shape[-2]} {values.shape[-1]} {own}")
            arrays.append(samples(values))
        np.save(gradients.FIXTURES / f"{name}-maps.npy", np.concatenate(arrays))
        (gradients.FIXTURES / f"{name}-maps.txt").write_text("\n".join(lines) + "\n")
        print(name, len(lines), sum(map(len, arrays)))


if __name__ == "__main__":
    main()
