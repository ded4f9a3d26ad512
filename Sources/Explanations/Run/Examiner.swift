import Architectures
import Attribution
import Inference
import Support
import Tensors

/// Runs one network over images, one at a time; sessions are kept while the input's size stays.
public final class Examiner {
  /// The network it runs.
  public let network: LoadedNetwork
  private let threads: Int
  private var session: Session?
  private var attributor: Attributor?

  /// An examiner of `network`; its own number of threads shares a pass unless given otherwise.
  public init(_ network: LoadedNetwork, threads: Int? = nil) {
    self.network = network
    self.threads = threads ?? network.threads
  }

  /// What the network answers for `photograph`, with the activations of `layers`.
  public func examine(_ photograph: Photograph, layers: [Int] = []) throws(Failure) -> Examination {
    let image = photograph.prepared(for: network.recipe)
    let session = try session(for: image.tensor, layers: layers, name: photograph.name)
    let watch = Stopwatch()
    do throws(InferenceError) {
      let pass = try session.run(image.tensor)
      return Examination(
        network: network, photograph: photograph, image: image, pass: pass,
        forwardMilliseconds: watch.milliseconds)
    } catch {
      throw Failure(error, subject: photograph.name)
    }
  }

  /// The attributor for inputs as large as the examined one, kept for the next.
  func attributor(for examination: Examination) throws(Failure) -> Attributor {
    do throws(AttributionError) {
      return try keptAttributor(for: examination.image)
    } catch {
      throw Failure(error)
    }
  }

  /// The attributor for inputs as large as `image`.
  func keptAttributor(for image: PreparedImage) throws(AttributionError) -> Attributor {
    let shape = image.tensor.shape
    if let attributor, attributor.height == shape[2], attributor.width == shape[3] {
      return attributor
    }
    let made = try Attributor(
      model: network.model, head: network.head, height: shape[2], width: shape[3],
      threads: threads)
    attributor = made
    return made
  }

  private func session(
    for tensor: Tensor, layers: [Int], name: String
  ) throws(Failure) -> Session {
    let options = SessionOptions(taps: Set(layers))
    if let session, session.inputShape == tensor.shape, session.options == options {
      return session
    }
    do throws(InferenceError) {
      let made = try Session(
        model: network.model, height: tensor.shape[2], width: tensor.shape[3], options: options,
        threads: threads)
      session = made
      return made
    } catch {
      throw Failure(error, subject: name)
    }
  }
}

/// What a network answered for one image.
public struct Examination: Sendable {
  /// The network that answered.
  public let network: LoadedNetwork
  /// The image as it was given.
  public let photograph: Photograph
  /// The image as the network saw it.
  public let image: PreparedImage
  /// Logits and tapped activations.
  public let pass: ForwardPass
  /// Milliseconds of the forward pass.
  public let forwardMilliseconds: Double
  /// The classes in order.
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

  /// The same answer beside another picture of the same image.
  func showing(_ image: PreparedImage) -> Examination { Examination(self, image: image) }

  /// The object of `classify`'s JSON, with the `count` best classes.
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

  /// Microseconds are as fine as a clock of milliseconds should claim to be.
  private func rounded(_ milliseconds: Double) -> Double { (milliseconds * 1e3).rounded() / 1e3 }
}
