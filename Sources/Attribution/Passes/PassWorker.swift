import Architectures
import Foundation
import Inference
import Tensors

/// One thread's share of the network: sessions of its own, made when first needed.
///
/// Only one thread at a time uses a worker; sessions run on that thread alone, so that no result
/// depends on how many workers there are.
final class PassWorker: @unchecked Sendable {
  /// The input (3, H, W) that the next pass reads.
  let input: Tensor
  private let model: Model
  private let height: Int
  private let width: Int
  private var plain: Session?
  private var recording: RecordingSession?
  private var resuming: (layer: Int, session: Session)?

  init(model: Model, height: Int, width: Int) {
    self.model = model
    self.height = height
    self.width = width
    input = Tensor(zeros: [model.network.inputChannels, height, width])
  }

  /// The logits of `input`.
  func logits() throws(InferenceError) -> [Float] {
    try plainSession().run(input).logits.elements
  }

  /// ∂y/∂x of `target` at `input`.
  func imageGradient(of target: Target) throws(InferenceError) -> Tensor {
    let session = try recordingSession()
    let logits = try session.run(input)
    guard let gradient = session.gradients(seed: target.seed(logits))[Layer.image] else {
      preconditionFailure("a recording of the image has no gradient of the image")
    }
    return gradient
  }

  /// Runs `image`, so that passes may be resumed from `layer`.
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

  /// The logits if the prepared layer's output had been `activation`.
  func logits(resumedWith activation: Tensor) throws(InferenceError) -> [Float] {
    guard let resuming else { preconditionFailure("nothing is prepared to be resumed") }
    return try resuming.session.resume(from: resuming.layer, activation: activation)
      .logits.elements
  }

  /// The session for whole passes.
  @discardableResult
  func plainSession() throws(InferenceError) -> Session {
    if let plain { return plain }
    let session = try Session(model: model, height: height, width: width)
    plain = session
    return session
  }

  /// The session for gradients of the image.
  @discardableResult
  func recordingSession() throws(InferenceError) -> RecordingSession {
    if let recording { return recording }
    let session = try RecordingSession(
      model: model, height: height, width: width, layers: [Layer.image])
    recording = session
    return session
  }
}

/// How many sessions of `bytes` fit beside one another in half of the machine's memory.
func concurrentSessions(_ wanted: Int, bytes: Int) -> Int {
  let half = Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
  return max(1, min(wanted, half / max(bytes, 1)))
}
