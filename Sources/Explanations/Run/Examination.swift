import Inference
import Support

/// The network's output for one image, with the image as given and as preprocessed.
package struct Examination: Sendable {
  package let network: LoadedNetwork
  package let photograph: Photograph
  package internal(set) var image: PreparedImage
  /// Logits and tapped activations.
  package let pass: ForwardPass
  package let forwardMilliseconds: Double
  package let classification: Classification

  init(
    network: LoadedNetwork, photograph: Photograph, image: PreparedImage, pass: ForwardPass,
    forwardMilliseconds: Double
  ) {
    self.network = network
    self.photograph = photograph
    self.image = image
    classification = Classification(
      logits: pass.logits.elements, labels: network.classNames,
      output: network.network.outputActivation)
    self.pass = pass
    self.forwardMilliseconds = forwardMilliseconds
  }

  /// The JSON object of `classify`, with the `count` most probable classes.
  package func json(top count: Int) -> [(String, JSON)] {
    [
      ("image", .string(photograph.name)), ("variant", .string(network.variant.name)),
      ("checkpoint", .string(network.origin.label)), ("dialect", .string(network.origin.dialect)),
      ("dialect_reason", .string(network.origin.dialectReason)),
      ("precision", .string(network.precision)),
      ("classifier_activation", .string(network.network.outputActivation.rawValue)),
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
