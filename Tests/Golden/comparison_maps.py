"""Writes grad-cam's raw Grad-CAM maps of the comparison networks, for seeded weights and seeded images.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 grad-cam==1.5.7 numpy
    python Tests/Golden/comparison_maps.py

Output in Tests/AttributionTests/Fixtures: `comparison-maps.npy`, float32, all maps one after another, and
`comparison-maps.txt`, a line 'network layer side class height width' for each. The class is the most probable one.
The maps of the last stage are also compared here with the definition of CAM: the sum weighted by the class's row
of the classifier, or for SqueezeNet, whose last convolution has one channel per class, that channel.
"""

import numpy as np
import pytorch_grad_cam as library
import torch
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

import attribution_gradients as gradients
import seeded_weights
from comparison_logits import model

torch.set_num_threads(1)
# name: (reference, side, {Effscope's layer: the module of the reference})
CASES = {
    "mobilenet-v2": ("mobilenetv2_100", 97, {"stage4": "blocks.2", "stage9": "bn2"}),
    "mnasnet-b1": ("mnasnet_100", 96, {"stage4": "blocks.2", "stage9": "bn2"}),
    "shufflenet-v2": ("shufflenet_v2_x1_0", 97, {"stage3": "stage3", "stage5": "conv5"}),
    "squeezenet-1.1": ("squeezenet1_1", 96, {"stage3": "features.8", "stage5": "classifier.2"}),
    "resnet-50": ("resnet50", 65, {"stage3": "layer2", "stage5": "layer4"}),
    "inception-v3": ("inception_v3", 107, {"stage3": "Mixed_6e", "stage4": "Mixed_7c"}),
    "densenet-169": ("densenet169", 65, {"stage3": "features.transition2", "stage5": "features.norm5"}),
}


def raw(network, module, pixels, index):
    """The map of grad-cam before normalisation."""
    cam = library.GradCAM(network, [module])
    kept = []
    compute = cam.get_cam_image
    cam.get_cam_image = lambda *a, **k: kept.append(compute(*a, **k)) or kept[-1]
    cam(pixels.clone(), [ClassifierOutputTarget(index)])
    activation = cam.activations_and_grads.activations[0][0]
    cam.activations_and_grads.release()
    return kept[-1][0], activation.double().numpy()


def main():
    lines, arrays = [], []
    for name, (reference, side, layers) in CASES.items():
        network = seeded_weights.fill(model(reference), gradients.SEED).double().eval()
        for module in network.modules():
            if hasattr(module, "inplace"):
                module.inplace = False
        pixels = gradients.image(side, side)
        with torch.no_grad():
            index = int(network(pixels)[0].argmax())
        modules = dict(network.named_modules())
        for number, (layer, path) in enumerate(layers.items()):
            found, activation = raw(network, modules[path], pixels, index)
            if number == len(layers) - 1:
                head = getattr(network, "fc", None) or getattr(network, "classifier", None)
                row = (np.eye(1000)[index] if name.startswith("squeezenet")
                       else head.weight[index].detach().numpy())
                cam = np.einsum("k,khw->hw", row, activation) / activation[0].size
                assert np.allclose(cam, found, atol=1e-9 + 1e-6 * np.abs(found).max()), name
            lines.append(f"{name} {layer} {side} {index} {found.shape[0]} {found.shape[1]}")
            arrays.append(found.reshape(-1).astype(np.float32))
            print(lines[-1], float(np.abs(found).max()))
    np.save(gradients.FIXTURES / "comparison-maps.npy", np.concatenate(arrays))
    (gradients.FIXTURES / "comparison-maps.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
