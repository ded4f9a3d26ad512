import Tensors

/// A version of the image for smoothing: optionally mirrored, with preprocessed values scaled.
struct Augmentation {
  let isMirrored: Bool
  let factor: Float

  /// The six versions of pytorch-grad-cam's `aug_smooth`.
  static let all = [false, true].flatMap { isMirrored in
    [Float(0.9), 1, 1.1].map { Augmentation(isMirrored: isMirrored, factor: $0) }
  }

  var isOriginal: Bool { !isMirrored && factor == 1 }

  /// Returns this version of an image (…, H, W).
  func applied(to image: Tensor) -> Tensor {
    let width = image.shape[image.shape.count - 1]
    let result = Tensor(zeros: image.shape)
    for row in 0..<image.count / width {
      for column in 0..<width {
        let source = isMirrored ? width - 1 - column : column
        result.storage.base[row * width + column] =
          image.storage.base[row * width + source] * factor
      }
    }
    return result
  }
}

extension Attributor {
  /// Returns the mean of the raw maps of all versions, with mirrored maps mirrored back.
  ///
  /// After cancellation, the mean of the versions that were done.
  func augmentedAnswers(
    _ requests: [MapRequest], _ image: Tensor, _ observation: Observation?, _ counter: PassCounter
  ) throws(AttributionError) -> [MapResult?] {
    let versions = Augmentation.all
    var parts = requests.map { _ in [MapResult?](repeating: nil, count: versions.count) }
    // The original comes first, because `observation` may already hold its pass.
    let order = versions.indices.sorted { versions[$0].isOriginal && !versions[$1].isOriginal }
    for number in order where !counter.isCancelled {
      let version = versions[number]
      let found = try unaugmentedAnswers(
        requests, version.isOriginal ? image : version.applied(to: image),
        version.isOriginal ? observation : nil, counter)
      for (index, answer) in found.enumerated() {
        parts[index][number] = answer.map { version.isMirrored ? $0.mirrored : $0 }
      }
    }
    let original = versions.firstIndex(where: \.isOriginal) ?? 0
    return parts.map { answers in
      let found = answers.compactMap { $0 }
      return Self.mean(found, score: (answers[original] ?? found.first)?.score ?? 0)
    }
  }

  private static func mean(_ parts: [MapResult], score: Float) -> MapResult? {
    guard let first = parts.first else { return nil }
    var sums = [Double](repeating: 0, count: first.map.values.count)
    var passes = Passes()
    for part in parts {
      for (place, value) in part.map.values.enumerated() { sums[place] += Double(value) }
      passes += part.passes
    }
    let map = AttributionMap(
      height: first.map.height, width: first.map.width,
      values: sums.map { Float($0 / Double(parts.count)) })
    return MapResult(
      request: first.request, map: map,
      isPartial: parts.count < Augmentation.all.count || parts.contains(where: \.isPartial),
      score: score, passes: passes, milliseconds: parts.reduce(0) { $0 + $1.milliseconds })
  }
}

extension MapResult {
  fileprivate var mirrored: MapResult {
    MapResult(
      request: request, map: map.mirrored, isPartial: isPartial, score: score, passes: passes,
      milliseconds: milliseconds)
  }
}
