import Architectures
import Benchmarking
import Scaling
import Terminal

/// The heavy work behind the screens: everything that reads files or runs a network.
///
/// Calls block and come from worker threads, one at a time for each lane; the explorer's own tests use
/// an implementation that answers at once.
package protocol Work: GalleryWork {
  /// Every network there is, in the order in which they are shown.
  func variants() throws(WorkFailure) -> [VariantFacts]

  /// The directories and pictures of a directory.
  func listing(of directory: String) throws(WorkFailure) -> Listing

  /// A decoded photograph whose preview has at most `limit` pixels on its longer side.
  func picture(at path: String, limit: Int) throws(WorkFailure) -> PictureFacts

  /// The network's answer for a photograph.
  func answer(_ network: AskedNetwork, picture: String, context: WorkContext)
    throws(WorkFailure) -> PredictionFacts

  /// A layer's output for a photograph.
  func step(_ question: StepQuestion, context: WorkContext) throws(WorkFailure) -> LayerActivation

  /// The time of every layer of a network for a square input.
  func profile(_ network: AskedNetwork, resolution: Int, context: WorkContext)
    throws(WorkFailure) -> ProfileFacts

  /// The methods that can explain an answer.
  var methods: [MethodFacts] { get }

  /// What the map of one class will cost.
  func forecast(_ question: MapQuestion, context: WorkContext) throws(WorkFailure)
    -> ForecastFacts

  /// Insertion and deletion curves of a map.
  func curves(_ question: MapQuestion, context: WorkContext) throws(WorkFailure) -> CurveFacts

  /// The map of one class.
  func map(_ question: MapQuestion, context: WorkContext) throws(WorkFailure) -> MapAnswer

  /// Writes an overlay and returns the path it was written to.
  func export(_ question: ExportQuestion, context: WorkContext) throws(WorkFailure) -> String

  /// A photograph or an overlay in the terminal's own picture protocol.
  func pixels(_ question: PixelQuestion, context: WorkContext) throws(WorkFailure) -> PixelPicture

  /// How fast this machine does what a network is made of, from timing its steps.
  func rates(of base: Variant, context: WorkContext) throws(WorkFailure) -> LatencyModel

  /// Mean milliseconds of a pass with random weights, by the protocol of the paper's Table 4.
  func latency(of variant: Variant, context: WorkContext) throws(WorkFailure) -> Double

  /// Counts a row of networks.
  func sweep(_ question: SweepQuestion) throws(WorkFailure) -> Sweep

  /// Counts every (α, β, γ) of the paper's grid that keeps the constraint.
  func search(over base: Variant) throws(WorkFailure) -> [ScalingSearch.Candidate]

  /// Finds the best networks within a budget.
  func budget(_ question: BudgetQuestion) -> BudgetFacts

  /// Seconds of a pass that were measured before, by network.
  var recordedLatencies: [Variant: Double] { get }

  /// Downloads and installs a variant's weights.
  func pull(_ variant: String, context: WorkContext) throws(WorkFailure)
}

/// What a job may tell and ask while it runs.
package struct WorkContext: Sendable {
  /// Reports the share that is done, nil where unknown, and what is being done.
  package let progress: @Sendable (Double?, String) -> Void
  /// Whether nobody waits for the result any more.
  package let isCancelled: @Sendable () -> Bool

  package init(
    progress: @escaping @Sendable (Double?, String) -> Void = { _, _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

/// An attribution method as the screens show it.
package struct MethodFacts: Equatable, Sendable {
  /// The name on the command line: `grad-cam`.
  package var name: String
  /// The name as its authors write it: `Grad-CAM`.
  package var title: String
  /// Whether it explains only the last stage.
  package var isLastStageOnly: Bool
  /// Whether it explains the network's input, so that a layer means nothing to it.
  package var isPixelLevel: Bool
  /// Whether it takes so many passes that its cost is said before it starts.
  package var isExpensive: Bool

  package init(
    name: String, title: String, isLastStageOnly: Bool, isPixelLevel: Bool = false,
    isExpensive: Bool = false
  ) {
    self.name = name
    self.title = title
    self.isLastStageOnly = isLastStageOnly
    self.isPixelLevel = isPixelLevel
    self.isExpensive = isExpensive
  }
}
