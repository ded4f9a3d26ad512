import Architectures
import Attribution
import Explanations
import Support
import Tensors

/// Evaluates attribution methods on one network, image by image.
package final class Evaluator {
  package let network: LoadedNetwork
  package let request: EvaluationRequest
  package let layerName: String
  private let layer: Int
  private let runner: ExplanationRunner

  /// Creates an evaluator; throws if a method can't explain the layer.
  package init(_ network: LoadedNetwork, _ request: EvaluationRequest) throws(Failure) {
    self.network = network
    self.request = try request.fitted(to: network)
    runner = ExplanationRunner(network)
    (layer, layerName) = try EvaluationRequest.layer(
      request.layer, methods: request.methods, in: network)
  }

  /// Forecasts the seconds for `images` images from rates measured now.
  package func forecastSeconds(images: Int) throws(Failure) -> Double {
    let side = network.variant.resolution
    do throws(AttributionError) {
      let attributor = try runner.attributor(height: side, width: side)
      let one = try attributor.forecast([
        MapRequest(method: GradCAM(), layer: network.network.lastStageOutput, target: .logit(0))
      ])
      let maps = try attributor.forecast(questions(for: 0)).seconds
      let further = request.metrics.reduce(0) {
        $0 + $1.secondsBeyondPasses(height: side, width: side, request.settings)
      }
      let each =
        Double(2 + furtherMaps) * maps + Double(metricPasses * request.methods.count) * one.seconds
        / Double(max(1, one.passes.total)) + further * Double(request.methods.count)
        / Double(network.threads)
      return each * Double(images * request.target.count)
    } catch {
      throw Failure(error)
    }
  }

  /// Evaluates one photograph, once for each class.
  ///
  /// `progress` returns false to cancel, which throws a failure of status `interrupted`.
  package func evaluate(
    _ photograph: Photograph, progress: @escaping (EvaluationProgress) -> Bool = { _ in true }
  ) throws(Failure) -> [ImageEvaluation] {
    try photograph.check(channels: network.recipe.channels)
    let image = photograph.prepared(for: network.recipe)
    let boxes = try request.boxes?.boxes(for: photograph, image: image)
    let shape = image.tensor.shape
    let classification = try classification(image.tensor, of: photograph.name)
    let targets = try classification.classes(request.target)
    do throws(AttributionError) {
      let attributor = try runner.attributor(height: shape[2], width: shape[3])
      let counter = EvaluationCounter(
        total: try passes(attributor, targets: targets.count), report: progress)
      return try targets.map { index throws(AttributionError) in
        ImageEvaluation(
          image: photograph.name, target: classification.prediction(index),
          boxShare: boxes.map { Self.share($0, height: shape[2], width: shape[3]) },
          methods: try methods(
            index, classification.probabilities?[index] ?? Double(classification.logits[index]),
            image.tensor, boxes, attributor, counter))
      }
    } catch {
      throw Failure(error)
    }
  }

  private func classification(_ image: Tensor, of name: String) throws(Failure) -> Classification {
    let logits: [Float]
    do throws(AttributionError) {
      let attributor = try runner.attributor(height: image.shape[2], width: image.shape[3])
      logits = try attributor.logits(count: 1) { _, input in
        _ = input.update(fromContentsOf: image.storage.buffer)
      }[0]
    } catch {
      throw Failure(error)
    }
    try ExplanationRunner.checkIsFinite(
      logits, "the network's answers", name, what: "can't evaluate")
    return Classification(
      logits: logits, labels: network.classNames, output: network.network.outputActivation)
  }
}

extension Evaluator {
  private func methods(
    _ index: Int, _ probability: Double, _ image: Tensor, _ boxes: [PixelBox]?,
    _ attributor: Attributor, _ counter: EvaluationCounter
  ) throws(AttributionError) -> [MethodEvaluation] {
    try questions(for: index).map { question throws(AttributionError) in
      let watch = Stopwatch()
      /// The method's map of an image; throws if it was cancelled half-way.
      func map(of image: Tensor) throws(AttributionError) -> AttributionMap {
        let answers = try attributor.answer([question], image: image) { counter.advance($0) }
        counter.finishCall()
        guard let answer = answers.first, !answer.isPartial else {
          throw .cancelled(method: question.method.name)
        }
        return answer.map
      }
      let probe = FaithfulnessProbe(
        image: image.reshaped(Array(image.shape.dropFirst())), index: index,
        probability: probability, map: try map(of: image), boxes: boxes,
        settings: request.settings, output: attributor.model.network.outputActivation
      ) { count, fill throws(AttributionError) in
        let logits = try attributor.logits(
          count: count, progress: { counter.advance($0) }, fill: fill)
        counter.finishCall()
        return logits
      } explainer: { masked throws(AttributionError) in
        try map(of: masked.reshaped(image.shape))
      }
      var values: [String: Double] = [:]
      var curves: [String: MetricCurve] = [:]
      for metric in request.metrics {
        for reading in try metric.readings(probe) {
          values[reading.column] = reading.value
          curves[reading.column] = reading.curve
        }
      }
      return MethodEvaluation(
        method: question.method.name, values: values, curves: curves,
        tiedShare: probe.ranking.tiedShare, hasPositiveEvidence: probe.map.hasPositiveEvidence,
        milliseconds: watch.milliseconds)
    }
  }

  private func questions(for index: Int) -> [MapRequest] {
    request.methods.map {
      MapRequest(method: $0, layer: layer, target: .logit(index), settings: request.methodSettings)
    }
  }

  private func passes(_ attributor: Attributor, targets: Int) throws(AttributionError) -> Int {
    var maps = 0
    // Forecast separately: in one request they would share a forward pass.
    for question in questions(for: 0) {
      maps += try attributor.forecast([question]).passes.total
    }
    return targets * ((2 + furtherMaps) * maps + metricPasses * request.methods.count)
  }

  /// Passes of all metrics for one map.
  private var metricPasses: Int {
    request.metrics.reduce(0) { $0 + $1.passes(request.settings) }
  }

  /// Maps of other images that the metrics need for one map, without the masked one.
  private var furtherMaps: Int {
    request.metrics.reduce(0) { $0 + $1.explanations(request.settings) }
  }

  /// Fraction of the input's pixels that lie in any box.
  private static func share(_ boxes: [PixelBox], height: Int, width: Int) -> Double {
    let inside = (0..<height * width).count { pixel in
      boxes.contains { $0.contains(row: pixel / width, column: pixel % width) }
    }
    return Double(inside) / Double(height * width)
  }
}

/// Adds up the passes of many calls.
private final class EvaluationCounter {
  private let total: Int
  private let report: (EvaluationProgress) -> Bool
  private var before = 0
  private var current = 0

  init(total: Int, report: @escaping (EvaluationProgress) -> Bool) {
    self.total = total
    self.report = report
  }

  /// Reports the running call's passes; false to cancel.
  func advance(_ progress: Progress) -> Bool {
    current = progress.done
    return report(EvaluationProgress(done: min(before + current, total), total: total))
  }

  func finishCall() {
    before += current
    current = 0
  }
}
