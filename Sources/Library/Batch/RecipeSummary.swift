import Imaging
import Tensors

extension PreprocessingRecipe {
  /// The recipe in one line: `shorter side 256, crop 224×224, bicubic, …`.
  var summary: String {
    let step =
      switch resize {
      case .none: "as it is"
      case .shorterSide(let side): "shorter side \(side)"
      case .exact(let size): "\(size.width)×\(size.height)"
      case .centralSquare(let padding): "central square, padding \(padding)"
      }
    let part = crop.map { "crop \($0.width)×\($0.height)" } ?? "no crop"
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: "/") }
    return "\(step), \(part), \(interpolation.rawValue), mean \(list(mean)), "
      + "deviation \(list(standardDeviation))"
  }
}
