import Architectures
import Foundation
import Inference
import Tensors

/// One thread's own sessions, created on first use.
///
/// A worker is used by one thread at a time. Its sessions are single-threaded, so results do not
/// depend on the number of workers.
final class PassWorker: @unchecked Sendable {
  /// Input (3, H, W) of the next pass.
  let input: Tensor
  private let model: Model
  private let height, width: Int
  private var plain: Session?
  private var recording: RecordingSession?
  private var resuming: (layer: Int, session: Session)?

  init(model: Model, height: Int, width: Int) {
    self.model = model
    self.height = height
    self.width = width
    input = Tensor(zeros: [model.network.inputChannels, height, width])
  }

  func logits() throws(InferenceError) -> [Float] {
    try plainSession().run(input).logits.elements
  }

  /// Returns ∂y/∂x (3, H, W) of `target` at `input`.
  func imageGradient(of target: Target) throws(InferenceError) -> Tensor {
    let session = try recordingSession()
    let logits = try session.run(input)
    guard let gradient = session.gradients(seed: target.seed(logits))[Layer.image] else {
      preconditionFailure("a recording of the image has no gradient of the image")
    }
    return gradient
  }

  /// Runs `image`, so that passes can be resumed from `layer`.
  func prepare(resumingFrom layer: Int, image: Tensor) throws(InferenceError) {
    if resuming?.layer != layer {
      resuming = (
        layer,
        try Session(
          model: model, height: height, width: width,
          options: SessionOptions(resumePoints: [layer]))
      )
    }
    _ = try resuming?.session.run(image)
  }

  /// Returns the logits with the prepared layer's output replaced by `activation` (C, h, w).
  func logits(resumedWith activation: Tensor) throws(InferenceError) -> [Float] {
    guard let resuming else { preconditionFailure("`prepare` must be called before resuming") }
    return try resuming.session.resume(from: resuming.layer, activation: activation)
      .logits.elements
  }

  private func plainSession() throws(InferenceError) -> Session {
    if let plain { return plain }
    let session = try Session(model: model, height: height, width: width)
    plain = session
    return session
  }

  func recordingSession() throws(InferenceError) -> RecordingSession {
    if let recording { return recording }
    let session = try RecordingSession(
      model: model, height: height, width: width, layers: [Layer.image])
    recording = session
    return session
  }
}

/// Number of sessions of `bytes` each that fit in half of the machine's memory; 1…`wanted`.
func concurrentSessions(_ wanted: Int, bytes: Int) -> Int {
  let half = Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
  return max(1, min(wanted, half / max(bytes, 1)))
}
