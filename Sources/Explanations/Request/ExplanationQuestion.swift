import Architectures
import Attribution

/// A class, a method and a layer, or several layers in one map.
public struct ExplanationQuestion: Sendable {
  /// The method.
  public var method: any AttributionMethod
  /// Names of the layers; empty for a method that explains the network's input itself.
  public var layers: [String]
  /// How several layers become one map.
  public var fusion: MapFusion?
  /// The class that is explained.
  public var target: Int
  /// The class that it is contrasted with.
  public var versus: Int?
  /// How the map is made smoother.
  public var smoothing: Smoothing
  /// The person's choices.
  public var settings: MethodSettings

  /// A question about `target`.
  public init(
    method: any AttributionMethod, layers: [String], fusion: MapFusion? = nil, target: Int,
    versus: Int? = nil, smoothing: Smoothing = .none, settings: MethodSettings = MethodSettings()
  ) {
    self.method = method
    self.layers = layers
    self.fusion = fusion
    self.target = target
    self.versus = versus
    self.smoothing = smoothing
    self.settings = settings
  }

  /// What outputs call the place that is explained: `stage9`, `stage5+stage9`, `input`.
  public var place: String {
    method.isPixelLevel ? Self.input : layers.joined(separator: "+")
  }

  /// What outputs call the network's input.
  public static let input = "input"

  /// What the score is a function of.
  public var score: Target {
    versus.map { .difference(target, versus: $0) } ?? .logit(target)
  }
}
