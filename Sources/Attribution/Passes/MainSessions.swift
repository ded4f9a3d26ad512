import Inference
import Tensors

/// The session of the unchanged image: recording if gradients are needed, otherwise plain (fused).
final class MainSession {
  private enum Kind {
    case plain(Session)
    case recording(RecordingSession)
  }

  private let kind: Kind
  private var lastPass: ForwardPass?
  /// Number of runs so far; an observation that needs gradients is valid until the next run.
  private(set) var runs = 0

  init(_ session: Session) { kind = .plain(session) }

  init(recording session: RecordingSession) { kind = .recording(session) }

  /// Runs an image (1, C, H, W) and returns its logits.
  func run(_ image: Tensor) throws(InferenceError) -> [Float] {
    runs += 1
    switch kind {
    case .plain(let session):
      let pass = try session.run(image)
      lastPass = pass
      return pass.logits.elements
    case .recording(let session): return try session.run(image)
    }
  }

  /// Activation (C, h, w) of a tapped layer in the last run.
  func activation(of layer: Int) -> Tensor {
    if let recording { return recording.activation(of: layer) }
    guard let tensor = lastPass?.activation(of: layer) else {
      preconditionFailure("layer \(layer) was not tapped")
    }
    return tensor
  }

  /// The session that records, for gradients; nil if it is plain.
  var recording: RecordingSession? {
    if case .recording(let session) = kind { session } else { nil }
  }

  /// ∂y/∂A of every target layer, given `seed` = ∂y/∂logits; empty for a plain session.
  func gradients(seed: [Float]) -> [Int: Tensor] { recording?.gradients(seed: seed) ?? [:] }

  /// ∂y/∂b of every bias; valid after `gradients(seed:)`.
  func biasGradients() -> [BiasGradient] {
    recording?.biasGradients().map { BiasGradient(bias: $0.bias, gradient: $0.gradient) } ?? []
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

    /// True if a backward pass is needed.
    var needsRecording: Bool { !gradients.isEmpty || includesBiases }
  }

  private static let capacity = 3
  private let model: Model
  private let height, width, threads: Int
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
    guard !key.needsRecording else {
      return MainSession(
        recording: try RecordingSession(
          model: model, height: height, width: width, layers: key.gradients,
          taps: key.taps, includesBiases: key.includesBiases, resumePoints: key.resumePoints,
          threads: threads))
    }
    return MainSession(
      try Session(
        model: model, height: height, width: width, options: SessionOptions(taps: key.taps),
        threads: threads))
  }
}
