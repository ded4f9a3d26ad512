import Inference
import Support

/// The network's output for one image, with the image as given and as preprocessed.
public struct Examination: Sendable {
  /// The network.
  public let network: LoadedNetwork
  /// The image as given.
  public let photograph: Photograph
  /// The preprocessed image.
  public let image: PreparedImage
  /// Logits and tapped activations.
  public let pass: ForwardPass
  /// Time of the forward pass, in milliseconds.
  public let forwardMilliseconds: Double
  /// The classes, ordered by probability.
  public let classification: Classification

  init(
    network: LoadedNetwork, photograph: Photograph, image: PreparedImage, pass: ForwardPass,
    forwardMilliseconds: Double
  ) {
    self.network = network
    self.photograph = photograph
    self.image = image
    self.pass = pass
    self.forwardMilliseconds = forwardMilliseconds
    classification = Classification(logits: pass.logits.elements, labels: network.classNames)
  }

  private init(_ other: Examination, image: PreparedImage) {
    network = other.network
    photograph = other.photograph
    self.image = image
    pass = other.pass
    forwardMilliseconds = other.forwardMilliseconds
    classification = other.classification
  }

  /// The same output with another picture of the same image, for drawing.
  func showing(_ image: PreparedImage) -> Examination { Examination(self, image: image) }

  /// The JSON object of `classify`, with the `count` most probable classes.
  public func json(top count: Int) -> [(String, JSON)] {
    [
      ("image", .string(photograph.name)), ("variant", .string(network.variant.name)),
      ("checkpoint", .string(network.origin.label)), ("dialect", .string(network.origin.dialect)),
      ("dialectReason", .string(network.origin.dialectReason)),
      ("predictions", .array(classification.top(count).map(\.json))),
      (
        "milliseconds",
        .object([
          ("decode", .number(rounded(photograph.decodeMilliseconds))),
          ("preprocess", .number(rounded(image.milliseconds))),
          ("forward", .number(rounded(forwardMilliseconds))),
        ])
      ),
    ]
  }

  /// Rounds to microseconds, the clock's useful resolution.
  private func rounded(_ milliseconds: Double) -> Double { (milliseconds * 1e3).rounded() / 1e3 }
}
