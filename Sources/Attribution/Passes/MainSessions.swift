import Inference
import Tensors

/// The session of the unchanged image: recording if gradients are needed, otherwise plain (fused).
enum MainSession {
  case plain(Session, taps: LastPass)
  case recording(RecordingSession)

  /// Holds the last pass of a plain session.
  final class LastPass {
    var pass: ForwardPass?
  }

  /// Runs an image and returns its logits.
  func run(_ image: Tensor) throws(InferenceError) -> [Float] {
    switch self {
    case .plain(let session, let taps):
      let pass = try session.run(image)
      taps.pass = pass
      return pass.logits.elements
    case .recording(let session):
      return try session.run(image)
    }
  }

  /// Activation (C, h, w) of a tapped layer in the last run.
  func activation(of layer: Int) -> Tensor {
    switch self {
    case .plain(_, let taps):
      guard let tensor = taps.pass?.activation(of: layer) else {
        preconditionFailure("layer \(layer) was not tapped")
      }
      return tensor
    case .recording(let session): return session.activation(of: layer)
    }
  }

  /// ∂y/∂A of every target layer, given `seed` = ∂y/∂logits; empty for a plain session.
  func gradients(seed: [Float]) -> [Int: Tensor] {
    guard case .recording(let session) = self else { return [:] }
    return session.gradients(seed: seed)
  }

  /// ∂y/∂b of every bias; valid after `gradients(seed:)`.
  func biasGradients() -> [BiasGradient] {
    guard case .recording(let session) = self else { return [] }
    return session.biasGradients().map { BiasGradient(bias: $0.bias, gradient: $0.gradient) }
  }
}

/// Cache of the most recently used main sessions, for reuse with the next image.
final class MainSessions {
  /// The data that a session must keep.
  struct Key: Hashable {
    var taps: Set<Int> = []
    var gradients: Set<Int> = []
    var resumePoints: Set<Int> = []
    var includesBiases = false
  }

  private static let capacity = 2
  private let model: Model
  private let height: Int
  private let width: Int
  private let threads: Int
  private var kept: [(key: Key, session: MainSession)] = []

  init(model: Model, height: Int, width: Int, threads: Int) {
    self.model = model
    self.height = height
    self.width = width
    self.threads = threads
  }

  /// Returns the session for `key`, cached or new.
  func session(_ key: Key) throws(InferenceError) -> MainSession {
    if let index = kept.firstIndex(where: { $0.key == key }) {
      let entry = kept.remove(at: index)
      kept.append(entry)
      return entry.session
    }
    // Free the least recently used session first, to limit peak memory.
    if kept.count == Self.capacity { kept.removeFirst() }
    let session = try makeSession(key)
    kept.append((key, session))
    return session
  }

  private func makeSession(_ key: Key) throws(InferenceError) -> MainSession {
    guard key.gradients.isEmpty && !key.includesBiases else {
      return .recording(
        try RecordingSession(
          model: model, height: height, width: width, layers: key.gradients,
          taps: key.taps, includesBiases: key.includesBiases, resumePoints: key.resumePoints,
          threads: threads))
    }
    return .plain(
      try Session(
        model: model, height: height, width: width, options: SessionOptions(taps: key.taps),
        threads: threads), taps: MainSession.LastPass())
  }
}
