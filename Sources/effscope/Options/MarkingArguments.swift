import ArgumentParser
import Explanations

/// The options that mark parts of a map with lines, shared by every command that draws overlays.
struct MarkingArguments: ParsableArguments {
  @Option(
    help: "Lines at these shares of the scale, 0 to 1, with commas between (alone: at 0.5).")
  var contour: String?
  @Option(help: "Frame the largest region that reaches this share of the scale (alone: 0.2).")
  var box: Float?

  /// Whether none of them was given.
  var isEmpty: Bool { contour == nil && box == nil }

  func validate() throws {
    if let box, !(0...1).contains(box) {
      throw ValidationError("--box is \(box), but must lie in 0…1")
    }
    if levels?.allSatisfy({ (0...1).contains($0) }) == false || contour != nil && levels == nil {
      throw ValidationError("--contour is '\(contour ?? "")', but takes numbers in 0…1")
    }
  }

  /// Has them drawn in `style`.
  func mark(_ style: inout PictureStyle) {
    style.contours = levels ?? []
    style.box = box
  }

  /// The shares; nil for what is no list of numbers.
  private var levels: [Float]? {
    guard let contour else { return [] }
    let parts = contour.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0) }
    return numbers.count == parts.count ? numbers : nil
  }
}
