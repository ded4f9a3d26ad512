import Architectures
import Attribution
import Imaging
import Inference
import Tensors

/// A class, a method and a layer: why the network answered as it did.
public struct Explanation: Sendable {
  /// What the network answered.
  public let examination: Examination
  /// The method's name on the command line.
  public let method: String
  /// The layer's name.
  public let layer: String
  /// The class that is explained.
  public let target: Classification.Prediction
  /// The raw signed map.
  public let map: AttributionMap

  /// An explanation.
  public init(
    examination: Examination, method: String, layer: String, target: Classification.Prediction,
    map: AttributionMap
  ) {
    self.examination = examination
    self.method = method
    self.layer = layer
    self.target = target
    self.map = map
  }

  /// Whether evidence against the class is drawn too.
  public var isSigned = false

  /// The values for display: ReLU, then minimum to 0 and maximum to 1.
  ///
  /// Signed, ½ stands for zero and the largest magnitude for 0 or 1.
  public var scaledMap: ScaledMap {
    guard isSigned else {
      return ScaledMap(width: map.width, height: map.height, values: map.normalized.values)
    }
    let largest = max(map.maximum, -map.minimum)
    let values = map.values.map { largest > 0 ? 0.5 + $0 / (2 * largest) : 0.5 }
    return ScaledMap(width: map.width, height: map.height, values: values, neutral: 0.5)
  }

  /// Whether there is anything to draw.
  var isBlank: Bool { isSigned ? map.maximum == 0 && map.minimum == 0 : !map.hasPositiveEvidence }

  /// The heatmap over the photograph, at the photograph's own size; the photograph alone where no
  /// place speaks for the class.
  public func overlay(_ drawing: Overlay) -> Picture {
    let image = examination.image
    guard !isBlank else { return image.picture }
    return drawing.draw(scaledMap, over: image.picture, in: image.rectangle)
  }

  /// The overlay as a PNG file that says how it was made.
  public func overlayPNG(_ drawing: Overlay) throws(Failure) -> [UInt8] {
    do throws(ImagingError) {
      return try overlay(drawing).encodedPNG(text: provenance(drawing))
    } catch {
      throw Failure(error, subject: examination.photograph.name)
    }
  }

  /// The pairs that `cam` adds to `classify`'s JSON.
  public func json(output: String?) -> [(String, JSON)] {
    [
      ("method", .string(method)), ("layer", .string(layer)), ("class", target.json),
      (
        "map",
        .object([
          ("height", .integer(map.height)), ("width", .integer(map.width)),
          ("minimum", .float(map.minimum)), ("maximum", .float(map.maximum)),
        ])
      ),
      ("output", output.map { .string($0) } ?? .null),
    ]
  }
}

extension Examination {
  /// CAM of the last stage for class `index`; the stage's activation must have been tapped.
  public func classActivationMap(of index: Int) throws(Failure) -> Explanation {
    let layer = network.network.lastStageOutput
    guard let head = network.head, head.layer == layer else {
      throw Failure(
        .usage, "can't explain with 'cam'", network.variant.name,
        because: "something stands between its last stage and its classifier",
        advice: "choose an EfficientNet")
    }
    guard let activations = pass.activation(of: layer) else {
      preconditionFailure("the last stage was not tapped")
    }
    let evidence = LayerEvidence(
      activations: activations, classifierRow: head.row(of: index),
      score: classification.logits[index])
    do throws(AttributionError) {
      return Explanation(
        examination: self, method: "cam", layer: network.network.stages.last?.name ?? "",
        target: classification.prediction(index), map: try CAM().map(from: evidence))
    } catch {
      throw Failure(error)
    }
  }
}
