/// ImageNet top-1 accuracy in percent as published: Tan & Le 2019 (arXiv v5), tables 2 and appendix;
/// EfficientNet-Lite from the float models of tensorflow/tpu.
enum PublishedAccuracy {
  static let topOne: [String: Double] = [
    "b0": 77.1, "b1": 79.1, "b2": 80.1, "b3": 81.6, "b4": 82.9, "b5": 83.6, "b6": 84.0, "b7": 84.3,
    "lite0": 75.1, "lite1": 76.7, "lite2": 77.6, "lite3": 79.8, "lite4": 81.5,
    "resnet-50": 76.0, "resnet-152": 77.8, "densenet-169": 76.2, "densenet-264": 77.9,
    "inception-v3": 78.8, "inception-v4": 80.0, "inception-resnet-v2": 80.1, "xception": 79.0,
    "resnext-101-64x4d": 80.9, "senet-154": 82.7, "nasnet-a": 82.7, "amoebanet-a": 82.8,
    "pnasnet-5": 82.9,
    "amoebanet-c": 83.5,
  ]
}
