import Support

extension Failure {
  /// A figure that could not be drawn.
  public init(_ error: FiguresError, what: String) {
    switch error {
    case .noFonts:
      self.init(
        .unavailable, what, because: "no font is installed",
        advice: "install one, such as Debian's fonts-dejavu-core")
    }
  }
}
