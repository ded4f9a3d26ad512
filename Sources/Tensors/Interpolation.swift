/// A resampling filter, as Pillow defines it.
public enum Interpolation: String, Sendable, Hashable, CaseIterable {
  /// The pixel that the centre falls on.
  case nearest
  /// The mean of the covered pixels.
  case box
  /// A triangle over two pixels.
  case bilinear
  /// Keys' cubic with a = −½ over four pixels.
  case bicubic
  /// Sinc windowed by sinc over six pixels.
  case lanczos
}
