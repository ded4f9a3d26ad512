import Checkpoints
import Imaging
import Inference
import Support

extension ExplanationOption {
  /// The options that choose a network, its weights and how they are read.
  package static let network = weights + reading + [megapixels]

  /// How large a photograph may be; it decides no result, so no record keeps it.
  package static let megapixels = ExplanationOption(
    "megapixels",
    help: """
      Millions of pixels that a photograph may have; larger ones are refused (default: \
      \(Picture.standardPixelLimit / 1_000_000)).
      """,
    get: { request in
      let limit = request.network.pixelLimit
      return limit == Picture.standardPixelLimit ? nil : String(limit / 1_000_000)
    }, record: { _ in nil },
    set: { request, text throws(Failure) in
      request.network.pixelLimit = try number("megapixels", text, in: 1...2000) * 1_000_000
    })

  private static let weights: [ExplanationOption] = [
    ExplanationOption(
      "variant",
      help: """
        Variant: b0…b8, l2, lite0…lite4, v2-b0…v2-l, resnet-50 and others, which the help of \
        architecture lists (default: the checkpoint's own, or lite0).
        """,
      get: { $0.network.variant }, set: { $0.network.variant = $1 }),
    ExplanationOption(
      "checkpoint",
      help: "Checkpoint file, or random:SEED (default: the variant's installed weights).",
      get: { $0.network.checkpoint }, set: { $0.network.checkpoint = $1 }),
    ExplanationOption(
      "dialect",
      help: """
        Whose padding and preprocessing the checkpoint follows: torchvision, timm, timm-tf, \
        lukemelas, huggingface, keras or lite (default: detected).
        """,
      get: { $0.network.dialect }, set: { $0.network.dialect = $1 }),
    ExplanationOption(
      "labels",
      help: "File with the class names: one a line, CSV, JSON or a model's config.json.",
      get: { $0.network.labels }, set: { $0.network.labels = $1 }),
    ExplanationOption(
      "precision",
      help:
        "Number type: f32, bf16 (AVX512_BF16) or int8 (AVX512_VNNI, weights by 'weights quantize').",
      get: { $0.network.precision == .float32 ? nil : $0.network.precision.rawValue },
      set: { request, text throws(Failure) in
        request.network.precision = try choice("precision", text)
      }),
  ]

  /// The options that change how photographs become a network's input.
  package static let preprocessing: [ExplanationOption] = [
    recipe("mean", help: "Subtracted from pixels between 0 and 1: one number, or R,G,B."),
    recipe("std", help: "Divides the difference: one number, or R,G,B."),
    recipe(
      "interpolation", help: "Filter of the resize: nearest, box, bilinear, bicubic or lanczos."),
    recipe(
      "input-crop",
      help: "Fraction of the resized picture that the network sees (0.875), or squash."),
    recipe("resolution", help: "Side of the square input, or HxW, height and width."),
    recipe(
      "fit",
      help: """
        crop: the shorter side is resized and the centre kept; squash: the whole picture without \
        its proportions; pad: the whole picture in proportion, the rest padded.
        """),
    recipe(
      "grey16",
      help: "16-bit grey: clip (default) above 255, as Pillow does, or scale to 8 bits."),
    recipe(
      "pad-colour", help: "Colour of \(OptionName.fit) pad: R,G,B from 0 to 255, or mean (default)."
    ),
  ]

  private static func recipe(_ name: String, help: String) -> ExplanationOption {
    ExplanationOption(
      name, key: "recipe-\(name)", help: help,
      get: { $0.network.recipe.text(of: name) },
      set: { request, text throws(Failure) in try request.network.recipe.set(name, to: text) })
  }
}
